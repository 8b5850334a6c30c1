/** What the desk shows of the background: how much waits, what fails, what comes next. */
import { systemClock, type Instant } from '../clock/index.ts'
import { sql, type Reader } from '../db/index.ts'
import { nextDueAt, type CronSchedule } from './cron.ts'

export interface Overview {
  readonly workers: number
  readonly deadLetters: number
  readonly tasks: readonly TaskCount[]
  readonly subscribers: readonly SubscriberCount[]
  readonly crons: readonly CronState[]
  readonly deadlines: { readonly waiting: number; readonly nextDueAt: Instant | null }
}

export interface CronState extends CronSchedule {
  readonly name: string
  readonly lastDueAt: Instant
  /** Null for one that no process of this version brings along. */
  readonly nextDueAt: Instant | null
}

export interface TaskCount {
  readonly task: string
  /** Never tried yet. */
  readonly waiting: number
  readonly running: number
  /** Tried in vain, and tried again later. */
  readonly failing: number
  /** Since when the oldest is due; null where none is. */
  readonly oldestDueAt: Instant | null
}

export interface SubscriberCount {
  readonly subscriber: string
  readonly waiting: number
  readonly failing: number
  readonly dead: number
  /** When the oldest was written that nobody received yet. */
  readonly oldestAt: Instant | null
}

export async function overview(reader: Reader): Promise<Overview> {
  const tasks = await reader.rows<TaskCount>(
    sql`select task_identifier as task,
               (count(*) filter (where locked_at is null and attempts = 0))::integer as waiting,
               (count(*) filter (where locked_at is not null))::integer as running,
               (count(*) filter (where locked_at is null and attempts > 0))::integer as failing,
               min(run_at) filter (where locked_at is null and run_at <= ${systemClock.now()})
                 as oldest_due_at
          from graphile_worker.jobs group by task_identifier order by task_identifier`,
  )
  const subscribers = await reader.rows<SubscriberCount>(
    sql`select subscriber, (count(*) filter (where failures = 0))::integer as waiting,
               (count(*) filter (where failures > 0 and dead_at is null))::integer as failing,
               (count(*) filter (where dead_at is not null))::integer as dead,
               min(written_at) as oldest_at
          from jobs.delivery group by subscriber order by subscriber`,
  )
  const crons = await reader.rows<Omit<CronState, 'nextDueAt'>>(
    sql`select name, last_due_at, every_minutes, at_time, zone from jobs.cron order by name`,
  )
  const deadlines = await reader.row<Overview['deadlines']>(
    sql`select count(*)::integer as waiting, min(due_at) as next_due_at from jobs.deadline`,
  )
  const counts = await reader.row<{ workers: number; deadLetters: number }>(
    sql`select (select count(*)::integer from jobs.worker) as workers,
               (select count(*)::integer from jobs.dead_letter where state = 'waiting')
                 as dead_letters`,
  )
  return {
    workers: counts?.workers ?? 0,
    deadLetters: counts?.deadLetters ?? 0,
    tasks,
    subscribers,
    crons: crons.map((cron) => ({ ...cron, nextDueAt: nextDueAt(cron, cron.lastDueAt) })),
    deadlines: deadlines ?? { waiting: 0, nextDueAt: null },
  }
}
