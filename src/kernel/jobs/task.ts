/** The words of this folder: what may be queued, timed, scheduled and told. */
import type { Instant, Zone } from '../clock/index.ts'
import type { Tx } from '../db/index.ts'
import type { Log } from '../log/index.ts'
import type { Json } from '../problem/index.ts'

/** Work that happens after a transaction, and may happen twice. */
export interface Task {
  /** `auto-loan.apply-to-funder`. */
  readonly name: string
  /** After so many failures the job becomes a dead letter and raises an alarm. */
  readonly attemptsMax: number
  run(payload: Json, context: JobContext): Promise<void>
}

export interface JobContext {
  readonly now: () => Instant
  /** 1 when it runs for the first time. */
  readonly attempt: number
  readonly log: Log
}

/** A job to be done. */
export interface Job {
  readonly task: string
  readonly payload: Json
  /** A waiting job of the same key is replaced; one that runs already is followed by this one. */
  readonly key?: string
  /**
   * Not before, by the clock of the database. What the business waits for is a deadline instead.
   */
  readonly runAt?: Instant
}

/** Work that is due by the clock of the business, once for all processes. */
export interface Cron {
  readonly name: string
  /** Minutes are counted from the full hour: 1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30 or 60. */
  readonly at: string | { readonly everyMinutes: number }
  readonly zone: Zone
  run(context: CronContext): Promise<void>
}

export interface CronContext extends JobContext {
  /** The instant it was due, however late it runs. */
  readonly dueAt: Instant
}

/** Something that happened, told to whoever subscribed to its type. */
export interface BusinessEvent {
  /** `auto-loan.order-moved`. */
  readonly type: string
  /** Events of one subject are received in the order in which they were published: `order:AF…`. */
  readonly subject: string
  readonly payload: Json
  readonly at: Instant
}

export interface PublishedEvent extends BusinessEvent {
  readonly id: string
}

export interface Subscription {
  /** The type of event. */
  readonly event: string
  /** Who receives; several subscriptions may have the same subscriber. */
  readonly subscriber: string
  /**
   * Its effect is committed together with the receipt, so each event has its effect once. It must
   * not speak to partners: it enqueues a job for that.
   */
  receive(tx: Tx, events: readonly PublishedEvent[]): Promise<void>
}

/** Looked at again and again while a process works: what a queue would only delay. */
export interface Round {
  readonly name: string
  readonly pauseMs: number
  /** Answers whether there may be more to do at once. Several processes do it at the same time. */
  readonly run: (now: () => Instant) => Promise<boolean>
}

/** What a module brings. */
export interface Work {
  readonly rounds?: readonly Round[]
  readonly tasks: readonly Task[]
  readonly crons: readonly Cron[]
  readonly subscriptions: readonly Subscription[]
}
