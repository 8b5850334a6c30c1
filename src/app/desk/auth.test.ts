import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { command, read } from '#kernel/http'
import { accept } from '#kernel/problem'
import { Type } from 'typebox'
import { authRoutes } from './auth.ts'
import { field, openTestDesk, outcome, password, type Asked } from './testing.ts'

const Empty = Type.Object({})
const shared = { tag: 'auto-loan', summary: '', problems: [], answer: Empty }

/** What some module might have, for the rules that hold for every route. */
const business = [
  read({
    ...shared,
    path: '/orders',
    operationId: 'orders',
    access: ['finance-ops'],
    run: async () => accept({}),
  }),
  command({
    ...shared,
    path: '/orders',
    operationId: 'order',
    access: ['finance-ops'],
    each: async () => accept({}),
  }),
]

const { call, clock, newUser, signIn } = await openTestDesk((rooms) => [
  ...authRoutes(rooms),
  ...business,
])

const login = (body: Asked['body']) => call('POST /api/v1/auth/login', { body: body ?? null })
const me = (token: string) => call('GET /api/v1/auth/me', { token })

/** The code of this moment, computed here by RFC 6238 and not by the code under test. */
function codeNow(base32: string): string {
  const bits = Array.from(base32, (letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  ).join('')
  const key = Buffer.from((bits.match(/.{8}/gu) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeUInt32BE(Math.floor(clock.now().getTime() / 30_000), 4)
  const mac = createHmac('sha1', key).update(counter).digest()
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}

test('username and password give a token, which says who one is', async () => {
  const user = await newUser('wang', { displayName: '王芳', roles: ['finance-ops'] })
  const answer = await login({ username: 'wang', password })
  assert.equal(answer.status, 200)
  assert.equal(field(answer.body, 'user.id'), user.id)
  const self = await me(String(field(answer.body, 'token')))
  assert.deepEqual(self.body, {
    kind: 'user',
    id: user.id,
    name: 'wang',
    displayName: '王芳',
    roles: ['finance-ops'],
    party: null,
    scopes: null,
    mustChangePassword: false,
    needsTotp: false,
    totpEnrolled: false,
    csrfToken: null,
  })
})

const refused: readonly (readonly [body: Asked['body'], outcome: string])[] = [
  [{ username: 'refused', password: 'wrong guess' }, '401 credentials_invalid'],
  [{ username: 'nobody', password }, '401 credentials_invalid'],
  [{ username: "' or true --", password }, '401 credentials_invalid'],
  [{ username: 'refused' }, '400 request_invalid'],
  [{ username: 'refused', password: '' }, '400 request_invalid'],
  [{ username: 'refused', password: 12_345_678 }, '400 request_invalid'],
  [{ username: 'refused\u0000', password }, '400 request_invalid'],
  [{ username: 'refused', password, totp: '12345' }, '400 request_invalid'],
  [{ username: 'refused', password: 'x'.repeat(1_001) }, '400 request_invalid'],
  [[], '400 request_invalid'],
  [null, '400 request_invalid'],
]

test('what does not sign in says why, and is never our fault', async () => {
  await newUser('refused')
  for (const [body, wanted] of refused) {
    assert.equal(outcome(await login(body)), wanted, JSON.stringify(body).slice(0, 100))
  }
})

test('five failures lock the name, and the answer says so', async () => {
  await newUser('guessed')
  for (let failure = 1; failure <= 5; failure++)
    await login({ username: 'guessed', password: 'no' })
  assert.equal(outcome(await login({ username: 'guessed', password })), '423 account_locked')
})

test('a cookie session reads with the cookie alone, and writes only with its CSRF token', async () => {
  await newUser('console', { roles: ['finance-ops'] })
  const answer = await login({ username: 'console', password })
  const cookie = String(answer.headers['set-cookie'])
  assert.match(cookie, /^liushui_session=ls_[\w-]+; .*HttpOnly; SameSite=Strict/u)
  const headers = { cookie: cookie.split(';')[0] ?? '' }
  const self = await call('GET /api/v1/auth/me', { headers })
  const csrf = String(field(self.body, 'csrfToken'))
  assert.equal(csrf, field(answer.body, 'csrfToken'))
  const cases: readonly (readonly [headers: Record<string, string>, outcome: string])[] = [
    [{}, '403 csrf_token_invalid'],
    [{ 'x-csrf-token': '' }, '403 csrf_token_invalid'],
    [{ 'x-csrf-token': `${csrf}x` }, '403 csrf_token_invalid'],
    [{ 'x-csrf-token': csrf }, '200'],
  ]
  for (const [more, wanted] of cases) {
    assert.equal(outcome(await call('POST /orders', { headers: { ...headers, ...more } })), wanted)
  }
  const token = String(field(answer.body, 'token'))
  assert.equal(outcome(await call('POST /orders', { token })), '200')
})

test('signing out ends the session at once and takes the cookie back', async () => {
  await newUser('leaving')
  const token = await signIn('leaving')
  const out = await call('POST /api/v1/auth/logout', { token })
  assert.equal(out.status, 204)
  assert.match(String(out.headers['set-cookie']), /^liushui_session=; .*Expires=Thu, 01 Jan 1970/u)
  assert.equal(outcome(await me(token)), '401 unauthenticated')
})

test('the first password must be changed before anything else', async () => {
  await newUser('fresh', { mustChangePassword: true, roles: ['finance-ops'] })
  const token = await signIn('fresh')
  assert.equal(outcome(await call('GET /orders', { token })), '403 password_change_required')
  assert.equal(field((await me(token)).body, 'mustChangePassword'), true)
  const change = async (currentPassword: string, newPassword: string) => {
    const body = { currentPassword, newPassword }
    return outcome(await call('POST /api/v1/auth/password', { token, body }))
  }
  assert.equal(await change('not mine', 'another one 7'), '401 credentials_invalid')
  assert.equal(await change(password, 'short'), '422 password_too_weak')
  assert.equal(await change(password, 'another one 7'), '204')
  assert.equal(outcome(await call('GET /orders', { token })), '200')
  assert.equal(outcome(await login({ username: 'fresh', password })), '401 credentials_invalid')
})

test('an auditor reads what any role may read and writes nothing', async () => {
  await newUser('auditor', { roles: ['auditor'] })
  const token = await signIn('auditor')
  assert.equal(outcome(await call('GET /orders', { token })), '200')
  assert.equal(outcome(await call('POST /orders', { token })), '403 actor_not_allowed')
  assert.equal(outcome(await call('GET /api/v1/users', { token })), '200')
  const body = { username: 'made-by-auditor', displayName: 'x', roles: ['admin'] }
  assert.equal(outcome(await call('POST /api/v1/users', { token, body })), '403 actor_not_allowed')
})

test('one’s own sessions are listed and ended, and the ended one is refused at once', async () => {
  await newUser('many')
  const [mine, other] = [await signIn('many'), await signIn('many')]
  const list = async () => {
    const { body } = await call('GET /api/v1/auth/sessions', { token: mine })
    return field(body, 'items') as { id: string; current: boolean }[]
  }
  const [second, first] = await list()
  assert.deepEqual([first?.current, second?.current], [true, false])
  const end = `DELETE /api/v1/auth/sessions/${second?.id}`
  assert.equal(outcome(await call(end, { token: mine })), '200')
  assert.equal(outcome(await me(other)), '401 unauthenticated')
  assert.equal(outcome(await call(end, { token: mine })), '404 session_not_found')
  assert.equal((await list()).length, 1)
  await newUser('stranger')
  const foreign = await call(`DELETE /api/v1/auth/sessions/${first?.id}`, {
    token: await signIn('stranger'),
  })
  assert.equal(outcome(foreign), '404 session_not_found')
})

test('a second factor: enrol, confirm, sign in with it, give it up', async () => {
  await newUser('careful')
  const token = await signIn('careful')
  const enrolled = await call('POST /api/v1/auth/totp', { token })
  assert.equal(enrolled.status, 201)
  const secret = String(field(enrolled.body, 'secret'))
  assert.match(String(field(enrolled.body, 'uri')), /^otpauth:\/\//u)
  const confirm = async (totp: string) =>
    outcome(await call('POST /api/v1/auth/totp/confirm', { token, body: { totp } }))
  assert.equal(await confirm('000000'), '401 totp_invalid')
  assert.equal(await confirm(codeNow(secret)), '200')
  assert.equal(
    outcome(await call('POST /api/v1/auth/totp', { token })),
    '409 totp_already_enrolled',
  )
  assert.equal(outcome(await login({ username: 'careful', password })), '401 totp_required')
  clock.advance(30_000)
  await signIn('careful', codeNow(secret))
  const again = { username: 'careful', password, totp: codeNow(secret) }
  assert.equal(outcome(await login(again)), '401 totp_invalid')
  const disable = async (given: string) =>
    outcome(await call('POST /api/v1/auth/totp/disable', { token, body: { password: given } }))
  assert.equal(await disable('not mine'), '401 credentials_invalid')
  assert.equal(await disable(password), '204')
  assert.equal(await disable(password), '409 totp_not_enrolled')
  await signIn('careful')
})

test('an API key does what its scopes name, with its owner’s roles, until it is revoked', async () => {
  await newUser('owner', { roles: ['finance-ops'] })
  const token = await signIn('owner')
  const create = (scopes: string[], more = {}) =>
    call('POST /api/v1/api-keys', { token, body: { title: 'till', scopes, ...more } })
  const made = await create(['auto-loan:read', 'auth:read'])
  assert.equal(made.status, 201)
  const key = String(field(made.body, 'key'))
  assert.equal(outcome(await call('GET /orders', { token: key })), '200')
  assert.equal(outcome(await call('POST /orders', { token: key })), '403 actor_not_allowed')
  assert.equal(outcome(await call('GET /api/v1/users', { token: key })), '403 actor_not_allowed')
  assert.equal(
    outcome(await call('GET /api/v1/auth/sessions', { token: key })),
    '403 actor_not_allowed',
  )
  const self = await me(key)
  assert.deepEqual([field(self.body, 'kind'), field(self.body, 'name')], ['api-key', 'owner/till'])
  assert.equal(outcome(await create(['users:write'])), '422 api_key_invalid')
  assert.equal(outcome(await create(['everything'])), '422 api_key_invalid')
  assert.equal(outcome(await create([])), '400 request_invalid')
  const past = { expiresAt: '2020-01-01T00:00:00Z' }
  assert.equal(outcome(await create(['auto-loan:read'], past)), '422 api_key_invalid')
  const listed = await call('GET /api/v1/api-keys', { token })
  const [only] = field(listed.body, 'items') as { id: string; shown: string }[]
  assert.ok(only && key.startsWith(only.shown))
  assert.ok(!JSON.stringify(listed.body).includes(key))
  assert.equal(outcome(await call(`DELETE /api/v1/api-keys/${only.id}`, { token })), '200')
  assert.equal(outcome(await call('GET /orders', { token: key })), '401 unauthenticated')
  const missing = `DELETE /api/v1/api-keys/${crypto.randomUUID()}`
  assert.equal(outcome(await call(missing, { token })), '404 api_key_not_found')
})

test('a key is answered once: its replay says that it was done', async () => {
  await newUser('twice')
  const token = await signIn('twice')
  const headers = { 'idempotency-key': 'key-1' }
  const body = { title: 'till', scopes: ['auto-loan:read'] }
  const create = () => call('POST /api/v1/api-keys', { token, headers, body })
  assert.equal(outcome(await create()), '201')
  assert.equal(outcome(await create()), '409 answer_not_repeatable')
  const listed = await call('GET /api/v1/api-keys', { token })
  assert.equal((field(listed.body, 'items') as unknown[]).length, 1)
})
