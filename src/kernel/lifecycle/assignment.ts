/** Who has taken which order: for one stay in a state, and for so many minutes. */
import { subjectOf, type Actor } from '../auth/index.ts'
import type { Instant } from '../clock/index.ts'
import { sql, type Reader, type Tx } from '../db/index.ts'
import type { OrderKey } from './binding.ts'

export interface Assignment extends OrderKey {
  readonly machine: string
  /** When the order came into the state that was taken; of another stay it says nothing. */
  readonly stateSince: Instant
  /** `user:0190…` */
  readonly takenBy: string
  readonly takenByName: string
  readonly takenAt: Instant
  readonly expiresAt: Instant
}

/** Orders that one person may hold at a time; who has more gives some back first. */
export const takenMax = 200

const columns = sql`machine, bucket, order_id as id, state_since, taken_by, taken_by_name, taken_at,
  expires_at`

/** What holds of these orders at `at`. It still has to be compared with their present stay. */
export async function assignmentsOf(
  reader: Reader,
  machine: string,
  orders: readonly OrderKey[],
  at: Instant,
): Promise<readonly Assignment[]> {
  if (orders.length === 0) return []
  return await reader.rows<Assignment>(
    sql`
      select ${columns} from lifecycle.assignment
       where bucket = any(${[...new Set(orders.map(({ bucket }) => bucket))]}::smallint[])
         and machine = ${machine} and order_id = any(${orders.map(({ id }) => id)}::text[])
         and expires_at > ${at}`,
    'lifecycle.assignments',
  )
}

/** What somebody holds, of all machines. */
export const assignmentsBy = (
  reader: Reader,
  takenBy: string,
  at: Instant,
): Promise<readonly Assignment[]> =>
  reader.rows<Assignment>(
    sql`
      select ${columns} from lifecycle.assignment
       where taken_by = ${takenBy} and expires_at > ${at}
       order by state_since, machine, order_id
       limit ${takenMax}`,
    'lifecycle.assignments-by',
  )

export interface Taking extends OrderKey {
  readonly machine: string
  readonly stateSince: Instant
  readonly actor: Actor
  readonly at: Instant
  readonly expiresAt: Instant
}

/**
 * Takes the order, or holds it longer, unless somebody else holds this stay of it. Of two at once
 * the second waits on the row's key and then finds it taken.
 */
export async function writeAssignment(tx: Tx, taking: Taking): Promise<boolean> {
  const { bucket, machine, id, stateSince, actor, at, expiresAt } = taking
  const written = await tx.run(
    sql`
      insert into lifecycle.assignment as a
        (bucket, machine, order_id, state_since, taken_by, taken_by_name, taken_at, expires_at)
      values (${bucket}, ${machine}, ${id}, ${stateSince}, ${subjectOf(actor)}, ${actor.name},
              ${at}, ${expiresAt})
      on conflict (bucket, machine, order_id) do update
         set state_since = excluded.state_since, taken_by = excluded.taken_by,
             taken_by_name = excluded.taken_by_name, taken_at = excluded.taken_at,
             expires_at = excluded.expires_at
       where a.taken_by = excluded.taken_by or a.expires_at <= excluded.taken_at
          or a.state_since <> excluded.state_since`,
    'lifecycle.take',
  )
  return written === 1
}

/** Answers whether there was something to give back. */
export async function removeAssignment(
  tx: Tx,
  machine: string,
  { bucket, id }: OrderKey,
): Promise<boolean> {
  const removed = await tx.run(sql`
    delete from lifecycle.assignment
     where bucket = ${bucket} and machine = ${machine} and order_id = ${id}`)
  return removed === 1
}

/** Forgets what has run out, so many at a time. */
export const forgetExpired = (tx: Tx, before: Instant, most: number): Promise<number> =>
  tx.run(sql`
    delete from lifecycle.assignment
     where (bucket, machine, order_id) in (
       select bucket, machine, order_id from lifecycle.assignment
        where expires_at < ${before} order by expires_at limit ${most})`)
