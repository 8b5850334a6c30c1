/** Every version of every machine that is known here, machine by machine. */
import { ImportOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { Link, useNavigate } from 'react-router'
import { useFeatureWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { PageHead } from '../../layout/PageHead.tsx'
import { Blank, Failed, Loading } from '../../layout/states.tsx'
import { path } from '../../path.ts'
import type { Column } from '../../shared/list/columns.ts'
import { ListTable } from '../../shared/list/ListTable.tsx'
import '../../shared/list/list.css'
import { minuteText } from '../../shared/moment.ts'
import { useMe } from '../auth/session.ts'
import { usePerson } from './About.tsx'
import { comparing, versionAddress } from './addresses.ts'
import { useFigures, useVersions, type Version, type Versions } from './client.ts'
import { usePending } from './proposals.ts'
import { VersionTags } from './VersionTags.tsx'
import { CodeTag } from '../../shared/CodeTag.tsx'
import { words } from './words.ts'
import './lifecycle.css'

export function LifecycleList() {
  const { t } = useFeatureWords(words)
  const versions = useVersions()
  const isAdmin = useMe().data?.roles.includes('admin') === true
  const importing = isAdmin ? (
    <Link to={path.importLifecycle()}>
      <Button type="primary" icon={<ImportOutlined />}>
        {t('import')}
      </Button>
    </Link>
  ) : null
  return (
    <>
      <PageHead title={t('title')} note={t('intro')} end={importing} />
      {versions.isPending ? <Loading /> : null}
      {versions.isError ? <Failed error={versions.error} retry={versions.refetch} /> : null}
      {versions.data === undefined ? null : <Machines {...versions.data} />}
    </>
  )
}

function Machines({ items, people }: Versions) {
  const { t } = useFeatureWords(words)
  const machines = [...new Set(items.map(({ machine }) => machine))]
  if (machines.length === 0) return <Blank title={t('none')} hint={t('noneHint')} />
  return machines.map((machine) => (
    <OneMachine
      key={machine}
      machine={machine}
      items={items.filter((one) => one.machine === machine)}
      people={people}
    />
  ))
}

function OneMachine({ machine, items, people }: Versions & { readonly machine: string }) {
  const { t } = useFeatureWords(words)
  const navigate = useNavigate()
  const columns = useColumns(people)
  const isAdmin = useMe().data?.roles.includes('admin') === true
  const [newer, older] = items
  return (
    <Card
      title={machine}
      flush
      end={
        <div className="version-ways">
          {newer === undefined || older === undefined ? null : (
            <Button size="small" onClick={() => navigate(comparing(machine, older, newer))}>
              {t('compare')}
            </Button>
          )}
          {isAdmin ? (
            <Button size="small" onClick={() => navigate(path.migrateLifecycle(machine))}>
              {t('rehearse')}
            </Button>
          ) : null}
        </div>
      }
    >
      <ListTable<Version>
        label={machine}
        columns={columns}
        rows={items}
        rowKey={({ version, hash }) => `${version} ${hash}`}
        to={versionAddress}
      />
    </Card>
  )
}

function useColumns(people: Versions['people']): readonly Column<Version>[] {
  const { t, language } = useFeatureWords(words)
  const person = usePerson(people)
  return [
    { key: 'version', title: t('version'), render: ({ version }) => version },
    {
      key: 'state',
      title: t('panel.state'),
      phone: 'end',
      render: (version) => (
        <>
          <VersionTags version={version} />
          {version.state === 'draft' ? <WaitMark version={version} /> : null}
        </>
      ),
    },
    {
      key: 'orders',
      title: t('orders'),
      align: 'right',
      render: (version) => <Orders version={version} />,
    },
    {
      key: 'publishedAt',
      title: t('publishedAt'),
      render: ({ publishedAt }) => (
        <span className="nowrap">
          {publishedAt === null ? '—' : minuteText(publishedAt, language)}
        </span>
      ),
    },
    {
      key: 'people',
      title: `${t('proposedBy')} / ${t('publishedBy')}`,
      render: ({ createdBy, proposedBy, publishedBy }) =>
        publishedBy === null ? person(createdBy) : `${person(proposedBy)} / ${person(publishedBy)}`,
    },
    {
      key: 'sources',
      title: t('sources'),
      render: ({ sources }) => (
        <span className="source-names">
          {sources.map(({ name }) => (
            <span key={name}>{name}</span>
          ))}
        </span>
      ),
    },
    {
      key: 'hash',
      title: t('hash'),
      phone: 'hidden',
      render: ({ hash }) => <code title={hash}>{hash.slice(0, 12)}</code>,
    },
  ]
}

/** How many orders live by it, wherever they stand. */
function Orders({ version: { machine, version, state } }: { readonly version: Version }) {
  const counted = useFigures(machine, version, state !== 'draft').data
  if (counted === undefined) return '—'
  return counted.states.reduce((sum, { orders }) => sum + orders, 0).toLocaleString('en')
}

function WaitMark({ version: { machine, version } }: { readonly version: Version }) {
  const { t } = useFeatureWords(words)
  const pending = usePending(machine, version).data ?? []
  return pending.length === 0 ? null : <CodeTag tone="blue">{t('waits')}</CodeTag>
}
