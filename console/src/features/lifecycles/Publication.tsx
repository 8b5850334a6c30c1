/** What can be done with a version: proposed, decided by a second person, retired, compared. */
import { Alert, Button, Checkbox } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useFeatureWords } from '../../i18n/index.ts'
import { path } from '../../path.ts'
import { minuteText } from '../../shared/moment.ts'
import { ReasonModal } from '../../shared/ReasonModal.tsx'
import { useMe } from '../auth/session.ts'
import { comparing } from './addresses.ts'
import type { Version } from './client.ts'
import {
  decide,
  proposeRetirement,
  proposeVersion,
  staleAfter,
  usePending,
  type Proposal,
  type Verb,
} from './proposals.ts'
import { words } from './words.ts'

interface Props {
  readonly version: Version
  readonly others: readonly Version[]
}

export function Publication({ version, others }: Props) {
  const { t } = useFeatureWords(words)
  const pending = usePending(version.machine, version.version).data ?? []
  const isAdmin = useMe().data?.roles.includes('admin') === true
  const isOpen = isAdmin && pending.length === 0
  const published = others.some((one) => one.version === version.version && one.state !== 'draft')
  // The version that a reader wants to hold it against: the one in force, else the next older.
  const other =
    others.find((one) => one.current && one.hash !== version.hash) ??
    others.find((one) => one.hash !== version.hash)
  return (
    <>
      {pending.map((proposal) => (
        <Waiting key={proposal.id} proposal={proposal} />
      ))}
      <div className="version-ways">
        {isOpen && version.state === 'draft' && !published ? <Propose version={version} /> : null}
        {other === undefined ? null : (
          <Link to={comparing(version.machine, other, version)}>
            <Button>{t('compare')}</Button>
          </Link>
        )}
        {isAdmin && version.state !== 'draft' ? (
          <Link to={`${path.migrateLifecycle(version.machine)}?from=${version.version}`}>
            <Button>{t('rehearse')}</Button>
          </Link>
        ) : null}
        {isOpen && version.state === 'published' ? <Retire version={version} /> : null}
      </div>
    </>
  )
}

function Propose({ version }: { readonly version: Version }) {
  const { t } = useFeatureWords(words)
  const [asking, setAsking] = useState(false)
  const [takesNewOrders, setTakesNewOrders] = useState(true)
  const { hash } = version
  return (
    <>
      <Button type="primary" onClick={() => setAsking(true)}>
        {t('publish.propose')}
      </Button>
      {asking ? (
        <ReasonModal
          title={t('publish.title', { version: version.version })}
          okText={t('publish.propose')}
          form={`publish ${version.machine} ${version.version} ${hash}`}
          send={(reason, key) => proposeVersion(version, { hash, takesNewOrders, reason }, key)}
          done={t('publish.proposed')}
          stale={staleAfter}
          onClose={() => setAsking(false)}
        >
          <p>
            <Checkbox
              checked={takesNewOrders}
              onChange={({ target }) => setTakesNewOrders(target.checked)}
            >
              {t('publish.takesNewOrders')}
            </Checkbox>
          </p>
          <p className="soft">{t('publish.takesNote')}</p>
        </ReasonModal>
      ) : null}
    </>
  )
}

function Retire({ version }: { readonly version: Version }) {
  const { t } = useFeatureWords(words)
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button danger onClick={() => setAsking(true)}>
        {t('publish.retire')}
      </Button>
      {asking ? (
        <ReasonModal
          title={t('publish.retireTitle', { version: version.version })}
          okText={t('publish.retire')}
          danger
          form={`retire ${version.machine} ${version.version}`}
          send={(reason, key) => proposeRetirement(version, reason, key)}
          done={t('publish.proposed')}
          stale={staleAfter}
          onClose={() => setAsking(false)}
        >
          <p>{t('publish.retireNote')}</p>
        </ReasonModal>
      ) : null}
    </>
  )
}

/** Says what waits and for whom; who may decide can do it here, having the version before them. */
export function Waiting({ proposal }: { readonly proposal: Proposal }) {
  const { t, language } = useFeatureWords(words)
  const [verb, setVerb] = useState<Verb>()
  const { id, makerName, madeAt, mine, mayDecide } = proposal
  const at = minuteText(madeAt, language)
  const title = t('publish.waiting', { name: makerName, at, what: useWhat(proposal) })
  return (
    <Alert
      className="waiting"
      type="info"
      showIcon
      title={title}
      description={
        <>
          {mine ? <p>{t('publish.mine')}</p> : null}
          {mine || mayDecide ? null : <p>{t('publish.cannot')}</p>}
          <div className="waiting-ways">
            {mayDecide ? (
              <>
                <Button type="primary" onClick={() => setVerb('approve')}>
                  {t('publish.approve')}
                </Button>
                <Button danger onClick={() => setVerb('reject')}>
                  {t('publish.reject')}
                </Button>
              </>
            ) : null}
            <Link to={path.approval(id)}>{t('publish.see')}</Link>
          </div>
          {verb === undefined ? null : (
            <ReasonModal
              title={t(`publish.${verb}Title`)}
              okText={t(`publish.${verb}`)}
              label={t('publish.comment')}
              danger={verb === 'reject'}
              optional={verb === 'approve'}
              form={`${verb} ${id}`}
              send={(comment, key) => decide(id, verb, comment, key)}
              done={t(verb === 'approve' ? 'publish.done' : 'publish.refused')}
              stale={staleAfter}
              onClose={() => setVerb(undefined)}
            >
              <p>{proposal.reason}</p>
            </ReasonModal>
          )}
        </>
      }
    />
  )
}

function useWhat({ kind, payload }: Proposal): string {
  const { t } = useFeatureWords(words)
  if (kind === 'lifecycle.retire') return t('publish.retiring')
  if (kind !== 'lifecycle.migrate') return t('publish.publishing')
  return t('publish.migrating', { to: String(Reflect.get(Object(payload), 'to')) })
}
