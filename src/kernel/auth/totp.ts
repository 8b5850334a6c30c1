/** The second factor of a user: enrolled, confirmed by a first code, used at each sign-in. */
import type { Instant } from '../clock/index.ts'
import { sql, type Reader, type Tx } from '../db/index.ts'
import type { Id } from '../id/index.ts'
import { accept, refuse, type Result } from '../problem/index.ts'
import { tellOfUser, type Deed } from './deed.ts'
import { matchingStep, newTotpSecret, totpUri } from './one-time-code.ts'
import type { Sealing } from './sealing.ts'

export interface Enrolment {
  /** Base32, for typing. */
  readonly secret: string
  /** `otpauth://…`, for scanning. */
  readonly uri: string
}

interface TotpRow {
  readonly sealedSecret: Buffer
  readonly confirmedAt: Date | null
}

interface Owner {
  readonly id: Id<'user'>
  readonly username: string
}

/** A new secret. It replaces one that was never confirmed, and asks nobody for a code yet. */
export async function enrolTotp(
  tx: Tx,
  sealing: Sealing,
  user: Owner,
  deed: Deed,
): Promise<Result<Enrolment, 'totp_already_enrolled'>> {
  const secret = newTotpSecret()
  await sealing.newPersons(tx, [user.id])
  const [sealed] = await sealing.encrypt(tx, [{ personId: user.id, value: secret }])
  const written = await tx.run(sql`
    insert into auth.totp as t (user_id, sealed_secret, confirmed_at, last_step, created_at)
    values (${user.id}, ${sealed}, null, 0, ${deed.at})
    on conflict (user_id) do update
       set sealed_secret = excluded.sealed_secret, created_at = excluded.created_at
     where t.confirmed_at is null`)
  if (written === 0) {
    return refuse('totp_already_enrolled', 'There is a second factor already: remove it first.')
  }
  await tellOfUser(tx, deed, { action: 'auth.totp-enrol', id: user.id })
  return accept({ secret, uri: totpUri(user.username, secret) })
}

/** The first code proves that the app has the secret; from now on each sign-in asks for one. */
export async function confirmTotp(
  tx: Tx,
  sealing: Sealing,
  { user, code }: { readonly user: Owner; readonly code: string },
  deed: Deed,
): Promise<Result<null, 'totp_not_enrolled' | 'totp_invalid' | 'totp_already_enrolled'>> {
  const found = await totpOf(tx, user.id)
  if (found === undefined) return refuse('totp_not_enrolled', 'Enrol a second factor first.')
  if (found.confirmedAt !== null) {
    return refuse('totp_already_enrolled', 'The second factor is confirmed already.')
  }
  if (!(await spendCode(tx, sealing, { userId: user.id, code, at: deed.at }))) {
    return refuse('totp_invalid', 'This code is not the one of this moment: look at the clock.')
  }
  await tx.run(sql`
    update auth.totp set confirmed_at = ${deed.at}
     where user_id = ${user.id} and confirmed_at is null`)
  await tellOfUser(tx, deed, { action: 'auth.totp-confirm', id: user.id })
  return accept(null)
}

/** Whether sign-in asks this user for a code. */
export async function hasTotp(reader: Reader, userId: Id<'user'>): Promise<boolean> {
  const found = await totpOf(reader, userId)
  return found !== undefined && found.confirmedAt !== null
}

export interface CodeGiven {
  readonly userId: Id<'user'>
  readonly code: string
  readonly at: Instant
}

/** Whether the code is right. A code serves once: two who send the same one cannot both pass. */
export async function spendCode(tx: Tx, sealing: Sealing, given: CodeGiven): Promise<boolean> {
  const { userId, code, at } = given
  const found = await totpOf(tx, userId)
  if (found === undefined) return false
  const [secret] = await sealing.decrypt(tx, [{ personId: userId, sealed: found.sealedSecret }])
  const step = secret === undefined ? undefined : matchingStep(secret, code, at)
  if (step === undefined) return false
  const spent = await tx.run(sql`
    update auth.totp set last_step = ${step} where user_id = ${userId} and last_step < ${step}`)
  return spent > 0
}

/** Whether there was one. */
export async function removeTotp(tx: Tx, userId: Id<'user'>, deed: Deed): Promise<boolean> {
  const removed = await tx.run(sql`delete from auth.totp where user_id = ${userId}`)
  if (removed > 0) await tellOfUser(tx, deed, { action: 'auth.totp-remove', id: userId })
  return removed > 0
}

const totpOf = (reader: Reader, userId: Id<'user'>): Promise<TotpRow | undefined> =>
  reader.row<TotpRow>(
    sql`select sealed_secret, confirmed_at from auth.totp where user_id = ${userId}`,
  )
