/**
 * What a person decides about jobs and alarms, and the audit row that every such decision
 * leaves.
 */
import { record } from '../audit/index.ts'
import { subjectOf, type Actor } from '../auth/index.ts'
import type { Instant } from '../clock/index.ts'
import type { Tx } from '../db/index.ts'
import type { Json } from '../problem/index.ts'

export interface Decision {
  readonly actor: Actor
  readonly at: Instant
  readonly requestId: string
  readonly note?: string
}

export interface DecidedThing {
  /** `alarm.acknowledge`. */
  readonly action: string
  readonly subject: string
  readonly after: Json
}

export async function recordDecision(
  tx: Tx,
  { actor, at, requestId, note }: Decision,
  { action, subject, after }: DecidedThing,
): Promise<void> {
  const entry = { at, actor: subjectOf(actor), action, subject, after, reason: note, requestId }
  await record(tx, [entry])
}
