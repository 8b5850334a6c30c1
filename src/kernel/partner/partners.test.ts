import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { after, beforeEach, test } from 'node:test'
import { Type } from 'typebox'
import { fixedClock } from '#kernel/clock'
import { sql } from '#kernel/db'
import { openLog } from '#kernel/log'
import { testDatabase } from '#test/database'
import { hmacSigner, listCalls, openPartners, verifySignature } from './index.ts'
import type { Outcome, Partner, PartnerCall, Partners } from './index.ts'

/** A partner over HTTP that answers what the test says. */
type Behaviour = (request: IncomingMessage, response: ServerResponse, body: string) => void
interface Heard {
  readonly method: string
  readonly path: string
  readonly body: string
  readonly headers: IncomingMessage['headers']
}

let heard: Heard[] = []
let behaviours: Behaviour[] = []
const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    const body = Buffer.concat(parts).toString()
    const { method = '', url: path = '', headers } = request
    heard.push({ method, path, body, headers })
    const behaviour = behaviours.length > 1 ? behaviours.shift() : behaviours[0]
    behaviour?.(request, response, body)
  })
})

const json =
  (status: number, answer: unknown): Behaviour =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer))
  }
const silent: Behaviour = () => undefined
const hangUp: Behaviour = (request) => request.socket.destroy()
const halfAnAnswer: Behaviour = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
  response.write('{"status":')
  setTimeout(() => response.destroy(), 20)
}
const slowBody: Behaviour = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write('{"status":')
}
const endless: Behaviour = (_request, response) => {
  response.writeHead(200)
  const pour = (): void => {
    while (!response.destroyed && response.write('x'.repeat(65_536)));
  }
  response.on('drain', pour)
  pour()
}

