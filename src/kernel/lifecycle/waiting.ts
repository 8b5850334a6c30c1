/**
 * Why an order stands where it stands, and what has to happen for it to go on. Pure: the product
 * says which partners were asked and which timers run, the definition says the rest.
 */
import type { Instant } from '../clock/index.ts'
import { rowsFrom, stateOf, systemRole, type Definition, type Move } from './definition.ts'
import type { Reason } from './moves.ts'

/** The event that brought the order into its present state. */
export interface Entrance {
  readonly event: string
  readonly actor: string
  readonly actorSystem: string
  readonly at: Instant
}

/** A partner was asked and has not decided yet. */
export interface OpenQuestion {
  readonly partner: string
  readonly since: Instant
  readonly asked: number
  /** When it is asked the next time; null when nobody knows. */
  readonly askedAgainAt: Instant | null
}

/** The system lets an event happen by itself then. */
export interface Timer {
  readonly event: string
  readonly at: Instant
}

/** What only the product knows of its order. */
export interface WaitingFacts {
  readonly questions: readonly OpenQuestion[]
  readonly timers: readonly Timer[]
  /** What a row's guard finds missing, whoever asks; undefined when it holds. */
  readonly unless: (move: Move) => Reason | undefined
}

export interface AwaitedMove {
  readonly event: string
  readonly label: string
  readonly labelEn: string
  readonly to: number
  /** Until this is mended nobody can do it. */
  readonly unmet: Reason | null
}

export type Awaited =
  | ({ readonly kind: 'answer' } & OpenQuestion)
  | ({ readonly kind: 'timer'; readonly label: string; readonly labelEn: string } & Timer)
  | {
      readonly kind: 'people'
      readonly roles: readonly string[]
      readonly moves: readonly AwaitedMove[]
    }
  | { readonly kind: 'system'; readonly moves: readonly AwaitedMove[] }

/**
 * What moves the order on, the most telling first: a partner's answer, people with their moves, a
 * timer, the system itself. Nothing for an order that has ended. To abandon an order is possible
 * almost always; it counts only where nothing else is left to do.
 */
export function waitsFor(
  definition: Definition,
  state: number,
  { questions, timers, unless }: WaitingFacts,
): readonly Awaited[] {
  const ahead = movesAhead(definition, state)
  const people = Map.groupBy(ahead.filter(isForPeople), (move) => peopleOf(move).join())
  const running = timers.flatMap((timer) => {
    const move = ahead.find(({ event }) => event === timer.event)
    return move === undefined ? [] : [{ timer, move }]
  })
  // What only the engine does is worth telling where nobody else can move the order on.
  const alone = questions.length + people.size + running.length === 0
  const awaited = (move: Move): AwaitedMove => ({ ...named(move), unmet: unless(move) ?? null })
  return [
    ...questions.map((question) => ({ kind: 'answer' as const, ...question })),
    ...[...people.values()].map((moves) => ({
      kind: 'people' as const,
      roles: moves[0] === undefined ? [] : peopleOf(moves[0]),
      moves: moves.map(awaited),
    })),
    ...running.map(({ timer, move }) => {
      const { label, labelEn } = named(move)
      return { kind: 'timer' as const, ...timer, label, labelEn }
    }),
    ...(alone && ahead.length > 0 ? [{ kind: 'system' as const, moves: ahead.map(awaited) }] : []),
  ]
}

function movesAhead(definition: Definition, state: number): readonly Move[] {
  const leaving = rowsFrom(definition, state).filter(({ kind }) => kind === 'transition')
  const ahead = leaving.filter((move) => !isWayOut(definition, move))
  return ahead.length > 0 ? ahead : leaving
}

/** Ends the order, and does so from more than one state. */
function isWayOut(definition: Definition, { event, to }: Move): boolean {
  if (stateOf(definition, to)?.terminal !== true) return false
  const origins = definition.moves.filter((row) => row.event === event && row.to === to)
  return new Set(origins.map(({ from }) => from)).size > 1
}

const peopleOf = ({ roles }: Move): readonly string[] => roles.filter((role) => role !== systemRole)
const isForPeople = (move: Move): boolean => peopleOf(move).length > 0

const named = ({ event, label, labelEn, to }: Move) => ({
  event,
  label,
  labelEn: labelEn ?? event.replaceAll('_', ' '),
  to,
})
