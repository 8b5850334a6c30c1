/**
 * A worker that was killed leaves its jobs locked, for four hours as the queue has it. Every worker
 * therefore counts in a row of its own; one that does not count any more loses its jobs to others.
 * No clock is compared with another machine's: only whether the count moved between two looks.
 */
import { sql, type Database } from '../db/index.ts'

/**
 * Looks, a second apart, without a movement. A pause of the database is no look, so it kills
 * nobody.
 */
const silentLooksMax = 5

interface Seen {
  readonly beat: bigint | undefined
  readonly silentLooks: number
}

export interface Watch {
  /** One count for each of our own, then a look at all; answers whose jobs were given back. */
  look(own: readonly string[]): Promise<readonly string[]>
}

export function openWatch(database: Database): Watch {
  let seen = new Map<string, Seen>()

  async function look(own: readonly string[]): Promise<readonly string[]> {
    await beat(database, own)
    const now = await counts(database)
    const looked = new Map<string, Seen>()
    for (const [id, beat] of now) {
      const before = seen.get(id)
      const silent = before !== undefined && before.beat === beat
      looked.set(id, { beat, silentLooks: silent ? before.silentLooks + 1 : 0 })
    }
    seen = looked
    const dead = [...looked].filter(([, { silentLooks }]) => silentLooks >= silentLooksMax)
    const ids = dead.map(([id]) => id).filter((id) => !own.includes(id))
    await giveBack(database, ids)
    return ids
  }

  return { look }
}

async function beat(database: Database, own: readonly string[]): Promise<void> {
  if (own.length === 0) return
  await database.transaction((tx) =>
    tx.run(
      sql`insert into jobs.worker (id, beat)
          select id, 1 from unnest(${own.toSorted()}::text[]) as given (id)
          on conflict (id) do update set beat = worker.beat + 1`,
      'jobs.beat',
    ),
  )
}

/**
 * Whoever counts, and whoever holds a job: one that was killed before its first count has no
 * row.
 */
async function counts(database: Database): Promise<ReadonlyMap<string, bigint | undefined>> {
  const workers = await database.rows<{ id: string; beat: bigint }>(
    sql`select id, beat from jobs.worker`,
    'jobs.beats',
  )
  const holders = await database.rows<{ id: string }>(
    sql`select distinct locked_by as id from graphile_worker.jobs where locked_by is not null`,
    'jobs.holders',
  )
  return new Map<string, bigint | undefined>([
    ...holders.map(({ id }): [string, undefined] => [id, undefined]),
    ...workers.map(({ id, beat: count }): [string, bigint] => [id, count]),
  ])
}

async function giveBack(database: Database, dead: readonly string[]): Promise<void> {
  if (dead.length === 0) return
  await database.transaction(async (tx) => {
    await tx.rows(sql`select graphile_worker.force_unlock_workers(${dead}::text[])`)
    await tx.run(sql`delete from jobs.worker where id = any(${dead}::text[])`)
  })
}

/** A worker that stops by itself leaves nothing to look at. */
export async function signOff(database: Database, own: readonly string[]): Promise<void> {
  await database.transaction((tx) =>
    tx.run(sql`delete from jobs.worker where id = any(${own}::text[])`),
  )
}
