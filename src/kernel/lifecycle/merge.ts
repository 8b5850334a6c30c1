/** Puts the rows of all files together: a later row for a state or move amends the earlier. */
import {
  isCreation,
  kindOf,
  type Definition,
  type Move,
  type Origin,
  type State,
} from './definition.ts'
import type { Draft, MoveRow, StateRow } from './draft.ts'

/** One definition for each version of the draft, in the order in which the files name them. */
export function definitionsOf(draft: Draft): readonly Definition[] {
  const rows = [...draft.states, ...draft.moves]
  const versions = [...new Set(rows.map((row) => row.version))]
  return versions.map((version) => definitionOf(draft, version))
}

function definitionOf(draft: Draft, version: string): Definition {
  const moves = mergeMoves(draft.moves.filter((row) => row.version === version))
  const listed = mergeStates(draft.states.filter((row) => row.version === version))
  const states = [...listed, ...unlistedStates(listed, moves)]
  const initial = initialStates(states, moves)[0] ?? 0
  return { machine: draft.machine, version, initial, states, moves }
}

/** Names with which people say that nothing follows; used where no row says it. */
const endNames = /^(?:已(?:放弃|结清|取消|关闭|完成|终止|作废|拒赔|退款)|还清|完结|结束)$/u

const endsByName = (name: string): boolean => endNames.test(name)

function mergeStates(rows: readonly StateRow[]): readonly State[] {
  const states = new Map<number, State>()
  for (const row of rows) {
    const known = states.get(row.code)
    states.set(row.code, known === undefined ? newState(row) : amendState(known, row))
  }
  const explicit = new Map(rows.map((row): [number, boolean] => [row.code, saysWhether(rows, row)]))
  return [...states.values()].map((state) =>
    explicit.get(state.code) ? state : { ...state, terminal: endsByName(state.name) },
  )
}

const saysWhether = (rows: readonly StateRow[], { code }: StateRow): boolean =>
  rows.some((row) => row.code === code && row.terminal !== undefined)

function newState(row: StateRow): State {
  const { code, place, origin } = row
  const { name = String(code), terminal = false } = row
  return { ...stateAttributes(row), code, name, terminal, origin, amended: [], place }
}

function stateAttributes(row: StateRow): Partial<State> {
  return {
    ...(row.name === undefined ? {} : { name: row.name }),
    ...(row.nameEn === undefined ? {} : { nameEn: row.nameEn }),
    ...(row.subsystem === undefined ? {} : { subsystem: row.subsystem }),
    ...(row.stage === undefined ? {} : { stage: row.stage }),
    ...(row.terminal === undefined ? {} : { terminal: row.terminal }),
    ...(row.note === undefined ? {} : { note: row.note }),
  }
}

function amendState(state: State, row: StateRow): State {
  const attributes = stateAttributes(row)
  return { ...state, ...attributes, amended: amendedBy(state, row.origin, attributes) }
}

/** Only what an amendment changes about the document's own row is marked. */
function amendedBy<Row extends State | Move>(
  row: Row,
  origin: Origin,
  attributes: Partial<Row>,
): readonly string[] {
  if (row.origin === 'amendment' || origin === 'document') return row.amended
  const before = new Map<string, unknown>(Object.entries(row))
  const changed = Object.entries(attributes)
    .filter(([name, value]) => JSON.stringify(before.get(name)) !== JSON.stringify(value))
    .map(([name]) => name)
  return [...new Set([...row.amended, ...changed])]
}

export const moveKey = ({ from, event, to }: Pick<Move, 'from' | 'event' | 'to'>): string =>
  `${from} ${event} ${to}`

function mergeMoves(rows: readonly MoveRow[]): readonly Move[] {
  const moves = new Map<string, Move>()
  for (const row of rows) {
    const known = moves.get(moveKey(row))
    moves.set(moveKey(row), known === undefined ? newMove(row) : amendMove(known, row))
  }
  return [...moves.values()]
}

function newMove(row: MoveRow): Move {
  const { event, from, to, place, origin } = row
  return {
    event,
    from,
    to,
    kind: kindOf(event, from, to),
    roles: [],
    mirrors: [],
    label: event,
    ...moveAttributes(row),
    ...(isCreation(event, from, to) ? { initial: true } : {}),
    origin,
    amended: [],
    place,
  }
}

function moveAttributes(row: MoveRow): Partial<Move> {
  return {
    ...(row.label === undefined ? {} : { label: row.label }),
    ...(row.labelEn === undefined ? {} : { labelEn: row.labelEn }),
    ...(row.roles === undefined ? {} : { roles: row.roles }),
    ...(row.guard === undefined ? {} : { guard: row.guard }),
    ...(row.mirrors === undefined ? {} : { mirrors: row.mirrors }),
    ...(row.stage === undefined ? {} : { stage: row.stage }),
    ...(row.note === undefined ? {} : { note: row.note }),
  }
}

function amendMove(move: Move, row: MoveRow): Move {
  const attributes = moveAttributes(row)
  return { ...move, ...attributes, amended: amendedBy(move, row.origin, attributes) }
}

/** States that events use and no table lists: named by the event that leads there. */
function unlistedStates(listed: readonly State[], moves: readonly Move[]): readonly State[] {
  const known = new Set(listed.map((state) => state.code))
  const used = moves.flatMap((move) => [move.from, move.to]).filter((code) => !known.has(code))
  return [...new Set(used)].flatMap((code) => {
    const into = moves.find((move) => move.to === code && move.from !== code)
    const row = into ?? moves.find((move) => move.from === code || move.to === code)
    if (row === undefined) return []
    const name = into?.label ?? String(code)
    const { origin, place } = row
    const terminal = endsByName(name)
    return [{ code, name, terminal, origin, amended: [], unlisted: true as const, place }]
  })
}

/**
 * Where orders are born: the state of the creating event, else the only one without a way in.
 * Anything but exactly one means that the document does not say.
 */
export function initialStates(states: readonly State[], moves: readonly Move[]): readonly number[] {
  const created = moves.filter((move) => move.initial).map((move) => move.to)
  if (created.length > 0) return [...new Set(created)]
  const entered = new Set(moves.filter((move) => move.from !== move.to).map((move) => move.to))
  return states.map((state) => state.code).filter((code) => !entered.has(code))
}
