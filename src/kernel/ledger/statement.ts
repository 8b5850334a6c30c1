/** 对账单 of one account: streamed, so that a million entries need no more memory than a page. */
import type { BusinessDate } from '../clock/index.ts'
import { sql, type Reader } from '../db/index.ts'
import { bucketOf } from '../id/index.ts'
import { decimalText } from '../money/index.ts'
import { assert } from '../problem/index.ts'
import type { Cell } from '../sheet/index.ts'
import { findAccount, type AccountView } from './accounts.ts'
import { entryColumns, rangeOf, type EntryRange, type EntryView } from './entries.ts'
import type { Instant } from '../clock/index.ts'

export interface StatementRequest {
  readonly accountNo: string
  /** Days on which entries were booked, both included. */
  readonly from: BusinessDate
  readonly to: BusinessDate
  readonly now: Instant
}

export interface Statement {
  readonly account: AccountView
  readonly opening: bigint
  readonly closing: bigint
  readonly count: bigint
  /** The entries, oldest first, so many at a time. May be walked once. */
  readonly entries: AsyncIterable<readonly EntryView[]>
}

const chunkMax = 5_000

/** Undefined where there is no such account. What is booked while it is read is not in it. */
export async function openStatement(
  reader: Reader,
  { accountNo, from, to, now }: StatementRequest,
): Promise<Statement | undefined> {
  const [account, range] = await Promise.all([
    findAccount(reader, accountNo, now),
    rangeOf(reader, accountNo, { from, to }),
  ])
  if (account === undefined || range === undefined) return undefined
  const [opening, closing] = await Promise.all([
    balanceAfter(reader, accountNo, range.low),
    balanceAfter(reader, accountNo, range.high),
  ])
  return {
    account,
    opening,
    closing,
    count: range.high - range.low,
    entries: walk(reader, accountNo, range),
  }
}

async function balanceAfter(reader: Reader, accountNo: string, sequence: bigint): Promise<bigint> {
  const row = await reader.row<{ balanceAfter: bigint }>(sql`
    select balance_after from ledger.account_transaction
     where bucket = ${bucketOf(accountNo)} and account_no = ${accountNo}
       and sequence = ${sequence}`)
  return row?.balanceAfter ?? 0n
}

async function* walk(
  reader: Reader,
  accountNo: string,
  { low, high }: EntryRange,
): AsyncGenerator<readonly EntryView[]> {
  for (let after = low; after < high; after += BigInt(chunkMax)) {
    const until = after + BigInt(chunkMax)
    const rows = await reader.rows<EntryView>(
      sql`select ${entryColumns} from ledger.account_transaction e
           where e.bucket = ${bucketOf(accountNo)} and e.account_no = ${accountNo}
             and e.sequence > ${after} and e.sequence <= ${until < high ? until : high}
           order by e.bucket, e.account_no, e.sequence`,
      'ledger.statement',
    )
    assert(rows.length > 0, `entries of ${accountNo} after ${after} are missing`)
    yield rows
  }
}

/** A line of the statement as a file shows it: in major units, the same columns in every format. */
export const statementHeads = [
  '序号 No',
  '记账日 Booked',
  '起息日 Effective',
  '时间 Time',
  '业务类型 Type',
  '业务单号 Number',
  '对方账户 Counterparty',
  '借方 Debit',
  '贷方 Credit',
  '余额 Balance',
] as const

/** Title, heads, opening balance, entries, closing balance. */
export async function* statementLines(statement: Statement): AsyncGenerator<readonly Cell[]> {
  const { account, opening, closing, entries } = statement
  const { currency } = account
  const text = (amount: bigint): string => decimalText({ amount, currency })
  const blank = Array.from({ length: statementHeads.length - 2 }, () => '')
  yield [account.accountNo, account.name, currency]
  yield [...statementHeads]
  yield ['期初 Opening', ...blank, text(opening)]
  for await (const rows of entries) {
    for (const entry of rows) yield lineOf(entry, text)
  }
  yield ['期末 Closing', ...blank, text(closing)]
}

const lineOf = (entry: EntryView, text: (amount: bigint) => string): readonly Cell[] => [
  String(entry.sequence),
  entry.bookedDate,
  entry.effectiveDate,
  entry.transTime.toISOString(),
  entry.bizType,
  entry.bizNo,
  entry.counterparty,
  entry.direction === 'debit' ? text(entry.amount) : '',
  entry.direction === 'credit' ? text(entry.amount) : '',
  text(entry.balanceAfter),
]
