/**
 * Carries events to their subscribers. Receipt and effect are one transaction, so each event
 * has its
 * effect exactly once; a subject's events are received in order, and a subject that fails holds up
 * nobody but itself.
 */
import type { Clock } from '../clock/index.ts'
import { connectionLost, sql, type Database, type Tx } from '../db/index.ts'
import { bucketCount } from '../id/index.ts'
import type { Log } from '../log/index.ts'
import { assert } from '../problem/index.ts'
import { raiseAlarm } from './alarm.ts'
import type { PublishedEvent, Subscription } from './task.ts'

export interface RelayOptions {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  readonly subscriptions: readonly Subscription[]
}

/** A bucket of subjects on its way to one subscriber: worked on by one process at a time. */
interface Lane {
  readonly bucket: number
  readonly subscriber: string
}

const batchMax = 200
/** Lanes that one process relays at a time: each holds a connection. */
const parallelMax = 3
/** 2 s, 4 s … 5 min between them: about 14 minutes until a person is called. */
export const failuresMax = 10
const backOffMaxS = 300

/** Rewrites who is subscribed to what. Before the first event is published. */
export async function rememberSubscriptions(
  tx: Tx,
  subscriptions: readonly Subscription[],
): Promise<void> {
  const types = subscriptions.map(({ event }) => event)
  const names = subscriptions.map(({ subscriber }) => subscriber)
  const pairs = subscriptions.map(({ event, subscriber }) => `${event} → ${subscriber}`)
  assert(new Set(pairs).size === pairs.length, `subscribed twice: ${pairs.join(', ')}`)
  await tx.run(
    sql`insert into jobs.subscription (event_type, subscriber)
        select event_type, subscriber from unnest(${types}::text[], ${names}::text[])
          as given (event_type, subscriber) order by 1, 2
        on conflict (event_type, subscriber) do nothing`,
  )
  await tx.run(
    sql`delete from jobs.subscription where event_type || ' → ' || subscriber <> all(${pairs})`,
  )
  await tx.run(
    sql`insert into jobs.lane (bucket, subscriber)
        select bucket, subscriber
          from generate_series(0, ${bucketCount - 1}::integer) as bucket,
               unnest(${[...new Set(names)].toSorted()}::text[]) as subscriber
        on conflict (bucket, subscriber) do nothing`,
  )
}

/** Relays what is due once; answers how many events were received or failed. */
export async function relayOnce(options: RelayOptions): Promise<number> {
  const subscribers = [...new Set(options.subscriptions.map(({ subscriber }) => subscriber))]
  const lanes = await options.database.rows<Lane>(
    sql`select bucket, subscriber from jobs.delivery
         where subscriber = any(${subscribers}::text[]) and dead_at is null
           and (due_at is null or due_at <= ${options.clock.now()})
         group by bucket, subscriber order by random()`,
    'jobs.lanes',
  )
  let moved = 0
  const next = async (): Promise<void> => {
    for (let lane = lanes.pop(); lane !== undefined; lane = lanes.pop()) {
      moved += await relayLane(options, lane)
    }
  }
  await Promise.all(Array.from({ length: parallelMax }, next))
  return moved
}

/** The lane until it is empty, or somebody else's. A batch that fails is tried in halves. */
async function relayLane(options: RelayOptions, lane: Lane): Promise<number> {
  let moved = 0
  let size = batchMax
  for (;;) {
    const batch = { ...lane, size, events: [] as readonly Delivered[] }
    try {
      await options.database.transaction((tx) => receiveBatch(options, tx, batch))
      if (batch.events.length === 0) return moved
      moved += batch.events.length
      size = Math.min(batchMax, size * 2)
    } catch (problem) {
      const first = batch.events[0]
      // Not the receiver's fault, or no event was read: the next round tries again.
      if (connectionLost(problem) || first === undefined) throw problem
      if (batch.events.length === 1) {
        await recordFailure(options, lane, first, problem)
        moved += 1
      }
      size = Math.max(1, Math.floor(batch.events.length / 2))
    }
  }
}

