/** Journals and entries as rows for COPY: the two tables that grow with each posting. */
import type { CopyRows } from '../db/index.ts'
import type { Json } from '../problem/index.ts'
import type { Content, Entry, Journal } from './model.ts'
import { RowWriter, textBytesMax } from './row-writer.ts'

const entryColumns = [
  'bucket',
  'account_no',
  'sequence',
  'id',
  'journal_id',
  'biz_no',
  'biz_type',
  'direction',
  'amount',
  'balance_after',
  'counterparty',
  'effective_date',
  'booked_date',
  'trans_time',
  'hash',
]

/** Of a usual row of either table. */
const rowBytes = 400

/** More than all columns of either table take that are no texts, and their lengths. */
const fixedBytesMax = 256
const size = (text: string | null): number => (text === null ? 0 : textBytesMax(text))

export function entryRows(entries: readonly Entry[]): CopyRows {
  const rows = new RowWriter(entries.length * rowBytes)
  for (const entry of entries) writeEntry(rows, entry)
  return { into: `ledger.account_transaction (${entryColumns.join(', ')})`, rows: rows.done() }
}

function writeEntry(rows: RowWriter, entry: Entry): void {
  const { accountNo, bizNo, bizType, counterparty } = entry
  const texts = size(accountNo) + size(bizNo) + size(bizType) + size(counterparty)
  rows.row(entryColumns.length, fixedBytesMax + texts)
  rows.smallint(entry.bucket)
  rows.text(accountNo)
  rows.bigint(entry.sequence)
  rows.bigint(entry.id)
  rows.bigint(entry.journalId)
  rows.text(bizNo)
  rows.text(bizType)
  rows.text(entry.direction)
  rows.bigint(entry.amount)
  rows.bigint(entry.balanceAfter)
  rows.text(counterparty)
  rows.date(entry.effectiveDate)
  rows.date(entry.bookedDate)
  rows.instant(entry.transTime)
  rows.bytes(entry.hash)
}

const journalColumns = [
  'bucket',
  'caller',
  'biz_type',
  'biz_no',
  'id',
  'kind',
  'effective_date',
  'booked_at',
  'memo',
  'metadata',
  'asked',
  'debits',
  'credits',
  'amounts',
]

/** Of a leg's amount in its array. */
const legBytes = 12

/** A bizNo that another transaction booked meanwhile makes this one begin again, and find it. */
export function journalRows(journals: readonly Journal[]): CopyRows {
  const rows = new RowWriter(journals.length * rowBytes)
  for (const journal of journals) writeJournal(rows, journal)
  const into = `ledger.journal (${journalColumns.join(', ')})`
  return { into, rows: rows.done(), takenMeanwhile: 'journal_pkey' }
}

function writeJournal(rows: RowWriter, journal: Journal): void {
  const { caller, bizType, bizNo, legs } = journal
  const { memo } = journal
  const metadata = json(journal.metadata)
  const asked = json(askedOf(journal))
  let bytesMax = fixedBytesMax
  for (const text of [caller, bizType, bizNo, memo, metadata, asked]) bytesMax += size(text)
  for (const { debit, credit } of legs) bytesMax += size(debit) + size(credit) + legBytes
  rows.row(journalColumns.length, bytesMax)
  rows.smallint(journal.bucket)
  rows.text(caller)
  rows.text(bizType)
  rows.text(bizNo)
  rows.bigint(journal.id)
  rows.text(journal.kind)
  rows.date(journal.effectiveDate)
  rows.instant(journal.bookedAt)
  if (memo === null) rows.nothing()
  else rows.text(memo)
  for (const text of [metadata, asked]) {
    if (text === null) rows.nothing()
    else rows.json(text)
  }
  rows.texts(legs.map(({ debit }) => debit))
  rows.texts(legs.map(({ credit }) => credit))
  rows.bigints(legs.map(({ amount }) => amount))
}

const json = (value: Json | Content | null): string | null =>
  value === null ? null : JSON.stringify(value)

/** What must be stored beside the legs to know again what was asked: nothing, mostly. */
function askedOf({ legsSayAll, content }: Journal): Content | null {
  if (legsSayAll) return null
  const { kind: _kind, effective_date: _date, memo: _memo, metadata: _data, ...own } = content()
  return own
}
