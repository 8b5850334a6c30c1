/** What all posting routes share: the fields of a command, and the way into the ledger. */
import { Type } from 'typebox'
import { businessDate } from '#kernel/clock'
import type { Tx } from '#kernel/db'
import { Day, type Call } from '#kernel/http'
import { postLists, type Command, type Outcome } from '#kernel/ledger'
import type { Kernel } from '#kernel/module'
import { assert, type Json } from '#kernel/problem'
import { apiCaller, ledgerZone, postedAnswer, Word } from './ledger-shape.ts'
import { Prose } from './shape.ts'

export type Rooms = Pick<Kernel, 'database' | 'clock'>

const memoMax = 500

export const Numbered = { bizType: Word, bizNo: Word }
export const Described = {
  effectiveDate: Type.Optional(Day),
  memo: Type.Optional(Prose(memoMax, 0)),
  metadata: Type.Optional(Type.Unknown()),
}
type Description = Partial<{ effectiveDate: string; memo: string; metadata: unknown }>

/** What every command has, from what a body may say. */
export const described = (clock: Rooms['clock'], body: Description) => ({
  caller: apiCaller,
  effectiveDate: body.effectiveDate ?? businessDate(clock.now(), ledgerZone),
  memo: body.memo ?? null,
  // A body is JSON.
  metadata: (body.metadata ?? null) as Json,
})

export const postAll = (tx: Tx, { clock }: Rooms, lists: readonly (readonly Command[])[]) =>
  postLists(tx, lists, { clock, zone: ledgerZone })

export function only(outcomes: readonly Outcome[]): Outcome {
  const [outcome] = outcomes
  assert(outcome, 'one command has one outcome')
  return outcome
}

/** One command for each call: calls that arrive together are posted together. */
export async function postEach<P, Q, B>(
  tx: Tx,
  rooms: Rooms,
  calls: readonly Call<P, Q, B>[],
  commandOfCall: (call: Call<P, Q, B>) => Command,
) {
  const results = await postAll(
    tx,
    rooms,
    calls.map((call) => [commandOfCall(call)]),
  )
  return results.map((outcomes) => postedAnswer(only(outcomes)))
}
