/** The tables of figures: adding to them, forgetting what is old, reading them. */
import type { Instant } from '../clock/index.ts'
import { sql, type Reader, type Tx } from '../db/index.ts'
import {
  startOfDay,
  type MoveFigure,
  type Span,
  type StateFigure,
  type StayFigure,
  type Tally,
} from './tally.ts'

/** Hours are for a line of two weeks, days for a quarter; what ever happened is kept for ever. */
export const hoursKeptDays = 15
export const daysKept = 92
const dayMs = 86_400_000

/**
 * Adds what was counted, but for hours and days that are not kept any more at `at`. One writer at a
 * time: the watermark's row is locked before.
 */
export async function addFigures(
  tx: Tx,
  machine: string,
  { states, moves, stays }: Tally,
  at: Instant,
): Promise<void> {
  const oldest = { hour: oldestHour(at), day: oldestDay(at), ever: new Date(0) }
  const isKept = ({ span, startsAt }: { readonly span: Span; readonly startsAt: Instant }) =>
    startsAt >= oldest[span]
  await addStates(tx, machine, [...states.values()])
  await addMoves(tx, machine, [...moves.values()].filter(isKept))
  await addStays(tx, machine, [...stays.values()].filter(isKept))
}

async function addStates(tx: Tx, machine: string, rows: readonly StateFigure[]): Promise<void> {
  if (rows.length === 0) return
  await tx.run(
    sql`
      insert into lifecycle.figure_state as f (machine, version, state, orders, reached)
      select ${machine}, version, state, orders, reached
        from unnest(${rows.map(({ version }) => version)}::text[],
                    ${rows.map(({ state }) => state)}::integer[],
                    ${rows.map(({ orders }) => orders)}::bigint[],
                    ${rows.map(({ reached }) => reached)}::bigint[])
             as given (version, state, orders, reached)
      on conflict (machine, version, state) do update
         set orders = f.orders + excluded.orders, reached = f.reached + excluded.reached`,
    'lifecycle.add-states',
  )
}

async function addMoves(tx: Tx, machine: string, rows: readonly MoveFigure[]): Promise<void> {
  if (rows.length === 0) return
  await tx.run(
    sql`
      insert into lifecycle.figure_move as f
        (machine, span, starts_at, version, from_state, event, to_state, moves)
      select ${machine}, span, starts_at, version, from_state, event, to_state, moves
        from unnest(${rows.map(({ span }) => span)}::text[],
                    ${rows.map(({ startsAt }) => startsAt)}::timestamptz[],
                    ${rows.map(({ version }) => version)}::text[],
                    ${rows.map(({ from }) => from)}::integer[],
                    ${rows.map(({ event }) => event)}::text[],
                    ${rows.map(({ to }) => to)}::integer[],
                    ${rows.map(({ moves }) => moves)}::bigint[])
             as given (span, starts_at, version, from_state, event, to_state, moves)
      on conflict (machine, span, starts_at, version, from_state, event, to_state) do update
         set moves = f.moves + excluded.moves`,
    'lifecycle.add-moves',
  )
}

async function addStays(tx: Tx, machine: string, rows: readonly StayFigure[]): Promise<void> {
  if (rows.length === 0) return
  await tx.run(
    sql`
      insert into lifecycle.figure_stay as f
        (machine, span, starts_at, version, state, step, stays)
      select ${machine}, span, starts_at, version, state, step, stays
        from unnest(${rows.map(({ span }) => span)}::text[],
                    ${rows.map(({ startsAt }) => startsAt)}::timestamptz[],
                    ${rows.map(({ version }) => version)}::text[],
                    ${rows.map(({ state }) => state)}::integer[],
                    ${rows.map(({ step }) => step)}::smallint[],
                    ${rows.map(({ stays }) => stays)}::bigint[])
             as given (span, starts_at, version, state, step, stays)
      on conflict (machine, span, starts_at, version, state, step) do update
         set stays = f.stays + excluded.stays`,
    'lifecycle.add-stays',
  )
}

