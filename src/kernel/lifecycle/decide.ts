/** Says what an event would do to an order. Pure: writing it down is apply's work. */
import { accept, refuse, type Result } from '../problem/index.ts'
import {
  rowsFrom,
  stateOf,
  systemRole,
  type Definition,
  type Move,
  type MoveKind,
} from './definition.ts'

/** What the engine must know of an order. */
export interface OrderState {
  readonly state: number
  /** The row's version, for compare-and-set; not the definition's. */
  readonly version: number
}

/** What the engine must know of who does it; `Actor` of kernel/auth is one. */
export interface Mover {
  readonly kind: 'user' | 'api-key' | 'partner' | 'system'
  readonly roles: readonly string[]
}

export interface Decision {
  readonly event: string
  readonly from: number
  readonly to: number
  readonly kind: MoveKind
  /** Subsystem fields to be written, and the code that each gets. */
  readonly fields: Readonly<Record<string, number>>
  /** Must hold before this is applied; the product decides it. */
  readonly guard?: string
}

export type MoveRefusal = 'event_unknown' | 'actor_not_allowed' | 'state_conflict'

export interface Question {
  readonly order: OrderState
  readonly event: string
  readonly actor: Mover
  /** The version that the caller saw; when given, any other is a conflict. */
  readonly expectedVersion?: number | undefined
}

/**
 * What `event` does to the order, or why not. Refusals, in this order of precedence:
 * `event_unknown` (404: no row of this version has the event), `actor_not_allowed` (403: none of
 * the actor's roles may), `state_conflict` (409: facts currentState, currentVersion, and allowed:
 * the events that leave, edit or probe the current state). An event that creates orders is legal
 * for no existing one. Source: 000; specification 1.5, 1.8.
 */
export function decide(
  definition: Definition,
  { order, event, actor, expectedVersion }: Question,
): Result<Decision, MoveRefusal> {
  const rows = definition.moves.filter((move) => move.event === event)
  if (rows.length === 0) {
    const version = `${definition.machine} version ${definition.version}`
    return refuse('event_unknown', `${version} has no event ${event}`)
  }
  const move = rows.find((row) => row.from === order.state && row.initial === undefined)
  if (!(move ? [move] : rows).some((row) => mayMove(actor, row))) {
    const roles = [...new Set((move ? [move] : rows).flatMap((row) => row.roles))]
    return refuse('actor_not_allowed', `${event} is for ${roles.join(', ') || 'nobody'}`, { roles })
  }
  if (move === undefined) return conflict(definition, order, `${event} does not leave it`)
  if (expectedVersion !== undefined && expectedVersion !== order.version) {
    return conflict(definition, order, `it was expected at version ${expectedVersion}`)
  }
  return accept(decisionOf(definition, move))
}

/** The row that brings an order into being, for this actor. Refusals as `decide`. */
export function decideBirth(
  definition: Definition,
  event: string,
  actor: Mover,
): Result<Decision, 'event_unknown' | 'actor_not_allowed'> {
  const move = definition.moves.find((row) => row.event === event && row.initial)
  if (move === undefined) return refuse('event_unknown', `no order is created by ${event}`)
  if (!mayMove(actor, move)) {
    const { roles } = move
    return refuse('actor_not_allowed', `${event} is for ${roles.join(', ') || 'nobody'}`, { roles })
  }
  return accept(decisionOf(definition, move))
}

/** `system` is for the engine, its jobs and verified callbacks, whatever a person's roles say. */
export function mayMove(actor: Mover, move: Pick<Move, 'roles'>): boolean {
  const ours = actor.kind === 'system' || actor.kind === 'partner'
  return move.roles.some((role) => actor.roles.includes(role) && (role !== systemRole || ours))
}

/** The order is not where the caller thinks: another was faster, or the event is not for here. */
export function conflict(definition: Definition, order: OrderState, detail: string) {
  const allowed = [...new Set(rowsFrom(definition, order.state).map((move) => move.event))]
  const name = stateOf(definition, order.state)?.name ?? 'unknown'
  const legal = allowed.length === 0 ? 'nothing is legal now' : `legal now: ${allowed.join(', ')}`
  const facts = { currentState: order.state, currentVersion: order.version, allowed }
  const where = `the order is in ${order.state} ${name} at version ${order.version}`
  return refuse('state_conflict', `${where}; ${detail}; ${legal}`, facts)
}

/** The target state's own field gets its code, and so does every field that the move mirrors. */
function decisionOf(definition: Definition, move: Move): Decision {
  const { event, from, to, kind, guard } = move
  const own = kind === 'transition' ? stateOf(definition, to)?.subsystem : undefined
  const names = own === undefined ? move.mirrors : [own, ...move.mirrors]
  const fields = Object.fromEntries(names.map((name) => [name, to]))
  return { event, from, to, kind, fields, ...(guard === undefined ? {} : { guard }) }
}
