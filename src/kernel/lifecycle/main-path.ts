/** The way of an order that goes well, from its birth to the farthest end. Pure. */
import type { Definition, Move } from './definition.ts'

/** How often a move was made; without figures every move is as good as another. */
export type Travelled = (move: Pick<Move, 'from' | 'event' | 'to'>) => number

/**
 * From the initial state to the end that is farthest from it, each step by the move that was made
 * most often and leads no farther from that end; of equals the first of the document.
 */
export function mainPath(
  definition: Definition,
  travelled: Travelled = () => 0,
): readonly number[] {
  const moves = definition.moves.filter(({ kind, initial }) => kind === 'transition' && !initial)
  const away = distances(moves, definition.initial, 'forward')
  const end = farthestEnd(definition, away)
  if (end === undefined) return [definition.initial]
  const left = distances(moves, end, 'backward')
  const path = [definition.initial]
  const visited = new Set(path)
  for (let state = definition.initial; state !== end; state = path.at(-1) ?? end) {
    const onward = moves.filter(
      ({ from, to }) =>
        from === state &&
        !visited.has(to) &&
        (left.get(to) ?? Infinity) <= (left.get(state) ?? Infinity),
    )
    const next = onward.reduce<Move | undefined>(
      (best, move) => (best === undefined || travelled(move) > travelled(best) ? move : best),
      undefined,
    )
    if (next === undefined) return path
    path.push(next.to)
    visited.add(next.to)
  }
  return path
}

function farthestEnd(
  { states }: Definition,
  away: ReadonlyMap<number, number>,
): number | undefined {
  const reachable = states.filter(({ code }) => away.has(code))
  const ends = reachable.filter(({ terminal }) => terminal)
  const candidates = ends.length > 0 ? ends : reachable
  return candidates.toSorted((a, b) => (away.get(b.code) ?? 0) - (away.get(a.code) ?? 0))[0]?.code
}

/** Moves from `start` to each state that can be reached, or that reaches it. */
function distances(
  moves: readonly Move[],
  start: number,
  direction: 'forward' | 'backward',
): ReadonlyMap<number, number> {
  const found = new Map([[start, 0]])
  for (const state of found.keys()) {
    const next = moves
      .filter(({ from, to }) => (direction === 'forward' ? from : to) === state)
      .map(({ from, to }) => (direction === 'forward' ? to : from))
    for (const code of next) {
      // A map goes on over what is added while it is walked: that is the breadth-first order.
      if (!found.has(code)) found.set(code, (found.get(state) ?? 0) + 1)
    }
  }
  return found
}
