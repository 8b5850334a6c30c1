/** A reversal mirrors the recorded legs; it never recomputes what led to them. */
import { accept, refuse, type Result } from '../problem/index.ts'
import { journalIn, keyOf, type Draft } from './draft.ts'
import type { Journal, Leg, Reverse } from './model.ts'
import type { LedgerRefusal } from './refusal.ts'

const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, one) => sum + one, 0n)

export function reversal(draft: Draft, command: Reverse): Result<readonly Leg[], LedgerRefusal> {
  const { caller, originalBizType, originalBizNo, amount } = command
  const key = keyOf(caller, originalBizType, originalBizNo)
  const original = journalIn(draft, key)
  const name = `${originalBizType} ${originalBizNo}`
  if (original === undefined) return refuse('journal_not_found', `There is no journal ${name}.`)
  if ((original.kind !== 'post' && original.kind !== 'post_hold') || original.legs.length === 0) {
    return refuse(
      'not_reversible',
      `${name} is a ${original.kind} that moved no money to give back.`,
    )
  }
  const posted = total(original.legs.map((leg) => leg.amount))
  const left = posted - total(original.reversed)
  if (left === 0n) return refuse('already_reversed', `All of ${name} was reversed before.`)
  const asked = amount ?? left
  if (asked > left) {
    const facts = { left: String(left), asked: String(asked) }
    return refuse('exceeds_original', `${asked} asked, ${left} of ${name} left.`, facts)
  }
  const parts = shares(original, asked)
  const reversed = original.reversed.map((before, at) => before + (parts[at] ?? 0n))
  draft.open.journals.set(key, { ...original, reversed })
  return accept(mirrored(original.legs, parts))
}

const mirrored = (legs: readonly Leg[], parts: readonly bigint[]): readonly Leg[] =>
  legs
    .map((leg, at) => ({ debit: leg.credit, credit: leg.debit, amount: parts[at] ?? 0n }))
    .filter((leg) => leg.amount > 0n)
    // What was paid last is given back first: the accounts pass through the same balances.
    .toReversed()

/**
 * How much of each leg `asked` gives back. Over all reversals so far, each leg gets its recorded
 * proportion rounded down; the units that rounding leaves over go to the first legs with room.
 */
function shares({ legs, reversed }: Journal, asked: bigint): readonly bigint[] {
  const posted = total(legs.map((leg) => leg.amount))
  const upTo = total(reversed) + asked
  const parts = legs.map((leg, at) => {
    const due = (leg.amount * upTo) / posted - (reversed[at] ?? 0n)
    return due > 0n ? due : 0n
  })
  let over = asked - total(parts)
  for (let at = 0; over !== 0n; at = (at + 1) % legs.length) {
    const part = parts[at] ?? 0n
    const room = (legs[at]?.amount ?? 0n) - (reversed[at] ?? 0n) - part
    const step = over > 0n ? (room > 0n ? 1n : 0n) : part > 0n ? -1n : 0n
    parts[at] = part + step
    over -= step
  }
  return parts
}
