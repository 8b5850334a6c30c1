import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '../db/index.ts'
import { openLog } from '../log/index.ts'
import { openAuth } from './open.ts'
import { addressFailuresMax, failuresMax, lockMinutes } from './attempts.ts'
import { actorOf, caller, codeOfResult, granted, openTestAuth, password } from './testing.ts'
import { hashOfToken } from './token.ts'
import { resetPassword, updateUser } from './users.ts'

const { database, clock, secrets, auth, newUser, signIn, by, audited } = await openTestAuth()

const tryIn = async (username: string, guess = 'wrong guess', address = caller.address) =>
  codeOfResult(await auth.login({ username, password: guess }, { ...caller, address }))

const authorization = (token: string) => ({ authorization: `Bearer ${token}`, cookie: undefined })

test('name and password open a session; capitals and spaces around the name do not matter', async () => {
  const user = await newUser('wang')
  const opened = granted(await auth.login({ username: ' Wang ', password }, caller))
  assert.equal(opened.user.id, user.id)
  assert.equal(opened.mustChangePassword, false)
  assert.equal(opened.expiresAt.getTime() - clock.now().getTime(), 12 * 3_600_000)
  assert.ok(!('passwordHash' in opened.user))
  const session = granted(await auth.authenticate(authorization(opened.token)))
  assert.deepEqual(session.actor, actorOf(user))
  assert.deepEqual(await audited(`user:${user.id}`), ['auth.user-create', 'auth.sign-in'])
})

test('the token itself is nowhere in the database', async () => {
  await newUser('secretive')
  const { token } = await signIn('secretive')
  const rows = await database.rows<{ text: string }>(sql`
    select row_to_json(s)::text as text from auth.session s
    union all select row_to_json(e)::text from audit.entry e`)
  assert.ok(rows.length > 0)
  assert.ok(!rows.some(({ text }) => text.includes(token) || text.includes(token.slice(3))))
})

test('a wrong password, an unknown name and a disabled user get the same answer', async () => {
  await newUser('present')
  const disabled = await newUser('disabled')
  await database.transaction((tx) =>
    updateUser(tx, disabled.id, { disabled: true, expectedVersion: 1 }, by(actorOf(disabled))),
  )
  const answers = [
    await auth.login({ username: 'present', password: 'not this one' }, caller),
    await auth.login({ username: 'absent', password }, caller),
    await auth.login({ username: 'disabled', password }, caller),
  ]
  for (const answer of answers) assert.deepEqual(answer, answers[0])
  assert.equal(answers[0]?.ok === false && answers[0].problem.code, 'credentials_invalid')
})

test('five failures lock a name for fifteen minutes, the right password too', async () => {
  const user = await newUser('locked')
  for (let failure = 1; failure <= failuresMax; failure++) {
    assert.equal(await tryIn('locked'), 'credentials_invalid')
  }
  assert.equal(await tryIn('locked', password), 'account_locked')
  clock.advance(lockMinutes * 60_000 - 1)
  assert.equal(await tryIn('locked', password), 'account_locked')
  clock.advance(1)
  assert.equal(await tryIn('locked', password), 'ok')
  const told = await audited(`user:${user.id}`)
  assert.equal(told.filter((action) => action === 'auth.sign-in-failed').length, failuresMax)
  assert.equal(told.filter((action) => action === 'auth.lock').length, 1)
})

test('an unknown name is locked as a known one is', async () => {
  for (let failure = 1; failure <= failuresMax; failure++) await tryIn('nobody')
  assert.equal(await tryIn('nobody'), 'account_locked')
  assert.ok((await audited('username:nobody')).includes('auth.lock'))
})

test('a right password wipes out the failures before it, and so does time', async () => {
  await newUser('forgetful')
  for (let failure = 1; failure < failuresMax; failure++) await tryIn('forgetful')
  assert.equal(await tryIn('forgetful', password), 'ok')
  for (let failure = 1; failure < failuresMax; failure++) await tryIn('forgetful')
  clock.advance(lockMinutes * 60_000 + 1)
  assert.equal(await tryIn('forgetful'), 'credentials_invalid')
  assert.equal(await tryIn('forgetful', password), 'ok')
})

test('of many guesses at once only five are looked at, in two processes as well', async () => {
  await newUser('guessed')
  // As another process would have it: nothing shared but the database.
  const other = openAuth({ database, clock, log: openLog('silent'), secrets })
  const guesses = Array.from({ length: 40 }, (_, at) =>
    (at % 2 === 0 ? auth : other).login({ username: 'guessed', password: `guess ${at}` }, caller),
  )
  const codes = (await Promise.all(guesses)).map(codeOfResult)
  assert.equal(codes.filter((code) => code === 'credentials_invalid').length, failuresMax)
  assert.equal(codes.filter((code) => code === 'account_locked').length, 40 - failuresMax)
  assert.equal(await tryIn('guessed', password), 'account_locked')
})