const secret = 'sandbox-BANK_A'
const clock = fixedClock('2026-03-01T09:00:00Z')
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const address = server.address()
const partner: Partner = {
  code: 'funder:BANK_A',
  baseUrl: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/funder/`,
  timeLimitMs: 400,
  attemptsMax: 3,
  sign: hmacSigner(secret),
}
const { database } = await testDatabase()
let partners: Partners

beforeEach(() => {
  heard = []
  partners = openPartners({ database, clock, log: openLog('silent') })
})
after(() => {
  server.closeAllConnections()
  server.close()
})

const Answer = Type.Object({ status: Type.String(), reasonCode: Type.Optional(Type.String()) })
const apply: PartnerCall<typeof Answer> = {
  operation: 'apply',
  method: 'POST',
  path: '/BANK_A/applications',
  body: { applicationNo: 'FA1', amount: 1_200_000, phone: '13800138000' },
  answer: Answer,
  subject: 'order:AF1',
  repeatable: false,
  failure: ({ status, reasonCode }) => (status === 'FAIL' ? (reasonCode ?? 'FAIL') : undefined),
}

const short = (outcome: Outcome<unknown>): string => {
  if (outcome.kind === 'succeeded') return 'succeeded'
  return `${outcome.kind} ${outcome.kind === 'failed' ? outcome.code : outcome.reason}`
}

// prettier-ignore
const table: readonly (readonly [string, Behaviour, string])[] = [
  ['an answer as agreed',                json(202, { status: 'ACCEPTED' }),                     'succeeded'],
  ['an answer that says no',             json(200, { status: 'FAIL', reasonCode: 'R12' }),      'failed R12'],
  ['a refusal with a code',              json(400, { code: 'TERM_TOO_LONG', message: 'x' }),    'failed TERM_TOO_LONG'],
  ['"never received", with a code',      json(404, { code: 'NOT_FOUND' }),                      'failed NOT_FOUND'],
  ['a 404 of a proxy, without a code',   json(404, '<html>not found</html>'),                   'unknown answer_not_understood'],
  ['an answer of another form',          json(200, { state: 'ok' }),                            'unknown answer_not_understood'],
  ['no JSON',                            json(200, 'OK'),                                       'unknown answer_not_understood'],
  ['an empty answer',                    json(200, ''),                                         'unknown answer_not_understood'],
  ['a redirect',                         json(302, {}),                                         'unknown answer_not_understood'],
  ['a server that failed, with a code',  json(500, { code: 'INTERNAL' }),                       'unknown server_error'],
  ['a proxy without its server',         json(503, '<html>'),                                   'unknown server_error'],
  ['too many requests',                  json(429, { code: 'SLOW_DOWN' }),                      'unknown server_error'],
  ['no answer in time',                  silent,                                                'unknown time_out'],
  ['an answer that does not end in time', slowBody,                                             'unknown time_out'],
  ['a connection that was cut',          hangUp,                                                'unknown network'],
  ['half an answer',                     halfAnAnswer,                                          'unknown network'],
  ['an answer without end',              endless,                                               'unknown network'],
]

for (const [name, behaviour, expected] of table) {
  test(`${name} is ${expected}, and recorded so`, async () => {
    behaviours = [behaviour]
    const subject = `order:${name}`
    const outcome = await partners.call(partner, { ...apply, subject })
    assert.equal(short(outcome), expected)
    assert.equal(heard.length, 1)
    const [call, ...others] = await listCalls(database, { subject, limit: 10 })
    assert.deepEqual(others, [])
    const recorded = call?.code === null ? call.outcome : `${call?.outcome} ${call?.code}`
    assert.equal(recorded, expected)
    assert.ok((call?.durationMs ?? -1) >= 0)
  })
}

test('what is sent is signed over method, path and body', async () => {
  behaviours = [json(202, { status: 'ACCEPTED' })]
  await partners.call(partner, { ...apply, path: '/BANK_A/applications?mode=test' })
  await partners.call(partner, {
    ...apply,
    method: 'GET',
    body: undefined,
    path: '/BANK_A/x',
  } as never)
  assert.deepEqual(
    heard.map(({ method, path }) => `${method} ${path}`),
    ['POST /funder/BANK_A/applications?mode=test', 'GET /funder/BANK_A/x'],
  )
  for (const request of heard) assert.deepEqual(verifySignature(request, secret).ok, true)
  const [first] = heard
  assert.ok(first)
  const forged = { ...first, body: first.body.replace('1200000', '9200000') }
  const verdict = verifySignature(forged, secret)
  assert.equal(!verdict.ok && verdict.problem.code, 'signature_invalid')
})

test('personal data does not reach the record', async () => {
  behaviours = [json(202, { status: 'ACCEPTED', phone: '13800138000', note: 'call 13900139000' })]
  const subject = 'order:masked'
  await partners.call(partner, { ...apply, subject })
  const rows = await database.rows<{ text: string }>(
    sql`select request::text || answer::text as text from partner.call where subject = ${subject}`,
  )
  assert.doesNotMatch(rows[0]?.text ?? '13800138000', /13800138000|13900139000/u)
  assert.match(rows[0]?.text ?? '', /139\*\*\*\*9000/u)
})

test('what may be repeated is repeated up to its limit, each attempt with a row of its own', async () => {
  behaviours = [hangUp, json(503, {}), json(200, { status: 'PASS' })]
  const subject = 'order:repeated'
  const outcome = await partners.call(partner, { ...apply, subject, repeatable: true })
  assert.equal(short(outcome), 'succeeded')
  const calls = await listCalls(database, { subject, limit: 10 })
  assert.deepEqual(
    calls.map(({ attempt, outcome: became, code }) => [attempt, became, code]),
    [
      [3, 'succeeded', null],
      [2, 'unknown', 'server_error'],
      [1, 'unknown', 'network'],
    ],
  )
  behaviours = [hangUp]
  heard = []
  const dark = await partners.call(partner, { ...apply, repeatable: true })
  assert.equal(short(dark), 'unknown network')
  assert.equal(heard.length, 3)
})

test('a definite no is not asked twice', async () => {
  behaviours = [json(400, { code: 'TERM_TOO_LONG' })]
  await partners.call(partner, { ...apply, repeatable: true })
  assert.equal(heard.length, 1)
})

test('nobody there is unknown as well: it was not our bank that said so', async () => {
  const gone = { ...partner, baseUrl: 'http://127.0.0.1:9' }
  assert.equal(short(await partners.call(gone, apply)), 'unknown network')
})

test('a partner that is down is left alone for half a minute, then one call looks', async () => {
  behaviours = [json(500, {})]
  for (let call = 0; call < 5; call++) await partners.call(partner, apply)
  heard = []
  assert.equal(short(await partners.call(partner, apply)), 'unknown circuit_open')
  const neighbour = { ...partner, code: 'funder:BANK_B' }
  assert.equal(short(await partners.call(neighbour, apply)), 'unknown server_error')
  assert.equal(heard.length, 1)

  clock.advance(30_000)
  behaviours = [json(200, { status: 'PASS' })]
  heard = []
  assert.equal(short(await partners.call(partner, apply)), 'succeeded')
  assert.equal(short(await partners.call(partner, apply)), 'succeeded')
  assert.equal(heard.length, 2)
})

test('while one call looks, the others still wait', async () => {
  behaviours = [json(500, {})]
  for (let call = 0; call < 5; call++) await partners.call(partner, apply)
  clock.advance(30_000)
  const looks = await Promise.all([1, 2, 3].map(() => partners.call(partner, apply)))
  assert.deepEqual(looks.map(short).toSorted(), [
    'unknown circuit_open',
    'unknown circuit_open',
    'unknown server_error',
  ])
})

test('answers that say no, or that we do not understand, do not open the circuit', async () => {
  behaviours = [json(400, { code: 'NO' }), json(200, 'OK')]
  for (let call = 0; call < 8; call++) await partners.call(partner, apply)
  heard = []
  await partners.call(partner, apply)
  assert.equal(heard.length, 1)
})

test('calls are found by partner and subject, newest first, page by page', async () => {
  behaviours = [json(200, { status: 'PASS' })]
  const other = { ...partner, code: 'funder:BANK_C' }
  for (const no of [1, 2, 3]) await partners.call(other, { ...apply, subject: `order:p${no}` })
  const page = await listCalls(database, { partner: 'funder:BANK_C', limit: 2 })
  assert.deepEqual(
    page.map(({ subject }) => subject),
    ['order:p3', 'order:p2'],
  )
  const before = page.at(-1)?.id ?? ''
  const rest = await listCalls(database, { partner: 'funder:BANK_C', before, limit: 2 })
  assert.deepEqual(
    rest.map(({ subject }) => subject),
    ['order:p1'],
  )
})
