import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { authProblems, type Role } from '#kernel/auth'
import { applicationRole, sql } from '#kernel/db'
import { openServer } from '#kernel/http'
import {
  enqueue,
  jobsProblems,
  openJobs,
  publish,
  raiseAlarm,
  type NewAlarm,
  type Task,
} from '#kernel/jobs'
import { openLog } from '#kernel/log'
import { openPartners, partnerProblems } from '#kernel/partner'
import type { Json } from '#kernel/problem'
import { Type } from 'typebox'
import { alarmRoutes } from './alarms.ts'
import { authRoutes } from './auth.ts'
import { jobsRoutes } from './jobs.ts'
import { partnerCallRoutes } from './partner-calls.ts'
import { field, openTestDesk, outcome, type Answer } from './testing.ts'

const { auth, clock, database, newUser, signIn, url } = await openDesk()
const log = openLog('silent')

/** With the address at which workers reach this database. */
async function openDesk() {
  const desk = await openTestDesk(authRoutes)
  const row = await desk.database.row<{ name: string }>(
    sql`select current_database()::text as name`,
  )
  const url = new URL(process.env['LIUSHUI_TEST_ADMIN_URL'] ?? '')
  url.pathname = `/${row?.name}`
  url.username = applicationRole
  url.password = applicationRole
  return { ...desk, url: url.href }
}

/** The desk's own routes know no refusals of jobs: these stand on a server that does. */
const app = await openServer({
  auth,
  database,
  clock,
  log,
  routes: [
    ...jobsRoutes({ database }),
    ...alarmRoutes({ database }),
    ...partnerCallRoutes({ database }),
  ],
  problems: { ...authProblems, ...jobsProblems, ...partnerProblems },
  requestsPerMinuteMax: 1_000_000,
  checkAnswers: true,
  version: '0.0.0',
  readiness: async () => [],
})
await app.ready()
after(() => app.close())

const people: Readonly<Record<string, Role>> = {
  boss: 'admin',
  lender: 'lending-auditor',
  router: 'fund-router',
  auditor: 'auditor',
}
for (const [name, role] of Object.entries(people)) await newUser(name, { roles: [role] })
await newUser('dealer', { roles: ['dealer'], party: { kind: 'dealer', code: 'D1' } })
const tokens = new Map<string, string>()
for (const name of [...Object.keys(people), 'dealer']) tokens.set(name, await signIn(name))

async function as(name: string, request: string, body?: Json): Promise<Answer> {
  const [method, path = '/'] = request.split(' ')
  const response = await app.inject({
    // The caller writes one of the methods that Fastify knows.
    method: method as 'GET',
    url: path,
    headers: { authorization: `Bearer ${tokens.get(name)}` },
    ...(body === undefined ? {} : { payload: body as object }),
  })
  return { status: response.statusCode, body: response.json(), headers: response.headers }
}

const items = (answer: Answer): readonly Record<string, unknown>[] =>
  field(answer.body, 'items') as Record<string, unknown>[]

const broken: Task = {
  name: 'test.broken',
  attemptsMax: 1,
  run: () => Promise.reject(new Error('no luck')),
}
const shaky: Task = { ...broken, name: 'test.shaky', attemptsMax: 9 }

