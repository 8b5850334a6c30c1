/** Pages of an account's entries, the newest first. */
import type { BusinessDate, Instant } from '../clock/index.ts'
import { sql, type Reader, type Sql } from '../db/index.ts'
import { bucketOf } from '../id/index.ts'
import { assert } from '../problem/index.ts'
import { lastEntry, upTo } from './balance.ts'
import type { Side } from './model.ts'

export interface EntryFilter {
  /** Days on which they were booked, both included. */
  readonly from?: BusinessDate | undefined
  readonly to?: BusinessDate | undefined
  readonly bizType?: string | undefined
  readonly counterparty?: string | undefined
  readonly direction?: Side | undefined
  readonly amountMin?: bigint | undefined
  readonly amountMax?: bigint | undefined
}

export interface EntryView {
  readonly accountNo: string
  readonly sequence: bigint
  readonly id: bigint
  readonly journalId: bigint
  readonly bizNo: string
  readonly bizType: string
  readonly direction: Side
  readonly amount: bigint
  readonly balanceAfter: bigint
  readonly counterparty: string
  readonly effectiveDate: BusinessDate
  readonly bookedDate: BusinessDate
  readonly transTime: Instant
  readonly hash: Buffer
}

export interface EntryPage {
  readonly items: readonly EntryView[]
  /** The next page begins below this number; undefined when there is none. */
  readonly nextBelow: bigint | undefined
}

export interface EntryRequest {
  readonly filter: EntryFilter
  /** Only entries with a lower number. */
  readonly below?: bigint | undefined
  readonly limit: number
}

/**
 * Entries that one page looks at, at most. What a filter asks for has no index, because each one
 * would be paid for by every posting: a page may therefore be short, or empty, and still have a
 * next one.
 */
const lookedAtMax = 10_000

/** Undefined where there is no such account. */
export async function listEntries(
  reader: Reader,
  accountNo: string,
  { filter, below, limit }: EntryRequest,
): Promise<EntryPage | undefined> {
  assert(limit >= 1 && limit <= lookedAtMax, `a page has 1 to ${lookedAtMax} entries, not ${limit}`)
  const range = await rangeOf(reader, accountNo, filter)
  if (range === undefined) return undefined
  const high = below !== undefined && below <= range.high ? below - 1n : range.high
  const low = latest(range.low, high - BigInt(lookedAtMax))
  const items = await reader.rows<EntryView>(sql`
    select ${entryColumns}
      from ledger.account_transaction e
     where e.bucket = ${bucketOf(accountNo)} and e.account_no = ${accountNo}
       and e.sequence > ${low} and e.sequence <= ${high} and ${matching(filter)}
     order by e.bucket, e.account_no, e.sequence desc limit ${limit}`)
  const lowest = items.length === limit ? items.at(-1)?.sequence : low + 1n
  const more = lowest !== undefined && lowest > range.low + 1n
  return { items, nextBelow: more ? lowest : undefined }
}

export const entryColumns = sql`
  e.account_no, e.sequence, e.id, e.journal_id, e.biz_no, e.biz_type, e.direction, e.amount,
  e.balance_after, e.counterparty, e.effective_date, e.booked_date, e.trans_time, e.hash`

export interface EntryRange {
  /** Number of the last entry before the range. */
  readonly low: bigint
  readonly high: bigint
}

export async function rangeOf(
  reader: Reader,
  accountNo: string,
  { from, to }: Pick<EntryFilter, 'from' | 'to'>,
): Promise<EntryRange | undefined> {
  const low = from === undefined ? sql`0::bigint` : lastEntry(sql`e.booked_date < ${from}`)
  const high = to === undefined ? sql`a.sequence` : lastEntry(upTo({ basis: 'booked', day: to }))
  return await reader.row<EntryRange>(sql`
    select ${low} as low, ${high} as high from ledger.account a
     where a.bucket = ${bucketOf(accountNo)} and a.account_no = ${accountNo}`)
}

const latest = (one: bigint, other: bigint): bigint => (one > other ? one : other)

function matching(filter: EntryFilter): Sql {
  const { bizType, counterparty, direction, amountMin, amountMax } = filter
  return sql`true
    ${bizType === undefined ? sql`` : sql`and e.biz_type = ${bizType}`}
    ${counterparty === undefined ? sql`` : sql`and e.counterparty = ${counterparty}`}
    ${direction === undefined ? sql`` : sql`and e.direction = ${direction}`}
    ${amountMin === undefined ? sql`` : sql`and e.amount >= ${amountMin}`}
    ${amountMax === undefined ? sql`` : sql`and e.amount <= ${amountMax}`}`
}