test('many right passwords at once all open a session', async () => {
  await newUser('busy')
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => auth.login({ username: 'busy', password }, caller)),
  )
  assert.deepEqual(new Set(answers.map(codeOfResult)), new Set(['ok']))
  assert.equal(new Set(answers.map((answer) => granted(answer).token)).size, 20)
})

test('an address that fails under many names is turned away, and others are not', async () => {
  await newUser('sprayed')
  const address = '198.51.100.7'
  await database.transaction((tx) =>
    tx.run(sql`
      insert into auth.failed_attempt (subject, failures, last_at, locked_until)
      values (${`address:${address}`}, ${addressFailuresMax - 1}, ${clock.now()}, null)`),
  )
  assert.equal(await tryIn('sprayed', 'one too many', address), 'credentials_invalid')
  assert.equal(await tryIn('sprayed', password, address), 'too_many_attempts')
  assert.equal(await tryIn('sprayed', password), 'ok')
})

test('a changed password is asked for from then on, and all other sessions end', async () => {
  await newUser('changing', { mustChangePassword: true })
  const [mine, stolen] = [await signIn('changing'), await signIn('changing')]
  assert.equal(mine.mustChangePassword, true)
  const session = granted(await auth.authenticate(authorization(mine.token)))
  assert.equal(session.mustChangePassword, true)
  const asking = { ...session, caller }
  const change = async (current: string, next: string) =>
    codeOfResult(await auth.changePassword(asking, { current, next }))
  assert.equal(await change('not mine', 'another one 7'), 'credentials_invalid')
  assert.equal(await change(password, 'short'), 'password_too_weak')
  assert.equal(await change(password, password), 'password_too_weak')
  assert.equal(await change(password, 'another one 7'), 'ok')
  const after = granted(await auth.authenticate(authorization(mine.token)))
  assert.equal(after.mustChangePassword, false)
  const other = await auth.authenticate(authorization(stolen.token))
  assert.equal(codeOfResult(other), 'unauthenticated')
  assert.equal(await tryIn('changing', password), 'credentials_invalid')
  assert.equal(await tryIn('changing', 'another one 7'), 'ok')
})

test('guessing the password to change it locks the name as well', async () => {
  await newUser('left-open')
  const { token } = await signIn('left-open')
  const asking = { ...granted(await auth.authenticate(authorization(token))), caller }
  const guess = async () =>
    codeOfResult(await auth.changePassword(asking, { current: 'a guess', next: 'another one 7' }))
  for (let failure = 1; failure <= failuresMax; failure++) await guess()
  assert.equal(await guess(), 'account_locked')
})

test('a reset password ends all sessions, lifts the lock, and must be changed', async () => {
  const user = await newUser('reset')
  const { token } = await signIn('reset')
  for (let failure = 1; failure <= failuresMax; failure++) await tryIn('reset')
  const made = await database.transaction((tx) =>
    resetPassword(tx, user.id, undefined, by(actorOf(user))),
  )
  const generated = granted(made).password ?? ''
  const before = await auth.authenticate(authorization(token))
  assert.equal(codeOfResult(before), 'unauthenticated')
  const again = granted(await auth.login({ username: 'reset', password: generated }, caller))
  assert.equal(again.mustChangePassword, true)
})

test('a reset that comes while the old password is being looked at leaves no session behind', async () => {
  const user = await newUser('raced')
  for (let round = 1; round <= 5; round++) {
    const current = `password of round ${round}`
    await database.transaction((tx) => resetPassword(tx, user.id, current, by(actorOf(user))))
    const entering = auth.login({ username: 'raced', password: current }, caller)
    const resetting = database.transaction((tx) =>
      resetPassword(tx, user.id, `${current}, changed`, by(actorOf(user))),
    )
    const [entered] = await Promise.all([entering, resetting])
    if (entered.ok) {
      const alive = await auth.authenticate(authorization(entered.value.token))
      assert.equal(codeOfResult(alive), 'unauthenticated')
    }
  }
})

test('a password kept at an older, cheaper cost is kept at today’s after a sign-in', async () => {
  const user = await newUser('veteran')
  const old =
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
  await database.transaction((tx) =>
    tx.run(sql`update auth.user_account set password_hash = ${old} where id = ${user.id}`),
  )
  assert.equal(await tryIn('veteran', 'password'), 'ok')
  const kept = await database.row<{ passwordHash: string }>(
    sql`select password_hash from auth.user_account where id = ${user.id}`,
  )
  assert.match(kept?.passwordHash ?? '', /m=19456,t=2,p=1/u)
  assert.equal(await tryIn('veteran', 'password'), 'ok')
})

test('a password of a megabyte is wrong without being hashed whole', async () => {
  await newUser('patient')
  assert.equal(await tryIn('patient', 'x'.repeat(1_000_000)), 'credentials_invalid')
})

test('what a session token hashes to is what is kept', async () => {
  await newUser('hashed')
  const { token } = await signIn('hashed')
  const found = await database.row(
    sql`select id from auth.session where token_hash = ${hashOfToken(token)}`,
  )
  assert.notEqual(found, undefined)
})