/** The first day of which the figures by the day are kept at `at`. */
export const oldestDay = (at: Instant): Instant =>
  startOfDay(new Date(at.getTime() - (daysKept - 1) * dayMs))

const oldestHour = (at: Instant): Instant =>
  startOfDay(new Date(at.getTime() - (hoursKeptDays - 1) * dayMs))

/** Rows of days that are over long ago, so that the tables stay as small as they are quick. */
export async function pruneFigures(tx: Tx, machine: string, at: Instant): Promise<void> {
  await tx.run(sql`
    delete from lifecycle.figure_move
     where machine = ${machine} and span = 'hour' and starts_at < ${oldestHour(at)}`)
  await tx.run(sql`
    delete from lifecycle.figure_move
     where machine = ${machine} and span = 'day' and starts_at < ${oldestDay(at)}`)
  await tx.run(sql`
    delete from lifecycle.figure_stay
     where machine = ${machine} and span = 'day' and starts_at < ${oldestDay(at)}`)
}

/** Orders that stand in a state and that ever came into it. All versions, unless one is named. */
export const readStates = (
  reader: Reader,
  machine: string,
  version?: string,
): Promise<readonly StateFigure[]> =>
  reader.rows<StateFigure>(
    sql`
      select version, state, orders::float8 as orders, reached::float8 as reached
        from lifecycle.figure_state
       where machine = ${machine}
         and (${version ?? null}::text is null or version = ${version ?? null})
       order by version, state`,
    'lifecycle.read-states',
  )

/** Rows of one span from a moment up to another; `to` is not in it. */
export interface Period {
  readonly span: Span
  readonly from?: Instant | undefined
  readonly to?: Instant | undefined
  readonly version?: string | undefined
}

export type MoveCount = Pick<MoveFigure, 'version' | 'from' | 'event' | 'to' | 'moves'>

export const readMoves = (
  reader: Reader,
  machine: string,
  { span, from, to, version }: Period,
): Promise<readonly MoveCount[]> =>
  reader.rows<MoveCount>(
    sql`
      select version, from_state as "from", event, to_state as "to", sum(moves)::float8 as moves
        from lifecycle.figure_move
       where machine = ${machine} and span = ${span}
         and starts_at >= coalesce(${from ?? null}::timestamptz, '-infinity')
         and starts_at < coalesce(${to ?? null}::timestamptz, 'infinity')
         and (${version ?? null}::text is null or version = ${version ?? null})
       group by version, from_state, event, to_state
       order by version, from_state, event, to_state`,
    'lifecycle.read-moves',
  )

export interface HourCount {
  readonly startsAt: Instant
  readonly events: number
}

/** Events of each hour that had any. */
export const readHours = (
  reader: Reader,
  machine: string,
  { from, to }: { readonly from: Instant; readonly to: Instant },
): Promise<readonly HourCount[]> =>
  reader.rows<HourCount>(
    sql`
      select starts_at, sum(moves)::float8 as events
        from lifecycle.figure_move
       where machine = ${machine} and span = 'hour' and starts_at >= ${from} and starts_at < ${to}
       group by starts_at order by starts_at`,
    'lifecycle.read-hours',
  )

export type StayCount = Pick<StayFigure, 'state' | 'step' | 'stays'>

/** How many stays in each state fell on each step. */
export const readStays = (
  reader: Reader,
  machine: string,
  { span, from, to, version }: Period,
): Promise<readonly StayCount[]> =>
  reader.rows<StayCount>(
    sql`
      select state, step, sum(stays)::float8 as stays
        from lifecycle.figure_stay
       where machine = ${machine} and span = ${span}
         and starts_at >= coalesce(${from ?? null}::timestamptz, '-infinity')
         and starts_at < coalesce(${to ?? null}::timestamptz, 'infinity')
         and (${version ?? null}::text is null or version = ${version ?? null})
       group by state, step order by state, step`,
    'lifecycle.read-stays',
  )
