/** Opens and closes what runs in the background of a process. */
import type { Clock } from '../clock/index.ts'
import type { Database } from '../db/index.ts'
import type { Log } from '../log/index.ts'
import { assert } from '../problem/index.ts'
import { openWatch, signOff } from './alive.ts'
import { cronTask, rememberCrons, startDueCrons } from './cron.ts'
import { sweepDeadlines } from './deadline.ts'
import { openLoop, type Loop } from './loop.ts'
import { relayOnce, rememberSubscriptions } from './relay.ts'
import type { Cron, Task, Work } from './task.ts'
import { onWake, wake } from './wake.ts'
import { webhookTasks, type WebhookTarget } from './webhook.ts'
import { startWorker, sweepReplaced, type Worker } from './worker.ts'

export interface JobsOptions {
  readonly database: Database
  /** The application's own; the queue listens on connections of its own. */
  readonly url: string
  readonly clock: Clock
  readonly log: Log
  /** Jobs that this process runs at a time. */
  readonly concurrentJobs?: number
  /** Where alarms are sent beside the console. */
  readonly alarmWebhooks?: readonly WebhookTarget[]
}

export interface Jobs {
  /**
   * From here on events find the subscribers of `work`, and its crons are due. For processes that
   * publish and do not work themselves; `start` does it as well.
   */
  register(work: Work): Promise<void>
  /** Begins to work: jobs, events, deadlines, crons. */
  start(work: Work): Promise<void>
  /** Takes nothing new and waits for what runs. */
  stop(): Promise<void>
  /** "There may be something to relay": shortens a wait, is never needed. */
  nudge(): void
}

const concurrentJobsDefault = 8
const relayPauseMs = 250
const secondMs = 1_000
const sweepMs = 60_000
const cronAttemptsMax = 12

export function openJobs(options: JobsOptions): Jobs {
  let stopAll: (() => Promise<void>) | undefined
  return {
    register: (work) => register(options, work),
    start: async (work) => {
      assert(stopAll === undefined, 'background work is started once')
      await register(options, work)
      stopAll = await startAll(options, work)
    },
    stop: async () => {
      await stopAll?.()
      stopAll = undefined
    },
    nudge: wake,
  }
}

async function register(options: JobsOptions, work: Work): Promise<void> {
  await options.database.transaction(async (tx) => {
    await rememberSubscriptions(tx, work.subscriptions)
    await rememberCrons(tx, work.crons, options.clock.now())
  })
}

async function startAll(options: JobsOptions, work: Work): Promise<() => Promise<void>> {
  const { database, url, clock, log } = options
  const worker = await startWorker({
    database,
    url,
    clock,
    log,
    tasks: allTasks(options, work),
    concurrentJobs: options.concurrentJobs ?? concurrentJobsDefault,
  })
  const loops = startLoops(options, work, worker)
  const rounds = startRounds(options, work)
  const forget = onWake(() => loops.relay.wake())
  log.info({ tasks: work.tasks.length, crons: work.crons.length }, 'background work started')
  return async () => {
    forget()
    // It counts on as alive until its last job has ended.
    await worker.stop()
    const ids = worker.ids()
    await Promise.all([...Object.values(loops), ...rounds].map((loop) => loop.stop()))
    await signOff(database, ids)
  }
}

/** The modules' tasks, their crons as tasks, and our own. */
function allTasks(options: JobsOptions, { tasks, crons }: Work): readonly Task[] {
  const own = webhookTasks(options.database, options.alarmWebhooks ?? [])
  const together = [...tasks, ...crons.map(taskOf), ...own]
  const names = together.map(({ name }) => name)
  assert(new Set(names).size === names.length, `a task is there twice: ${names.join(', ')}`)
  return together
}

const taskOf = (cron: Cron): Task => ({
  name: cronTask(cron.name),
  attemptsMax: cronAttemptsMax,
  run: (payload, context) => {
    const dueAt = payload !== null && typeof payload === 'object' && Reflect.get(payload, 'dueAt')
    return cron.run({ ...context, dueAt: new Date(String(dueAt)) })
  },
})

const startRounds = ({ clock, log }: JobsOptions, { rounds = [] }: Work): readonly Loop[] =>
  rounds.map(({ name, pauseMs, run }) =>
    openLoop({ name, pauseMs, log }, () => run(() => clock.now())),
  )

interface Loops {
  readonly relay: Loop
  readonly timers: Loop
  readonly watch: Loop
  readonly sweep: Loop
}

function startLoops(options: JobsOptions, work: Work, worker: Worker): Loops {
  const { database, clock, log } = options
  const { subscriptions, crons } = work
  const watch = openWatch(database)
  const loop = (name: string, pauseMs: number, round: () => Promise<boolean>): Loop =>
    openLoop({ name, pauseMs, log }, round)
  return {
    relay: loop('relay', relayPauseMs, async () => {
      return (await relayOnce({ database, clock, log, subscriptions })) > 0
    }),
    timers: loop('timers', secondMs, async () => {
      const started = await startDueCrons(database, crons, clock.now())
      const due = await sweepDeadlines(database, clock.now())
      return started + due > 0
    }),
    watch: loop('watch', secondMs, async () => {
      const dead = await watch.look(worker.ids())
      if (dead.length > 0) log.warn({ dead }, 'jobs of dead workers were given back')
      return false
    }),
    sweep: loop('sweep', sweepMs, async () => {
      await sweepReplaced(database)
      return false
    }),
  }
}
