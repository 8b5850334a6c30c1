import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Type } from 'typebox'
import { authProblems } from '#kernel/auth'
import { openServer } from '#kernel/http'
import { openLog } from '#kernel/log'
import { openParameters, parameterProblems, type ParameterDefinition } from '#kernel/parameter'
import type { Json } from '#kernel/problem'
import { auditRoutes } from './audit.ts'
import { authRoutes } from './auth.ts'
import { parameterRoutes } from './parameters.ts'
import { proposalRoutes } from './proposals.ts'
import { field, openTestDesk, outcome, type Answer } from './testing.ts'

const refundDays = {
  name: 'auto-loan.refund_days',
  unit: 'days',
  title: { zh: '退单天数', en: 'Days to refund' },
  schema: Type.Integer({ minimum: 0, maximum: 90 }),
  initial: 7,
  makers: ['finance-ops'],
  checkers: ['admin'],
} as const satisfies ParameterDefinition

const desk = await openTestDesk(authRoutes)
const { auth, clock, database, newUser, signIn } = desk
const parameters = openParameters({ database, definitions: [refundDays] })

/** The desk's own routes know no refusals of parameters: these stand on a server that does. */
const app = await openServer({
  auth,
  database,
  clock,
  log: openLog('silent'),
  routes: [
    ...parameterRoutes({ parameters }),
    ...proposalRoutes({ database }, [parameters.kind]),
    ...auditRoutes({ database }),
  ],
  problems: { ...authProblems, ...parameterProblems },
  requestsPerMinuteMax: 1_000_000,
  checkAnswers: true,
  version: '0.0.0',
  readiness: async () => [],
})
await app.ready()
after(() => app.close())

await newUser('maker', { roles: ['finance-ops'] })
await newUser('checker', { roles: ['admin'] })
await newUser('auditor', { roles: ['auditor'] })
await newUser('dealer', { roles: ['dealer'], party: { kind: 'dealer', code: 'D1' } })
const names = ['maker', 'checker', 'auditor', 'dealer'] as const
type Name = (typeof names)[number]
const tokens = new Map<Name, string>()
for (const name of names) tokens.set(name, await signIn(name))

async function as(name: Name, request: string, body?: Json): Promise<Answer> {
  const [method, url = '/'] = request.split(' ')
  const response = await app.inject({
    // The tests below use methods that Fastify knows.
    method: method as 'GET',
    url,
    headers: { authorization: `Bearer ${tokens.get(name)}` },
    ...(body === undefined ? {} : { payload: body as object }),
  })
  return { status: response.statusCode, body: response.json(), headers: response.headers }
}

const path = `/api/v1/parameters/${refundDays.name}`

const propose = (body: Json, name: Name = 'maker') => as(name, `POST ${path}/changes`, body)

async function approve(proposed: Answer): Promise<void> {
  const id = String(field(proposed.body, 'proposalId'))
  assert.equal(outcome(await as('checker', `POST /api/v1/proposals/${id}/approve`, {})), '200')
}

test('the page shows every parameter with its value, its people and its schema', async () => {
  const { status, body } = await as('maker', 'GET /api/v1/parameters')
  assert.equal(status, 200)
  assert.deepEqual(field(body, 'items'), [
    {
      name: refundDays.name,
      unit: 'days',
      title: refundDays.title,
      schema: { type: 'integer', minimum: 0, maximum: 90 },
      initial: 7,
      value: 7,
      version: 0,
      effectiveFrom: null,
      next: null,
      makers: ['finance-ops'],
      checkers: ['admin'],
      mayPropose: true,
    },
  ])
  const byAuditor = await as('auditor', `GET ${path}`)
  assert.equal(field(byAuditor.body, 'mayPropose'), false)
})

test('a change that another person approved is in force, and in the history', async () => {
  const proposed = await propose({ value: 10, reason: 'the season' })
  assert.equal(proposed.status, 202)
  assert.equal(field((await as('maker', `GET ${path}`)).body, 'value'), 7)
  await approve(proposed)
  const effectiveFrom = new Date(clock.now().getTime() + 86_400_000).toISOString()
  await approve(await propose({ value: 12, effectiveFrom, reason: 'spring' }))
  const { body } = await as('auditor', `GET ${path}`)
  assert.deepEqual([field(body, 'value'), field(body, 'version')], [10, 1])
  assert.deepEqual(field(body, 'next'), { value: 12, version: 2, effectiveFrom })
  const told = await as('auditor', `GET ${path}/history`)
  assert.equal(field(told.body, 'initial'), 7)
  const items = field(told.body, 'items') as readonly Record<string, unknown>[]
  assert.deepEqual(
    items.map(({ value, version, maker, checker, reason }) => [
      version,
      value,
      maker,
      checker,
      reason,
    ]),
    [
      [2, 12, 'maker', 'checker', 'spring'],
      [1, 10, 'maker', 'checker', 'the season'],
    ],
  )
})

