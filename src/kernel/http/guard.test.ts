import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { sql } from '../db/index.ts'
import { accept } from '../problem/index.ts'
import { command, read, type Route } from './index.ts'
import { outcome, plain, testServer, type Answer, type Person } from './testing.ts'

const Empty = Type.Object({})
const shared = { summary: '', problems: [], answer: Empty }

const pair = (path: string, given: Pick<Route, 'tag' | 'access' | 'operationId'>) => [
  read({ ...shared, ...given, path, run: async () => accept({}) }),
  command({
    ...shared,
    ...given,
    operationId: `${given.operationId}Write`,
    path,
    each: async () => accept({}),
  }),
]

const { call, person, apiKey, clock, database } = await testServer([
  ...pair('/orders', { operationId: 'orders', tag: 'auto-loan', access: ['finance-ops'] }),
  ...pair('/notes', { operationId: 'notes', tag: 'note', access: 'signed-in' }),
  ...pair('/own', { operationId: 'own', tag: 'auth', access: 'signed-in' }),
  plain('GET', '/who', { access: 'signed-in', beforePasswordChange: true }),
  plain('POST', '/secret', { access: 'signed-in', tag: 'auth', beforePasswordChange: true }),
  plain('POST', '/public', { access: 'public' }),
])

const finance = await person('finance', { roles: ['finance-ops'] })
const admin = await person('admin', { roles: ['admin'] })
const auditor = await person('auditor', { roles: ['auditor'] })

const csrf = (somebody: Person, token = somebody.csrfToken) => ({
  ...somebody.cookie,
  'x-csrf-token': token,
})

test('a cookie that the browser sends by itself writes only with its own second token', async () => {
  // prettier-ignore
  const table: readonly [string, Readonly<Record<string, string>>, string][] = [
    ['GET /orders',  finance.cookie,                          '200'],
    ['HEAD /orders', finance.cookie,                          '200'],
    ['POST /orders', finance.cookie,                          '403 csrf_token_invalid'],
    ['POST /orders', csrf(finance, ''),                       '403 csrf_token_invalid'],
    ['POST /orders', csrf(finance, `${finance.csrfToken}x`),  '403 csrf_token_invalid'],
    ['POST /orders', csrf(finance, 'é'.repeat(finance.csrfToken.length)), '403 csrf_token_invalid'],
    ['POST /orders', csrf(finance, admin.csrfToken),          '403 csrf_token_invalid'],
    ['POST /orders', csrf(finance),                           '200'],
    ['POST /orders', finance.bearer,                          '200'],
    ['POST /public', finance.cookie,                          '200'],
  ]
  for (const [request, headers, wanted] of table) {
    assert.equal(outcome(await call(request, { headers })), wanted, `${request} ${wanted}`)
  }
})

test('a header decides alone: a wrong one is not healed by a good cookie', async () => {
  // prettier-ignore
  const headers: readonly Readonly<Record<string, string>>[] = [
    { authorization: 'Bearer nonsense', ...finance.cookie },
    { authorization: 'Basic YTpi', ...finance.cookie },
    { authorization: '', ...finance.cookie },
    { authorization: String(finance.bearer['authorization']).replace('Bearer ', 'Bearer') },
    { cookie: 'liushui_session=' },
    { cookie: `liushui_session=${'x'.repeat(4_000)}` },
    {},
  ]
  for (const given of headers) {
    assert.equal(outcome(await call('GET /orders', { headers: given })), '401 unauthenticated')
  }
})

test('whoever has not the role is told which one it takes', async () => {
  const answer = await call('POST /orders', { headers: admin.bearer })
  assert.equal(outcome(answer), '403 actor_not_allowed')
  assert.deepEqual((answer.json() as { roles: string[] }).roles, ['finance-ops'])
})

test('an API key does what its scopes name, for a person who may', async () => {
  const table: readonly [Person, string[], string, string][] = [
    [finance, ['auto-loan:read'], 'GET /orders', '200'],
    [finance, ['auto-loan:read'], 'HEAD /orders', '200'],
    [finance, ['auto-loan:read'], 'POST /orders', '403 actor_not_allowed'],
    [finance, ['auto-loan:write'], 'POST /orders', '200'],
    [finance, ['auto-loan:write'], 'GET /orders', '403 actor_not_allowed'],
    [finance, ['auto-loan:read', 'auto-loan:write'], 'GET /notes', '403 actor_not_allowed'],
    [finance, ['note:write'], 'POST /notes', '200'],
    [admin, ['auto-loan:write'], 'POST /orders', '403 actor_not_allowed'],
    [auditor, ['auto-loan:read'], 'GET /orders', '200'],
    [auditor, ['auto-loan:write'], 'POST /orders', '403 actor_not_allowed'],
  ]
  for (const [owner, scopes, request, wanted] of table) {
    const headers = await apiKey(owner, scopes)
    assert.equal(outcome(await call(request, { headers })), wanted, `${scopes.join()} ${request}`)
  }
})

test('an API key in the place of a session cookie is nobody', async () => {
  const { authorization = '' } = await apiKey(finance, ['auto-loan:read'])
  const headers = { cookie: `liushui_session=${authorization.replace('Bearer ', '')}` }
  assert.equal(outcome(await call('GET /orders', { headers })), '401 unauthenticated')
})

test('an auditor reads what any role may read, and changes nothing but its own account', async () => {
  const table: readonly [string, string][] = [
    ['GET /orders', '200'],
    ['GET /notes', '200'],
    ['POST /orders', '403 actor_not_allowed'],
    ['POST /notes', '403 actor_not_allowed'],
    ['POST /own', '200'],
  ]
  for (const [request, wanted] of table) {
    assert.equal(outcome(await call(request, { headers: auditor.bearer })), wanted, request)
  }
})

/** What somebody may do before the account is in order. */
async function beforeInOrder(somebody: Person, refused: string): Promise<void> {
  const asked: readonly [Promise<Answer>, string][] = [
    [call('GET /orders', { headers: somebody.bearer }), refused],
    [call('POST /orders', { headers: csrf(somebody) }), refused],
    [call('POST /orders', { headers: somebody.cookie }), '403 csrf_token_invalid'],
    [call('GET /who', { headers: somebody.bearer }), '200'],
    [call('POST /secret', { headers: somebody.bearer }), '200'],
  ]
  for (const [answer, wanted] of asked) assert.equal(outcome(await answer), wanted)
}

test('a first password is changed before anything else', async () => {
  const roles = ['finance-ops'] as const
  await beforeInOrder(
    await person('newcomer', { roles, mustChangePassword: true }),
    '403 password_change_required',
  )
})

test('a second factor that is demanded is set up before anything else', async () => {
  const guarded = await person('guarded', { roles: ['finance-ops'] })
  await database.transaction((tx) =>
    tx.run(sql`update auth.user_account set totp_required = true where id = ${guarded.id}`),
  )
  await beforeInOrder(guarded, '403 second_factor_required')
})

test('a session that was left alone for hours is over', async () => {
  const idle = await person('idle', { roles: ['finance-ops'] })
  assert.equal(outcome(await call('GET /orders', { headers: idle.cookie })), '200')
  clock.advance(3 * 3_600_000)
  assert.equal(outcome(await call('GET /orders', { headers: idle.cookie })), '401 unauthenticated')
})
