import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { authProblems } from '#kernel/auth'
import { fixedClock, type Clock } from '#kernel/clock'
import { openServer } from '#kernel/http'
import { openJobs } from '#kernel/jobs'
import { openLog } from '#kernel/log'
import type { Json } from '#kernel/problem'
import { authRoutes } from './auth.ts'
import { resumeDemoClock } from './demo-clock.ts'
import { sandboxProblems, sandboxRoutes } from './sandbox.ts'
import { field, openTestDesk, outcome, type Answer } from './testing.ts'

const desk = await openTestDesk(authRoutes)
const { auth, database, newUser, signIn } = desk
const log = openLog('silent')

const main = fileURLToPath(new URL('../../../sandbox/main.ts', import.meta.url))
const partners = spawn(process.execPath, [main], {
  env: { ...process.env, SANDBOX_PORT: '0', LIUSHUI_URL: 'http://127.0.0.1:9' },
  stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
})
const [{ url: address }] = (await once(partners, 'message')) as [{ url: string }]
after(async () => {
  const ended = once(partners, 'exit')
  partners.kill('SIGTERM')
  await ended
})

const sandboxPort = Number(new URL(address).port)
const clock = fixedClock(new Date().toISOString())

/** The demo's routes, in a house that is one or is none. */
async function openHouse(given: { demo: boolean; sandboxPort?: number; clock?: Clock }) {
  const config = { ...desk.config, sandboxPort, ...given }
  const jobs = openJobs({ database, url: '', clock, log })
  const rooms = {
    config,
    clock,
    database,
    jobs,
    ...('clock' in given ? { clock: given.clock } : {}),
  }
  const app = await openServer({
    auth,
    database,
    clock: desk.clock,
    log,
    routes: sandboxRoutes(rooms),
    problems: { ...authProblems, ...sandboxProblems },
    requestsPerMinuteMax: 1_000_000,
    checkAnswers: true,
    version: '0.0.0',
    readiness: async () => [],
  })
  await app.ready()
  after(() => app.close())
  return { app, rooms }
}

await newUser('boss')
await newUser('clerk', { roles: ['finance-ops'] })
await newUser('auditor', { roles: ['auditor'] })
const tokens = new Map<string, string>()
for (const name of ['boss', 'clerk', 'auditor']) tokens.set(name, await signIn(name))

const { app, rooms } = await openHouse({ demo: true })

async function as(name: string, request: string, body?: Json, on = app): Promise<Answer> {
  const [method, url = '/'] = request.split(' ')
  const response = await on.inject({
    // The caller writes one of the methods that Fastify knows.
    method: method as 'GET',
    url,
    headers: { authorization: `Bearer ${tokens.get(name)}` },
    ...(body === undefined ? {} : { payload: body as object }),
  })
  return { status: response.statusCode, body: response.json(), headers: response.headers }
}

const waiting = async (): Promise<Record<string, unknown>> => {
  const { body } = await as('boss', 'GET /api/v1/sandbox')
  const all = field(body, 'partners') as readonly { partner: string; waiting: unknown }[]
  return Object.fromEntries(all.map(({ partner, waiting: plans }) => [partner, plans]))
}

test('a partner is told how to answer next, in line, until it is reset', async () => {
  const next = '/api/v1/sandbox/next'
  const choose = (behaviour: string, delayMs?: number) =>
    as('boss', `POST ${next}`, {
      partner: 'funder:BANK_A',
      behaviour,
      ...(delayMs === undefined ? {} : { delayMs }),
    })
  assert.equal(outcome(await choose('refuse')), '200')
  assert.equal(field((await choose('answer_late', 700)).body, 'waiting'), 2)
  assert.deepEqual((await waiting())['funder:BANK_A'], [
    { behaviour: 'refuse' },
    { behaviour: 'answer_late', delayMs: 700 },
  ])
  assert.deepEqual((await waiting())['funder:BANK_B'], [])
  assert.equal(outcome(await as('boss', 'POST /api/v1/sandbox/reset')), '200')
  assert.deepEqual((await waiting())['funder:BANK_A'], [])
})

test('what it does not know is refused, and what it heard can be read', async () => {
  const next = 'POST /api/v1/sandbox/next'
  const wrong = { partner: 'funder:BANK_A', behaviour: 'dance' }
  assert.equal(outcome(await as('boss', next, wrong)), '422 sandbox_refused')
  const strange = { partner: 'funder:NOBODY', behaviour: 'refuse' }
  assert.equal(outcome(await as('boss', next, strange)), '422 sandbox_refused')
  assert.equal(outcome(await as('boss', next, { partner: 'x' })), '400 request_invalid')
  await fetch(`${address}/funder/BANK_B/loans/L1`)
  const heard = await as('auditor', 'GET /api/v1/sandbox/calls?partner=funder:BANK_B')
  const [call] = field(heard.body, 'items') as readonly Record<string, unknown>[]
  assert.deepEqual([call?.['direction'], call?.['status']], ['received', 401])
})

test('the sandbox is for administrators of a demo; elsewhere there is none', async () => {
  for (const name of ['clerk', 'auditor']) {
    const move = await as(name, 'POST /api/v1/sandbox/clock', { advanceMs: 60_000 })
    assert.equal(outcome(move), '403 actor_not_allowed', name)
  }
  const real = await openHouse({ demo: false })
  const still = await openHouse({ demo: true, clock: { now: () => new Date() } })
  for (const house of [real, still]) {
    for (const [request, body] of [
      ['GET /api/v1/sandbox', undefined],
      ['GET /api/v1/sandbox/calls', undefined],
      ['POST /api/v1/sandbox/reset', undefined],
      ['POST /api/v1/sandbox/next', { partner: 'funder:BANK_A', behaviour: 'refuse' }],
      ['POST /api/v1/sandbox/clock', { advanceMs: 60_000 }],
    ] as const) {
      assert.equal(
        outcome(await as('boss', request, body, house.app)),
        '404 sandbox_absent',
        request,
      )
    }
    const told = await as('clerk', 'GET /api/v1/clock', undefined, house.app)
    assert.deepEqual([field(told.body, 'aheadMs'), field(told.body, 'movable')], [0, false])
  }
})

test('partners that are gone are told from partners that refuse', async () => {
  const alone = await openHouse({ demo: true, sandboxPort: 9 })
  const answer = await as('boss', 'GET /api/v1/sandbox', undefined, alone.app)
  assert.equal(outcome(answer), '503 sandbox_silent')
})

test('the clock of a demo moves forward, everybody sees it, and a restart goes on from there', async () => {
  const dayMs = 86_400_000
  const move = (advanceMs: number) => as('boss', 'POST /api/v1/sandbox/clock', { advanceMs })
  assert.equal(field((await as('clerk', 'GET /api/v1/clock')).body, 'aheadMs'), 0)
  assert.equal(outcome(await move(dayMs)), '200')
  const moved = await move(dayMs / 2)
  assert.equal(field(moved.body, 'aheadMs'), 1.5 * dayMs)
  const ahead = clock.now().getTime() - Date.now()
  assert.ok(Math.abs(ahead - 1.5 * dayMs) < 60_000, `${ahead} ms ahead`)
  for (const wrong of [0, -dayMs, 32 * dayMs, 0.5]) {
    assert.equal(outcome(await move(wrong)), '400 request_invalid', String(wrong))
  }
  const again = fixedClock(new Date().toISOString())
  await resumeDemoClock({ ...rooms, clock: again })
  assert.ok(Math.abs(again.now().getTime() - Date.now() - 1.5 * dayMs) < 60_000)
})
