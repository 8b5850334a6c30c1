import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '../db/index.ts'
import { csrfTokenOf, newToken } from './token.ts'
import {
  listSessions,
  revokeSession,
  sessionHoursMax,
  sessionIdleHoursMax,
  sessionsPerUserMax,
  startSession,
} from './sessions.ts'
import { sweepAuth } from './open.ts'
import { actorOf, codeOfResult, granted, openTestAuth } from './testing.ts'
import { hashOfToken } from './token.ts'
import { updateUser, type UserChange } from './users.ts'
import type { User } from './user.ts'

const { database, clock, auth, newUser, signIn, by, audited } = await openTestAuth()

const hourMs = 3_600_000
const withHeader = (authorization: string) =>
  auth.authenticate({ authorization, cookie: undefined })
const withCookie = (cookie: string) => auth.authenticate({ authorization: undefined, cookie })
const code = async (token: string) => codeOfResult(await withHeader(`Bearer ${token}`))

const change = (user: User, given: Omit<UserChange, 'expectedVersion'>) =>
  database.transaction((tx) =>
    updateUser(tx, user.id, { ...given, expectedVersion: user.version }, by(actorOf(user))),
  )

test('a token counts in the header, and in the cookie with a CSRF token beside it', async () => {
  await newUser('wang')
  const { token, csrfToken } = await signIn('wang')
  const bearer = granted(await withHeader(`Bearer ${token}`))
  const cookie = granted(await withCookie(token))
  assert.equal(bearer.csrfToken, undefined)
  assert.equal(cookie.csrfToken, csrfToken)
  assert.equal(csrfToken, csrfTokenOf(token))
  assert.equal(granted(await withHeader(`bearer ${token}`)).actor.name, 'wang')
})

test('whatever is no living token is nobody', async () => {
  await newUser('li')
  const { token } = await signIn('li')
  const wrong = ['', 'Bearer', `Bearer  ${token}`, `Basic ${token}`, token, `Bearer ${token} x`]
  for (const header of [
    ...wrong,
    `Bearer ${newToken('session')}`,
    `Bearer ${newToken('api-key')}`,
  ]) {
    assert.equal(codeOfResult(await withHeader(header)), 'unauthenticated', header)
  }
  const nothing = await auth.authenticate({ authorization: undefined, cookie: undefined })
  assert.equal(codeOfResult(nothing), 'unauthenticated')
})

test('a bad header is not made good by a good cookie', async () => {
  await newUser('zhao')
  const { token } = await signIn('zhao')
  const mixed = await auth.authenticate({ authorization: 'Bearer nonsense', cookie: token })
  assert.equal(codeOfResult(mixed), 'unauthenticated')
})

test('requests that arrive together each get their own answer', async () => {
  const users = await Promise.all(['q1', 'q2', 'q3'].map((name) => newUser(name)))
  const opened = await Promise.all(users.map(({ username }) => signIn(username)))
  const tokens = opened.flatMap(({ token }) => [token, newToken('session'), token])
  const answers = await Promise.all(tokens.map((token) => withHeader(`Bearer ${token}`)))
  const names = answers.map((answer) => (answer.ok ? answer.value.actor.name : '-'))
  assert.deepEqual(names, ['q1', '-', 'q1', 'q2', '-', 'q2', 'q3', '-', 'q3'])
})

test('a revoked session is refused at once, by requests already on their way too', async () => {
  const user = await newUser('revoked')
  const { token } = await signIn('revoked')
  const session = granted(await withHeader(`Bearer ${token}`))
  assert.ok(session.sessionId)
  const { sessionId } = session
  const ended = await database.transaction((tx) =>
    revokeSession(tx, user.id, sessionId, by(session.actor)),
  )
  assert.equal(codeOfResult(ended), 'ok')
  const codes = await Promise.all(Array.from({ length: 20 }, () => code(token)))
  assert.deepEqual(new Set(codes), new Set(['unauthenticated']))
  const again = await database.transaction((tx) =>
    revokeSession(tx, user.id, sessionId, by(session.actor)),
  )
  assert.equal(codeOfResult(again), 'session_not_found')
  assert.equal((await audited(`user:${user.id}`)).at(-1), 'auth.session-end')
})