interface Delivered extends PublishedEvent {
  readonly failures: number
}

/** `events` is what the transaction saw last, for the one who has to explain why it failed. */
interface Batch extends Lane {
  readonly size: number
  events: readonly Delivered[]
}

async function receiveBatch(options: RelayOptions, tx: Tx, batch: Batch): Promise<void> {
  batch.events = []
  const mine = await tx.row(
    sql`select bucket from jobs.lane
         where bucket = ${batch.bucket} and subscriber = ${batch.subscriber}
           for update skip locked`,
    'jobs.take-lane',
  )
  if (mine === undefined) return
  batch.events = await readBatch(options, tx, batch)
  if (batch.events.length === 0) return
  for (const run of runsOfType(batch.events)) {
    const subscription = options.subscriptions.find(
      ({ event, subscriber }) => event === run.type && subscriber === batch.subscriber,
    )
    // Not subscribed any more: it is received by being forgotten.
    await subscription?.receive(tx, run.events)
  }
  await tx.run(
    sql`delete from jobs.delivery
         where bucket = ${batch.bucket} and subscriber = ${batch.subscriber}
           and event_id = any(${batch.events.map(({ id }) => id)}::uuid[])`,
    'jobs.receive',
  )
}

/** In order; a subject whose first event waits for its next attempt, or is dead, stays out. */
async function readBatch(
  options: RelayOptions,
  tx: Tx,
  batch: Batch,
): Promise<readonly Delivered[]> {
  const held = await tx.rows<{ subject: string }>(
    sql`select subject from jobs.delivery
         where bucket = ${batch.bucket} and subscriber = ${batch.subscriber} and failures > 0
           and (dead_at is not null or due_at > ${options.clock.now()})`,
    'jobs.held-subjects',
  )
  return await tx.rows<Delivered>(
    sql`select e.id, e.type, e.subject, e.payload, e.at, d.failures
          from jobs.delivery d join jobs.event e on e.bucket = d.bucket and e.id = d.event_id
         where d.bucket = ${batch.bucket} and d.subscriber = ${batch.subscriber}
           and d.subject <> all(${held.map(({ subject }) => subject)}::text[])
         order by d.written_at, d.event_id
         limit ${batch.size}`,
    'jobs.read-batch',
  )
}

interface Run {
  readonly type: string
  readonly events: PublishedEvent[]
}

/** Neighbours of one type go to their receiver together. */
function runsOfType(events: readonly Delivered[]): readonly Run[] {
  const runs: Run[] = []
  for (const { failures: _, ...event } of events) {
    const last = runs.at(-1)
    if (last?.type === event.type) last.events.push(event)
    else runs.push({ type: event.type, events: [event] })
  }
  return runs
}

async function recordFailure(
  options: RelayOptions,
  lane: Lane,
  event: Delivered,
  problem: unknown,
): Promise<void> {
  const failures = event.failures + 1
  const now = options.clock.now()
  const dead = failures >= failuresMax
  const dueAt = new Date(now.getTime() + Math.min(2 ** failures, backOffMaxS) * 1_000)
  const reason = problem instanceof Error ? problem.message : String(problem)
  options.log.warn(
    { ...lane, event: event.id, type: event.type, failures, problem },
    'not received',
  )
  await options.database.transaction(async (tx) => {
    const recorded = await tx.run(
      sql`update jobs.delivery
             set failures = ${failures}, due_at = ${dueAt}, last_error = ${reason},
                 dead_at = ${dead ? now : null}
           where bucket = ${lane.bucket} and subscriber = ${lane.subscriber}
             and event_id = ${event.id} and failures = ${event.failures}`,
    )
    if (recorded === 0 || !dead) return
    await raiseAlarm(tx, {
      code: 'event_not_received',
      severity: 'critical',
      owner: 'admin',
      subject: event.subject,
      detail: `${lane.subscriber} failed ${failures} times on ${event.type}: ${reason}`,
      link: '/jobs?tab=deliveries',
      at: now,
    })
  })
}
