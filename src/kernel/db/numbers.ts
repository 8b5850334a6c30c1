/**
 * Running numbers without a sequence on the hot path: a process leases a block of a series and
 * gives its numbers out from memory. Numbers are unique and grow; a killed process leaves a gap.
 */
import type { Database } from './database.ts'
import { sql } from './sql.ts'

const blockSize = 500

export interface Numbers {
  /** The next `count` numbers of a series, `auto-order:20260101`, starting with 1. */
  take(series: string, count: number): Promise<number[]>
}

interface Block {
  next: number
  last: number
}

export function openNumbers(database: Database): Numbers {
  const blocks = new Map<string, Promise<Block>>()
  const seriesMax = 1_000

  async function lease(series: string, count: number): Promise<Block> {
    const size = Math.max(blockSize, count)
    const row = await database.transaction((tx) =>
      tx.row<{ last: number }>(sql`
        insert into db.series (name, last) values (${series}, ${size})
        on conflict (name) do update set last = series.last + excluded.last
        returning last`),
    )
    const last = row?.last ?? 0
    return { next: last - size + 1, last }
  }

  async function take(series: string, count: number): Promise<number[]> {
    const held = await blocks.get(series)
    if (held && held.last - held.next + 1 >= count) {
      const first = held.next
      held.next += count
      return Array.from({ length: count }, (_, at) => first + at)
    }
    if (blocks.size >= seriesMax) blocks.clear()
    // One lease at a time for a series: those who come meanwhile wait for the same block.
    if (blocks.get(series) === undefined || held) {
      const current = blocks.get(series)
      if (current === undefined || (await current) === held)
        blocks.set(series, lease(series, count))
    }
    return await take(series, count)
  }

  return { take }
}
