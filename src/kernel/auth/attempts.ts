/**
 * Failed attempts and the lock that follows. An attempt is counted before the password is looked at
 * and given back when it was right, so that guesses made at once cannot slip past the limit.
 */
import { sql, type Tx } from '../db/index.ts'
import type { Instant } from '../clock/index.ts'
import { accept, refuse, type Result } from '../problem/index.ts'

export const failuresMax = 5
/** An office has one address and many people. */
export const addressFailuresMax = 200
export const lockMinutes = 15

const lockMs = lockMinutes * 60_000
const later = (at: Instant): Date => new Date(at.getTime() + lockMs)
const earlier = (at: Instant): Date => new Date(at.getTime() - lockMs)

const ofUser = (username: string): string => `user:${username}`
const ofAddress = (address: string): string => `address:${address}`

export interface Attempt {
  readonly username: string
  readonly address: string
}

export type AttemptRefusal = 'account_locked' | 'too_many_attempts'

/** Counts an attempt; answers whether it is the one that locks the name when it fails. */
export async function beginAttempt(
  tx: Tx,
  { username, address }: Attempt,
  at: Instant,
): Promise<Result<{ readonly locks: boolean }, AttemptRefusal>> {
  if (await isLocked(tx, ofAddress(address), at)) {
    return refuse(
      'too_many_attempts',
      `Too many failed attempts from here; wait ${lockMinutes} minutes.`,
    )
  }
  const failures = await count(tx, ofUser(username), failuresMax, at)
  if (failures === undefined) {
    return refuse(
      'account_locked',
      `Locked after ${failuresMax} failures for ${lockMinutes} minutes.`,
    )
  }
  return accept({ locks: failures >= failuresMax })
}

/** The attempt stays counted, and the address is blamed too. */
export async function attemptFailed(tx: Tx, attempt: Attempt, at: Instant): Promise<void> {
  await count(tx, ofAddress(attempt.address), addressFailuresMax, at)
}

/** The password was right, but a second factor is still to come: as if it had not been tried. */
export async function giveBack(tx: Tx, username: string): Promise<void> {
  await tx.run(sql`
    update auth.failed_attempt
       set failures = greatest(failures - 1, 0), locked_until = null
     where subject = ${ofUser(username)}`)
}

export async function attemptSucceeded(tx: Tx, username: string): Promise<void> {
  await tx.run(sql`delete from auth.failed_attempt where subject = ${ofUser(username)}`)
}

async function isLocked(tx: Tx, subject: string, at: Instant): Promise<boolean> {
  const found = await tx.row(sql`
    select subject from auth.failed_attempt where subject = ${subject} and locked_until > ${at}`)
  return found !== undefined
}

/** Failures so far with this one; undefined when the subject is locked already. */
async function count(
  tx: Tx,
  subject: string,
  most: number,
  at: Instant,
): Promise<number | undefined> {
  // A lock that is over, and failures of long ago, count no more.
  const failures = sql`case when a.locked_until is not null or a.last_at < ${earlier(at)}
                            then 1 else a.failures + 1 end`
  const counted = await tx.row<{ failures: number }>(sql`
    insert into auth.failed_attempt as a (subject, failures, last_at, locked_until)
    values (${subject}, 1, ${at}, null)
    on conflict (subject) do update
       set failures = ${failures}, last_at = ${at},
           locked_until = case when ${failures} >= ${most} then ${later(at)}::timestamptz end
     where a.locked_until is null or a.locked_until <= ${at}
    returning failures`)
  return counted?.failures
}
