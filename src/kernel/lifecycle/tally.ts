/**
 * Folds history rows into figures: how many orders stand where, how often each move was made, how
 * long orders stayed. Pure, and the order of the rows makes no difference: what is folded in two
 * portions is the same as in one.
 */
import { businessDate, instantAt, type Instant } from '../clock/index.ts'
import { stepOf } from './quantile.ts'
import { migrationEvent } from './migration.ts'
import { workZone } from './working-time.ts'

/** A history row with what its order's other rows say. */
export interface FoldedRow {
  readonly seq: number
  readonly event: string
  readonly from: number
  readonly to: number
  readonly at: Instant
  /** The version that the order kept when it happened. */
  readonly version: string
  /** Only of a migration. */
  readonly toVersion: string | null
  /** When the order had come into `from`; null for its birth. */
  readonly enteredAt: Instant | null
  /** The order had never been in `to` before. */
  readonly first: boolean
}

export type Span = 'hour' | 'day' | 'ever'

export interface StateFigure {
  readonly version: string
  readonly state: number
  orders: number
  reached: number
}

export interface MoveFigure {
  readonly span: Span
  readonly startsAt: Instant
  readonly version: string
  readonly from: number
  readonly event: string
  readonly to: number
  moves: number
}

export interface StayFigure {
  readonly span: Exclude<Span, 'hour'>
  readonly startsAt: Instant
  readonly version: string
  readonly state: number
  readonly step: number
  stays: number
}

export interface Tally {
  readonly states: ReadonlyMap<string, StateFigure>
  readonly moves: ReadonlyMap<string, MoveFigure>
  readonly stays: ReadonlyMap<string, StayFigure>
}

interface OpenTally extends Tally {
  readonly states: Map<string, StateFigure>
  readonly moves: Map<string, MoveFigure>
  readonly stays: Map<string, StayFigure>
}

/** Of figures that are kept for ever. */
const always: Instant = new Date(0)
const hourMs = 3_600_000

/** Adds the rows to a tally that was begun before, or to a new one. */
export function tally(rows: readonly FoldedRow[], before?: Tally): Tally {
  const open: OpenTally = {
    states: new Map(before?.states),
    moves: new Map(before?.moves),
    stays: new Map(before?.stays),
  }
  const dayOf = rememberedDays()
  for (const row of rows) {
    addStates(open, row)
    addMoves(open, row, dayOf)
    addStays(open, row, dayOf)
  }
  return open
}

/** Midnight before an instant. Most rows of a portion are of the same hour. */
function rememberedDays(): (at: Instant) => Instant {
  const known = new Map<number, Instant>()
  return (at) => {
    const hour = Math.floor(at.getTime() / hourMs)
    const before = known.get(hour)
    if (before !== undefined) return before
    const day = startOfDay(at)
    known.set(hour, day)
    return day
  }
}

/** Midnight of the business before this instant. */
export const startOfDay = (at: Instant): Instant =>
  instantAt(businessDate(at, workZone), '00:00', workZone)

const hourOf = (at: Instant): Instant => new Date(Math.floor(at.getTime() / hourMs) * hourMs)

function addStates({ states }: OpenTally, row: FoldedRow): void {
  const { seq, from, to, version, toVersion, first } = row
  const target = toVersion ?? version
  const enters = seq === 1 || from !== to || toVersion !== null
  if (!enters) return
  if (seq > 1) add(states, { version, state: from, orders: -1, reached: 0 })
  add(states, { version: target, state: to, orders: 1, reached: first ? 1 : 0 })
}

function add(states: OpenTally['states'], change: StateFigure): void {
  const key = `${change.version} ${change.state}`
  const { orders = 0, reached = 0 } = states.get(key) ?? {}
  states.set(key, {
    ...change,
    orders: orders + change.orders,
    reached: reached + change.reached,
  })
}

function addMoves({ moves }: OpenTally, row: FoldedRow, dayOf: (at: Instant) => Instant): void {
  const { from, event, to, version, at } = row
  const spans = [
    { span: 'hour', startsAt: hourOf(at) },
    { span: 'day', startsAt: dayOf(at) },
    { span: 'ever', startsAt: always },
  ] as const
  for (const { span, startsAt } of spans) {
    const key = `${span} ${startsAt.getTime()} ${version} ${from} ${event} ${to}`
    const count = (moves.get(key)?.moves ?? 0) + 1
    moves.set(key, { span, startsAt, version, from, event, to, moves: count })
  }
}

function addStays({ stays }: OpenTally, row: FoldedRow, dayOf: (at: Instant) => Instant): void {
  const { seq, from, to, version, at, enteredAt } = row
  if (seq === 1 || from === to || enteredAt === null) return
  const step = stepOf(at.getTime() - enteredAt.getTime())
  const spans = [
    { span: 'day', startsAt: dayOf(at) },
    { span: 'ever', startsAt: always },
  ] as const
  for (const { span, startsAt } of spans) {
    const key = `${span} ${startsAt.getTime()} ${version} ${from} ${step}`
    const count = (stays.get(key)?.stays ?? 0) + 1
    stays.set(key, { span, startsAt, version, state: from, step, stays: count })
  }
}

/** Moves of the engine that no definition has: they are no arrow in any picture. */
export const isDrawn = ({ event }: Pick<MoveFigure, 'event'>): boolean => event !== migrationEvent
