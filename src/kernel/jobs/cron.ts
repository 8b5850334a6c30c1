/** What is due by the clock of the business: "00:01 daily in Shanghai", "every 5 minutes". */
import { nextAt, type Instant, type Zone } from '../clock/index.ts'
import { sql, type Database, type Tx } from '../db/index.ts'
import { assert } from '../problem/index.ts'
import { enqueue } from './enqueue.ts'
import type { Cron } from './task.ts'

/** Days that are caught up in one go after a standstill; the rest follows a second later. */
const catchUpMax = 40
const minuteMs = 60_000

export const cronTask = (name: string): string => `cron.${name}`

/**
 * The instants after `last` and up to `now` at which it is due, oldest first. A daily cron is
 * caught
 * up day by day, because each day has its own bills; of a periodic one only the latest is left.
 */
export function dueInstants(cron: Cron, last: Instant, now: Instant): readonly Instant[] {
  if (typeof cron.at !== 'string') return latestPeriod(cron.at.everyMinutes, last, now)
  const due: Instant[] = []
  let next = nextAt(cron.at, cron.zone, last)
  while (next <= now && due.length < catchUpMax) {
    due.push(next)
    next = nextAt(cron.at, cron.zone, next)
  }
  return due
}

function latestPeriod(minutes: number, last: Instant, now: Instant): readonly Instant[] {
  // Zones here differ by whole hours, so a divisor of the hour starts at the same instant in each.
  assert(minutes >= 1 && 60 % minutes === 0, `everyMinutes must divide 60, not be ${minutes}`)
  const periodMs = minutes * minuteMs
  const latest = new Date(Math.floor(now.getTime() / periodMs) * periodMs)
  return latest > last ? [latest] : []
}

interface CronRow {
  readonly name: string
  readonly lastDueAt: Instant
}

/** Of a cron as it lies in the table: one of the two says when it is due. */
export interface CronSchedule {
  readonly everyMinutes: number | null
  readonly atTime: string | null
  readonly zone: Zone | null
}

/** The first instant after `last` at which it is due. */
export function nextDueAt({ everyMinutes, atTime, zone }: CronSchedule, last: Instant) {
  if (everyMinutes !== null) {
    const periodMs = everyMinutes * minuteMs
    return new Date((Math.floor(last.getTime() / periodMs) + 1) * periodMs)
  }
  return atTime === null || zone === null ? null : nextAt(atTime, zone, last)
}

/** A cron that is seen for the first time is due from now on, not for the past. */
export async function rememberCrons(tx: Tx, crons: readonly Cron[], now: Instant): Promise<void> {
  const sorted = crons.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const daily = sorted.map(({ at }) => (typeof at === 'string' ? at : null))
  const periodic = sorted.map(({ at }) => (typeof at === 'string' ? null : at.everyMinutes))
  await tx.run(
    sql`insert into jobs.cron (name, last_due_at, every_minutes, at_time, zone)
        select name, ${now}, every_minutes, at_time, zone
          from unnest(${sorted.map(({ name }) => name)}::text[], ${periodic}::smallint[],
                 ${daily}::text[], ${sorted.map(({ zone }) => zone)}::text[])
            as given (name, every_minutes, at_time, zone)
        on conflict (name) do update
           set every_minutes = excluded.every_minutes, at_time = excluded.at_time,
               zone = excluded.zone
         where (cron.every_minutes, cron.at_time, cron.zone) is distinct from
               (excluded.every_minutes, excluded.at_time, excluded.zone)`,
  )
}

/** Enqueues what is due, each instant once over all processes; answers how many there were. */
export async function startDueCrons(
  database: Database,
  crons: readonly Cron[],
  now: Instant,
): Promise<number> {
  const names = crons.map(({ name }) => name)
  const rows = await database.rows<CronRow>(
    sql`select name, last_due_at from jobs.cron where name = any(${names}::text[])`,
    'jobs.crons',
  )
  const candidates = crons.filter((cron) => {
    const row = rows.find(({ name }) => name === cron.name)
    return row !== undefined && dueInstants(cron, row.lastDueAt, now).length > 0
  })
  let started = 0
  for (const cron of candidates) {
    started += await database.transaction((tx) => startOne(tx, cron, now))
  }
  return started
}

/** Under the lock of its row, where another process may have been faster. */
async function startOne(tx: Tx, cron: Cron, now: Instant): Promise<number> {
  const row = await tx.row<CronRow>(
    sql`select name, last_due_at from jobs.cron where name = ${cron.name} for update`,
  )
  const due = row ? dueInstants(cron, row.lastDueAt, now) : []
  const latest = due.at(-1)
  if (latest === undefined) return 0
  await tx.run(sql`update jobs.cron set last_due_at = ${latest} where name = ${cron.name}`)
  const task = cronTask(cron.name)
  // One queue per cron: yesterday's run ends before today's begins.
  await enqueue(
    tx,
    due.map((dueAt) => ({ task, queue: task, payload: { dueAt: dueAt.toISOString() } })),
  )
  return due.length
}
