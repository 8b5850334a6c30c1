/** What the graph shows, before anybody knows where it stands: boxes, arrows, ways to the end. */
import type { Machine, Move, State } from '../client.ts'

export const keyOfMove = ({ from, event, to }: Pick<Move, 'from' | 'event' | 'to'>): string =>
  `${from} ${event} ${to}`

/** All transitions between the same two states are one arrow. */
export interface Arrow {
  readonly key: string
  readonly from: number
  readonly to: number
  readonly moves: readonly Move[]
}

export interface Box {
  readonly state: State
  /** Edits and probes: they stay in the state. */
  readonly loops: readonly Move[]
  /** Transitions into an end that many states share: written into the box, no arrow is drawn. */
  readonly exits: readonly Move[]
  /** Transitions far back: written into the box as well, they would cross everything. */
  readonly returns: readonly Move[]
  /** How many states lead here without an arrow. */
  readonly entries: number
  readonly initial: boolean
}

export interface Drawn {
  readonly boxes: readonly Box[]
  readonly arrows: readonly Arrow[]
}

type Rows = Pick<Machine, 'initial' | 'states' | 'moves'>

/** From so many on, arrows into one end would hide everything else. */
const sharedEndMin = 4

export function drawnOf({ initial, states, moves }: Rows): Drawn {
  const going = moves.filter(({ from, to, initial: born }) => from !== to && born !== true)
  const ends = new Set(states.map(({ code }) => code).filter((code) => isSharedEnd(going, code)))
  const boxes = states.map((state): Box => {
    const mine = moves.filter((move) => move.from === state.code && move.initial !== true)
    return {
      state,
      loops: mine.filter((move) => move.to === state.code),
      exits: mine.filter((move) => move.to !== state.code && ends.has(move.to)),
      returns: [],
      entries: ends.has(state.code) ? sourcesOf(going, state.code).size : 0,
      initial: state.code === initial,
    }
  })
  const arrows = new Map<string, Arrow>()
  for (const move of going.filter(({ to }) => !ends.has(to))) {
    const key = `${move.from} ${move.to}`
    const before = arrows.get(key)?.moves ?? []
    arrows.set(key, { key, from: move.from, to: move.to, moves: [...before, move] })
  }
  return { boxes, arrows: [...arrows.values()] }
}

/** Takes arrows out of the picture and writes them into the boxes where they begin. */
export function withoutArrows({ boxes, arrows }: Drawn, taken: ReadonlySet<string>): Drawn {
  const moves = arrows.filter(({ key }) => taken.has(key)).flatMap((arrow) => arrow.moves)
  return {
    boxes: boxes.map((box) => ({
      ...box,
      returns: moves.filter(({ from }) => from === box.state.code),
    })),
    arrows: arrows.filter(({ key }) => !taken.has(key)),
  }
}

const isSharedEnd = (going: readonly Move[], code: number): boolean =>
  !going.some(({ from }) => from === code) && sourcesOf(going, code).size >= sharedEndMin

const sourcesOf = (going: readonly Move[], code: number): ReadonlySet<number> =>
  new Set(going.filter(({ to }) => to === code).map(({ from }) => from))

/** What is chosen on the page, as the address says it. */
export type Choice =
  | { readonly kind: 'state'; readonly code: number }
  | { readonly kind: 'move'; readonly key: string }

/** Whether a row has to do with the choice; without one everything has. */
export function concerns(choice: Choice | undefined, row: State | Move): boolean {
  if (choice === undefined) return true
  const isMove = 'event' in row
  if (choice.kind === 'move') {
    if (isMove) return keyOfMove(row) === choice.key
    const [from, , to] = choice.key.split(' ')
    return String(row.code) === from || String(row.code) === to
  }
  return isMove ? row.from === choice.code || row.to === choice.code : row.code === choice.code
}
