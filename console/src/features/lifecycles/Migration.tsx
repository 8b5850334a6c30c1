/** What would become of running orders in another version, and the migration that two agree on. */
import { Button } from 'antd'
import { useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { useFeatureWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { PageHead } from '../../layout/PageHead.tsx'
import { Blank, Failed, Loading } from '../../layout/states.tsx'
import { path } from '../../path.ts'
import { Figure, Figures } from '../../shared/Figure.tsx'
import { ReasonModal } from '../../shared/ReasonModal.tsx'
import { useVersions, useMachine, type Machine, type Version } from './client.ts'
import { VersionSelect } from './Compare.tsx'
import { MigrationList } from './MigrationList.tsx'
import { proposeMigration, useRehearsal, type Plan, type Rehearsal } from './migrations.ts'
import { staleAfter, usePending } from './proposals.ts'
import { Waiting } from './Publication.tsx'
import { RefusedOrders } from './RefusedOrders.tsx'
import { StateMap } from './StateMap.tsx'
import { words } from './words.ts'
import './lifecycle.css'

export function Migration() {
  const { t } = useFeatureWords(words)
  const { machine = '' } = useParams()
  const versions = useVersions(machine)
  return (
    <>
      <PageHead
        title={t('migration.title', { machine })}
        note={t('migration.note')}
        back={{ to: path.lifecycles(), label: t('back') }}
      />
      {versions.isPending ? <Loading /> : null}
      {versions.isError ? <Failed error={versions.error} retry={versions.refetch} /> : null}
      {versions.data === undefined ? null : (
        <Plans machine={machine} versions={versions.data.items} />
      )}
      <MigrationList machine={machine} />
    </>
  )
}

interface PlansProps {
  readonly machine: string
  readonly versions: readonly Version[]
}

function Plans({ machine, versions }: PlansProps) {
  const { t } = useFeatureWords(words)
  const [search, setSearch] = useSearchParams()
  const published = versions.filter(({ state }) => state !== 'draft')
  const versionOf = (name: string) => published.find((one) => one.version === search.get(name))
  const [from, to] = [versionOf('from'), versionOf('to')]
  const map = search.get('map') ?? ''
  const pending = usePending(machine, from?.version ?? '').data ?? []

  function show(name: 'from' | 'to' | 'map', value: string): void {
    const next = new URLSearchParams(search)
    if (value === '') next.delete(name)
    else next.set(name, value)
    // Another version has other states.
    if (name !== 'map') next.delete('map')
    setSearch(next, { replace: true })
  }

  const isPlan = from !== undefined && to !== undefined && from.version !== to.version
  return (
    <>
      <div className="card version-pair">
        <VersionSelect
          label={t('migration.from')}
          versions={published}
          chosen={from}
          onChoose={(key) => show('from', key)}
        />
        <VersionSelect
          label={t('migration.to')}
          versions={published.filter(({ version }) => version !== from?.version)}
          chosen={to}
          onChoose={(key) => show('to', key)}
        />
      </div>
      {pending.map((proposal) => (
        <Waiting key={proposal.id} proposal={proposal} />
      ))}
      {isPlan ? (
        <Rehearsed
          machine={machine}
          plan={{ from: from.version, to: to.version, map }}
          isOpen={pending.length === 0}
          onMap={(next) => show('map', next)}
        />
      ) : (
        <section className="card">
          <Blank title={t('migration.choose')} />
        </section>
      )}
    </>
  )
}

interface RehearsedProps {
  readonly machine: string
  readonly plan: Plan
  /** Nothing else about this version waits for a second person. */
  readonly isOpen: boolean
  readonly onMap: (map: string) => void
}

function Rehearsed(props: RehearsedProps) {
  const { machine, plan } = props
  const rehearsal = useRehearsal(machine, plan)
  const from = useMachine(machine, plan.from)
  const to = useMachine(machine, plan.to)
  if (rehearsal.isError) return <Failed error={rehearsal.error} retry={rehearsal.refetch} />
  if (from.isError) return <Failed error={from.error} retry={from.refetch} />
  if (to.isError) return <Failed error={to.error} retry={to.refetch} />
  if (!rehearsal.data || !from.data || !to.data) return <Loading />
  return <Outcome {...props} found={rehearsal.data} old={from.data} fresh={to.data} />
}

interface OutcomeProps extends RehearsedProps {
  readonly found: Rehearsal
  readonly old: Machine
  readonly fresh: Machine
}

function Outcome({ machine, plan, isOpen, onMap, found, old, fresh }: OutcomeProps) {
  const { t } = useFeatureWords(words)
  const { orders, refusedOrders } = found
  return (
    <>
      <Figures>
        <Figure label={t('migration.orders')} value={orders.toLocaleString('en')} />
        <Figure
          label={t('migration.movable')}
          value={(orders - refusedOrders).toLocaleString('en')}
          {...(orders > 0 && refusedOrders === 0 ? { tone: 'good' as const } : {})}
        />
        <Figure
          label={t('migration.refusedOrders')}
          value={refusedOrders.toLocaleString('en')}
          {...(refusedOrders > 0 ? { tone: 'bad' as const } : {})}
        />
      </Figures>
      <Card
        title={t('migration.map')}
        flush
        end={isOpen ? <Propose machine={machine} plan={plan} found={found} /> : null}
      >
        <StateMap plan={plan} found={found} old={old} fresh={fresh} onMap={onMap} />
      </Card>
      {refusedOrders === 0 ? null : <RefusedOrders machine={machine} plan={plan} old={old} />}
    </>
  )
}

interface ProposeProps {
  readonly machine: string
  readonly plan: Plan
  readonly found: Rehearsal
}

function Propose({ machine, plan, found }: ProposeProps) {
  const { t } = useFeatureWords(words)
  const [asking, setAsking] = useState(false)
  if (found.orders === 0) return null
  if (found.refusedOrders > 0) {
    return <span className="bad">{t('migration.blocked', { count: found.refusedOrders })}</span>
  }
  return (
    <>
      <Button type="primary" onClick={() => setAsking(true)}>
        {t('migration.propose')}
      </Button>
      {asking ? (
        <ReasonModal
          title={`${t('migration.propose')}: ${plan.from} → ${plan.to}`}
          okText={t('migration.propose')}
          form={`migrate ${machine} ${plan.from} ${plan.to} ${plan.map}`}
          send={(reason, key) => proposeMigration(machine, { ...plan, reason }, key)}
          done={t('migration.proposed')}
          stale={staleAfter}
          onClose={() => setAsking(false)}
        >
          <p>
            {t('migration.orders')}: <b className="figure">{found.orders.toLocaleString('en')}</b>
          </p>
        </ReasonModal>
      ) : null}
    </>
  )
}
