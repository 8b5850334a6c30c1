/** The inbox of maker and checker: what waits for me, what I proposed, what was decided. */
import { Button, Segmented } from 'antd'
import { Link, useSearchParams } from 'react-router'
import { useFeatureWords } from '../../i18n/index.ts'
import { PageHead } from '../../layout/PageHead.tsx'
import { path } from '../../path.ts'
import { Amount } from '../../shared/Amount.tsx'
import type { Column } from '../../shared/list/columns.ts'
import { ListFilters } from '../../shared/list/ListFilters.tsx'
import { ListRowsCard } from '../../shared/list/ListRowsCard.tsx'
import { useListRows, useListState } from '../../shared/list/useListState.ts'
import { RelativeTime } from '../../shared/RelativeTime.tsx'
import { useMe } from '../auth/session.ts'
import { useKinds, type Proposal } from './client.ts'
import { StateMark } from './StateMark.tsx'
import { words } from './words.ts'
import './approvals.css'

const boxes = ['waiting', 'mine', 'decided', 'all'] as const
type Box = (typeof boxes)[number]

export function ApprovalList() {
  const { t, language } = useFeatureWords(words)
  const [box, showBox] = useBox()
  const kinds = useKinds()
  const list = useListState({ name: 'approvals', fields: { kind: 'one', subject: 'one' } })
  const rows = useListRows<Proposal>(list, {
    path: '/proposals',
    ask: (fields) => (box === 'all' ? fields : { ...fields, box }),
    refetchMs: 15_000,
  })
  const options = (kinds.data ?? []).map(({ kind, title }) => ({
    value: kind,
    label: title[language],
  }))
  const empty = {
    waiting: { title: t('empty'), hint: t('emptyHint') },
    mine: { title: t('emptyMine') },
    decided: { title: t('emptyDecided') },
    all: { title: t('emptyDecided') },
  }
  return (
    <>
      <PageHead title={t('title')} note={t('note')} end={<LimitsLink />} />
      <Segmented<Box>
        className="approval-boxes"
        value={box}
        onChange={showBox}
        options={boxes.map((value) => ({ value, label: t(`box.${value}`) }))}
        aria-label={t('box.label')}
      />
      <ListFilters
        list={list}
        filters={[
          { kind: 'choice', name: 'kind', label: t('kind'), options },
          { kind: 'text', name: 'subject', label: t('subject'), rare: true },
        ]}
      />
      <ListRowsCard<Proposal>
        label={t(`box.${box}`)}
        list={list}
        rows={rows}
        columns={useColumns()}
        rowKey={({ id }) => id}
        to={({ id }) => path.approval(id)}
        empty={empty[box]}
      />
    </>
  )
}

/** It stands in the address beside the list's own filters, and begins on the first page. */
function useBox(): readonly [Box, (box: Box) => void] {
  const [search, setSearch] = useSearchParams()
  const box = boxes.find((known) => known === search.get('box')) ?? 'waiting'
  const show = (next: Box) => {
    const to = new URLSearchParams(search)
    to.delete('cursor')
    to.set('box', next)
    setSearch(to)
  }
  return [box, show]
}

function LimitsLink() {
  const { t } = useFeatureWords(words)
  const me = useMe().data
  if (!me?.roles.some((role) => role === 'admin' || role === 'auditor')) return null
  return (
    <Link to={path.approvalLimits()}>
      <Button>{t('limits')}</Button>
    </Link>
  )
}

function useColumns(): readonly Column<Proposal>[] {
  const { t, language } = useFeatureWords(words)
  return [
    { key: 'kind', title: t('kind'), render: ({ title }) => title[language] },
    { key: 'subject', title: t('subject'), render: ({ subject }) => subject },
    {
      key: 'amount',
      title: t('amount'),
      align: 'right',
      render: ({ amount, currency }) =>
        amount === null || currency === null ? (
          <span className="soft">—</span>
        ) : (
          <Amount minor={amount} currency={currency} />
        ),
    },
    { key: 'reason', title: t('reason'), render: ({ reason }) => reason },
    { key: 'maker', title: t('maker'), render: ({ makerName }) => makerName },
    { key: 'madeAt', title: t('madeAt'), render: ({ madeAt }) => <RelativeTime at={madeAt} /> },
    {
      key: 'state',
      title: t('state'),
      phone: 'title',
      render: ({ state }) => <StateMark state={state} />,
    },
  ]
}
