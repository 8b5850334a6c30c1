/** The keys of persons, wrapped. Nothing is cached: an erased key is gone with the next query. */
import type { Instant } from '../clock/index.ts'
import { sql, type Database, type Reader, type Tx } from '../db/index.ts'
import { bucketOf } from '../id/index.ts'
import { newKey } from './cipher.ts'
import type { Keyring, Wrapped } from './master.ts'

export const ownerOf = (personId: string): string => `person ${personId}`

/** Those who have a key already keep it. */
export async function insertKeys(
  tx: Tx,
  keyring: Keyring,
  personIds: readonly string[],
): Promise<void> {
  if (personIds.length === 0) return
  const ids = [...new Set(personIds)]
  const keys = ids.map((id) => keyring.wrap(ownerOf(id), newKey()))
  await tx.run(
    sql`insert into secret.person_key (bucket, person_id, wrapped, master_id)
        select bucket, person_id, wrapped, master_id from unnest(
          ${ids.map(bucketOf)}::smallint[], ${ids}::text[],
          ${keys.map(({ wrapped }) => wrapped)}::bytea[],
          ${keys.map(({ masterId }) => masterId)}::text[])
          as given (bucket, person_id, wrapped, master_id)
         order by bucket, person_id
        on conflict (bucket, person_id) do nothing`,
    'secret.new-persons',
  )
}

interface KeyRow {
  readonly personId: string
  readonly wrapped: Buffer | null
  readonly masterId: string
}

/** The key of each person who has one; `erased` for those whose key was destroyed. */
export async function readKeys(
  reader: Reader,
  keyring: Keyring,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, Buffer | 'erased'>> {
  if (personIds.length === 0) return new Map()
  const ids = [...new Set(personIds)]
  const rows = await reader.rows<KeyRow>(
    sql`select person_id, wrapped, master_id from secret.person_key
         where bucket = any(${[...new Set(ids.map(bucketOf))]}::smallint[])
           and person_id = any(${ids}::text[])`,
    'secret.keys',
  )
  return new Map(
    rows.map(({ personId, wrapped, masterId }) => [
      personId,
      wrapped === null ? 'erased' : keyring.unwrap(ownerOf(personId), { wrapped, masterId }),
    ]),
  )
}

/** `erased` now, `before` it was, or no such person. */
export async function destroyKey(
  tx: Tx,
  personId: string,
  at: Instant,
): Promise<'erased' | 'before' | undefined> {
  const bucket = bucketOf(personId)
  const erased = await tx.run(sql`
    update secret.person_key set wrapped = null, erased_at = ${at}
     where bucket = ${bucket} and person_id = ${personId} and erased_at is null`)
  if (erased === 1) return 'erased'
  const row = await tx.row<{ erasedAt: Instant }>(sql`
    select erased_at from secret.person_key
     where bucket = ${bucket} and person_id = ${personId}`)
  return row === undefined ? undefined : 'before'
}

interface OldKey extends Wrapped {
  readonly bucket: number
  readonly personId: string
}

const keysAtOnce = 500

/** Re-wraps some keys that an older master key wrapped; answers how many. */
export function rewrapSome(database: Database, keyring: Keyring): Promise<number> {
  return database.transaction(async (tx) => {
    // Two processes that rotate at once wait for each other's rows and then find others.
    const rows = await tx.rows<OldKey>(sql`
      select bucket, person_id, wrapped, master_id from secret.person_key
       where erased_at is null and master_id = any(${keyring.older}::text[])
       order by bucket, person_id limit ${keysAtOnce} for update`)
    const ids = rows.map(({ personId }) => personId)
    const anew = rows.map((row) => {
      const owner = ownerOf(row.personId)
      return keyring.wrap(owner, keyring.unwrap(owner, row)).wrapped
    })
    return await tx.run(sql`
      update secret.person_key as k set wrapped = given.wrapped, master_id = ${keyring.newest}
        from unnest(${rows.map(({ bucket }) => bucket)}::smallint[], ${ids}::text[],
                    ${anew}::bytea[]) as given (bucket, person_id, wrapped)
       where k.bucket = given.bucket and k.person_id = given.person_id
         and k.bucket = any(${rows.map(({ bucket }) => bucket)}::smallint[])
         and k.person_id = any(${ids}::text[])`)
  })
}

/** A master key other than the newest that still wraps somebody's key. */
export async function olderMaster(reader: Reader, keyring: Keyring): Promise<string | undefined> {
  const row = await reader.row<{ masterId: string }>(sql`
    select master_id from secret.person_key
     where erased_at is null and master_id <> ${keyring.newest} limit 1`)
  return row?.masterId
}
