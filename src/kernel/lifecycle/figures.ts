/** Answers from prepared figures: what a page shows of a million orders without counting one. */
import type { Instant } from '../clock/index.ts'
import type { Reader } from '../db/index.ts'
import { accept, refuse, type Result } from '../problem/index.ts'
import type { Definition } from './definition.ts'
import { mainPath } from './main-path.ts'
import {
  daysKept,
  oldestDay,
  readHours,
  readMoves,
  readStates,
  readStays,
  type HourCount,
  type MoveCount,
  type Period,
  type StayCount,
} from './figure-rows.ts'
import { readWatermark } from './fold.ts'
import { quantile } from './quantile.ts'
import { isDrawn, startOfDay } from './tally.ts'

export interface StateTimes {
  readonly code: number
  readonly orders: number
  /** How long orders stayed there before they moved on; null where none has. */
  readonly medianSeconds: number | null
  readonly p90Seconds: number | null
}

export interface MoveShare {
  readonly event: string
  readonly from: number
  readonly to: number
  readonly count: number
  /** Of everything that left `from`; 0 for an edit, which leaves nothing. */
  readonly share: number
}

export interface Figures {
  readonly asOf: Instant | null
  readonly states: readonly StateTimes[]
  readonly moves: readonly MoveShare[]
}

export interface FiguresQuery {
  readonly machine: string
  /** All versions without it. */
  readonly version?: string | undefined
  /** Moves and times of this day and later; ever without it. */
  readonly since?: Instant | undefined
  readonly until?: Instant | undefined
  readonly at: Instant
}

type PeriodRefusal = 'figures_not_kept'

/** Figures by the day begin and end at midnight of the business. */
function periodOf({ since, until, at, version }: FiguresQuery): Result<Period, PeriodRefusal> {
  if (since === undefined && until === undefined) return accept({ span: 'ever', version })
  const oldest = oldestDay(at)
  const from = since === undefined ? undefined : startOfDay(since)
  if (from === undefined || from < oldest) {
    const kept = `Figures by the day are kept for ${daysKept} days, since ${oldest.toISOString()}`
    return refuse('figures_not_kept', `${kept}; leave the period out for all there ever was.`, {
      oldest: oldest.toISOString(),
    })
  }
  return accept({ span: 'day', from, to: until, version })
}

/**
 * Orders in each state, how long they stayed there, and which moves they made. Refusal:
 * `figures_not_kept` (facts oldest). Seconds are within 4 % of the exact ones.
 */
export async function figuresOf(
  reader: Reader,
  query: FiguresQuery,
): Promise<Result<Figures, PeriodRefusal>> {
  const period = periodOf(query)
  if (!period.ok) return period
  const { machine, version } = query
  const [watermark, states, moves, stays] = await Promise.all([
    readWatermark(reader, machine),
    readStates(reader, machine, version),
    readMoves(reader, machine, period.value),
    readStays(reader, machine, period.value),
  ])
  return accept({
    asOf: watermark.asOf,
    states: timesOf(states, stays),
    moves: sharesOf(moves),
  })
}

function timesOf(
  states: readonly { readonly state: number; readonly orders: number }[],
  stays: readonly StayCount[],
): readonly StateTimes[] {
  const steps = Map.groupBy(stays, ({ state }) => state)
  const codes = [...new Set([...states, ...stays].map(({ state }) => state))]
  return codes
    .toSorted((a, b) => a - b)
    .map((code) => ({
      code,
      // Between two rounds a row may be folded before the one it follows.
      orders: Math.max(
        0,
        sumOf(
          states.filter(({ state }) => state === code),
          'orders',
        ),
      ),
      medianSeconds: quantile(steps.get(code) ?? [], 0.5) ?? null,
      p90Seconds: quantile(steps.get(code) ?? [], 0.9) ?? null,
    }))
}

const sumOf = <Name extends string>(
  rows: readonly Readonly<Record<Name, number>>[],
  name: Name,
): number => rows.reduce((sum, row) => sum + row[name], 0)

/** The same move in several versions is one. */
function sharesOf(moves: readonly MoveCount[]): readonly MoveShare[] {
  const same = Map.groupBy(moves.filter(isDrawn), ({ from, event, to }) => `${from} ${event} ${to}`)
  const counted = [...same.values()].flatMap((rows) => {
    const [first] = rows
    return first === undefined ? [] : [{ ...first, count: sumOf(rows, 'moves') }]
  })
  const left = Map.groupBy(
    counted.filter(({ from, to }) => from !== to),
    ({ from }) => from,
  )
  return counted.map(({ event, from, to, count }) => ({
    event,
    from,
    to,
    count,
    share: from === to ? 0 : count / sumOf(left.get(from) ?? [], 'count'),
  }))
}

export interface FunnelStep {
  readonly state: number
  /** Orders that ever came there. */
  readonly reached: number
}

export interface Dashboard extends Figures {
  readonly funnel: readonly FunnelStep[]
  readonly hours: readonly HourCount[]
  readonly today: { readonly births: number; readonly ends: number; readonly events: number }
}

/** Days of the line of events. */
export const hoursShownDays = 14
const dayMs = 86_400_000

/**
 * What a manager looks at first. The funnel follows the way that most orders take through the given
 * definition and counts orders of every version. Refusal: `figures_not_kept`.
 */
export async function dashboardOf(
  reader: Reader,
  definition: Definition,
  query: Omit<FiguresQuery, 'machine' | 'version'>,
): Promise<Result<Dashboard, PeriodRefusal>> {
  const { machine } = definition
  const { at } = query
  const today = startOfDay(at)
  const hoursFrom = new Date(today.getTime() - (hoursShownDays - 1) * dayMs)
  const [figures, states, ever, made, hours] = await Promise.all([
    figuresOf(reader, { ...query, machine }),
    readStates(reader, machine),
    readMoves(reader, machine, { span: 'ever' }),
    readMoves(reader, machine, { span: 'day', from: today }),
    readHours(reader, machine, { from: hoursFrom, to: new Date(at.getTime() + dayMs) }),
  ])
  if (!figures.ok) return figures
  return accept({
    ...figures.value,
    funnel: funnelOf(definition, states, ever),
    hours,
    today: todayOf(definition, made),
  })
}

function funnelOf(
  definition: Definition,
  states: readonly { readonly state: number; readonly reached: number }[],
  ever: readonly MoveCount[],
): readonly FunnelStep[] {
  const travelled = ({ from, event, to }: Pick<MoveCount, 'from' | 'event' | 'to'>): number =>
    sumOf(
      ever.filter((row) => row.from === from && row.event === event && row.to === to),
      'moves',
    )
  return mainPath(definition, travelled).map((state) => ({
    state,
    reached: sumOf(
      states.filter((row) => row.state === state),
      'reached',
    ),
  }))
}

function todayOf(definition: Definition, made: readonly MoveCount[]): Dashboard['today'] {
  const births = new Set(
    definition.moves.filter(({ initial }) => initial).map(({ event }) => event),
  )
  const ends = new Set(definition.states.filter((state) => state.terminal).map(({ code }) => code))
  const drawn = made.filter(isDrawn)
  return {
    births: sumOf(
      drawn.filter(({ event, from, to }) => from === to && births.has(event)),
      'moves',
    ),
    ends: sumOf(
      drawn.filter(({ from, to }) => from !== to && ends.has(to)),
      'moves',
    ),
    events: sumOf(drawn, 'moves'),
  }
}
