import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '../db/index.ts'
import { failuresMax } from './attempts.ts'
import { codeOf, stepAt } from './one-time-code.ts'
import { actorOf, caller, codeOfResult, granted, openTestAuth, password } from './testing.ts'
import { removeTotp } from './totp.ts'
import type { User } from './user.ts'

const { database, clock, auth, newUser, by, audited } = await openTestAuth()

const codeNow = (secret: string) => codeOf(secret, stepAt(clock.now()))
const login = async (username: string, totp?: string) =>
  codeOfResult(await auth.login({ username, password, totp }, caller))
const enrol = (user: User) =>
  database.transaction((tx) => auth.enrolTotp(tx, user, by(actorOf(user))))
const confirm = async (user: User, code: string) =>
  codeOfResult(
    await database.transaction((tx) => auth.confirmTotp(tx, { user, code }, by(actorOf(user)))),
  )

/** A user whose second factor is confirmed; the clock has moved on, so a fresh code is due. */
async function secured(username: string): Promise<{ user: User; secret: string }> {
  const user = await newUser(username)
  const { secret } = granted(await enrol(user))
  assert.equal(await confirm(user, codeNow(secret)), 'ok')
  clock.advance(60_000)
  return { user, secret }
}

test('a second factor counts once its first code was right, and not before', async () => {
  const user = await newUser('enrolling')
  assert.equal(await confirm(user, '123456'), 'totp_not_enrolled')
  const abandoned = granted(await enrol(user))
  assert.equal(await login('enrolling'), 'ok')
  const { secret, uri } = granted(await enrol(user))
  assert.match(uri, /^otpauth:\/\/totp\/Liushui%3Aenrolling\?secret=/u)
  assert.equal(await confirm(user, codeNow(abandoned.secret)), 'totp_invalid')
  assert.equal(await confirm(user, codeNow(secret)), 'ok')
  assert.equal(await login('enrolling'), 'totp_required')
  assert.equal(codeOfResult(await enrol(user)), 'totp_already_enrolled')
  assert.equal(await confirm(user, codeNow(secret)), 'totp_already_enrolled')
})

test('the secret is sealed in the database', async () => {
  const { user, secret } = await secured('sealed')
  const row = await database.row<{ sealedSecret: Buffer }>(
    sql`select sealed_secret from auth.totp where user_id = ${user.id}`,
  )
  assert.ok(row && !row.sealedSecret.includes(secret))
})

test('with a second factor the password alone is not enough, and a code serves once', async () => {
  const { secret } = await secured('guarded')
  assert.equal(await login('guarded'), 'totp_required')
  assert.equal(await login('guarded', '000000'), 'totp_invalid')
  const code = codeNow(secret)
  assert.equal(await login('guarded', code), 'ok')
  assert.equal(await login('guarded', code), 'totp_invalid')
  clock.advance(30_000)
  assert.equal(await login('guarded', codeNow(secret)), 'ok')
})

test('of two who send the same code at once one is let in', async () => {
  const { secret } = await secured('overheard')
  const code = codeNow(secret)
  const codes = await Promise.all([login('overheard', code), login('overheard', code)])
  assert.deepEqual(codes.toSorted(), ['ok', 'totp_invalid'])
})

test('an older code is refused once a newer one was used', async () => {
  const { secret } = await secured('backwards')
  const old = codeNow(secret)
  clock.advance(30_000)
  assert.equal(await login('backwards', codeNow(secret)), 'ok')
  assert.equal(await login('backwards', old), 'totp_invalid')
})

test('whoever knows the password cannot guess the code, nor wipe out failures by asking', async () => {
  await secured('half-known')
  for (let failure = 1; failure <= failuresMax; failure++) {
    assert.equal(await login('half-known'), 'totp_required')
    assert.equal(await login('half-known', '999999'), 'totp_invalid')
  }
  assert.equal(await login('half-known'), 'account_locked')
})

test('being asked for the code is no failure', async () => {
  const { secret } = await secured('slow')
  for (let time = 1; time <= failuresMax * 2; time++) await login('slow')
  assert.equal(await login('slow', codeNow(secret)), 'ok')
})

test('it is removed with the password, or by an administrator', async () => {
  const { user, secret } = await secured('leaving')
  const { token } = granted(
    await auth.login({ username: 'leaving', password, totp: codeNow(secret) }, caller),
  )
  const session = granted(
    await auth.authenticate({ authorization: `Bearer ${token}`, cookie: undefined }),
  )
  const disable = async (given: string) =>
    codeOfResult(await auth.disableTotp({ ...session, caller }, given))
  assert.equal(await disable('not mine'), 'credentials_invalid')
  assert.equal(await login('leaving'), 'totp_required')
  assert.equal(await disable(password), 'ok')
  assert.equal(await login('leaving'), 'ok')
  assert.equal(await disable(password), 'totp_not_enrolled')
  const other = await secured('lost-phone')
  const remove = () =>
    database.transaction((tx) => removeTotp(tx, other.user.id, by(actorOf(user))))
  assert.equal(await remove(), true)
  assert.equal(await remove(), false)
  assert.equal(await login('lost-phone'), 'ok')
  assert.equal((await audited(`user:${user.id}`)).includes('auth.totp-remove'), true)
})
