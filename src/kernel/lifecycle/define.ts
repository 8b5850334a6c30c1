/** A machine written in TypeScript, where the compiler checks every state and every event. */
import { kindOf, type Definition, type Move, type MoveKind, type State } from './definition.ts'

export interface StateBlueprint {
  readonly name: string
  readonly nameEn?: string
  readonly subsystem?: string
  readonly stage?: string
  readonly terminal?: true
}

export interface EventBlueprint<Code extends number> {
  readonly label: string
  readonly labelEn?: string
  readonly roles: readonly string[]
  readonly guard?: string
  readonly mirrors?: readonly string[]
  /** Otherwise `can_…` is a probe and a row from a state to itself an edit. */
  readonly kind?: MoveKind
  /** This event creates the order. */
  readonly initial?: true
  /** Pairs of the state left and the state entered. */
  readonly rows: readonly (readonly [from: Code, to: Code])[]
}

export interface Blueprint<Code extends number, EventName extends string> {
  readonly machine: string
  readonly version: string
  readonly initial: NoInfer<Code>
  /** Every code of the state union has its entry, or the compiler objects. */
  readonly states: Readonly<Record<Code, StateBlueprint>>
  readonly events: Readonly<Record<EventName, EventBlueprint<NoInfer<Code>>>>
}

/**
 * The definition that a blueprint stands for: `define<LoanState, LoanEvent>({ … })` does not
 * compile when a state or an event of the unions is missing, misspelled or unknown.
 */
export function define<Code extends number, EventName extends string>(
  blueprint: Blueprint<Code, EventName>,
): Definition {
  const { machine, version, initial } = blueprint
  const written = { origin: 'document', amended: [], place: { file: machine, line: 1 } } as const
  const states = Object.entries<StateBlueprint>(blueprint.states).map(([code, state]): State => ({
    terminal: false,
    ...state,
    code: Number(code),
    ...written,
  }))
  const moves = Object.entries<EventBlueprint<Code>>(blueprint.events).flatMap(
    ([event, { rows, ...attributes }]) =>
      rows.map(([from, to]): Move => ({
        event,
        from,
        to,
        kind: kindOf(event, from, to),
        mirrors: [],
        ...attributes,
        ...written,
      })),
  )
  return { machine, version, initial, states, moves }
}
