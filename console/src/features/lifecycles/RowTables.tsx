/** States and moves of a version as tables: the same rows as the graph, to be read and searched. */
import { Switch } from 'antd'
import { Link, useSearchParams } from 'react-router'
import { useFeatureWords, useWords, wordOf } from '../../i18n/index.ts'
import type { Column } from '../../shared/list/columns.ts'
import { ListTable } from '../../shared/list/ListTable.tsx'
import '../../shared/list/list.css'
import { ordersIn } from './addresses.ts'
import { labelOf, nameOf, type Finding, type Move, type Rows, type State } from './client.ts'
import { Duration } from './Duration.tsx'
import { findingsOf, worst } from './findings.ts'
import { percentText, type FigureIndex } from './figures.ts'
import { Badge } from './graph/Badge.tsx'
import { keyOfMove } from './graph/model.ts'
import { OriginMark } from './OriginMark.tsx'
import { words } from './words.ts'

interface Props {
  readonly rows: Rows
  readonly figures: FigureIndex
  readonly findings: readonly Finding[]
  readonly onShow?: ((row: State | Move) => void) | undefined
}

const rowClass = ({ origin }: State | Move): string =>
  origin === 'amendment' ? 'row-amendment' : ''

export function States(props: Props & { readonly machine?: string }) {
  const { t } = useFeatureWords(words)
  const columns = useStateColumns(props)
  return (
    <ListTable<State>
      label={t('tabs.states')}
      columns={columns}
      rows={props.rows.states}
      rowKey={({ code }) => String(code)}
      rowClass={rowClass}
      onOpen={props.onShow}
    />
  )
}

function useStateColumns(props: Props & { readonly machine?: string }): readonly Column<State>[] {
  const { rows, figures, findings, machine } = props
  const { t, language } = useFeatureWords(words)
  const shared = useWords()
  const hasFigures = rows.states.some(({ code }) => figures.state(code) !== undefined)
  const counts: readonly Column<State>[] = [
    {
      key: 'orders',
      title: t('orders'),
      align: 'right',
      phone: 'end',
      render: ({ code }) => {
        const orders = (figures.state(code)?.orders ?? 0).toLocaleString('en')
        const where = machine === undefined ? undefined : ordersIn(machine, code)
        return where === undefined ? orders : <Link to={where}>{orders}</Link>
      },
    },
    {
      key: 'median',
      title: t('row.medianShort'),
      align: 'right',
      render: ({ code }) => <Duration seconds={figures.state(code)?.medianSeconds ?? null} />,
    },
  ]
  return [
    { key: 'code', title: t('row.code'), render: ({ code }) => code },
    {
      key: 'name',
      title: t('row.name'),
      phone: 'title',
      render: (state) => (
        <span>
          {nameOf(state, language)}
          <Badge severity={worst(findingsOf(findings, state))} />
        </span>
      ),
    },
    ...(hasFigures ? counts : []),
    {
      key: 'subsystem',
      title: t('row.subsystem'),
      render: ({ subsystem }) =>
        subsystem === undefined ? '—' : wordOf(shared.words.subsystems, subsystem),
    },
    {
      key: 'terminal',
      title: t('row.terminal'),
      render: ({ terminal }) => (terminal ? shared.t('form.yes') : '—'),
    },
    { key: 'origin', title: t('row.origin'), render: (state) => <OriginMark {...state} /> },
  ]
}

export function Moves(props: Props) {
  const { t } = useFeatureWords(words)
  const [search, setSearch] = useSearchParams()
  const columns = useMoveColumns(props)
  const only = search.get('origin') === 'amendment'
  const rows = props.rows.moves.filter(({ origin }) => !only || origin === 'amendment')

  function choose(wanted: boolean): void {
    const to = new URLSearchParams(search)
    if (wanted) to.set('origin', 'amendment')
    else to.delete('origin')
    setSearch(to, { replace: true })
  }

  return (
    <>
      <label className="lifecycle-filter">
        <Switch size="small" checked={only} onChange={choose} />
        {t('row.onlyAmendments')}
      </label>
      <ListTable<Move>
        label={t('tabs.moves')}
        columns={columns}
        rows={rows}
        rowKey={keyOfMove}
        rowClass={rowClass}
        onOpen={props.onShow}
      />
    </>
  )
}

function useMoveColumns({ rows, figures, findings }: Props): readonly Column<Move>[] {
  const { t, language } = useFeatureWords(words)
  const shared = useWords()
  const hasFigures = rows.moves.some((move) => figures.move(keyOfMove(move)) !== undefined)
  const state = (code: number) => {
    const known = rows.states.find((one) => one.code === code)
    return (
      <span className="state-of-move">
        <span className="figure">{code}</span>
        <span className="soft">{known ? nameOf(known, language) : ''}</span>
      </span>
    )
  }
  const share: Column<Move> = {
    key: 'share',
    title: t('row.share'),
    align: 'right',
    render: (move) => {
      const known = figures.move(keyOfMove(move))
      return known === undefined || move.from === move.to ? '—' : percentText(known.share)
    },
  }
  return [
    {
      key: 'event',
      title: t('row.event'),
      width: 240,
      render: (move) => (
        <span className="event-of-move">
          {labelOf(move, language)}
          <Badge severity={worst(findingsOf(findings, move))} />
          <code className="soft">{move.event}</code>
        </span>
      ),
    },
    { key: 'from', title: t('row.from'), render: ({ from }) => state(from) },
    { key: 'to', title: t('row.to'), render: ({ to }) => state(to) },
    ...(hasFigures ? [share] : []),
    { key: 'kind', title: t('row.kind'), render: ({ kind }) => shared.words.kinds[kind] },
    {
      key: 'roles',
      title: t('row.roles'),
      render: ({ roles }) =>
        roles.map((role) => wordOf(shared.words.roles, role)).join(language === 'zh' ? '、' : ', '),
    },
    {
      key: 'guard',
      title: t('row.guard'),
      render: ({ guard }) =>
        guard === undefined ? '—' : <code className="guard-of-move">{guard}</code>,
    },
    { key: 'origin', title: t('row.origin'), render: (move) => <OriginMark {...move} /> },
  ]
}
