/** Sign-in, and what else takes the password: changing it, and giving up the second factor. */
import type { Instant } from '../clock/index.ts'
import type { Tx } from '../db/index.ts'
import { accept, refuse, type Refused, type Result } from '../problem/index.ts'
import type { Actor } from './actor.ts'
import { attemptSucceeded, giveBack } from './attempts.ts'
import { tellOfUser } from './deed.ts'
import {
  openPasswordCheck,
  type Attempted,
  type CheckParts,
  type CheckRefusal,
  type Recognised,
} from './password-check.ts'
import { hashPassword, passwordFault } from './password.ts'
import type { Sealing } from './sealing.ts'
import { revokeSessionsOf, sessionEnd, startSession } from './sessions.ts'
import { csrfTokenOf, hashOfToken, newToken } from './token.ts'
import { hasTotp, removeTotp, spendCode } from './totp.ts'
import type { User } from './user.ts'
import { rehashPassword, setPassword } from './users.ts'

export interface Credentials {
  readonly username: string
  readonly password: string
  /** Six digits, where the user has a second factor. */
  readonly totp?: string | undefined
}

/** From where it comes. */
export interface Caller {
  readonly userAgent: string | undefined
  readonly address: string
  readonly requestId: string
}

export interface SignedIn {
  /** For `Authorization: Bearer`, or for the session cookie. Shown once. */
  readonly token: string
  readonly csrfToken: string
  readonly expiresAt: Instant
  readonly mustChangePassword: boolean
  readonly needsTotp: boolean
  readonly user: User
}

export type SignInRefusal = CheckRefusal | 'totp_required' | 'totp_invalid'

/** The one who asks, known by a session of its own. */
export interface Asking {
  readonly actor: Actor
  readonly tokenHash: Buffer
  readonly caller: Caller
}

export interface SignIn {
  /** `account_locked` after five failures, for fifteen minutes, whether the name exists or not. */
  login(credentials: Credentials, caller: Caller): Promise<Result<SignedIn, SignInRefusal>>
  /** All other sessions of the user end. */
  changePassword(
    asking: Asking,
    passwords: { readonly current: string; readonly next: string },
  ): Promise<Result<null, CheckRefusal | 'password_too_weak'>>
  /** Takes the password again: a session that was left open must not weaken the account. */
  disableTotp(
    asking: Asking,
    password: string,
  ): Promise<Result<null, CheckRefusal | 'totp_not_enrolled'>>
}

export function openSignIn(parts: CheckParts & { readonly sealing: Sealing }): SignIn {
  const check = openPasswordCheck(parts)
  return {
    async login({ username: given, password, totp }, caller) {
      const attempted = { ...caller, username: given.trim().toLowerCase(), password }
      return await check(attempted, async (tx, recognised) => {
        const { user, at } = recognised
        const refused = await secondFactor(tx, parts.sealing, { user, totp, at })
        if (refused?.problem.code === 'totp_required') await giveBack(tx, user.username)
        return refused ?? (await open(tx, recognised, caller))
      })
    },

    async changePassword(asking, { current, next }) {
      const attempted = again(asking, current)
      const fault = passwordFault(next, attempted.username)
      if (fault) return fault
      if (next === current) return refuse('password_too_weak', 'The new password is the old one.')
      const hash = await hashPassword(next)
      return await check(attempted, async (tx, { user, at }) => {
        const { id, version } = user
        if (!(await setPassword(tx, { id, version, hash, mustChange: false, at }))) return changed
        await revokeSessionsOf(tx, id, at, asking.tokenHash)
        await attemptSucceeded(tx, user.username)
        await tellOfUser(tx, deedOf(asking, at), { action: 'auth.password-change', id })
        return accept(null)
      })
    },

    async disableTotp(asking, password) {
      return await check(again(asking, password), async (tx, { user, at }) => {
        await attemptSucceeded(tx, user.username)
        if (await removeTotp(tx, user.id, deedOf(asking, at))) return accept(null)
        return refuse('totp_not_enrolled', 'There is no second factor to remove.')
      })
    },
  }
}

const changed = refuse('credentials_invalid', 'The account was changed just now: try again.')

const again = ({ actor, caller }: Asking, password: string): Attempted => ({
  username: actor.name,
  address: caller.address,
  requestId: caller.requestId,
  password,
})

const deedOf = ({ actor, caller }: Pick<Asking, 'actor' | 'caller'>, at: Instant) => ({
  actor,
  at,
  requestId: caller.requestId,
})

interface SecondFactor {
  readonly user: User
  readonly totp: string | undefined
  readonly at: Instant
}

async function secondFactor(
  tx: Tx,
  sealing: Sealing,
  { user, totp, at }: SecondFactor,
): Promise<Refused<'totp_required' | 'totp_invalid'> | undefined> {
  if (!(await hasTotp(tx, user.id))) return undefined
  if (totp === undefined) {
    return refuse('totp_required', 'Send the six digits of the authenticator app as "totp".')
  }
  if (await spendCode(tx, sealing, { userId: user.id, code: totp, at })) return undefined
  return refuse('totp_invalid', 'This code is wrong, too old, or was used before.')
}

async function open(
  tx: Tx,
  { user, at, rehash }: Recognised,
  caller: Caller,
): Promise<Result<SignedIn, 'credentials_invalid'>> {
  const token = newToken('session')
  const { address, userAgent = '' } = caller
  const start = { tokenHash: hashOfToken(token), user, userAgent, address, at }
  if (!(await startSession(tx, start))) return changed
  if (rehash !== undefined) await rehashPassword(tx, user.id, rehash)
  await attemptSucceeded(tx, user.username)
  await tellOfUser(tx, deedOf({ actor: actorOf(user), caller }, at), {
    action: 'auth.sign-in',
    id: user.id,
  })
  return accept({
    token,
    csrfToken: csrfTokenOf(token),
    expiresAt: sessionEnd(at),
    mustChangePassword: user.mustChangePassword,
    needsTotp: user.totpRequired && !user.totpEnrolled,
    user,
  })
}

const actorOf = ({ id, username, roles, party }: User): Actor => ({
  kind: 'user',
  id,
  name: username,
  roles,
  party,
})
