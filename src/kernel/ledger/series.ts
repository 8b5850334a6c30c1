/**
 * The balance of an account at the end of each of some days, for a line on a chart. All days are
 * halved at once: 400 days of ten million entries are 400 × 24 looks at the primary key.
 */
import { addDays, daysBetween, type BusinessDate } from '../clock/index.ts'
import { sql, type Reader } from '../db/index.ts'
import { bucketOf } from '../id/index.ts'
import { assert } from '../problem/index.ts'
import { findAccount, type AccountView } from './accounts.ts'
import type { Instant } from '../clock/index.ts'

export interface SeriesRequest {
  readonly from: BusinessDate
  readonly to: BusinessDate
  readonly now: Instant
}

export interface SeriesPoint {
  readonly day: BusinessDate
  /** At the end of the day, by the day of booking. */
  readonly booked: bigint
  /** By the day from which amounts count. */
  readonly effective: bigint
}

export interface Series {
  readonly account: AccountView
  /** Days from one point to the next: 1, or more where the range has more days than points. */
  readonly step: number
  readonly points: readonly SeriesPoint[]
}

export const pointsMax = 400

/** Undefined where there is no such account. The last point is that of `to`. */
export async function balanceSeries(
  reader: Reader,
  accountNo: string,
  { from, to, now }: SeriesRequest,
): Promise<Series | undefined> {
  const account = await findAccount(reader, accountNo, now)
  if (account === undefined) return undefined
  const { step, days } = daysOf(from, to)
  const [held, shifts] = await Promise.all([
    bookedAt(reader, accountNo, days),
    shiftsOf(reader, account, { from, to }),
  ])
  const booked = new Map(held.map(({ day, balance }) => [day, balance]))
  const points = days.map((day) => {
    const balance = booked.get(day)
    assert(balance !== undefined, `each day has its balance, ${day} too`)
    return { day, booked: balance, effective: balance + correction(shifts, day) }
  })
  return { account, step, points }
}

/** So many days backwards from the last one that there are no more points than allowed. */
function daysOf(from: BusinessDate, to: BusinessDate) {
  const all = daysBetween(from, to) + 1
  assert(all >= 1, `${from} lies after ${to}`)
  const step = Math.ceil(all / pointsMax)
  const days = Array.from({ length: Math.ceil(all / step) }, (_, at) => addDays(to, -at * step))
  return { step, days: days.toReversed() }
}

interface Held {
  readonly day: BusinessDate
  readonly balance: bigint
}

const bookedAt = (reader: Reader, accountNo: string, days: readonly BusinessDate[]) =>
  reader.rows<Held>(sql`
    with recursive half (day, low, high) as (
      select d.day, 0::bigint, a.sequence
        from ledger.account a cross join unnest(${days}::date[]) as d (day)
       where a.bucket = ${bucketOf(accountNo)} and a.account_no = ${accountNo}
       union all
      select h.day, case when e.booked_date <= h.day then e.sequence else h.low end,
             case when e.booked_date <= h.day then h.high else e.sequence - 1 end
        from half h
        join ledger.account_transaction e
          on e.bucket = ${bucketOf(accountNo)} and e.account_no = ${accountNo}
         and e.sequence = (h.low + h.high + 1) / 2
       where h.low < h.high
    )
    select h.day, coalesce(e.balance_after, 0) as balance
      from half h
      left join ledger.account_transaction e
        on e.bucket = ${bucketOf(accountNo)} and e.account_no = ${accountNo}
       and e.sequence = h.low
     where h.low = h.high`)

interface Shift {
  readonly bookedDate: BusinessDate
  readonly effectiveDate: BusinessDate
  readonly amount: bigint
}

/** Entries that count from another day than the one of booking: they have an index of their own. */
const shiftsOf = (
  reader: Reader,
  { accountNo, normalSide }: AccountView,
  { from, to }: Pick<SeriesRequest, 'from' | 'to'>,
) =>
  reader.rows<Shift>(sql`
    select e.booked_date, e.effective_date,
           sum(case when e.direction = ${normalSide} then e.amount else -e.amount end)::bigint
             as amount
      from ledger.account_transaction e
     where e.bucket = ${bucketOf(accountNo)} and e.account_no = ${accountNo}
       and e.effective_date <> e.booked_date
       and least(e.effective_date, e.booked_date) <= ${to}
       and greatest(e.effective_date, e.booked_date) > ${from}
     group by e.booked_date, e.effective_date`)

const correction = (shifts: readonly Shift[], day: BusinessDate): bigint =>
  shifts.reduce((sum, { bookedDate, effectiveDate, amount }) => {
    const [booked, counts] = [bookedDate <= day, effectiveDate <= day]
    if (booked === counts) return sum
    return booked ? sum - amount : sum + amount
  }, 0n)
