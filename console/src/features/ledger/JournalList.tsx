/** Journals: query, columns, page. */
import { EditOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { Link } from 'react-router'
import { useFeatureWords } from '../../i18n/index.ts'
import { PageHead } from '../../layout/PageHead.tsx'
import { path } from '../../path.ts'
import { Amount } from '../../shared/Amount.tsx'
import type { Column } from '../../shared/list/columns.ts'
import { ListFilters, type Filter } from '../../shared/list/ListFilters.tsx'
import { ListRowsCard } from '../../shared/list/ListRowsCard.tsx'
import { useListRows, useListState } from '../../shared/list/useListState.ts'
import { minuteText } from '../../shared/moment.ts'
import { useOperation } from '../orders/operations.ts'
import { KindTag } from './AccountTag.tsx'
import type { JournalKind, JournalRow } from './client.ts'
import { GoOn } from './GoOn.tsx'
import { journalAddress } from './journal-address.ts'
import { words } from './words.ts'

const kinds: readonly JournalKind[] = ['post', 'hold', 'post_hold', 'void_hold', 'reverse']

export function JournalList() {
  const { t } = useFeatureWords(words)
  const mayAdjust = useOperation('proposeAdjustment').mayDo
  const list = useListState({
    name: 'ledger.journals',
    fields: {
      bizNo: 'one',
      bizType: 'one',
      accountNo: 'one',
      from: 'one',
      to: 'one',
      kind: 'one',
      caller: 'one',
      id: 'one',
    },
  })
  const rows = useListRows<JournalRow>(list, { path: '/ledger/journals' })
  return (
    <>
      <PageHead
        title={t('journals.title')}
        note={t('journals.note')}
        end={
          mayAdjust ? (
            <Link to={path.adjustment()}>
              <Button type="primary" icon={<EditOutlined />} tabIndex={-1}>
                {t('adjustment.title')}
              </Button>
            </Link>
          ) : null
        }
      />
      <ListFilters list={list} filters={useFilters()} />
      <GoOn list={list} rows={rows} />
      <ListRowsCard<JournalRow>
        label={t('journals.title')}
        list={list}
        rows={rows}
        columns={useColumns()}
        rowKey={({ id, bizNo }) => `${id} ${bizNo}`}
        exportSource="ledger.journals"
        to={journalAddress}
        empty={{ title: t('journals.none') }}
      />
    </>
  )
}

function useFilters(): readonly Filter[] {
  const { t } = useFeatureWords(words)
  const options = kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))
  return [
    { kind: 'text', name: 'bizNo', label: t('journals.bizNo'), lengthMax: 64 },
    { kind: 'text', name: 'bizType', label: t('bizType'), lengthMax: 64 },
    {
      kind: 'text',
      name: 'accountNo',
      label: t('journals.account'),
      lengthMax: 64,
      hint: t('journals.accountHint'),
    },
    { kind: 'days', name: 'from', until: 'to', label: t('effectiveDate') },
    { kind: 'choice', name: 'kind', label: t('kind'), options, rare: true },
    { kind: 'text', name: 'caller', label: t('caller'), lengthMax: 64, rare: true },
    { kind: 'text', name: 'id', label: t('journals.id'), lengthMax: 18, rare: true },
  ]
}

function useColumns(): readonly Column<JournalRow>[] {
  const { t, language } = useFeatureWords(words)
  return [
    {
      key: 'bizNo',
      title: t('bizNo'),
      render: ({ bizNo }) => <span className="ledger-number">{bizNo}</span>,
    },
    { key: 'bizType', title: t('bizType'), render: ({ bizType }) => bizType },
    {
      key: 'kind',
      title: t('kind'),
      render: ({ kind }) => <KindTag kind={kind} />,
      phone: 'title',
    },
    {
      key: 'debit',
      title: t('debit'),
      render: ({ debit }) => <span className="ledger-number">{debit ?? t('none')}</span>,
    },
    {
      key: 'credit',
      title: t('credit'),
      render: ({ credit, legs }) => (
        <span className="ledger-number">
          {credit ?? t('none')}
          {legs > 1 ? <span className="soft"> · {t('journals.legs', { count: legs })}</span> : null}
        </span>
      ),
    },
    {
      key: 'moved',
      title: t('journals.moved'),
      render: ({ moved }) => <Moved moved={moved} />,
      align: 'right',
      phone: 'end',
    },
    {
      key: 'effectiveDate',
      title: t('effectiveDate'),
      render: ({ effectiveDate }) => <span className="nowrap">{effectiveDate}</span>,
    },
    {
      key: 'bookedAt',
      title: t('bookedAt'),
      render: ({ bookedAt }) => <time className="nowrap">{minuteText(bookedAt, language)}</time>,
      phone: 'hidden',
    },
    { key: 'caller', title: t('caller'), render: ({ caller }) => caller, spare: true },
    { key: 'memo', title: t('memo'), render: ({ memo }) => memo ?? t('none'), spare: true },
    { key: 'id', title: t('journals.id'), render: ({ id }) => id, spare: true },
  ]
}

function Moved({ moved }: Pick<JournalRow, 'moved'>) {
  const { t } = useFeatureWords(words)
  if (moved.length === 0) return t('none')
  return moved.map(({ currency, amount }) => (
    <div key={currency}>
      <Amount minor={amount} currency={currency} />
    </div>
  ))
}
