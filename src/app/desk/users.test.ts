import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Json } from '#kernel/problem'
import { authRoutes } from './auth.ts'
import { field, openTestDesk, outcome, password } from './testing.ts'

const { call, newUser, signIn } = await openTestDesk(authRoutes)

await newUser('boss')
await newUser('clerk', { roles: ['finance-ops'] })
const boss = await signIn('boss')
const clerk = await signIn('clerk')

const users = '/api/v1/users'
const create = (body: Json, token = boss) => call(`POST ${users}`, { token, body })
const patch = (id: string, body: Json) => call(`PATCH ${users}/${id}`, { token: boss, body })

const person = { username: 'li.na', displayName: '李娜', roles: ['finance-ops'] }

test('an administrator makes a user, who signs in with the generated password and changes it', async () => {
  const made = await create(person)
  assert.equal(made.status, 201)
  const first = String(field(made.body, 'password'))
  const login = await call('POST /api/v1/auth/login', {
    body: { username: 'li.na', password: first },
  })
  assert.equal(field(login.body, 'mustChangePassword'), true)
  const read = await call(`GET ${users}/${String(field(made.body, 'user.id'))}`, { token: boss })
  assert.deepEqual(read.body, field(made.body, 'user'))
})

test('a given password is not answered', async () => {
  const made = await create({ ...person, username: 'given', password })
  assert.deepEqual([made.status, field(made.body, 'password')], [201, null])
})

const refusals: readonly (readonly [change: Record<string, Json>, outcome: string])[] = [
  [{ username: 'clerk' }, '409 username_taken'],
  [{ username: 'x' }, '422 user_invalid'],
  [{ username: 'li na' }, '422 user_invalid'],
  [{ roles: [] }, '422 user_invalid'],
  [{ roles: ['dealer'] }, '422 user_invalid'],
  [{ roles: ['auditor', 'admin'] }, '422 user_invalid'],
  [{ roles: ['system'] }, '400 request_invalid'],
  [{ roles: 'admin' }, '400 request_invalid'],
  [{ party: { kind: 'moon', code: '1' } }, '400 request_invalid'],
  [{ party: { kind: 'dealer' } }, '400 request_invalid'],
  [{ displayName: 'a\u0000b' }, '400 request_invalid'],
  [{ displayName: '' }, '400 request_invalid'],
  [{ password: 'short' }, '422 password_too_weak'],
  [{ mustChangePassword: false }, '400 request_invalid'],
]

test('a user who cannot be is refused with what is wrong', async () => {
  for (const [change, wanted] of refusals) {
    const made = await create({ ...person, username: 'refused', ...change })
    assert.equal(outcome(made), wanted, JSON.stringify(change))
  }
})

test('only an administrator sees and changes users', async () => {
  const requests = [
    `GET ${users}`,
    `GET ${users}/${crypto.randomUUID()}`,
    `GET ${users}/${crypto.randomUUID()}/sessions`,
    `DELETE ${users}/${crypto.randomUUID()}/totp`,
    `DELETE ${users}/${crypto.randomUUID()}/sessions/${crypto.randomUUID()}`,
  ]
  for (const request of requests) {
    assert.equal(outcome(await call(request, { token: clerk })), '403 actor_not_allowed', request)
  }
  assert.equal(outcome(await create(person, clerk)), '403 actor_not_allowed')
  assert.equal(outcome(await call(`GET ${users}`)), '401 unauthenticated')
})

