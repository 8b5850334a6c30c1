/** Folds a machine's history again from nothing, and compares it with the figures as they stand. */
import { sql, type Database, type Reader } from '../db/index.ts'
import type { Binding } from './binding.ts'
import { foldedRows, readWatermark } from './fold.ts'
import { tally, type Tally } from './tally.ts'

export interface FigureFault {
  readonly subject: string
  readonly detail: string
}

type Counts = ReadonlyMap<string, number>

/**
 * Every figure that is kept for ever is what the rows up to the watermark make it. Answers the
 * first that is not, or undefined. One snapshot; `onProgress` is told how many rows were folded.
 */
export async function verifyFigures(
  database: Database,
  binding: Binding,
  onProgress: (rows: number) => void = () => undefined,
): Promise<FigureFault | undefined> {
  const { machine } = binding
  return await database.snapshot(async (reader) => {
    const watermark = await readWatermark(reader, machine)
    let counted = tally([])
    let seen = 0
    for await (const rows of foldedRows(reader, binding, watermark)) {
      counted = tally(rows, withoutPast(counted))
      seen += rows.length
      onProgress(seen)
    }
    if (BigInt(seen) !== watermark.rowsFolded) {
      const detail = `${watermark.rowsFolded} rows are folded, and there are ${seen}`
      return { subject: `figures of ${machine}`, detail }
    }
    return difference(machine, expected(counted), await kept(reader, machine))
  })
}

/** Hours and days are not compared, and would fill the memory. */
function withoutPast({ states, moves, stays }: Tally): Tally {
  return {
    states,
    moves: new Map([...moves].filter(([, { span }]) => span === 'ever')),
    stays: new Map([...stays].filter(([, { span }]) => span === 'ever')),
  }
}

function expected(counted: Tally): Counts {
  const { states, moves, stays } = withoutPast(counted)
  return new Map([
    ...[...states.values()].flatMap(({ version, state, orders, reached }): [string, number][] => [
      [`orders in ${version} ${state}`, orders],
      [`orders that reached ${version} ${state}`, reached],
    ]),
    ...[...moves.values()].map(({ version, from, event, to, moves: made }): [string, number] => [
      `moves ${version} ${from} ${event} ${to}`,
      made,
    ]),
    ...[...stays.values()].map(({ version, state, step, stays: stayed }): [string, number] => [
      `stays in ${version} ${state} of step ${step}`,
      stayed,
    ]),
  ])
}

async function kept(reader: Reader, machine: string): Promise<Counts> {
  const rows = await reader.rows<{ name: string; count: number }>(sql`
    select 'orders in ' || version || ' ' || state as name, orders::float8 as count
      from lifecycle.figure_state where machine = ${machine}
    union all
    select 'orders that reached ' || version || ' ' || state, reached::float8
      from lifecycle.figure_state where machine = ${machine}
    union all
    select 'moves ' || version || ' ' || from_state || ' ' || event || ' ' || to_state,
           moves::float8
      from lifecycle.figure_move where machine = ${machine} and span = 'ever'
    union all
    select 'stays in ' || version || ' ' || state || ' of step ' || step, stays::float8
      from lifecycle.figure_stay where machine = ${machine} and span = 'ever'`)
  return new Map(rows.map(({ name, count }) => [name, count]))
}

function difference(machine: string, right: Counts, found: Counts): FigureFault | undefined {
  const names = [...new Set([...right.keys(), ...found.keys()])]
  const name = names.find((each) => (right.get(each) ?? 0) !== (found.get(each) ?? 0))
  if (name === undefined) return undefined
  const detail = `${name}: ${found.get(name) ?? 0}, its history says ${right.get(name) ?? 0}`
  return { subject: `figures of ${machine}`, detail }
}
