/** Every version of every machine that is known here. */
import { Table, Tag, type TableColumnsType } from 'antd'
import { Link } from 'react-router'
import { useWords } from '../../i18n/index.ts'
import { Blank, Failed } from '../../layout/states.tsx'
import { path } from '../../path.ts'
import { minuteText } from '../../shared/moment.ts'
import { useVersions, type Version } from './client.ts'

export function LifecycleList() {
  const { t } = useWords()
  const versions = useVersions()
  const columns = useColumns()
  if (versions.isError) return <Failed error={versions.error} retry={versions.refetch} />
  return (
    <>
      <div className="page-head">
        <h1>{t('lifecycles.title')}</h1>
      </div>
      <p className="page-note">{t('lifecycles.intro')}</p>
      <section className="card">
        <Table<Version>
          rowKey={({ machine, version, hash }) => `${machine} ${version} ${hash}`}
          size="small"
          columns={columns}
          dataSource={[...(versions.data ?? [])]}
          loading={{ spinning: versions.isPending, delay: 200 }}
          pagination={false}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: <Blank title={t('lifecycles.none')} /> }}
        />
      </section>
    </>
  )
}

function useColumns(): TableColumnsType<Version> {
  const { t, language } = useWords()
  return [
    { title: t('lifecycles.machine'), dataIndex: 'machine' },
    {
      title: t('lifecycles.version'),
      key: 'version',
      render: (_, { machine, version, state, hash }) => (
        <Link
          to={{
            pathname: path.lifecycle(machine, version),
            search: state === 'draft' ? `hash=${hash}` : '',
          }}
        >
          {version}
        </Link>
      ),
    },
    {
      title: t('orders.state'),
      key: 'state',
      render: (_, { state, takesNewOrders }) => (
        <>
          <Tag color={state === 'published' ? 'green' : 'default'}>{t(`lifecycles.${state}`)}</Tag>
          {takesNewOrders ? <Tag color="cyan">{t('lifecycles.takesNewOrders')}</Tag> : null}
        </>
      ),
    },
    {
      title: t('lifecycles.publishedAt'),
      dataIndex: 'publishedAt',
      render: (at: string | null) => (at === null ? '—' : minuteText(at, language)),
    },
    {
      title: t('lifecycles.sources'),
      key: 'sources',
      render: (_, { sources }) => sources.map(({ name }) => name).join(', '),
    },
    {
      title: t('lifecycles.hash'),
      dataIndex: 'hash',
      render: (hash: string) => <code title={hash}>{hash.slice(0, 12)}</code>,
    },
  ]
}
