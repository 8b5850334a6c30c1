/** What an actor may do with an order now: the console draws its buttons from it. */
import type { Json } from '../problem/index.ts'
import { mayMove, type Mover } from './decide.ts'
import { rowsFrom, stateOf, type Definition, type Move, type MoveKind } from './definition.ts'

export interface Reason {
  /** `actor_not_allowed`, `guard_failed` or the product's own. */
  readonly code: string
  readonly zh: string
  readonly en: string
  /** Of `guard_failed`: the guard's name, by which a page finds words of its own … */
  readonly guard?: string
  /** … and what it measured: amounts in minor units, names, codes. */
  readonly facts?: Readonly<Record<string, Json>>
}

export interface PossibleMove {
  readonly event: string
  readonly kind: MoveKind
  readonly to: number
  readonly toName: string
  readonly label: string
  readonly labelEn: string
  readonly origin: Move['origin']
  readonly allowed: boolean
  /** Null when allowed. */
  readonly reason: Reason | null
}

/**
 * Every row that leaves, edits or probes the state, in the document's order; those that the actor's
 * roles or a guard forbid carry the reason. `unless` answers for a row's guard: undefined when it
 * holds. It is asked only for rows that the roles allow.
 */
export function moves(
  definition: Definition,
  state: number,
  actor: Mover,
  unless: (move: Move) => Reason | undefined = () => undefined,
): readonly PossibleMove[] {
  return rowsFrom(definition, state).map((move) => {
    const reason = mayMove(actor, move) ? unless(move) : wrongRole(move)
    return {
      event: move.event,
      kind: move.kind,
      to: move.to,
      toName: stateOf(definition, move.to)?.name ?? String(move.to),
      label: move.label,
      labelEn: move.labelEn ?? move.event.replaceAll('_', ' '),
      origin: move.origin,
      allowed: reason === undefined,
      reason: reason ?? null,
    }
  })
}

const wrongRole = (move: Move): Reason => ({
  code: 'actor_not_allowed',
  zh: `仅限角色 ${move.roles.join('、') || '（无）'}`,
  en: `only for ${move.roles.join(', ') || 'nobody'}`,
})
