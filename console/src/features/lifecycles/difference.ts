/** What differs between two versions, as the server found it, and how a graph of both is made. */
import type { Move, Rows, State } from './client.ts'
import { keyOfMove } from './graph/model.ts'

export interface Changed<Row> {
  readonly before: Row
  readonly after: Row
  readonly attributes: readonly string[]
}

export interface Changes<Row> {
  readonly added: readonly Row[]
  readonly removed: readonly Row[]
  readonly changed: readonly Changed<Row>[]
}

export interface Difference {
  readonly states: Changes<State>
  readonly moves: Changes<Move>
  readonly initial: { readonly before: number; readonly after: number } | null
}

export type Mark = 'added' | 'removed' | 'changed'

export interface Marks {
  readonly states: ReadonlyMap<number, Mark>
  readonly moves: ReadonlyMap<string, Mark>
}

export const isSame = ({ states, moves, initial }: Difference): boolean =>
  initial === null && countOf(states) + countOf(moves) === 0

export const countOf = ({ added, removed, changed }: Changes<unknown>): number =>
  added.length + removed.length + changed.length

export const marksOf = ({ states, moves }: Difference): Marks => ({
  states: new Map(marked(states).map(([{ code }, mark]) => [code, mark])),
  moves: new Map(marked(moves).map(([move, mark]) => [keyOfMove(move), mark])),
})

function marked<Row>(changes: Changes<Row>): readonly (readonly [Row, Mark])[] {
  return [
    ...changes.added.map((row) => [row, 'added'] as const),
    ...changes.removed.map((row) => [row, 'removed'] as const),
    ...changes.changed.map(({ after }) => [after, 'changed'] as const),
  ]
}

export const hasMark = (marks: Marks | undefined, mark: Mark): boolean =>
  marks !== undefined &&
  [...marks.states.values(), ...marks.moves.values()].some((one) => one === mark)

/** The newer version, and what it left out of the older one. */
export const together = (after: Rows, { states, moves }: Difference): Rows => ({
  initial: after.initial,
  states: [...after.states, ...states.removed],
  moves: [...after.moves, ...moves.removed],
})
