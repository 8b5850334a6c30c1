/** The queue's side of a job: run the task, and bury the job when it has failed for the last time. */
import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, run, type Runner, type WorkerEvents } from 'graphile-worker'
import type { Clock } from '../clock/index.ts'
import { openPool, sql, type Database } from '../db/index.ts'
import type { Log } from '../log/index.ts'
import type { Json } from '../problem/index.ts'
import { bury } from './dead-letter.ts'
import { queueAttemptsMax } from './enqueue.ts'
import { queueSchema } from './migrate.ts'
import type { Task } from './task.ts'

export interface WorkerOptions {
  readonly database: Database
  readonly url: string
  readonly clock: Clock
  readonly log: Log
  readonly tasks: readonly Task[]
  readonly concurrentJobs: number
}

export interface Worker {
  /** The queue's names of this worker, for the count that says it is alive. */
  ids(): readonly string[]
  /** Takes no more jobs and waits for those that run. */
  stop(): Promise<void>
}

/** For LISTEN and for fetching and finishing jobs; the tasks use connections of their own. */
const connectionsMax = 3
const pollMs = 1_000
const restartMs = 1_000

export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const pgPool = openPool(options.url, connectionsMax)
  const ids = new Set<string>()
  let stopping = false
  let runner = await start()
  const watching = watch()

  function start(): Promise<Runner> {
    ids.clear()
    const events: WorkerEvents = new EventEmitter()
    events.on('pool:create', ({ workerPool }) => ids.add(workerPool.id))
    return run({
      pgPool,
      events,
      schema: queueSchema,
      noHandleSignals: true,
      crontab: '',
      logger: loggerTo(options.log),
      preset: { worker: { concurrentJobs: options.concurrentJobs, pollInterval: pollMs } },
      taskList: Object.fromEntries(
        options.tasks.map((task) => [
          task.name,
          (payload: unknown, { job }) => perform(options, task, { ...job, payload }),
        ]),
      ),
    })
  }

  /** The library gives up when the database stays away; the house does not. */
  async function watch(): Promise<void> {
    while (!stopping) {
      await runner.promise.catch((problem: unknown) => {
        options.log.error({ problem }, 'the job worker stopped and is started again')
      })
      if (stopping) return
      await sleep(restartMs)
      runner = await start().catch(() => runner)
    }
  }

  return {
    ids: () => [...ids],
    stop: async () => {
      stopping = true
      await runner.stop().catch(() => undefined)
      await watching
      await pgPool.end()
    },
  }
}

/** What the queue hands over. */
interface QueuedJobRow {
  readonly id: string
  readonly attempts: number
  readonly payload: unknown
  readonly last_error: string | null
}

async function perform(options: WorkerOptions, task: Task, job: QueuedJobRow): Promise<void> {
  const payload = unwrap(job.payload)
  const log = options.log.child({ task: task.name, job: job.id, attempt: job.attempts })
  const giveUp = async (reason: string): Promise<void> => {
    log.error({ reason }, 'the job failed for the last time')
    const at = options.clock.now()
    const { id: jobId, attempts } = job
    const failure = { jobId, attempts, task: task.name, payload, reason, at }
    await options.database.transaction((tx) => bury(tx, failure))
  }
  // A job that kills its worker never gets to count its failure, but the queue counted its start.
  if (job.attempts > task.attemptsMax) {
    await giveUp(job.last_error ?? 'the worker died while the job ran')
    return
  }
  try {
    await task.run(payload, { now: () => options.clock.now(), attempt: job.attempts, log })
  } catch (problem) {
    // The queue repeats it after 2.7 s, 7.4 s, 20 s … up to 6 h.
    if (job.attempts < task.attemptsMax) throw problem
    await giveUp(problem instanceof Error ? problem.message : String(problem))
  }
}

function unwrap(wrapped: unknown): Json {
  const given =
    typeof wrapped === 'object' && wrapped !== null ? Reflect.get(wrapped, 'payload') : null
  // It was JSON when it was enqueued, and PostgreSQL keeps it so.
  return (given ?? null) as Json
}

/** A job that was replaced by its key while it ran and then failed: the queue keeps it for ever. */
export async function sweepReplaced(database: Database): Promise<void> {
  await database.transaction((tx) =>
    tx.run(
      sql`delete from graphile_worker._private_jobs
           where attempts >= ${queueAttemptsMax} and locked_at is null and key is null`,
    ),
  )
}

const loggerTo = (log: Log): Logger =>
  new Logger(() => (level, message) => {
    if (level === 'error' || level === 'warning') log.warn({ source: 'queue' }, message)
  })
