/** Who does something, when, and in which request: what every writing function is told. */
import { record } from '../audit/index.ts'
import type { Instant } from '../clock/index.ts'
import type { Tx } from '../db/index.ts'
import type { Id } from '../id/index.ts'
import type { Json } from '../problem/index.ts'
import { subjectOf, type Actor } from './actor.ts'

/** A call of kernel/http is one. */
export interface Deed {
  readonly actor: Actor
  readonly at: Instant
  readonly requestId: string
}

export interface Told {
  /** `auth.sign-in`. */
  readonly action: string
  readonly id: Id<'user'>
  readonly before?: Json
  readonly after?: Json
}

/** Writes into the audit trail what was done to a user. */
export async function tellOfUser(tx: Tx, deed: Deed, { id, ...told }: Told): Promise<void> {
  const { actor, at, requestId } = deed
  await record(tx, [{ ...told, at, actor: subjectOf(actor), subject: `user:${id}`, requestId }])
}