test('nobody ends another user’s session under their own name', async () => {
  await newUser('victim')
  const attacker = await newUser('attacker')
  const { token } = await signIn('victim')
  const { sessionId } = granted(await withHeader(`Bearer ${token}`))
  assert.ok(sessionId)
  const ended = await database.transaction((tx) =>
    revokeSession(tx, attacker.id, sessionId, by(actorOf(attacker))),
  )
  assert.equal(codeOfResult(ended), 'session_not_found')
  assert.equal(await code(token), 'ok')
})

test('a session ends after its hours however busy it is, and after idle hours otherwise', async () => {
  await newUser('busy')
  const { token: busy } = await signIn('busy')
  const { token: idle } = await signIn('busy')
  for (let hour = 1; hour < sessionHoursMax; hour++) {
    clock.advance(hourMs)
    assert.equal(await code(busy), 'ok', `hour ${hour}`)
    if (hour === sessionIdleHoursMax) assert.equal(await code(idle), 'unauthenticated')
  }
  clock.advance(hourMs)
  assert.equal(await code(busy), 'unauthenticated')
})

test('a role that was taken, a party that was given and a disabled user are known at once', async () => {
  const user = await newUser('moved', { roles: ['finance-ops'] })
  const { token } = await signIn('moved')
  const party = { kind: 'dealer', code: 'D1' } as const
  const moved = granted(await change(user, { roles: ['dealer'], party }))
  const { actor } = granted(await withHeader(`Bearer ${token}`))
  assert.deepEqual([actor.roles, actor.party], [['dealer'], party])
  const disabled = granted(await change(moved, { disabled: true }))
  assert.equal(await code(token), 'unauthenticated')
  granted(await change(disabled, { disabled: false }))
  assert.equal(await code(token), 'unauthenticated')
})

test('where a second factor is demanded, a session without one says so', async () => {
  const user = await newUser('careful')
  const { token } = await signIn('careful')
  assert.equal(granted(await withHeader(`Bearer ${token}`)).needsTotp, false)
  granted(await change(user, { totpRequired: true }))
  assert.equal(granted(await withHeader(`Bearer ${token}`)).needsTotp, true)
})

test('sessions are listed with the newest first, and only those that are alive', async () => {
  const user = await newUser('listed')
  await signIn('listed')
  clock.advance(60_000)
  const { token } = await signIn('listed')
  const [first, second, ...rest] = await listSessions(database, user.id, clock.now())
  assert.equal(rest.length, 0)
  assert.equal(first?.id, granted(await withHeader(`Bearer ${token}`)).sessionId)
  assert.deepEqual([first?.userAgent, first?.address], ['test', '192.0.2.1'])
  assert.ok(second && first && second.createdAt < first.createdAt)
  clock.advance(sessionIdleHoursMax * hourMs)
  assert.deepEqual(await listSessions(database, user.id, clock.now()), [])
})

test('when a user opens more sessions than the limit the oldest ends', async () => {
  const user = await newUser('collector')
  const { token: oldest } = await signIn('collector')
  await database.transaction(async (tx) => {
    for (let count = 2; count <= sessionsPerUserMax; count++) {
      const tokenHash = hashOfToken(newToken('session'))
      const start = { tokenHash, user, userAgent: '', address: '', at: clock.now() }
      assert.equal(await startSession(tx, start), true)
    }
  })
  assert.equal(await code(oldest), 'ok')
  const { token: newest } = await signIn('collector')
  assert.equal(await code(oldest), 'unauthenticated')
  assert.equal(await code(newest), 'ok')
})

test('sessions that ended a month ago and failures of yesterday are swept away', async () => {
  const user = await newUser('swept')
  await signIn('swept')
  await auth.login(
    { username: 'swept', password: 'wrong' },
    { userAgent: '', address: 'x', requestId: '' },
  )
  const left = async () =>
    await database.row(sql`
      select (select count(*)::int from auth.session where user_id = ${user.id}) as sessions,
             (select count(*)::int
               from auth.failed_attempt where subject = 'user:swept') as failures`)
  await sweepAuth(database, clock.now(), 10_000)
  assert.deepEqual(await left(), { sessions: 1, failures: 1 })
  clock.advance(25 * hourMs)
  await sweepAuth(database, clock.now(), 10_000)
  assert.deepEqual(await left(), { sessions: 1, failures: 0 })
  clock.advance(31 * 24 * hourMs)
  await sweepAuth(database, clock.now(), 10_000)
  assert.deepEqual(await left(), { sessions: 0, failures: 0 })
})
