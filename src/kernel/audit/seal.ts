/** Sealing: once a minute, by whichever process comes first. */
import type { Instant } from '../clock/index.ts'
import { sql, type Database, type Tx } from '../db/index.ts'
import { bucketCount } from '../id/index.ts'
import { assert } from '../problem/index.ts'
import { nothingBefore, roundDigest, sealDigest } from './chain.ts'

/** The newest round. Kept outside the database, it proves that nothing was cut off the end. */
export interface AuditHead {
  readonly round: bigint
  /** Hexadecimal. */
  readonly digest: string
}

export interface Sealed extends AuditHead {
  readonly entries: bigint
}

/**
 * Seals what has been committed by transactions older than every open one: a transaction that
 * commits late is never skipped, it waits for its round. Answers undefined when there is nothing
 * new, or while another process is sealing. The caller logs the answer: it is the anchor that
 * `verifyAudit` can be given.
 */
export function seal(database: Database, now: Instant): Promise<Sealed | undefined> {
  return database.transaction(async (tx) => {
    if (!(await takeTurn(tx))) return undefined
    const last = await lastRound(tx)
    const toXid = await oldestOpen(tx)
    assert(
      BigInt(toXid) >= BigInt(last.toXid),
      `audit round ${last.round} was sealed up to transaction ${last.toXid}, and this server is ` +
        `only at ${toXid}: the rows were copied from another server; move its transaction ` +
        `counter on with pg_resetwal --next-transaction-id`,
    )
    const found = await complete(tx, last.toXid, toXid)
    if (found.length === 0) return undefined
    return await write(tx, { last, toXid, found, now })
  })
}

const sealingLock = 727_002

async function takeTurn(tx: Tx): Promise<boolean> {
  const row = await tx.row<{ mine: boolean }>(
    sql`select pg_try_advisory_xact_lock(${sealingLock}) as mine`,
  )
  return row?.mine === true
}

interface LastRound {
  readonly round: bigint
  readonly toXid: string
  readonly digest: Buffer
}

const noRound: LastRound = { round: 0n, toXid: '0', digest: nothingBefore }

async function lastRound(tx: Tx): Promise<LastRound> {
  const row = await tx.row<LastRound>(sql`
    select round, to_xid::text as to_xid, digest from audit.round order by round desc limit 1`)
  return row ?? noRound
}

async function oldestOpen(tx: Tx): Promise<string> {
  const row = await tx.row<{ xid: string }>(sql`
    select pg_snapshot_xmin(pg_current_snapshot())::text as xid`)
  return row?.xid ?? '0'
}

export const allBuckets: readonly number[] = Array.from({ length: bucketCount }, (_, at) => at)

interface Complete {
  readonly bucket: number
  readonly entries: bigint
  readonly firstId: string
  readonly lastId: string
  readonly entriesDigest: Buffer
  readonly previous: Buffer | null
}

async function complete(tx: Tx, fromXid: string, toXid: string): Promise<Complete[]> {
  const found = await tx.rows<Omit<Complete, 'previous'>>(sql`
    select bucket, count(*) as entries,
           min(id::text collate "C") as first_id, max(id::text collate "C") as last_id,
           sha256(string_agg(digest, ''::bytea order by written_by, id)) as entries_digest
      from audit.entry
     where bucket = any(${allBuckets}::smallint[])
       and written_by >= ${fromXid}::xid8 and written_by < ${toXid}::xid8
     group by bucket order by bucket`)
  const buckets = found.map(({ bucket }) => bucket)
  const before = await tx.rows<{ bucket: number; digest: Buffer }>(sql`
    select distinct on (bucket) bucket, digest from audit.seal
     where bucket = any(${buckets}::smallint[]) order by bucket, round desc`)
  const previous = new Map(before.map(({ bucket, digest }) => [bucket, digest]))
  return found.map((each) => ({ ...each, previous: previous.get(each.bucket) ?? null }))
}

interface NewRound {
  readonly last: LastRound
  readonly toXid: string
  readonly found: readonly Complete[]
  readonly now: Instant
}

async function write(tx: Tx, { last, toXid, found, now }: NewRound): Promise<Sealed> {
  const round = last.round + 1n
  const seals = found.map((each) => {
    const content = { ...each, round, previous: each.previous ?? nothingBefore }
    return { ...content, digest: sealDigest(content) }
  })
  await tx.run(sql`
    insert into audit.seal (bucket, round, first_id, last_id, entries, previous, digest)
    select bucket, ${round}, first_id, last_id, entries, previous, digest
      from unnest(
        ${seals.map(({ bucket }) => bucket)}::smallint[],
        ${seals.map(({ firstId }) => firstId)}::uuid[],
        ${seals.map(({ lastId }) => lastId)}::uuid[],
        ${seals.map(({ entries }) => entries)}::bigint[],
        ${seals.map(({ previous }) => previous)}::bytea[],
        ${seals.map(({ digest }) => digest)}::bytea[])
      as given (bucket, first_id, last_id, entries, previous, digest)`)
  const content = { round, at: now, fromXid: last.toXid, toXid, previous: last.digest, seals }
  const digest = roundDigest(content)
  await tx.run(sql`
    insert into audit.round (round, at, from_xid, to_xid, previous, digest)
    values (${round}, ${now}, ${last.toXid}::xid8, ${toXid}::xid8, ${last.digest}, ${digest})`)
  const entries = found.reduce((sum, each) => sum + each.entries, 0n)
  return { round, digest: digest.toString('hex'), entries }
}
