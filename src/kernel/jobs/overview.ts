/** What the desk shows of the background: how much waits, what fails, what comes next. */
import type { Instant } from '../clock/index.ts'
import { sql, type Reader } from '../db/index.ts'

export interface Overview {
  readonly workers: number
  readonly deadLetters: number
  readonly tasks: readonly TaskCount[]
  readonly subscribers: readonly SubscriberCount[]
  readonly crons: readonly { readonly name: string; readonly lastDueAt: Instant }[]
  readonly deadlines: { readonly waiting: number; readonly nextDueAt: Instant | null }
}

export interface TaskCount {
  readonly task: string
  /** Never tried yet. */
  readonly waiting: number
  readonly running: number
  /** Tried in vain, and tried again later. */
  readonly failing: number
}

export interface SubscriberCount {
  readonly subscriber: string
  readonly waiting: number
  readonly failing: number
  readonly dead: number
}

export async function overview(reader: Reader): Promise<Overview> {
  const tasks = await reader.rows<TaskCount>(
    sql`select task_identifier as task,
               (count(*) filter (where locked_at is null and attempts = 0))::integer as waiting,
               (count(*) filter (where locked_at is not null))::integer as running,
               (count(*) filter (where locked_at is null and attempts > 0))::integer as failing
          from graphile_worker.jobs group by task_identifier order by task_identifier`,
  )
  const subscribers = await reader.rows<SubscriberCount>(
    sql`select subscriber, (count(*) filter (where failures = 0))::integer as waiting,
               (count(*) filter (where failures > 0 and dead_at is null))::integer as failing,
               (count(*) filter (where dead_at is not null))::integer as dead
          from jobs.delivery group by subscriber order by subscriber`,
  )
  const crons = await reader.rows<Overview['crons'][number]>(
    sql`select name, last_due_at from jobs.cron order by name`,
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
    crons,
    deadlines: deadlines ?? { waiting: 0, nextDueAt: null },
  }
}

export interface FailingJob {
  /** The queue's number. */
  readonly id: bigint
  readonly task: string
  readonly attempts: number
  readonly lastError: string
  /** When it is tried again. */
  readonly runAt: Instant
}

export interface FailingJobFilter {
  readonly task?: string
  readonly before?: bigint
  readonly limit: number
}

/** Jobs that failed and will be tried again, newest first. */
export async function listFailingJobs(
  reader: Reader,
  { task, before, limit }: FailingJobFilter,
): Promise<readonly FailingJob[]> {
  return await reader.rows<FailingJob>(
    sql`select id, task_identifier as task, attempts, last_error, run_at
          from graphile_worker.jobs
         where last_error is not null and locked_at is null
           and (${task ?? null}::text is null or task_identifier = ${task ?? null})
           and (${before ?? null}::bigint is null or id < ${before ?? null}::bigint)
         order by id desc limit ${limit}`,
  )
}
