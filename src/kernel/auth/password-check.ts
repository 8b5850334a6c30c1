/**
 * Looks at a password: after the attempt was counted, before anything is done. It happens
 * outside of
 * any transaction, because argon2 is slow on purpose; what was refused is remembered all the same.
 */
import { record } from '../audit/index.ts'
import type { Clock, Instant } from '../clock/index.ts'
import { sql, type Database, type Tx } from '../db/index.ts'
import type { Log } from '../log/index.ts'
import { accept, refuse, type Result } from '../problem/index.ts'
import { attemptFailed, beginAttempt, type AttemptRefusal } from './attempts.ts'
import {
  generatePassword,
  hashPassword,
  isOutdated,
  passwordLengthMax,
  passwordMatches,
} from './password.ts'
import { openTurns } from './turns.ts'
import { userOf, type User, type UserRow } from './user.ts'
import { userColumns, userTables } from './users.ts'

export interface Attempted {
  readonly username: string
  readonly address: string
  readonly password: string
  readonly requestId: string
}

/** The password was right, and the user may sign in. */
export interface Recognised {
  readonly user: User
  readonly at: Instant
  /** Today's hash of the password, where the kept one is cheaper than today's. */
  readonly rehash: string | undefined
}

export type CheckRefusal = AttemptRefusal | 'credentials_invalid'

/**
 * `finish` runs in one transaction when the password was right; its `totp_invalid` is a failure
 * too.
 */
export type PasswordCheck = <T, Code extends string>(
  attempted: Attempted,
  finish: (tx: Tx, recognised: Recognised) => Promise<Result<T, Code>>,
) => Promise<Result<T, Code | CheckRefusal>>

export interface CheckParts {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
}

/** Two at once leave half of Node's four threads to files and DNS. */
const turnLimits = { atOnceMax: 2, waitingMax: 200 }

export function openPasswordCheck({ database, clock, log }: CheckParts): PasswordCheck {
  const turns = openTurns(turnLimits)
  // An unknown name costs what a known one costs, so that time does not tell which names exist.
  const decoy = hashPassword(generatePassword())

  async function recognise(
    password: string,
    at: Instant,
    known?: Known,
  ): Promise<Recognised | null> {
    const kept = known?.passwordHash ?? (await decoy)
    const matches = await passwordMatches(password.slice(0, passwordLengthMax + 1), kept)
    if (!matches || known === undefined || known.user.disabledAt !== null) return null
    const rehash = isOutdated(kept) ? await hashPassword(password) : undefined
    return { user: known.user, at, rehash }
  }

  return async (attempted, finish) => {
    const turn = turns(attempted.username, async () => {
      const at = clock.now()
      const begun = await database.transaction(async (tx) => {
        const attempt = await beginAttempt(tx, attempted, at)
        if (!attempt.ok) return attempt
        return accept({ ...attempt.value, known: await knownUser(tx, attempted.username) })
      })
      if (!begun.ok) return begun
      const { known, locks } = begun.value
      const failure = { attempted, at, locks, user: known?.user }
      const recognised = await recognise(attempted.password, at, known)
      if (locks && !recognised) log.warn({ address: attempted.address }, 'a name was locked')
      return await database.transaction(async (tx) => {
        if (!recognised) return await wrong(tx, failure)
        const finished = await finish(tx, recognised)
        const guessed = !finished.ok && finished.problem.code === 'totp_invalid'
        if (guessed) await noteFailure(tx, failure)
        return finished
      })
    })
    return await (turn ?? refuse('too_many_attempts', 'Too many sign-ins are waiting: try again.'))
  }
}

interface Known {
  readonly user: User
  readonly passwordHash: string
}

async function knownUser(tx: Tx, username: string): Promise<Known | undefined> {
  const row = await tx.row<UserRow & { passwordHash: string }>(sql`
    select ${userColumns}, u.password_hash from ${userTables} where u.username = ${username}`)
  if (row === undefined) return undefined
  const { passwordHash, ...user } = row
  return { user: userOf(user), passwordHash }
}

interface Failure {
  readonly attempted: Attempted
  readonly at: Instant
  /** The name is locked with this one. */
  readonly locks: boolean
  readonly user: User | undefined
}

async function wrong(tx: Tx, failure: Failure): Promise<Result<never, 'credentials_invalid'>> {
  await noteFailure(tx, failure)
  return refuse('credentials_invalid', 'Username or password is wrong.')
}

const usernameShownMax = 63

async function noteFailure(tx: Tx, { attempted, at, locks, user }: Failure): Promise<void> {
  const { username, address, requestId } = attempted
  await attemptFailed(tx, attempted, at)
  const subject = user ? `user:${user.id}` : `username:${username.slice(0, usernameShownMax)}`
  const entry = { at, actor: `address:${address}`, subject, requestId }
  await record(tx, [
    { ...entry, action: 'auth.sign-in-failed' },
    ...(locks ? [{ ...entry, action: 'auth.lock' }] : []),
  ])
}
