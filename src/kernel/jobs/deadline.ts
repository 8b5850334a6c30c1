/**
 * Business timers: "30 minutes after submission", "6 hours after approval". They are rows that come
 * due by our clock, so that they can be read, moved and tested; the queue's own delays are none.
 */
import type { Instant } from '../clock/index.ts'
import { sql, type Database, type Reader, type Tx } from '../db/index.ts'
import { bucketOf } from '../id/index.ts'
import type { Json } from '../problem/index.ts'
import { enqueue } from './enqueue.ts'

export interface Deadline {
  /** `auto-loan.refund:AF…`: setting it again moves it. */
  readonly key: string
  readonly dueAt: Instant
  readonly task: string
  readonly payload: Json
}

const dueMax = 500

/**
 * The task is enqueued when the deadline is due. It must look whether it is still wanted: a
 * deadline
 * that is cleared while its job starts is too late.
 */
export async function setDeadlines(tx: Tx, deadlines: readonly Deadline[]): Promise<void> {
  const last = [...new Map(deadlines.map((deadline) => [deadline.key, deadline])).values()]
  if (last.length === 0) return
  await tx.run(
    sql`insert into jobs.deadline (bucket, key, due_at, task, payload)
        select bucket, key, due_at, task, payload::jsonb
          from unnest(${last.map(({ key }) => bucketOf(key))}::smallint[],
                      ${last.map(({ key }) => key)}::text[],
                      ${last.map(({ dueAt }) => dueAt)}::timestamptz[],
                      ${last.map(({ task }) => task)}::text[],
                      ${last.map(({ payload }) => JSON.stringify(payload))}::text[])
            as given (bucket, key, due_at, task, payload)
         order by bucket, key
        on conflict (bucket, key) do update
           set due_at = excluded.due_at, task = excluded.task, payload = excluded.payload`,
    'jobs.set-deadlines',
  )
}

export async function clearDeadlines(tx: Tx, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  await tx.run(
    sql`delete from jobs.deadline
         where bucket = any(${keys.map(bucketOf)}::smallint[]) and key = any(${keys}::text[])`,
    'jobs.clear-deadlines',
  )
}

/** When these come due; a key that is not set is not in the answer. */
export async function dueTimes(
  reader: Reader,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Instant>> {
  if (keys.length === 0) return new Map()
  const rows = await reader.rows<{ key: string; dueAt: Instant }>(
    sql`select key, due_at from jobs.deadline
         where bucket = any(${keys.map(bucketOf)}::smallint[]) and key = any(${keys}::text[])`,
    'jobs.due-times',
  )
  return new Map(rows.map(({ key, dueAt }) => [key, dueAt]))
}

/** Turns what is due into jobs, each once whoever sweeps; answers how many there were. */
export async function sweepDeadlines(database: Database, now: Instant): Promise<number> {
  const due = await database.rows<{ key: string }>(
    sql`select key from jobs.deadline where due_at <= ${now} order by due_at, key limit ${dueMax}`,
    'jobs.due-deadlines',
  )
  if (due.length === 0) return 0
  const keys = due.map(({ key }) => key).toSorted()
  await database.transaction(async (tx) => {
    const taken = await tx.rows<{ task: string; payload: Json }>(
      sql`delete from jobs.deadline
           where bucket = any(${keys.map(bucketOf)}::smallint[]) and key = any(${keys}::text[])
             and due_at <= ${now}
          returning task, payload`,
      'jobs.take-deadlines',
    )
    await enqueue(tx, taken)
  })
  return due.length
}
