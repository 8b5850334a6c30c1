/** API keys: a program acts for its owner, with the owner's roles, inside named scopes. */
import { record } from '../audit/index.ts'
import type { Instant } from '../clock/index.ts'
import { sql, type Database, type Reader, type Tx } from '../db/index.ts'
import { newId, type Id } from '../id/index.ts'
import { accept, refuse, type Result } from '../problem/index.ts'
import { subjectOf } from './actor.ts'
import type { Deed } from './deed.ts'
import { hashOfToken, newToken, shownOfToken } from './token.ts'

export const apiKeysPerOwnerMax = 50
export const scopesMax = 30

export interface ApiKey {
  readonly id: Id<'api-key'>
  readonly title: string
  /** How the key begins, to recognise it by. */
  readonly shown: string
  readonly scopes: readonly string[]
  readonly createdAt: Instant
  readonly expiresAt: Instant | null
  readonly revokedAt: Instant | null
  /** To the minute; null when it was never used. */
  readonly usedAt: Instant | null
}

export interface NewApiKey {
  readonly ownerId: Id<'user'>
  readonly title: string
  /** `auto-loan:read`, `auto-loan:write`: the tag of a route, and whether it writes. */
  readonly scopes: readonly string[]
  readonly expiresAt?: Instant | undefined
}

const scopePattern = /^[a-z][a-z0-9-]*:(read|write)$/u

/** A key that could make users, keys or approvals would be more than its scopes say. */
const personal = /^(auth|users|api-keys|proposals):write$/u

/** The key itself is answered here once and kept nowhere. */
export async function createApiKey(
  tx: Tx,
  given: NewApiKey,
  deed: Deed,
): Promise<Result<{ readonly apiKey: ApiKey; readonly key: string }, 'api_key_invalid'>> {
  const fault = scopeFault(given.scopes) ?? expiryFault(given.expiresAt, deed.at)
  if (fault !== undefined) return refuse('api_key_invalid', fault)
  if (await hasEnough(tx, given.ownerId)) {
    return refuse('api_key_invalid', `A user has at most ${apiKeysPerOwnerMax} keys: revoke one.`)
  }
  const key = newToken('api-key')
  const apiKey: ApiKey = {
    id: newId<'api-key'>(),
    title: given.title,
    shown: shownOfToken(key),
    scopes: given.scopes,
    createdAt: deed.at,
    expiresAt: given.expiresAt ?? null,
    revokedAt: null,
    usedAt: null,
  }
  await tx.run(sql`
    insert into auth.api_key (key_hash, id, title, shown, owner_id, scopes, created_at, expires_at,
      revoked_at)
    values (${hashOfToken(key)}, ${apiKey.id}, ${apiKey.title}, ${apiKey.shown}, ${given.ownerId},
      ${apiKey.scopes}::text[], ${apiKey.createdAt}, ${apiKey.expiresAt}, null)`)
  await tell(tx, deed, 'auth.api-key-create', apiKey)
  return accept({ apiKey, key })
}

async function hasEnough(tx: Tx, ownerId: Id<'user'>): Promise<boolean> {
  const open = await tx.rows(sql`
    select id from auth.api_key where owner_id = ${ownerId} and revoked_at is null
     limit ${apiKeysPerOwnerMax}`)
  return open.length === apiKeysPerOwnerMax
}

function scopeFault(scopes: readonly string[]): string | undefined {
  if (scopes.length === 0 || scopes.length > scopesMax) return `A key has 1 to ${scopesMax} scopes.`
  const wrong = scopes.find((scope) => !scopePattern.test(scope))
  if (wrong !== undefined) return `"${wrong}" is no scope: write auto-loan:read or auto-loan:write.`
  const refused = scopes.find((scope) => personal.test(scope))
  return refused && `A key may not have ${refused}: only a person who signed in may do that.`
}

const expiryFault = (expiresAt: Instant | undefined, at: Instant): string | undefined =>
  expiresAt !== undefined && expiresAt <= at ? 'A key expires later than now.' : undefined

export async function revokeApiKey(
  tx: Tx,
  ownerId: Id<'user'>,
  id: Id<'api-key'>,
  deed: Deed,
): Promise<Result<ApiKey, 'api_key_not_found'>> {
  await tx.run(sql`
    update auth.api_key set revoked_at = ${deed.at}
     where id = ${id} and owner_id = ${ownerId} and revoked_at is null`)
  const apiKey = (await listApiKeys(tx, ownerId)).find((key) => key.id === id)
  if (apiKey === undefined) return refuse('api_key_not_found', `You have no API key ${id}.`)
  await tell(tx, deed, 'auth.api-key-revoke', apiKey)
  return accept(apiKey)
}

/** A user's keys, the newest first, revoked ones too. */
export async function listApiKeys(reader: Reader, ownerId: Id<'user'>): Promise<readonly ApiKey[]> {
  return await reader.rows<ApiKey>(sql`
    select id, title, shown, scopes, created_at, expires_at, revoked_at, used_at
      from auth.api_key
     where owner_id = ${ownerId} order by id desc limit 500`)
}

export interface LiveApiKey {
  readonly tokenHash: Buffer
  readonly id: Id<'api-key'>
  readonly title: string
  readonly scopes: readonly string[]
  readonly userId: Id<'user'>
  readonly username: string
  readonly roles: readonly string[]
  readonly partyKind: string | null
  readonly partyCode: string | null
  readonly usedAt: Instant | null
}

/** The keys that are alive, with what their owners are right now. */
export async function liveApiKeys(
  reader: Reader,
  keyHashes: readonly Buffer[],
  at: Instant,
): Promise<readonly LiveApiKey[]> {
  return await reader.rows<LiveApiKey>(
    sql`select k.key_hash as token_hash, k.id, k.title, k.scopes, k.used_at, u.id as user_id,
               u.username, u.roles, u.party_kind, u.party_code
          from auth.api_key k join auth.user_account u on u.id = k.owner_id
         where k.key_hash = any(${keyHashes}::bytea[]) and k.revoked_at is null
           and (k.expires_at is null or k.expires_at > ${at}) and u.disabled_at is null`,
    'auth.live_api_keys',
  )
}

/** More often would be a write for each request. */
const usedEveryMs = 60_000

/** Notes that these keys were used; one that another process notes meanwhile is left to it. */
export async function noteUsed(
  database: Database,
  keys: readonly LiveApiKey[],
  at: Instant,
): Promise<void> {
  const before = new Date(at.getTime() - usedEveryMs)
  const stale = keys.filter(({ usedAt }) => usedAt === null || usedAt < before)
  if (stale.length === 0) return
  const hashes = stale.map(({ tokenHash }) => tokenHash)
  await database.transaction((tx) =>
    tx.run(sql`
      update auth.api_key set used_at = ${at} where key_hash = any(array(
        select key_hash from auth.api_key
         where key_hash = any(${hashes}::bytea[]) and (used_at is null or used_at < ${at})
         order by key_hash for update skip locked))`),
  )
}

async function tell(tx: Tx, deed: Deed, action: string, apiKey: ApiKey): Promise<void> {
  const { actor, at, requestId } = deed
  const { id, title, shown, scopes } = apiKey
  const after = { title, shown, scopes }
  await record(tx, [
    { at, actor: subjectOf(actor), action, subject: `api-key:${id}`, after, requestId },
  ])
}