/** Work that fails, until there are two dead letters, a failing job and a failing delivery. */
async function fail(): Promise<void> {
  const jobs = openJobs({ database, url, clock, log })
  await jobs.start({
    tasks: [broken, shaky],
    crons: [
      { name: 'test.daily', at: '00:01', zone: 'Asia/Shanghai', run: async () => undefined },
      { name: 'test.often', at: { everyMinutes: 5 }, zone: 'UTC', run: async () => undefined },
    ],
    subscriptions: [
      {
        event: 'test.moved',
        subscriber: 'books',
        receive: () => Promise.reject(new Error('no such account')),
      },
    ],
  })
  await database.transaction(async (tx) => {
    await enqueue(tx, [
      { task: 'test.broken', payload: { no: 1 } },
      { task: 'test.broken', payload: { no: 2 } },
      { task: 'test.shaky', payload: { phone: '13800138000', orderNo: 'AF1' } },
    ])
    const event = { type: 'test.moved', subject: 'order:AF1', payload: 1, at: clock.now() }
    await publish(tx, [event])
  })
  const counted = async (): Promise<number> => {
    const row = await database.row<{ count: number }>(
      sql`select ((select count(*) from jobs.dead_letter)
                + (select count(*) from jobs.delivery where failures > 0)
                + (select count(*) from graphile_worker.jobs where last_error is not null))::integer
             as count`,
    )
    return row?.count ?? 0
  }
  for (let look = 0; look < 400 && (await counted()) < 4; look++) {
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  await jobs.stop()
}
await fail()

test('the overview shows what waits, fails and is dead', async () => {
  const answer = await as('boss', 'GET /api/v1/jobs')
  assert.equal(answer.status, 200)
  assert.equal(field(answer.body, 'deadLetters'), 2)
  const [subscriber] = field(answer.body, 'subscribers') as { oldestAt: string }[]
  const oldest = subscriber?.oldestAt
  assert.ok(Number.isFinite(Date.parse(oldest ?? '')))
  assert.deepEqual(field(answer.body, 'subscribers'), [
    { subscriber: 'books', waiting: 0, failing: 1, dead: 0, oldestAt: oldest },
  ])
  const failing = items(await as('boss', 'GET /api/v1/jobs/failing'))
  assert.deepEqual(
    failing.map(({ task, lastError }) => [task, lastError]),
    [['test.shaky', 'no luck']],
  )
})

test('crons say when they were due and when they will be', async () => {
  const { body } = await as('boss', 'GET /api/v1/jobs')
  const crons = field(body, 'crons') as readonly Record<string, unknown>[]
  assert.deepEqual(
    crons.map(({ name, everyMinutes, atTime, nextDueAt }) => [
      name,
      everyMinutes ?? atTime,
      nextDueAt,
    ]),
    [
      ['test.daily', '00:01', '2026-03-02T16:01:00.000Z'],
      ['test.often', 5, '2026-03-02T01:05:00.000Z'],
    ],
  )
})

test('a failing job shows what it carries without naming people, and is tried again at once', async () => {
  const failing = async () => items(await as('boss', 'GET /api/v1/jobs/failing'))
  const [job] = await failing()
  assert.deepEqual(job?.['payload'], { phone: '***', orderNo: 'AF1' })
  const path = `/api/v1/jobs/failing/${String(job?.['id'])}/retry`
  assert.equal(outcome(await as('auditor', `POST ${path}`, {})), '403 actor_not_allowed')
  const retried = await as('boss', `POST ${path}`, { note: 'the bank is back' })
  assert.equal(outcome(retried), '200')
  assert.ok(Date.parse(String(field(retried.body, 'runAt'))) <= Date.now())
  const nobody = await as('boss', 'POST /api/v1/jobs/failing/999999/retry', {})
  assert.equal(outcome(nobody), '404 job_not_found')
})

test('dead letters are listed page by page, replayed or discarded, once', async () => {
  const first = await as('boss', 'GET /api/v1/jobs/dead-letters?limit=1&state=waiting')
  const cursor = String(field(first.body, 'nextCursor'))
  const second = await as('boss', `GET /api/v1/jobs/dead-letters?cursor=${cursor}`)
  const [one, two] = [...items(first), ...items(second)].map(({ id }) => String(id))
  assert.notEqual(one, two)
  assert.equal(field(second.body, 'nextCursor'), null)

  const letters = '/api/v1/jobs/dead-letters'
  const replayed = await as('boss', `POST ${letters}/${one}/replay`, { note: 'the bank is back' })
  assert.deepEqual([replayed.status, field(replayed.body, 'state')], [200, 'replayed'])
  const discarded = await as('boss', `POST ${letters}/${two}/discard`, {})
  assert.deepEqual([discarded.status, field(discarded.body, 'state')], [200, 'discarded'])
  const again = await as('boss', `POST ${letters}/${one}/discard`, {})
  assert.equal(outcome(again), '409 dead_letter_already_decided')
  const nobody = await as('boss', `POST ${letters}/${crypto.randomUUID()}/replay`, {})
  assert.equal(outcome(nobody), '404 dead_letter_not_found')
})

test('a failing delivery is retried or discarded', async () => {
  const listed = await as('boss', 'GET /api/v1/jobs/deliveries?subject=order:AF1&dead=false')
  const [delivery] = items(listed)
  assert.deepEqual([delivery?.['lastError'], delivery?.['deadAt']], ['no such account', null])
  const path = `/api/v1/jobs/deliveries/${String(delivery?.['eventId'])}/books`
  assert.equal(outcome(await as('boss', `POST ${path}/discard`, {})), '200')
  assert.equal(outcome(await as('boss', `POST ${path}/retry`, {})), '404 delivery_not_found')
})

test('the background is for administrators; auditors read', async () => {
  const id = crypto.randomUUID()
  // prettier-ignore
  const table: readonly (readonly [string, string, string])[] = [
    ['lender',  'GET /api/v1/jobs',                                  '403 actor_not_allowed'],
    ['dealer',  'GET /api/v1/jobs/dead-letters',                     '403 actor_not_allowed'],
    ['auditor', 'GET /api/v1/jobs/dead-letters',                     '200'],
    ['auditor', `POST /api/v1/jobs/dead-letters/${id}/replay`,       '403 actor_not_allowed'],
    ['lender',  `POST /api/v1/jobs/deliveries/${id}/books/discard`,  '403 actor_not_allowed'],
    ['lender',  'GET /api/v1/partner-calls',                         '403 actor_not_allowed'],
    ['auditor', 'GET /api/v1/partner-calls',                         '200'],
  ]
  for (const [name, request, wanted] of table) {
    const answer = await as(name, request, request.startsWith('POST') ? {} : undefined)
    assert.equal(outcome(answer), wanted, `${name} ${request}`)
  }
})

test('a cursor written by hand is refused', async () => {
  const forge = (...parts: Json[]): string =>
    Buffer.from(JSON.stringify(parts)).toString('base64url')
  // prettier-ignore
  const table: readonly (readonly [string, string])[] = [
    ['jobs/failing',      forge('failing-jobs', {}, '1; drop table')],
    ['jobs/deliveries',   forge('deliveries', {}, '------------------------------------ books')],
    ['jobs/dead-letters', forge('dead-letters', {}, 'x')],
    ['alarms',            forge('dead-letters', {}, crypto.randomUUID())],
    ['partner-calls',     'nonsense'],
  ]
  for (const [list, cursor] of table) {
    const answer = await as('boss', `GET /api/v1/${list}?cursor=${cursor}`)
    assert.match(outcome(answer), /^4\d\d cursor_invalid$/u, list)
  }
})

const alarm: NewAlarm = {
  code: 'funder_answer_unknown',
  severity: 'warning',
  owner: 'lending-auditor',
  subject: 'order:AF1',
  detail: 'BANK_A did not answer',
  at: clock.now(),
}

test('each role sees and decides on its own alarms', async () => {
  await database.transaction((tx) => raiseAlarm(tx, alarm))
  await database.transaction((tx) => raiseAlarm(tx, { ...alarm, owner: 'dealer', code: 'odd' }))
  const seen = async (name: string): Promise<unknown[]> =>
    items(await as(name, 'GET /api/v1/alarms?subject=order:AF1')).map(({ code }) => code)
  assert.deepEqual(await seen('lender'), ['funder_answer_unknown'])
  assert.deepEqual(await seen('boss'), ['odd', 'funder_answer_unknown'])
  assert.deepEqual(await seen('auditor'), ['odd', 'funder_answer_unknown'])
  assert.deepEqual(await seen('router'), [])
  // A dealer is somebody from outside: alarms are the house's own.
  assert.deepEqual(await seen('dealer'), [])

  const codes = async (query: string): Promise<unknown[]> =>
    items(await as('boss', `GET /api/v1/alarms?subject=order:AF1&${query}`)).map(({ code }) => code)
  assert.deepEqual(await codes('owner=dealer'), ['odd'])
  assert.deepEqual(await codes('code=odd&severity=warning'), ['odd'])
  assert.deepEqual(await codes('severity=critical'), [])
  const mayDecide = async (name: string): Promise<unknown[]> =>
    items(await as(name, 'GET /api/v1/alarms?code=funder_answer_unknown')).map(
      (one) => one['mayDecide'],
    )
  assert.deepEqual([await mayDecide('lender'), await mayDecide('auditor')], [[true], [false]])

  const [own] = items(await as('lender', 'GET /api/v1/alarms?state=open'))
  const path = `/api/v1/alarms/${String(own?.['id'])}`
  // prettier-ignore
  const table: readonly (readonly [string, string, string])[] = [
    ['router',  `GET ${path}`,                '404 alarm_not_found'],
    ['router',  `POST ${path}/acknowledge`,   '404 alarm_not_found'],
    ['dealer',  `POST ${path}/resolve`,       '404 alarm_not_found'],
    ['auditor', `GET ${path}`,                '200'],
    ['auditor', `POST ${path}/acknowledge`,   '403 actor_not_allowed'],
    ['lender',  `POST ${path}/acknowledge`,   '200'],
    ['lender',  `POST ${path}/resolve`,       '200'],
    ['boss',    `POST ${path}/resolve`,       '409 alarm_already_resolved'],
    ['boss',    `GET ${path}`,                '200'],
  ]
  for (const [name, request, wanted] of table) {
    const answer = await as(name, request, request.startsWith('POST') ? {} : undefined)
    assert.equal(outcome(answer), wanted, `${name} ${request}`)
  }
})

const partners = openPartners({ database, clock, log })

/** Nobody listens there. */
const callNobody = () =>
  partners.call(
    {
      code: 'funder:BANK_A',
      baseUrl: 'http://127.0.0.1:9',
      timeLimitMs: 100,
      attemptsMax: 1,
      sign: () => ({}),
    },
    {
      operation: 'query-loan',
      method: 'GET',
      path: '/loans/LR1',
      answer: Type.Object({}),
      subject: 'order:AF1',
      repeatable: true,
      failure: () => undefined,
    },
  )

test('calls to partners can be looked up', async () => {
  await callNobody()
  const [call, ...others] = items(await as('router', 'GET /api/v1/partner-calls?subject=order:AF1'))
  assert.deepEqual(others, [])
  assert.deepEqual([call?.['operation'], call?.['outcome']], ['query-loan', 'unknown'])
})

test('a partner that is not reached is shown as left alone, and as tried again later', async () => {
  const health = async () => {
    const [one] = items(await as('router', 'GET /api/v1/partners'))
    return [one?.['circuit'], one?.['failuresInRow'], one?.['lastReachedAt']]
  }
  assert.deepEqual(await health(), ['closed', 1, null])
  for (let call = 2; call <= 5; call++) await callNobody()
  assert.deepEqual(await health(), ['open', 5, null])
  await callNobody()
  assert.deepEqual(await health(), ['open', 5, null], 'a call that is not made finds out nothing')
  const listed = await as('router', 'GET /api/v1/partner-calls?outcome=unknown&limit=1')
  assert.equal(items(listed)[0]?.['code'], 'circuit_open')
  clock.advance(31_000)
  assert.equal((await health())[0], 'trying')
})
