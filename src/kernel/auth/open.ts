/** Everything of this folder that needs something open: a database, a clock, keys, a queue. */
import type { Clock, Instant } from '../clock/index.ts'
import { sql, type Database, type Tx } from '../db/index.ts'
import type { Log } from '../log/index.ts'
import { openAuthenticate, type Authenticate } from './authenticate.ts'
import type { Sealing } from './sealing.ts'
import { openSignIn, type SignIn } from './sign-in.ts'
import { confirmTotp, enrolTotp } from './totp.ts'

export interface AuthOptions {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  readonly secrets: Sealing
}

/** The part of a function's parameters that remains when the open things are given. */
type Bound<F> = F extends (tx: Tx, sealing: never, ...rest: infer Rest) => infer Answer
  ? (tx: Tx, ...rest: Rest) => Answer
  : never

export interface Auth extends SignIn {
  readonly authenticate: Authenticate
  readonly enrolTotp: Bound<typeof enrolTotp>
  readonly confirmTotp: Bound<typeof confirmTotp>
}

export function openAuth({ database, clock, log, secrets }: AuthOptions): Auth {
  return {
    ...openSignIn({ database, clock, log, sealing: secrets }),
    authenticate: openAuthenticate(database, clock),
    enrolTotp: (tx, user, deed) => enrolTotp(tx, secrets, user, deed),
    confirmTotp: (tx, given, deed) => confirmTotp(tx, secrets, given, deed),
  }
}

const dayMs = 86_400_000
/** Ended sessions stay a while, for whoever looks into a sign-in afterwards. */
const endedSessionDays = 30

/** Forgets sessions that ended long ago and failures of yesterday; answers how many rows went. */
export async function sweepAuth(database: Database, at: Instant, most: number): Promise<number> {
  const daysBefore = (days: number): Date => new Date(at.getTime() - days * dayMs)
  return await database.transaction(async (tx) => {
    const sessions = await tx.run(sql`
      delete from auth.session where token_hash in (
        select token_hash from auth.session where expires_at < ${daysBefore(endedSessionDays)}
         order by expires_at limit ${most})`)
    const failures = await tx.run(sql`
      delete from auth.failed_attempt where subject in (
        select subject from auth.failed_attempt where last_at < ${daysBefore(1)}
         order by last_at limit ${most})`)
    return sessions + failures
  })
}
