/**
 * What an account held at a moment. Times of an account never go back and its entries are numbered
 * without a gap, so the last entry up to a moment is found by halving: some 24 looks at the primary
 * key for ten million entries, and no index beside it.
 */
import type { BusinessDate, Instant } from '../clock/index.ts'
import { sql, type Reader, type Sql } from '../db/index.ts'
import { bucketOf } from '../id/index.ts'
import type { Currency } from '../money/index.ts'
import type { Side } from './model.ts'

/** By the books as they were at an instant or at the end of a day, or by the day that counts. */
export type Moment =
  | { readonly basis: 'booked'; readonly at: Instant }
  | { readonly basis: 'booked'; readonly day: BusinessDate }
  | { readonly basis: 'effective'; readonly day: BusinessDate }

export interface BalanceAt {
  readonly accountNo: string
  readonly currency: Currency
  readonly normalSide: Side
  readonly balance: bigint
  /** Number of the last entry booked by then; 0 before the first. */
  readonly sequence: bigint
}

/** Minor units, on the account's normal side; undefined where there is no such account. */
export async function balanceAt(
  reader: Reader,
  accountNo: string,
  moment: Moment,
): Promise<BalanceAt | undefined> {
  const correction = moment.basis === 'effective' ? corrected(moment.day) : sql`0`
  return await reader.row<BalanceAt>(sql`
    select a.account_no, a.currency, a.normal_side, coalesce(e.sequence, 0) as sequence,
           coalesce(e.balance_after, 0) + ${correction} as balance
      from ledger.account a
      cross join lateral ${lastEntry(upTo(moment))} as l (sequence)
      left join ledger.account_transaction e
        on e.bucket = a.bucket and e.account_no = a.account_no and e.sequence = l.sequence
     where a.bucket = ${bucketOf(accountNo)} and a.account_no = ${accountNo}`)
}

/** Condition on `ledger.account_transaction e`: true up to some entry, false from the next. */
export const upTo = (moment: Moment): Sql =>
  'at' in moment ? sql`e.trans_time <= ${moment.at}` : sql`e.booked_date <= ${moment.day}`

/** Number of the last entry of `ledger.account a` for which the condition holds; 0 if none. */
export const lastEntry = (condition: Sql): Sql => sql`(
  with recursive half (low, high) as (
    select 0::bigint, a.sequence
     union all
    select case when ${condition} then e.sequence else half.low end,
           case when ${condition} then half.high else e.sequence - 1 end
      from half
      join ledger.account_transaction e
        on e.bucket = a.bucket and e.account_no = a.account_no
       and e.sequence = (half.low + half.high + 1) / 2
     where half.low < half.high
  )
  select low from half where low = high)`

/**
 * Entries whose day is not the one on which they were booked lie in an index of their own. What was
 * booked by that day but counts later goes; what was booked later but counts by then comes.
 */
const corrected = (day: BusinessDate): Sql => sql`
  coalesce((
    select sum(
      case when b.booked_date <= ${day} then -1 else 1 end
      * case when b.direction = a.normal_side then b.amount else -b.amount end)::bigint
      from ledger.account_transaction b
     where b.bucket = a.bucket and b.account_no = a.account_no
       and b.effective_date <> b.booked_date
       and ((b.effective_date > ${day} and b.booked_date <= ${day})
         or (b.effective_date <= ${day} and b.booked_date > ${day}))), 0)`
