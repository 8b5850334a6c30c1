/**
 * The queue's side of a job: run the task, and bury the job when it has failed for the last
 * time.
 */
import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, run, type Runner, type RunnerOptions, type WorkerEvents } from 'graphile-worker'
import type { Clock } from '../clock/index.ts'
import { openPool, sql, type Database, type Pool } from '../db/index.ts'
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

/** For LISTEN, and for fetching while others finish; the tasks use connections of their own. */
const connectionsBeside = 2
const pollMs = 1_000
const restartMs = 1_000

/** One life of the library's worker, with a name of its own under which it holds jobs. */
interface Shift {
  id: string
  state: 'working' | 'ended'
  /** Jobs that run now, by our own count. */
  running: number
}

/**
 * When a connection was lost while jobs were fetched or finished, nobody knows which jobs this
 * worker
 * holds. It then ends its shift and a new one begins under a new name; what the old name still
 * holds
 * when its last job has ended is given back like the jobs of a dead worker. The library's own word
 * for "ended" is not waited for: after such a loss its batches may never say so.
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const pgPool = openPool(options.url, options.concurrentJobs + connectionsBeside)
  const shifts = new Set<Shift>()
  let current: { readonly shift: Shift; readonly runner: Runner } | undefined
  let renewing: Promise<void> | undefined
  let stopping = false

  async function begin(): Promise<void> {
    const shift: Shift = { id: '', state: 'working', running: 0 }
    const events: WorkerEvents = new EventEmitter()
    events.once('pool:create', ({ workerPool }) => {
      shift.id = workerPool.id
      shifts.add(shift)
    })
    const runner = await run(runnerOptions(options, pgPool, events, shift))
    current = { shift, runner }
    const over = (): void => end(shift)
    for (const trouble of troubles) events.once(trouble, over)
    runner.promise.then(over, over)
  }

  function end(shift: Shift): void {
    if (stopping || current?.shift !== shift) return
    options.log.warn({ worker: shift.id }, 'the job worker lost its database and begins anew')
    shift.state = 'ended'
    void stopRunner(current.runner).then(() => shifts.delete(shift))
    current = undefined
    renewing ??= renew().finally(() => {
      renewing = undefined
    })
  }

  async function renew(): Promise<void> {
    while (!stopping && current === undefined) {
      await sleep(restartMs)
      // The database is still away: the next try finds it.
      if (!stopping) await begin().catch(() => undefined)
    }
  }

  await begin()
  return {
    ids: () =>
      [...shifts].flatMap(({ id, state, running }) =>
        state === 'working' || running > 0 ? [id] : [],
      ),
    stop: async () => {
      stopping = true
      await renewing
      const stopped = current === undefined ? undefined : stopRunner(current.runner)
      for (const shift of shifts) while (shift.running > 0) await sleep(lookMs)
      await Promise.race([stopped, sleep(graceMs, undefined, { ref: false })])
      await Promise.race([pgPool.end(), sleep(graceMs, undefined, { ref: false })])
    },
  }
}

const lookMs = 20
/** For writing down what was finished last; what is not written by then is done again elsewhere. */
const graceMs = 5_000

/** A job could not be fetched; a job was done, or had failed, and that could not be written. */
const troubles = ['worker:getJob:error', 'pool:fatalError'] as const

/** Takes no more jobs, and waits for those that run; it may have stopped by itself. */
async function stopRunner(runner: Runner): Promise<void> {
  await Promise.allSettled([runner.stop(), runner.promise])
}

function runnerOptions(
  options: WorkerOptions,
  pgPool: Pool,
  events: WorkerEvents,
  shift: Shift,
): RunnerOptions {
  return {
    pgPool,
    events,
    schema: queueSchema,
    noHandleSignals: true,
    crontab: '',
    logger: loggerTo(options.log),
    preset: {
      worker: {
        concurrentJobs: options.concurrentJobs,
        pollInterval: pollMs,
        // Without batching the library finishes jobs in promises that nobody waits for: a lost
        // connection would then end the process.
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
    taskList: Object.fromEntries(
      options.tasks.map((task) => [
        task.name,
        async (payload: unknown, { job }) => {
          shift.running += 1
          try {
            await perform(options, task, { ...job, payload })
          } finally {
            shift.running -= 1
          }
        },
      ]),
    ),
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
