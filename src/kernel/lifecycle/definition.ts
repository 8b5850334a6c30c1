/**
 * A state machine as data. One definition is one version of one machine; once published it never
 * changes, and an order keeps the version it was born with.
 */
import { createHash } from 'node:crypto'
import { canonical } from '../problem/index.ts'

/** Where a row stands, so that a finding can point at it. Lines count from 1. */
export interface Place {
  readonly file: string
  readonly line: number
}

/** Who says so: the document itself, or a later file that closes its gaps. */
export type Origin = 'document' | 'amendment'

/** `edit` and `probe` stay in their state; an edit writes a history row, a probe only answers. */
export type MoveKind = 'transition' | 'edit' | 'probe'

export interface State {
  readonly code: number
  /** 状态描述, verbatim. */
  readonly name: string
  readonly nameEn?: string
  /** 子系统标识: the order's field that repeats the code when this state is entered. */
  readonly subsystem?: string
  readonly stage?: string
  /** The order ends here. */
  readonly terminal: boolean
  readonly origin: Origin
  /** Attributes of a document's state that an amendment added or changed. */
  readonly amended: readonly string[]
  readonly note?: string
  /** No table lists it: events use it, and its name is only a guess. */
  readonly unlisted?: true
  readonly place: Place
}

export interface Move {
  readonly event: string
  readonly from: number
  readonly to: number
  readonly kind: MoveKind
  /** Who may; `system` stands for the engine, a job or a verified callback, never for a person. */
  readonly roles: readonly string[]
  /** A condition beyond the state, by name; the product decides it. */
  readonly guard?: string
  /** Further subsystem fields that get the target's code. */
  readonly mirrors: readonly string[]
  /** 事件描述, verbatim. */
  readonly label: string
  readonly labelEn?: string
  readonly stage?: string
  readonly origin: Origin
  /** Attributes of a document's row that an amendment added or changed. */
  readonly amended: readonly string[]
  /** The row creates the order: it is no move of an existing one. */
  readonly initial?: true
  readonly note?: string
  readonly place: Place
}

export interface Definition {
  /** `auto-loan` */
  readonly machine: string
  /** `8`, `simple`: as the document names it. */
  readonly version: string
  /** The state in which orders are born. */
  readonly initial: number
  readonly states: readonly State[]
  readonly moves: readonly Move[]
}

/** Reserved for the engine, a job or a verified callback. */
export const systemRole = 'system'

/** A row from a state to itself edits the order; when its event asks `can_…` it only answers. */
export function kindOf(event: string, from: number, to: number): MoveKind {
  if (event.startsWith('can_')) return 'probe'
  return from === to ? 'edit' : 'transition'
}

/** `create_…` from a state to itself brings the order into being. */
export const isCreation = (event: string, from: number, to: number): boolean =>
  from === to && event.startsWith('create_')

export const stateOf = (definition: Definition, code: number): State | undefined =>
  definition.states.find((state) => state.code === code)

/** Rows by which an existing order may leave (or edit, or ask about) the state. */
export const rowsFrom = (definition: Definition, code: number): readonly Move[] =>
  definition.moves.filter((move) => move.from === code && move.initial === undefined)

/** The events of a definition, each once, in the order of the document. */
export const eventsOf = (definition: Definition): readonly string[] => [
  ...new Set(definition.moves.map((move) => move.event)),
]

/**
 * SHA-256 over everything that a definition says, in hex. Where a row stood, and in which order the
 * rows came, makes no difference.
 */
export function hash(definition: Definition): string {
  const states = definition.states.map(withoutPlace).map(canonical).toSorted()
  const moves = definition.moves.map(withoutPlace).map(canonical).toSorted()
  const { machine, version, initial } = definition
  return createHash('sha256')
    .update(canonical({ machine, version, initial, states, moves }))
    .digest('hex')
}

const withoutPlace = (row: State | Move): object => ({ ...row, place: undefined })
