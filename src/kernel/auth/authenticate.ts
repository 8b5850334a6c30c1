/**
 * Who sends this request. Nothing is remembered between requests: those that arrive together are
 * one query, which is cheap enough to ask each time, and so a revoked session or key, a disabled
 * user and a taken role are known at once.
 */
import type { Clock, Instant } from '../clock/index.ts'
import { gatherReads, type Database } from '../db/index.ts'
import type { Id } from '../id/index.ts'
import { accept, refuse, type Result } from '../problem/index.ts'
import { isRole, type Actor } from './actor.ts'
import { liveApiKeys, noteUsed, type LiveApiKey } from './api-keys.ts'
import { liveSessions, noteSeen, type LiveSession } from './sessions.ts'
import { csrfTokenOf, hashOfToken, kindOfToken, type TokenKind } from './token.ts'
import { partyOf } from './user.ts'

export interface Session {
  readonly actor: Actor
  readonly tokenHash: Buffer
  /** Undefined for an API key, which has no session. */
  readonly sessionId: Id<'session'> | undefined
  /** Only where the browser sends the token by itself: a write must then carry this one too. */
  readonly csrfToken?: string
  readonly mustChangePassword: boolean
  /** A second factor is demanded of this user, and there is none yet. */
  readonly needsTotp: boolean
}

export interface Arriving {
  /** The header, `Bearer …`. */
  readonly authorization: string | undefined
  /** The session token in the cookie; it counts where there is no header. */
  readonly cookie: string | undefined
}

export type Authenticate = (request: Arriving) => Promise<Result<Session, 'unauthenticated'>>

interface Question {
  readonly kind: TokenKind
  readonly hash: Buffer
}

type Found = Omit<Session, 'csrfToken'> | undefined

const batchMax = 500

export function openAuthenticate(database: Database, clock: Clock): Authenticate {
  const ask = gatherReads<Question, Found>(
    (questions) => answers(database, questions, clock.now()),
    batchMax,
  )
  return async ({ authorization, cookie }) => {
    const token = authorization === undefined ? cookie : bearer(authorization)
    const kind = token === undefined ? undefined : kindOfToken(token)
    if (token === undefined || kind === undefined) return unknown
    const found = await ask({ kind, hash: hashOfToken(token) })
    if (found === undefined) return unknown
    if (authorization !== undefined) return accept(found)
    // A key belongs into a header: in a cookie it would be sent by pages that do not know it.
    return kind === 'api-key' ? unknown : accept({ ...found, csrfToken: csrfTokenOf(token) })
  }
}

const unknown = refuse(
  'unauthenticated',
  'Sign in, or send Authorization: Bearer with a valid token.',
)

const bearer = (header: string): string | undefined => /^Bearer (\S+)$/iu.exec(header)?.[1]

async function answers(
  database: Database,
  questions: readonly Question[],
  at: Instant,
): Promise<readonly Found[]> {
  const hashes = (kind: TokenKind): Buffer[] =>
    questions.flatMap((question) => (question.kind === kind ? [question.hash] : []))
  const [forSessions, forKeys] = [hashes('session'), hashes('api-key')]
  const [sessions, keys] = await Promise.all([
    forSessions.length === 0 ? [] : liveSessions(database, forSessions, at),
    forKeys.length === 0 ? [] : liveApiKeys(database, forKeys, at),
  ])
  await noteSeen(database, sessions, at)
  await noteUsed(database, keys, at)
  const found = new Map([
    ...sessions.map((row) => [row.tokenHash.toString('hex'), ofSession(row)] as const),
    ...keys.map((row) => [row.tokenHash.toString('hex'), ofApiKey(row)] as const),
  ])
  return questions.map(({ hash }) => found.get(hash.toString('hex')))
}

const ofSession = (row: LiveSession): NonNullable<Found> => ({
  actor: {
    kind: 'user',
    id: row.userId,
    name: row.username,
    roles: row.roles.filter(isRole),
    party: partyOf(row.partyKind, row.partyCode),
  },
  tokenHash: row.tokenHash,
  sessionId: row.id,
  mustChangePassword: row.mustChangePassword,
  needsTotp: row.needsTotp,
})

const ofApiKey = (row: LiveApiKey): NonNullable<Found> => ({
  actor: {
    kind: 'api-key',
    id: row.id,
    name: `${row.username}/${row.title}`,
    roles: row.roles.filter(isRole),
    party: partyOf(row.partyKind, row.partyCode),
    scopes: row.scopes,
    ownerId: row.userId,
  },
  tokenHash: row.tokenHash,
  sessionId: undefined,
  mustChangePassword: false,
  needsTotp: false,
})
