/** For tests: an auth on a real database with a clock that stands still. */
import { randomBytes } from 'node:crypto'
import { testDatabase } from '#test/database'
import { fixedClock, type MovableClock } from '../clock/index.ts'
import { sql, type Database } from '../db/index.ts'
import { openLog } from '../log/index.ts'
import { assert, type Result } from '../problem/index.ts'
import { openSecrets } from '../secret/index.ts'
import { systemActor, type Actor } from './actor.ts'
import type { Deed } from './deed.ts'
import { openAuth, type Auth } from './open.ts'
import type { Sealing } from './sealing.ts'
import type { Caller, SignedIn } from './sign-in.ts'
import type { User } from './user.ts'
import { createUser, type NewUser } from './users.ts'

export const password = 'open sesame 9'

export const caller: Caller = { userAgent: 'test', address: '192.0.2.1', requestId: 'request-1' }

export interface TestAuth {
  readonly database: Database
  readonly clock: MovableClock
  readonly secrets: Sealing
  readonly auth: Auth
  /** A user with the one test password, which need not be changed. */
  readonly newUser: (username: string, given?: Partial<NewUser>) => Promise<User>
  readonly signIn: (username: string) => Promise<SignedIn>
  /** What the actor does right now. */
  readonly by: (actor: Actor) => Deed
  /** Actions of the audit trail about a subject, in the order in which they happened. */
  readonly audited: (subject: string) => Promise<readonly string[]>
}

export async function openTestAuth(): Promise<TestAuth> {
  const { database } = await testDatabase()
  const clock = fixedClock('2026-03-02T01:00:00Z')
  const secrets = await openSecrets({ keys: [randomBytes(32)], database })
  const auth = openAuth({ database, clock, log: openLog('silent'), secrets })
  const by = (actor: Actor): Deed => ({ actor, at: clock.now(), requestId: 'request-1' })
  return {
    database,
    clock,
    secrets,
    auth,
    by,
    async newUser(username, given) {
      const all: NewUser = {
        username,
        displayName: username,
        roles: ['admin'],
        password,
        mustChangePassword: false,
        ...given,
      }
      const made = await database.transaction((tx) => createUser(tx, all, by(systemActor('test'))))
      return granted(made).user
    },
    signIn: async (username) => granted(await auth.login({ username, password }, caller)),
    async audited(subject) {
      const rows = await database.rows<{ action: string }>(
        sql`select action from audit.entry where subject = ${subject} order by id`,
      )
      return rows.map(({ action }) => action)
    },
  }
}

/** The value of what must not be refused here. */
export function granted<T>(result: Result<T>): T {
  assert(result.ok, `it was refused: ${result.ok ? '' : result.problem.detail}`)
  return result.value
}

/** The code of a refusal, or `ok`. */
export const codeOfResult = (result: Result<unknown>): string =>
  result.ok ? 'ok' : result.problem.code

export const actorOf = ({ id, username, roles, party }: User): Actor => ({
  kind: 'user',
  id,
  name: username,
  roles,
  party,
})
