/** Sessions: opaque rows, looked up afresh for each request, so that a revoked one ends at once. */
import type { Instant } from '../clock/index.ts'
import { sql, type Database, type Reader, type Tx } from '../db/index.ts'
import { newId, type Id } from '../id/index.ts'
import { accept, refuse, type Result } from '../problem/index.ts'
import { tellOfUser, type Deed } from './deed.ts'
import type { User } from './user.ts'

/** However busy it is, a session ends after a working day. */
export const sessionHoursMax = 12
export const sessionIdleHoursMax = 2
/** The oldest ends when a user opens one more. */
export const sessionsPerUserMax = 200
/** When a session was last seen is known to the minute: more would be a write for each request. */
const seenEveryMs = 60_000

const hourMs = 3_600_000
const before = (at: Instant, ms: number): Date => new Date(at.getTime() - ms)

export interface SessionStart {
  readonly tokenHash: Buffer
  readonly user: Pick<User, 'id' | 'version'>
  readonly userAgent: string
  readonly address: string
  readonly at: Instant
}

export const sessionEnd = (at: Instant): Instant =>
  new Date(at.getTime() + sessionHoursMax * hourMs)

const userAgentLengthMax = 300

/**
 * False when the user was changed since the password was looked at: a reset that comes between may
 * not leave a session that the old password opened.
 */
export async function startSession(tx: Tx, start: SessionStart): Promise<boolean> {
  const { tokenHash, user, address, at } = start
  const userAgent = start.userAgent.slice(0, userAgentLengthMax)
  const written = await tx.run(sql`
    insert into auth.session (token_hash, id, user_id, user_agent, address, created_at, seen_at,
      expires_at, revoked_at)
    select ${tokenHash}, ${newId()}::uuid, u.id, ${userAgent}, ${address}, ${at}::timestamptz,
           ${at}::timestamptz, ${sessionEnd(at)}::timestamptz, null
      from auth.user_account u
     where u.id = ${user.id} and u.version = ${user.version} and u.disabled_at is null
       for share`)
  if (written === 0) return false
  await tx.run(sql`
    update auth.session set revoked_at = ${at}
     where user_id = ${user.id} and id in (
       select id from auth.session
        where user_id = ${user.id} and revoked_at is null and expires_at > ${at}
        order by id desc offset ${sessionsPerUserMax})`)
  return true
}

export interface LiveSession {
  readonly tokenHash: Buffer
  readonly id: Id<'session'>
  readonly seenAt: Date
  readonly userId: Id<'user'>
  readonly username: string
  readonly roles: readonly string[]
  readonly partyKind: string | null
  readonly partyCode: string | null
  readonly mustChangePassword: boolean
  readonly needsTotp: boolean
}

/** The sessions of these tokens that are alive, with what their users are right now. */
export async function liveSessions(
  reader: Reader,
  tokenHashes: readonly Buffer[],
  at: Instant,
): Promise<readonly LiveSession[]> {
  return await reader.rows<LiveSession>(
    sql`select s.token_hash, s.id, s.seen_at, u.id as user_id, u.username, u.roles, u.party_kind,
               u.party_code, u.must_change_password,
               u.totp_required and t.confirmed_at is null as needs_totp
          from auth.session s
          join auth.user_account u on u.id = s.user_id
          left join auth.totp t on t.user_id = u.id
         where s.token_hash = any(${tokenHashes}::bytea[])
           and s.revoked_at is null and s.expires_at > ${at}
           and s.seen_at > ${before(at, sessionIdleHoursMax * hourMs)}
           and u.disabled_at is null`,
    'auth.live_sessions',
  )
}

/** Notes that these sessions were used; one that another process notes meanwhile is left to it. */
export async function noteSeen(
  database: Database,
  sessions: readonly LiveSession[],
  at: Instant,
): Promise<void> {
  const stale = sessions.filter(({ seenAt }) => seenAt < before(at, seenEveryMs))
  if (stale.length === 0) return
  const hashes = stale.map(({ tokenHash }) => tokenHash)
  await database.transaction((tx) =>
    tx.run(sql`
      update auth.session set seen_at = ${at} where token_hash = any(array(
        select token_hash from auth.session
         where token_hash = any(${hashes}::bytea[]) and seen_at < ${at}
         order by token_hash for update skip locked))`),
  )
}

export interface SessionEntry {
  readonly id: Id<'session'>
  readonly userAgent: string
  readonly address: string
  readonly createdAt: Instant
  readonly seenAt: Instant
  readonly expiresAt: Instant
}

/** A user's sessions that are alive, the newest first. */
export async function listSessions(
  reader: Reader,
  userId: Id<'user'>,
  at: Instant,
): Promise<readonly SessionEntry[]> {
  return await reader.rows<SessionEntry>(sql`
    select id, user_agent, address, created_at, seen_at, expires_at from auth.session
     where user_id = ${userId} and revoked_at is null and expires_at > ${at}
       and seen_at > ${before(at, sessionIdleHoursMax * hourMs)}
     order by id desc limit ${sessionsPerUserMax}`)
}

/** Ends one session of a user. */
export async function revokeSession(
  tx: Tx,
  userId: Id<'user'>,
  id: Id<'session'>,
  deed: Deed,
): Promise<Result<null, 'session_not_found'>> {
  const ended = await tx.run(sql`
    update auth.session set revoked_at = ${deed.at}
     where id = ${id} and user_id = ${userId} and revoked_at is null`)
  if (ended === 0) return refuse('session_not_found', `The user has no open session ${id}.`)
  await tellOfUser(tx, deed, { action: 'auth.session-end', id: userId, after: { session: id } })
  return accept(null)
}

/** Ends all of a user's sessions, but the one whose token hash is given. */
export async function revokeSessionsOf(
  tx: Tx,
  userId: Id<'user'>,
  at: Instant,
  kept?: Buffer,
): Promise<void> {
  await tx.run(sql`
    update auth.session set revoked_at = ${at}
     where user_id = ${userId} and revoked_at is null
       and (${kept ?? null}::bytea is null or token_hash <> ${kept ?? null})`)
}
