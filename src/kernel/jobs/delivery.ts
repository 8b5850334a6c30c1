/**
 * Events that a subscriber fails to receive: where they stand, and what a person can do about
 * it.
 */
import type { Instant } from '../clock/index.ts'
import { sql, type Reader, type Tx } from '../db/index.ts'
import { accept, refuse, type Json, type Result } from '../problem/index.ts'
import { recordDecision, type Decision } from './decision.ts'
import { wake } from './wake.ts'

export interface FailedDelivery {
  readonly eventId: string
  readonly subscriber: string
  readonly type: string
  readonly subject: string
  readonly payload: Json
  readonly at: Instant
  readonly failures: number
  readonly lastError: string
  /** When it is tried again; null when it is dead. */
  readonly dueAt: Instant | null
  /** Since when it holds its subject and waits for a person. */
  readonly deadAt: Instant | null
}

export interface DeliveryKey {
  readonly eventId: string
  readonly subscriber: string
}

export interface DeliveryFilter {
  readonly dead?: boolean
  readonly subscriber?: string
  readonly subject?: string
  /** The last one of the page before. */
  readonly before?: DeliveryKey
  readonly limit: number
}

const columns = sql`d.event_id, d.subscriber, e.type, e.subject, e.payload, e.at, d.failures,
  d.last_error, case when d.dead_at is null then d.due_at end as due_at, d.dead_at`

/** Newest first. */
export async function listFailedDeliveries(
  reader: Reader,
  { dead, subscriber, subject, before, limit }: DeliveryFilter,
): Promise<readonly FailedDelivery[]> {
  const further = before
    ? sql`(d.event_id, d.subscriber) < (${before.eventId}::uuid, ${before.subscriber}::text)`
    : sql`true`
  return await reader.rows<FailedDelivery>(
    sql`select ${columns}
          from jobs.delivery d join jobs.event e on e.bucket = d.bucket and e.id = d.event_id
         where d.failures > 0 and ${further}
           and (${dead ?? null}::boolean is null or (d.dead_at is not null) = ${dead ?? null})
           and (${subscriber ?? null}::text is null or d.subscriber = ${subscriber ?? null})
           and (${subject ?? null}::text is null or d.subject = ${subject ?? null})
         order by d.event_id desc, d.subscriber desc limit ${limit}`,
  )
}

/** It is tried again at once, with all its attempts; what waits behind it follows. */
export async function retryDelivery(
  tx: Tx,
  key: DeliveryKey,
  decision: Decision,
): Promise<Result<FailedDelivery, 'delivery_not_found'>> {
  const found = await lockFailed(tx, key)
  if (!found.ok) return found
  await tx.run(
    sql`update jobs.delivery set failures = 0, due_at = null, last_error = null, dead_at = null
         where event_id = ${key.eventId} and subscriber = ${key.subscriber}`,
  )
  await recordDecision(tx, decision, decided('event.retry', found.value))
  tx.afterCommit(wake)
  return found
}

/** This subscriber will never receive this event; what waits behind it goes on. */
export async function discardDelivery(
  tx: Tx,
  key: DeliveryKey,
  decision: Decision,
): Promise<Result<FailedDelivery, 'delivery_not_found'>> {
  const found = await lockFailed(tx, key)
  if (!found.ok) return found
  await tx.run(
    sql`delete from jobs.delivery
         where event_id = ${key.eventId} and subscriber = ${key.subscriber}`,
  )
  await recordDecision(tx, decision, decided('event.discard', found.value))
  tx.afterCommit(wake)
  return found
}

/** Waits for the relay that may be working on it, and looks again when that has ended. */
async function lockFailed(
  tx: Tx,
  { eventId, subscriber }: DeliveryKey,
): Promise<Result<FailedDelivery, 'delivery_not_found'>> {
  const known = await tx.row<{ bucket: number }>(
    sql`select bucket from jobs.delivery
         where event_id = ${eventId} and subscriber = ${subscriber}`,
  )
  if (known) {
    await tx.rows(
      sql`select bucket from jobs.lane
           where bucket = ${known.bucket} and subscriber = ${subscriber} for update`,
    )
  }
  const failed = await tx.row<FailedDelivery>(
    sql`select ${columns}
          from jobs.delivery d join jobs.event e on e.bucket = d.bucket and e.id = d.event_id
         where d.event_id = ${eventId} and d.subscriber = ${subscriber} and d.failures > 0`,
  )
  if (failed) return accept(failed)
  return refuse('delivery_not_found', `${subscriber} does not fail to receive event ${eventId}`)
}

const decided = (action: string, { eventId, subscriber, type, subject }: FailedDelivery) => ({
  action,
  subject,
  after: { eventId, subscriber, type },
})
