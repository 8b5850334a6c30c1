/** What became of a definition: states and moves added, removed, changed. */
import { canonical } from '../problem/index.ts'
import type { Definition, Move, State } from './definition.ts'
import { moveKey } from './merge.ts'

export interface Changed<Row> {
  readonly before: Row
  readonly after: Row
  /** Names of the attributes that differ. */
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
  /** The state in which orders begin, where it differs. */
  readonly initial?: { readonly before: number; readonly after: number }
}

/**
 * States are the same when their codes are, moves when from, event and to are. Where a row stands
 * and who said it first is no difference.
 */
export function diff(before: Definition, after: Definition): Difference {
  const states = changes(before.states, after.states, (state) => String(state.code))
  const moves = changes(before.moves, after.moves, moveKey)
  if (before.initial === after.initial) return { states, moves }
  return { states, moves, initial: { before: before.initial, after: after.initial } }
}

export const isSame = ({ states, moves, initial }: Difference): boolean =>
  initial === undefined &&
  [states, moves].every(
    ({ added, removed, changed }) => added.length + removed.length + changed.length === 0,
  )

function changes<Row extends object>(
  before: readonly Row[],
  after: readonly Row[],
  key: (row: Row) => string,
): Changes<Row> {
  const old = new Map(before.map((row) => [key(row), row]))
  const kept = new Set(after.map(key))
  return {
    added: after.filter((row) => !old.has(key(row))),
    removed: before.filter((row) => !kept.has(key(row))),
    changed: after.flatMap((row) => {
      const known = old.get(key(row))
      const attributes = known === undefined ? [] : differing(known, row)
      return known === undefined || attributes.length === 0
        ? []
        : [{ before: known, after: row, attributes }]
    }),
  }
}

const unseen = new Set(['place', 'origin', 'amended', 'unlisted'])

function differing(before: object, after: object): readonly string[] {
  const old = new Map<string, unknown>(Object.entries(before))
  const fresh = new Map<string, unknown>(Object.entries(after))
  const names = [...new Set([...old.keys(), ...fresh.keys()])].filter((name) => !unseen.has(name))
  return names.filter(
    (name) => canonical(old.get(name) ?? null) !== canonical(fresh.get(name) ?? null),
  )
}
