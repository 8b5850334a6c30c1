/** Entries of one account, the newest first. */
import { useFeatureWords } from '../../i18n/index.ts'
import { minorOf } from '../../shared/amount.ts'
import { Amount } from '../../shared/Amount.tsx'
import type { Column } from '../../shared/list/columns.ts'
import { ListFilters, type Filter } from '../../shared/list/ListFilters.tsx'
import { ListRowsCard } from '../../shared/list/ListRowsCard.tsx'
import { useListRows, useListState } from '../../shared/list/useListState.ts'
import { minuteText } from '../../shared/moment.ts'
import { useCurrencies } from '../../shared/useAmount.ts'
import { usePhone } from '../../shared/usePhone.ts'
import { accountPath, type Account, type Entry } from './client.ts'
import { GoOn } from './GoOn.tsx'
import { journalAddress } from './journal-address.ts'
import { words } from './words.ts'

export function AccountEntries({ account }: { readonly account: Account }) {
  const { t } = useFeatureWords(words)
  const exponent = useCurrencies().get(account.currency)?.exponent ?? 2
  const list = useListState({
    name: 'ledger.entries',
    fields: {
      from: 'one',
      to: 'one',
      bizType: 'one',
      counterparty: 'one',
      direction: 'one',
      amountFrom: 'one',
      amountTo: 'one',
    },
  })
  const rows = useListRows<Entry, typeof list>(list, {
    path: `${accountPath(account.accountNo)}/entries`,
    ask: ({ amountFrom, amountTo, ...fields }) => ({
      ...fields,
      amountMin: amountFrom === undefined ? undefined : minorOf(amountFrom, exponent),
      amountMax: amountTo === undefined ? undefined : minorOf(amountTo, exponent),
    }),
  })
  return (
    <>
      <ListFilters list={list} filters={useFilters()} />
      <GoOn list={list} rows={rows} />
      <ListRowsCard<Entry>
        label={t('account.entries')}
        list={list}
        rows={rows}
        columns={useColumns(account)}
        rowKey={({ sequence }) => String(sequence)}
        to={journalAddress}
        empty={{ title: t('account.entriesNone') }}
      />
    </>
  )
}

function useFilters(): readonly Filter[] {
  const { t } = useFeatureWords(words)
  const sides = (['debit', 'credit'] as const).map((value) => ({
    value,
    label: t(`sides.${value}`),
  }))
  return [
    { kind: 'days', name: 'from', until: 'to', label: t('bookedDate') },
    { kind: 'text', name: 'bizType', label: t('bizType'), lengthMax: 64 },
    { kind: 'text', name: 'counterparty', label: t('counterparty'), lengthMax: 64 },
    { kind: 'choice', name: 'direction', label: t('direction'), options: sides, rare: true },
    { kind: 'amounts', name: 'amountFrom', until: 'amountTo', label: t('amount'), rare: true },
  ]
}

function useColumns({ currency }: Account): readonly Column<Entry>[] {
  const { t, language } = useFeatureWords(words)
  const phone = usePhone()
  // In a table the column says on which side an amount stands; on a card it says so itself.
  const side = (wanted: Entry['direction']) => (entry: Entry) =>
    entry.direction === wanted ? (
      <>
        {phone ? <span className="soft">{t(`sides.${wanted}`)} </span> : null}
        <Amount minor={entry.amount} currency={currency} />
      </>
    ) : null
  return [
    {
      key: 'bizNo',
      title: t('journal'),
      render: ({ bizNo }) => <span className="ledger-number">{bizNo}</span>,
    },
    { key: 'bizType', title: t('bizType'), render: ({ bizType }) => bizType, phone: 'title' },
    {
      key: 'transTime',
      title: t('bookedAt'),
      render: ({ transTime }) => <time className="nowrap">{minuteText(transTime, language)}</time>,
    },
    {
      key: 'effectiveDate',
      title: t('effectiveDate'),
      render: ({ effectiveDate, bookedDate }) => (
        <span className={effectiveDate === bookedDate ? 'soft nowrap' : 'nowrap'}>
          {effectiveDate}
        </span>
      ),
      phone: 'hidden',
    },
    {
      key: 'counterparty',
      title: t('counterparty'),
      render: ({ counterparty }) => <span className="ledger-number">{counterparty}</span>,
    },
    { key: 'debit', title: t('debit'), render: side('debit'), align: 'right', phone: 'end' },
    { key: 'credit', title: t('credit'), render: side('credit'), align: 'right', phone: 'end' },
    {
      key: 'balanceAfter',
      title: t('balance'),
      render: ({ balanceAfter }) => <Amount minor={balanceAfter} currency={currency} />,
      align: 'right',
    },
    {
      key: 'sequence',
      title: t('sequence'),
      render: ({ sequence }) => sequence,
      align: 'right',
      spare: true,
    },
    {
      key: 'hash',
      title: t('account.hash'),
      render: ({ hash }) => <code title={hash}>{hash.slice(0, 12)}</code>,
      spare: true,
    },
  ]
}
