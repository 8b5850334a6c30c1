import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { authProblems } from '#kernel/auth'
import { openServer } from '#kernel/http'
import { openLog } from '#kernel/log'
import type { Json } from '#kernel/problem'
import { apiKeyRoutes } from './api-keys.ts'
import { authRoutes } from './auth.ts'
import { field, openTestDesk, outcome, type Answer } from './testing.ts'
import { viewProblems, viewRoutes } from './views.ts'

const { auth, clock, database, newUser, signIn } = await openTestDesk(authRoutes)

/** The desk's own routes know no refusals of views: these stand on a server that does. */
const app = await openServer({
  auth,
  database,
  clock,
  log: openLog('silent'),
  routes: [...viewRoutes({ database }), ...apiKeyRoutes({ database })],
  problems: { ...authProblems, ...viewProblems },
  requestsPerMinuteMax: 1_000_000,
  checkAnswers: true,
  version: '0.0.0',
  readiness: async () => [],
})
await app.ready()
after(() => app.close())

const dealers = { roles: ['dealer'], party: { kind: 'dealer', code: 'D1' } } as const
await newUser('anna', { displayName: '安娜', roles: ['credit-auditor'] })
await newUser('boris', { roles: ['admin'] })
await newUser('dealer', dealers)
await newUser('dealers-friend', dealers)
await newUser('other-dealer', { ...dealers, party: { kind: 'dealer', code: 'D2' } })
const tokens = new Map<string, string>()
for (const name of ['anna', 'boris', 'dealer', 'dealers-friend', 'other-dealer']) {
  tokens.set(name, await signIn(name))
}

let count = 0
async function as(name: string, request: string, body?: Json): Promise<Answer> {
  const [method, url = '/'] = request.split(' ')
  count += 1
  const response = await app.inject({
    // The caller writes one of the methods that Fastify knows.
    method: method as 'GET',
    url: `/api/v1/lists/${url}`,
    headers: {
      authorization: `Bearer ${tokens.get(name) ?? name}`,
      'idempotency-key': `call-${count}`,
    },
    ...(body === undefined ? {} : { payload: body as object }),
  })
  const { headers, statusCode: status } = response
  return { status, headers, body: JSON.parse(response.body) as unknown }
}

async function views(name: string, list = 'orders'): Promise<readonly unknown[]> {
  const answer = await as(name, `GET ${list}`)
  assert.equal(answer.status, 200)
  const found = field(answer.body, 'views')
  assert.ok(Array.isArray(found))
  return found
}

const names = async (person: string, list?: string): Promise<readonly unknown[]> =>
  (await views(person, list)).map((view) => field(view, 'name'))

const view = (name: string, given: object = {}): Json => ({
  name,
  search: 'state=1010&sort=-amount',
  shared: false,
  ...given,
})

test('a view is found again by who saved it, on its own list only', async () => {
  assert.equal((await as('anna', 'POST orders/views', view('waiting'))).status, 201)
  const [kept] = await views('anna')
  assert.equal(field(kept, 'search'), 'state=1010&sort=-amount')
  assert.deepEqual([field(kept, 'own'), field(kept, 'owner')], [true, '安娜'])
  assert.deepEqual(await names('anna', 'alarms'), [])
  assert.deepEqual(await names('boris'), [])
})

test('the same name again replaces what it meant', async () => {
  await as('anna', 'POST twice/views', view('mine'))
  await as('anna', 'POST twice/views', view('mine', { search: 'state=1020' }))
  const found = await views('anna', 'twice')
  assert.deepEqual(
    found.map((each) => field(each, 'search')),
    ['state=1020'],
  )
})

test('a shared view is for colleagues: nobody outside the house, no other dealer sees it', async () => {
  await as('anna', 'POST shared/views', view('of the house', { shared: true }))
  await as('dealer', 'POST shared/views', view('of D1', { shared: true }))
  assert.deepEqual(await names('boris', 'shared'), ['of the house'])
  assert.deepEqual(await names('dealers-friend', 'shared'), ['of D1'])
  assert.deepEqual(await names('other-dealer', 'shared'), [])
})

