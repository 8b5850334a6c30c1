/** Reading what happened: one order's history, newest last. */
import type { Instant } from '../clock/index.ts'
import { sql, type Reader } from '../db/index.ts'
import type { Json } from '../problem/index.ts'
import { namesOf, type Binding, type OrderKey } from './binding.ts'
import type { Entrance } from './waiting.ts'

export interface HistoryEvent {
  readonly seq: number
  readonly event: string
  readonly from: number
  readonly to: number
  readonly actor: string
  readonly actorSystem: string
  readonly payload: Json
  readonly occurredAt: Instant
  readonly requestId: string
}

/** Rows of one answer; a longer history is read on from the last `seq`. */
export const historyRowsMax = 1_000

/** The order's history after `afterSeq`, oldest first. */
export async function history(
  reader: Reader,
  binding: Binding,
  order: OrderKey,
  afterSeq = 0,
): Promise<readonly HistoryEvent[]> {
  const names = namesOf(binding)
  return await reader.rows<HistoryEvent>(
    sql`
      select seq, event, from_state as "from", to_state as "to", actor, actor_system, payload,
             occurred_at, request_id
        from ${names.history}
       where bucket = ${order.bucket} and order_id = ${order.id}::${names.idType}
         and seq > ${afterSeq}
       order by seq
       limit ${historyRowsMax}`,
    `lifecycle.read-history:${names.key}`,
  )
}

/**
 * The row that brought the order into its present state: the last one that changed the state, or
 * its birth. Undefined for an order without any history.
 */
export async function lastEntrance(
  reader: Reader,
  binding: Binding,
  order: OrderKey,
): Promise<Entrance | undefined> {
  const names = namesOf(binding)
  return await reader.row<Entrance>(
    sql`
      select event, actor, actor_system, occurred_at as at
        from ${names.history}
       where bucket = ${order.bucket} and order_id = ${order.id}::${names.idType}
         and (from_state <> to_state or seq = 1)
       order by seq desc
       limit 1`,
    `lifecycle.last-entrance:${names.key}`,
  )
}