test('what cannot be is refused with its code', async () => {
  const reason = 'why not'
  const cases: readonly (readonly [request: string, body: Json | undefined, outcome: string])[] = [
    [`POST ${path}/changes`, { value: 91, reason }, '422 parameter_value_invalid'],
    [`POST ${path}/changes`, { value: '10', reason }, '422 parameter_value_invalid'],
    [`POST ${path}/changes`, { value: null, reason }, '422 parameter_value_invalid'],
    [`POST ${path}/changes`, { reason }, '400 request_invalid'],
    [`POST ${path}/changes`, { value: 10 }, '400 request_invalid'],
    [`POST ${path}/changes`, { value: 10, reason, from: 'x' }, '400 request_invalid'],
    [`POST ${path}/changes`, { value: 10, reason, effectiveFrom: 'x' }, '400 request_invalid'],
    [
      `POST ${path}/changes`,
      { value: 10, reason, effectiveFrom: '2016-12-31T23:59:60Z' },
      '422 effective_date_past',
    ],
    ['POST /api/v1/parameters/none/changes', { value: 1, reason }, '404 parameter_not_found'],
    ['GET /api/v1/parameters/none', undefined, '404 parameter_not_found'],
    ['GET /api/v1/parameters/none/history', undefined, '404 parameter_not_found'],
  ]
  for (const [request, body, wanted] of cases) {
    assert.equal(outcome(await as('maker', request, body)), wanted, JSON.stringify([request, body]))
  }
})

test('a change is for its makers, and parameters are for the house', async () => {
  const body = { value: 10, reason: 'x' }
  for (const name of ['checker', 'auditor', 'dealer'] as const) {
    assert.equal(outcome(await propose(body, name)), '403 actor_not_allowed', name)
  }
  for (const request of ['/api/v1/parameters', path, `${path}/history`]) {
    assert.equal(outcome(await as('dealer', `GET ${request}`)), '403 actor_not_allowed', request)
  }
})

test('the audit trail is searched by administrators and auditors, page after page', async () => {
  for (const name of ['maker', 'dealer'] as const) {
    assert.equal(outcome(await as(name, 'GET /api/v1/audit')), '403 actor_not_allowed', name)
  }
  const query = `subject=parameter:${refundDays.name}&limit=1`
  const first = await as('auditor', `GET /api/v1/audit?${query}`)
  const [line] = field(first.body, 'items') as readonly Record<string, unknown>[]
  assert.deepEqual(
    [line?.['action'], line?.['before'], line?.['reason']],
    ['parameter.change', { value: 10, version: 1 }, 'spring'],
  )
  const cursor = String(field(first.body, 'nextCursor'))
  const second = await as('checker', `GET /api/v1/audit?limit=1&cursor=${cursor}`)
  const [older] = field(second.body, 'items') as readonly Record<string, unknown>[]
  assert.deepEqual(older?.['before'], { value: 7, version: 0 })
  assert.equal(field(second.body, 'nextCursor'), null)
  const wrong = await as('auditor', `GET /api/v1/audit?cursor=${cursor}x`)
  assert.equal(outcome(wrong), '400 cursor_invalid')
})

test('the audit trail is cut to a time: from included, to not', async () => {
  const now = clock.now()
  const later = new Date(now.getTime() + 1).toISOString()
  const count = async (query: string): Promise<number> => {
    const { body } = await as('auditor', `GET /api/v1/audit?action=parameter.change&${query}`)
    return (field(body, 'items') as readonly unknown[]).length
  }
  assert.equal(await count(`from=${now.toISOString()}&to=${later}`), 2)
  assert.equal(await count(`to=${now.toISOString()}`), 0)
  assert.equal(await count(`from=${later}`), 0)
  const answer = await as('auditor', 'GET /api/v1/audit?from=yesterday')
  assert.equal(outcome(answer), '400 request_invalid')
})

test('a proposed change shows the value that it follows, and only its own checkers decide', async () => {
  const proposed = await propose({ value: 20, reason: 'seen' })
  const id = String(field(proposed.body, 'proposalId'))
  const byChecker = await as('checker', `GET /api/v1/proposals/${id}`)
  assert.deepEqual(
    [field(byChecker.body, 'before.value'), field(byChecker.body, 'mayDecide')],
    [10, true],
  )
  const byAuditor = await as('auditor', `GET /api/v1/proposals/${id}`)
  assert.equal(field(byAuditor.body, 'refusal.code'), 'actor_not_allowed')
})
