/**
 * 会计期间: months that close, in their order. Posting takes no lock on them: closing first puts the
 * period out of reach of what begins now, and ends when everything that began before is finished.
 */
import { record } from '../audit/index.ts'
import { subjectOf, type Deed } from '../auth/index.ts'
import { addDays, addMonths, type BusinessDate, type Instant } from '../clock/index.ts'
import { sql, type Database, type Reader, type Tx } from '../db/index.ts'
import { accept, refuse, type Result } from '../problem/index.ts'
import { readOpenFrom } from './store.ts'

export interface Period {
  /** `2026-01`. */
  readonly period: string
  readonly firstDay: BusinessDate
  readonly lastDay: BusinessDate
  /** `closing`: nothing new gets in, and what was on its way is being waited for. */
  readonly status: 'closing' | 'closed'
  readonly changedAt: Instant
}

export type PeriodRefusal = 'period_invalid' | 'period_not_next' | 'period_not_over'

const monthPattern = /^(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])$/u

export const isMonth = (text: string): boolean => monthPattern.test(text)
export const firstDayOf = (month: string): BusinessDate => `${month}-01`
export const lastDayOf = (month: string): BusinessDate =>
  addDays(addMonths(firstDayOf(month), 1), -1)

export interface Closing {
  readonly period: string
  readonly reason: string
  /** The day on which it is asked: a month is closed when it is over. */
  readonly today: BusinessDate
}

/**
 * Begins to close a month; from the commit on nothing with an effective date in it, or before, is
 * taken. The first one closed may be any month, then each follows the one before.
 */
export async function beginClosing(
  tx: Tx,
  { period, reason, today }: Closing,
  { actor, at, requestId }: Deed,
): Promise<Result<null, PeriodRefusal>> {
  if (!isMonth(period)) return refuse('period_invalid', `"${period}" is no month like 2026-01.`)
  const openFrom = await readOpenFrom(tx)
  if (openFrom !== null && openFrom !== firstDayOf(period)) {
    const detail = `The next month to close is ${openFrom.slice(0, 7)}, not ${period}.`
    return refuse('period_not_next', detail, { next: openFrom.slice(0, 7) })
  }
  if (today <= lastDayOf(period)) {
    return refuse('period_not_over', `${period} ends on ${lastDayOf(period)}; today is ${today}.`)
  }
  await tx.run(sql`
    insert into ledger.period (period, first_day, last_day, status, changed_at)
    values (${period}, ${firstDayOf(period)}, ${lastDayOf(period)}, 'closing', ${at})`)
  const [actorName, subject] = [subjectOf(actor), `period:${period}`]
  await record(tx, [
    { at, actor: actorName, action: 'ledger.period-close', subject, reason, requestId },
  ])
  return accept(null)
}

/**
 * Ends what `beginClosing` began, as soon as no transaction is left that may not have known of it:
 * whoever did not see the period close had locked its accounts, and so had its number, before this
 * function first saw it. Answers how many months it closed; to be called again and again.
 */
export async function finishClosing(database: Database, now: Instant): Promise<number> {
  await database.transaction((tx) =>
    tx.run(sql`
      update ledger.period set known_from = pg_current_xact_id()
       where status = 'closing' and known_from is null`),
  )
  return await database.transaction((tx) =>
    tx.run(sql`
      update ledger.period set status = 'closed', changed_at = ${now}
       where status = 'closing' and known_from <= pg_snapshot_xmin(pg_current_snapshot())`),
  )
}

/** Months that are closing or closed, the newest first. */
export const listPeriods = (reader: Reader): Promise<readonly Period[]> =>
  reader.rows<Period>(sql`
    select period, first_day, last_day, status, changed_at from ledger.period
     order by period desc`)
