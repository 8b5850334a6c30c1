/** One version: its drawing, its states and its moves, with what the document said apart. */
import { ArrowLeftOutlined } from '@ant-design/icons'
import { Switch, Table, Tabs, type TableColumnsType } from 'antd'
import { Link, useParams, useSearchParams } from 'react-router'
import { useWords, wordOf } from '../../i18n/index.ts'
import { Failed, Loading } from '../../layout/states.tsx'
import { path } from '../../path.ts'
import {
  drawingAddress,
  labelOf,
  nameOf,
  useMachine,
  type Machine,
  type Move,
  type State,
} from './client.ts'
import { Drawing } from './Drawing.tsx'
import { OriginMark } from './OriginMark.tsx'
import './lifecycle.css'

const tabs = ['drawing', 'states', 'moves'] as const
type Tab = (typeof tabs)[number]

export function Lifecycle() {
  const { t } = useWords()
  const { machine = '', version = '' } = useParams()
  const [search, setSearch] = useSearchParams()
  const hash = search.get('hash') ?? undefined
  const found = useMachine(machine, version, hash)
  const tab: Tab = tabs.find((one) => one === search.get('tab')) ?? 'drawing'

  function open(next: string): void {
    const to = new URLSearchParams(search)
    to.set('tab', next)
    setSearch(to, { replace: true })
  }

  if (found.isPending) return <Loading />
  if (found.isError) return <Failed error={found.error} retry={found.refetch} />
  const one = found.data
  return (
    <>
      <Link to={path.lifecycles()} className="back">
        <ArrowLeftOutlined /> {t('lifecycles.back')}
      </Link>
      <div className="page-head">
        <h1>
          {one.machine} <span className="soft">{one.version}</span>
        </h1>
        <code className="soft" title={one.hash}>
          {one.hash.slice(0, 12)}
        </code>
      </div>
      <section className="card lifecycle">
        <Tabs
          activeKey={tab}
          onChange={open}
          items={[
            {
              key: 'drawing',
              label: t('lifecycles.drawing'),
              children: <Picture one={one} hash={hash} />,
            },
            {
              key: 'states',
              label: `${t('lifecycles.states')} ${one.states.length}`,
              children: <States states={one.states} />,
            },
            {
              key: 'moves',
              label: `${t('lifecycles.moves')} ${one.moves.length}`,
              children: <Moves one={one} />,
            },
          ]}
        />
      </section>
    </>
  )
}

interface PictureProps {
  readonly one: Machine
  readonly hash: string | undefined
}

function Picture({ one, hash }: PictureProps) {
  const { t, language } = useWords()
  const { machine, version } = one
  return (
    <Drawing
      address={drawingAddress({ machine, version, hash, language })}
      title={t('lifecycles.drawingAlt', { machine, version })}
    />
  )
}

function States({ states }: { readonly states: readonly State[] }) {
  const { t, language, words } = useWords()
  const columns: TableColumnsType<State> = [
    { title: t('lifecycles.code'), dataIndex: 'code', align: 'right' },
    { title: t('lifecycles.name'), key: 'name', render: (_, state) => nameOf(state, language) },
    {
      title: t('lifecycles.subsystem'),
      dataIndex: 'subsystem',
      render: (field?: string) => (field === undefined ? '—' : wordOf(words.subsystems, field)),
    },
    {
      title: t('lifecycles.terminal'),
      dataIndex: 'terminal',
      render: (terminal: boolean) => (terminal ? t('form.yes') : '—'),
    },
    {
      title: t('lifecycles.origin'),
      key: 'origin',
      render: (_, { origin, amended }) => <OriginMark origin={origin} amended={amended} />,
    },
  ]
  return (
    <Table<State>
      rowKey="code"
      size="small"
      columns={columns}
      dataSource={[...states]}
      pagination={false}
      scroll={{ x: 'max-content' }}
      rowClassName={({ origin }) => (origin === 'amendment' ? 'row-amendment' : '')}
    />
  )
}

function Moves({ one }: { readonly one: Machine }) {
  const { t } = useWords()
  const [search, setSearch] = useSearchParams()
  const columns = useMoveColumns(one)
  const onlyAmendments = search.get('origin') === 'amendment'
  const moves = one.moves.filter(({ origin }) => !onlyAmendments || origin === 'amendment')

  function choose(only: boolean): void {
    const to = new URLSearchParams(search)
    if (only) to.set('origin', 'amendment')
    else to.delete('origin')
    setSearch(to, { replace: true })
  }

  return (
    <>
      <label className="lifecycle-filter">
        <Switch size="small" checked={onlyAmendments} onChange={choose} />
        {t('lifecycles.onlyAmendments')}
      </label>
      <Table<Move>
        rowKey={({ event, from, to }) => `${event} ${from} ${to}`}
        size="small"
        columns={columns}
        dataSource={[...moves]}
        pagination={false}
        scroll={{ x: 'max-content' }}
        rowClassName={({ origin }) => (origin === 'amendment' ? 'row-amendment' : '')}
      />
    </>
  )
}

function useMoveColumns({ states }: Machine): TableColumnsType<Move> {
  const { t, language, words } = useWords()
  const nameOfCode = (code: number) => {
    const state = states.find((one) => one.code === code)
    return (
      <span className="nowrap">
        <span className="figure">{code}</span>{' '}
        <span className="soft">{state ? nameOf(state, language) : ''}</span>
      </span>
    )
  }
  return [
    {
      title: t('lifecycles.event'),
      key: 'event',
      render: (_, move) => (
        <>
          <div>{labelOf(move, language)}</div>
          <code className="soft">{move.event}</code>
        </>
      ),
    },
    { title: t('lifecycles.from'), dataIndex: 'from', render: nameOfCode },
    { title: t('lifecycles.to'), dataIndex: 'to', render: nameOfCode },
    {
      title: t('lifecycles.kind'),
      dataIndex: 'kind',
      render: (kind: Move['kind']) => words.kinds[kind],
    },
    {
      title: t('lifecycles.roles'),
      dataIndex: 'roles',
      render: (roles: readonly string[]) =>
        roles.map((role) => wordOf(words.roles, role)).join(language === 'zh' ? '、' : ', '),
    },
    {
      title: t('lifecycles.guard'),
      dataIndex: 'guard',
      render: (guard?: string) => (guard === undefined ? '—' : <code>{guard}</code>),
    },
    {
      title: t('lifecycles.origin'),
      key: 'origin',
      render: (_, { origin, amended }) => <OriginMark origin={origin} amended={amended} />,
    },
  ]
}
