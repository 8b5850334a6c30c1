/** The months of the books as a person sees them: closed, or open with what may be done. */
import { record } from '../audit/index.ts'
import { propose, subjectOf, type Deed, type Proposal, type ProposalKind } from '../auth/index.ts'
import { addMonths, businessDate, type BusinessDate, type Instant } from '../clock/index.ts'
import type { Zone } from '../clock/index.ts'
import { sql, type Reader, type Tx } from '../db/index.ts'
import { accept, refuse, type Result } from '../problem/index.ts'
import { firstDayOf, lastDayOf, listPeriods } from './period.ts'

export interface Month {
  /** `2026-01`. */
  readonly period: string
  readonly firstDay: BusinessDate
  readonly lastDay: BusinessDate
  readonly status: 'open' | 'closing' | 'closed'
  readonly changedAt: Instant | null
  /** Null: it may be proposed. Otherwise the name of the refusal. */
  readonly mayClose: 'period_not_next' | 'period_not_over' | null
  readonly mayReopen: 'period_not_last' | null
}

/** Open months that are told, at most: the oldest, which is the next to close, is always there. */
const openMax = 24

/** The newest first: from the first day that anything was posted for, up to this month. */
export async function listMonths(reader: Reader, today: BusinessDate): Promise<readonly Month[]> {
  const ended = await listPeriods(reader)
  const [last] = ended
  const first = last ? addMonths(last.firstDay, 1) : await firstMonth(reader, today)
  const open = monthsFrom(first, today).map((period, at): Month => ({
    ...spanOf(period),
    status: 'open',
    changedAt: null,
    mayClose: closeFault(period, { today, isNext: last === undefined || at === 0 }),
    mayReopen: 'period_not_last',
  }))
  const done = ended.map((one): Month => ({
    ...one,
    mayClose: 'period_not_next',
    mayReopen: one === last && one.status === 'closed' ? null : 'period_not_last',
  }))
  const shown = [...open.slice(0, 1), ...open.slice(1).slice(-(openMax - 1))]
  return [...shown.toReversed(), ...done]
}

const spanOf = (period: string) => ({
  period,
  firstDay: firstDayOf(period),
  lastDay: lastDayOf(period),
})

function closeFault(
  period: string,
  { today, isNext }: { readonly today: BusinessDate; readonly isNext: boolean },
): Month['mayClose'] {
  if (!isNext) return 'period_not_next'
  return today <= lastDayOf(period) ? 'period_not_over' : null
}

async function firstMonth(reader: Reader, today: BusinessDate): Promise<BusinessDate> {
  const row = await reader.row<{ first: BusinessDate | null }>(sql`
    select min(effective_date) as first from ledger.journal`)
  const first = row?.first ?? today
  return firstDayOf((first < today ? first : today).slice(0, 7))
}

/** None when the next month has not begun. */
function monthsFrom(first: BusinessDate, today: BusinessDate): readonly string[] {
  const months: string[] = []
  for (let day = first; day <= today; day = addMonths(day, 1)) months.push(day.slice(0, 7))
  return months
}

/** 反结账: the month that was closed last is opened again, by two people. */
export const periodReopenKind = (zone: Zone): ProposalKind => ({
  kind: 'ledger.period-reopen',
  title: { zh: '会计期间反结账', en: 'Open an accounting period again' },
  makers: ['finance-ops', 'admin'],
  checkers: ['finance-ops', 'admin'],
  async apply(tx, proposal, checker) {
    const { period } = proposal.payload as { readonly period: string }
    const opened = await reopen(tx, { period, reason: proposal.reason }, checker)
    return opened.ok ? accept({ period, openedOn: businessDate(checker.at, zone) }) : opened
  },
})

interface Reopening {
  readonly period: string
  readonly reason: string
}

async function reopen(
  tx: Tx,
  { period, reason }: Reopening,
  { actor, at, requestId }: Deed,
): Promise<Result<null, 'period_not_last'>> {
  const gone = await tx.run(sql`
    delete from ledger.period
     where period = ${period} and status = 'closed'
       and not exists (select 1 from ledger.period later where later.period > ${period})`)
  if (gone === 0) return notLast(period, (await listPeriods(tx))[0]?.period)
  const [actorName, subject] = [subjectOf(actor), `period:${period}`]
  await record(tx, [
    { at, actor: actorName, action: 'ledger.period-reopen', subject, reason, requestId },
  ])
  return accept(null)
}

const notLast = (period: string, last: string | undefined) =>
  refuse('period_not_last', `${period} is not the month that was closed last.`, {
    last: last ?? null,
  })

/** Refuses what could not be done today, so that nobody approves the impossible. */
export async function proposePeriodReopen(
  tx: Tx,
  { period, reason, zone }: Reopening & { readonly zone: Zone },
  deed: Deed,
): Promise<Result<Proposal, 'period_not_last' | 'actor_not_allowed'>> {
  const [last] = await listPeriods(tx)
  if (last?.period !== period || last.status !== 'closed') return notLast(period, last?.period)
  const kind = periodReopenKind(zone)
  return await propose(tx, { kind, subject: `period:${period}`, payload: { period }, reason }, deed)
}