test('only who saved a view takes it away, a colleague who sees it cannot', async () => {
  const made = await as('anna', 'POST drop/views', view('ours', { shared: true }))
  const id = String(field(made.body, 'id'))
  assert.equal(outcome(await as('boris', `DELETE drop/views/${id}`)), '404 view_not_found')
  assert.equal(outcome(await as('anna', `DELETE alarms/views/${id}`)), '404 view_not_found')
  assert.equal(outcome(await as('anna', `DELETE drop/views/${id}`)), '200')
  assert.deepEqual(await names('boris', 'drop'), [])
})

test('a list keeps fifty views of one person, and the next one is refused and not kept', async () => {
  for (let at = 1; at <= 50; at++) {
    assert.equal(outcome(await as('anna', 'POST full/views', view(`view ${at}`))), '201')
  }
  const refused = await as('anna', 'POST full/views', view('one more'))
  assert.equal(outcome(refused), '422 views_too_many')
  assert.equal((await views('anna', 'full')).length, 50)
  assert.equal(outcome(await as('anna', 'POST full/views', view('view 7'))), '201')
})

test('columns are chosen by each person, and given back to the usual ones', async () => {
  const chosen = async (name: string) => field((await as(name, 'GET columns')).body, 'columns')
  assert.equal(await chosen('anna'), null)
  await as('anna', 'PUT columns/columns', { columns: ['state', 'amount'] })
  await as('anna', 'PUT columns/columns', { columns: ['amount'] })
  assert.deepEqual(await chosen('anna'), ['amount'])
  assert.equal(await chosen('boris'), null)
  await as('anna', 'PUT columns/columns', { columns: null })
  assert.equal(await chosen('anna'), null)
})

test('what is no view and no list is refused before anything is kept', async () => {
  const long = 'x'.repeat(2_001)
  // prettier-ignore
  const cases: readonly (readonly [string, Json | undefined, string])[] = [
    ['POST orders/views', view(''), '400 request_invalid'],
    ['POST orders/views', view('x'.repeat(61)), '400 request_invalid'],
    ['POST orders/views', view('long', { search: long }), '400 request_invalid'],
    ['POST orders/views', view('line', { search: 'a\nb' }), '400 request_invalid'],
    ['POST orders/views', view('more', { colour: 'red' }), '400 request_invalid'],
    ['POST Orders%20x/views', view('list'), '400 request_invalid'],
    ['PUT orders/columns', { columns: ['a', 'a'] }, '400 request_invalid'],
    ['PUT orders/columns', { columns: Array.from({ length: 101 }, (_, at) => `c${at}`) }, '400 request_invalid'],
    ['GET Orders', undefined, '400 request_invalid'],
  ]
  for (const [request, body, expected] of cases) {
    assert.equal(outcome(await as('anna', request, body)), expected, request)
  }
  assert.deepEqual(await names('anna'), ['waiting'])
})

test('nobody who has not signed in sees or keeps anything', async () => {
  assert.equal(outcome(await as('no token', 'GET orders')), '401 unauthenticated')
  const refused = await as('no token', 'POST orders/views', view('x'))
  assert.equal(outcome(refused), '401 unauthenticated')
})

test('an API key acts for a person and keeps no lists of its own', async () => {
  const made = await app.inject({
    method: 'POST',
    url: '/api/v1/api-keys',
    headers: { authorization: `Bearer ${tokens.get('anna')}`, 'idempotency-key': 'key' },
    payload: { title: 'lists', scopes: ['lists:read', 'lists:write'] },
  })
  const key = String(field(JSON.parse(made.body), 'key'))
  assert.equal(outcome(await as(key, 'GET orders')), '403 actor_not_allowed')
  assert.equal(outcome(await as(key, 'POST orders/views', view('x'))), '403 actor_not_allowed')
})