test('a user is changed at the version that was read; disabling signs out at once', async () => {
  const user = await newUser('changing', { roles: ['finance-ops'] })
  const token = await signIn('changing')
  const party = { kind: 'dealer', code: 'D001' }
  const moved = await patch(user.id, { expectedVersion: 1, roles: ['dealer'], party })
  assert.deepEqual([moved.status, field(moved.body, 'party')], [200, party])
  assert.equal(outcome(await patch(user.id, { expectedVersion: 1 })), '409 version_conflict')
  const me = await call('GET /api/v1/auth/me', { token })
  assert.deepEqual(field(me.body, 'roles'), ['dealer'])
  assert.equal(outcome(await patch(user.id, { expectedVersion: 2, disabled: true })), '200')
  assert.equal(outcome(await call('GET /api/v1/auth/me', { token })), '401 unauthenticated')
  const login = await call('POST /api/v1/auth/login', { body: { username: 'changing', password } })
  assert.equal(outcome(login), '401 credentials_invalid')
  assert.equal(
    outcome(await patch(user.id, { expectedVersion: 3, role: 'x' })),
    '400 request_invalid',
  )
  assert.equal(
    outcome(await patch(crypto.randomUUID(), { expectedVersion: 1 })),
    '404 user_not_found',
  )
  assert.equal(outcome(await patch('not-an-id', { expectedVersion: 1 })), '400 request_invalid')
})

test('the last administrator stays', async () => {
  const found = await call(`GET ${users}?role=admin`, { token: boss })
  const [only, ...others] = field(found.body, 'items') as { id: string; version: number }[]
  assert.ok(only && others.length === 0)
  const disabled = await patch(only.id, { expectedVersion: only.version, disabled: true })
  assert.equal(outcome(disabled), '409 last_administrator')
})

test('a reset password opens the door once and must be changed', async () => {
  const user = await newUser('forgetful', { roles: ['finance-ops'] })
  const token = await signIn('forgetful')
  const reset = await call(`POST ${users}/${user.id}/password`, { token: boss, body: {} })
  assert.equal(reset.status, 200)
  assert.equal(outcome(await call('GET /api/v1/auth/me', { token })), '401 unauthenticated')
  const body = { username: 'forgetful', password: String(field(reset.body, 'password')) }
  const login = await call('POST /api/v1/auth/login', { body })
  assert.equal(field(login.body, 'mustChangePassword'), true)
})

test('an administrator sees a user’s sessions, ends one, and takes a lost second factor away', async () => {
  const user = await newUser('watched', { roles: ['finance-ops'] })
  const token = await signIn('watched')
  const listed = await call(`GET ${users}/${user.id}/sessions`, { token: boss })
  const [session] = field(listed.body, 'items') as { id: string }[]
  const end = `DELETE ${users}/${user.id}/sessions/${session?.id}`
  assert.equal(outcome(await call(end, { token: boss })), '200')
  assert.equal(outcome(await call('GET /api/v1/auth/me', { token })), '401 unauthenticated')
  assert.equal(outcome(await call(end, { token: boss })), '404 session_not_found')
  const remove = `DELETE ${users}/${user.id}/totp`
  assert.equal(outcome(await call(remove, { token: boss })), '409 totp_not_enrolled')
})

test('users are listed page after page; a cursor carries its filter and fits no other list', async () => {
  const names = ['page-1', 'page-2', 'page-3', 'page-4', 'page-5']
  for (const name of names) await newUser(name, { roles: ['underwriter'] })
  const seen: string[] = []
  let query = '?text=page-&role=underwriter&limit=2'
  for (let page = 1; page <= 3; page++) {
    const { body } = await call(`GET ${users}${query}`, { token: boss })
    seen.push(...(field(body, 'items') as { username: string }[]).map((user) => user.username))
    const cursor = field(body, 'nextCursor')
    assert.equal(cursor === null, page === 3)
    query = `?limit=2&cursor=${String(cursor)}`
  }
  assert.deepEqual(seen, names)
  const first = await call(`GET ${users}?text=page-&limit=1`, { token: boss })
  const cursor = String(field(first.body, 'nextCursor'))
  const written = (kept: unknown) => Buffer.from(JSON.stringify(kept)).toString('base64url')
  const wrong = [
    'nonsense',
    written(['proposals', {}, 'x']),
    written(['users', { role: 'moon' }, 'x']),
    written(['users', {}, 7]),
    written(['users', {}, 'a\u0000']),
    written({}),
    `${cursor}&role=admin`,
  ]
  for (const given of wrong) {
    const answer = await call(`GET ${users}?cursor=${given}`, { token: boss })
    assert.equal(outcome(answer), '400 cursor_invalid', given)
  }
})
