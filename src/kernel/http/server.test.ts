import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { Type } from 'typebox'
import { fixedClock } from '../clock/index.ts'
import { sql } from '../db/index.ts'
import { openLog } from '../log/index.ts'
import { accept, refuse } from '../problem/index.ts'
import { command, forget, openServer, Page, pageQuery, raw, read, type Route } from './index.ts'
import { testDatabase } from '#test/database'

const { database } = await testDatabase()
const clock = fixedClock('2026-01-01T00:00:00Z')
const Note = Type.Object({ text: Type.String({ minLength: 1 }), count: Type.Integer() })

/** How often the commands below have really run. */
const ran = new Map<string, number>()
let release: (() => void) | undefined

const write = (name: string) => sql`
  insert into db.series (name, last) values (${name}, 1)
  on conflict (name) do update set last = series.last + 1`

async function written(name: string): Promise<number> {
  const row = await database.row<{ last: number }>(
    sql`select last from db.series where name = ${name}`,
  )
  return row?.last ?? 0
}

const shared = { tag: 'note', access: 'public' as const, summary: 'a note', problems: [] }

const routes: readonly Route[] = [
  read({
    ...shared,
    path: '/notes/:no',
    operationId: 'getNote',
    params: Type.Object({ no: Type.Integer({ minimum: 1 }) }),
    query: Type.Object({ ...pageQuery, tag: Type.Optional(Type.Array(Type.String())) }),
    answer: Type.Object({ no: Type.Integer(), tags: Type.Array(Type.String()) }),
    run: async ({ params, query }) => accept({ no: params.no, tags: query.tag ?? [] }),
  }),
  command({
    ...shared,
    path: '/notes',
    operationId: 'addNote',
    body: Note,
    answer: Note,
    status: 201,
    problems: ['note_refused'],
    all: async (tx, calls) => {
      for (const { body } of calls) {
        ran.set(body.text, (ran.get(body.text) ?? 0) + 1)
        if (body.text === 'slow') await new Promise<void>((resolve) => (release = resolve))
        if (body.text === 'broken') throw new Error('a bug')
        if (body.count >= 0) await tx.run(write(body.text))
      }
      return calls.map(({ body }) =>
        body.count < 0 ? refuse('note_refused', 'Count from 0.') : accept(body),
      )
    },
  }),
  command({
    ...shared,
    path: '/notes/one',
    operationId: 'addOneNote',
    body: Note,
    answer: Type.Object({ secret: Type.String() }),
    secretAnswer: true,
    each: async (tx, { body }) => {
      await tx.run(write(body.text))
      return body.count < 0 ? refuse('note_refused', 'Count from 0.') : accept({ secret: 's3cret' })
    },
  }),
  read({
    ...shared,
    path: '/wrong-answer',
    operationId: 'wrongAnswer',
    answer: Page(Note),
    // The type would not allow it: this is what the check in tests is for.
    run: async () => accept({ items: [{ text: 1 }], nextCursor: null } as never),
  }),
  raw({
    ...shared,
    method: 'GET',
    path: '/raw',
    operationId: 'rawNote',
    run: async (_request, reply) => await reply.type('text/plain').send('as it is'),
  }),
  read({
    ...shared,
    access: ['admin'],
    path: '/closed',
    operationId: 'closedNote',
    answer: Note,
    run: async () => accept({ text: 'x', count: 1 }),
  }),
]

async function open(requestsPerMinuteMax = 1_000_000): Promise<FastifyInstance> {
  const app = await openServer({
    routes,
    problems: { note_refused: { status: 422, means: 'Count from 0.' } },
    // Nobody can sign in here: whose session it is, is tested with kernel/auth.
    auth: { authenticate: async () => refuse('unauthenticated', 'Sign in.') },
    database,
    clock,
    log: openLog('silent'),
    requestsPerMinuteMax,
    checkAnswers: true,
    version: '1.2.3',
    readiness: async () => [],
  })
  await app.ready()
  after(() => app.close())
  return app
}

const app = await open()

const post = (body: unknown, key?: string, url = '/notes'): Promise<LightMyRequestResponse> =>
  app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', ...(key ? { 'idempotency-key': key } : {}) },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  })

test('path and query are text and become what the schema says; a body stays as it is', async () => {
  const one = await app.inject('/notes/7?tag=a')
  assert.deepEqual(one.json(), { no: 7, tags: ['a'] })
  assert.deepEqual((await app.inject('/notes/7?tag=a&tag=b')).json(), { no: 7, tags: ['a', 'b'] })
  const wrong = await post({ text: 'typed', count: '1' })
  assert.equal(wrong.statusCode, 400)
  assert.equal(await written('typed'), 0)
})

const postCsv = () =>
  app.inject({
    method: 'POST',
    url: '/notes',
    headers: { 'content-type': 'text/csv' },
    payload: 'a',
  })

// prettier-ignore
const bad: readonly [string, () => Promise<LightMyRequestResponse>, number, string, RegExp][] = [
  ['a wrong type', () => post({ text: 'x', count: 'many' }), 400, 'request_invalid', /body\/count/],
  ['a missing field', () => post({ text: 'x' }), 400, 'request_invalid', /count/],
  ['no body', () => app.inject({ method: 'POST', url: '/notes' }), 400, 'request_invalid', /body/],
  ['broken JSON', () => post('{"text":'), 400, 'json_invalid', /JSON/],
  ['an empty JSON body', () => post(''), 400, 'json_invalid', /JSON/],
  ['an oversized body', () => post({ text: 'x'.repeat(1_100_000), count: 1 }), 413, 'body_too_large', /1048576/],
  ['a strange content type', () => postCsv(), 415, 'content_type_unsupported', /content type/],
  ['a NUL in a text', () => post({ text: 'a\u0000b', count: 1 }), 400, 'request_invalid', /U\+0000/],
  ['a body nested without end', () => post(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), 400, 'request_invalid', /deeper/],
  ['a wrong path', () => app.inject('/nowhere'), 404, 'route_not_found', /nowhere/],
  ['a wrong method', () => app.inject({ method: 'DELETE', url: '/notes' }), 405, 'method_not_allowed', /POST/],
  ['a wrong parameter', () => app.inject('/notes/abc'), 400, 'request_invalid', /params\/no/],
  ['a page that is too long', () => app.inject('/notes/1?limit=9999'), 400, 'request_invalid', /limit/],
  ['a key that is too long', () => post({ text: 'x', count: 1 }, 'k'.repeat(256)), 400, 'request_invalid', /idempotency-key/],
  ['a stranger', () => app.inject('/closed'), 401, 'unauthenticated', /Sign in/],
]

test('bad input gets a problem that says what is wrong', async () => {
  for (const [what, send, status, code, says] of bad) {
    const answer = await send()
    const problem = answer.json() as Record<string, unknown>
    assert.deepEqual([answer.statusCode, problem['code']], [status, code], what)
    assert.match(String(problem['detail']), says, what)
    assert.match(String(answer.headers['content-type']), /application\/problem\+json/, what)
    assert.equal(problem['instance'], answer.headers['x-request-id'], what)
  }
})

test('a bug answers 500 without a word of how it is made', async () => {
  const answer = await post({ text: 'broken', count: 1 })
  assert.equal(answer.statusCode, 500)
  assert.equal((answer.json() as { code: string }).code, 'internal_error')
  assert.ok(!answer.body.includes('a bug'))
})

test('the same key and body get the recorded answer, and the work is done once', async () => {
  const first = await post({ text: 'once', count: 1 }, 'key-once')
  const again = await post({ text: 'once', count: 1 }, 'key-once')
  assert.deepEqual([first.statusCode, again.statusCode], [201, 201])
  assert.equal(again.body, first.body)
  assert.equal(first.headers['idempotent-replayed'], undefined)
  assert.equal(again.headers['idempotent-replayed'], 'true')
  assert.equal(await written('once'), 1)
})

test('the same key with another body is refused', async () => {
  await post({ text: 'mine', count: 1 }, 'key-mine')
  const other = await post({ text: 'mine', count: 2 }, 'key-mine')
  assert.deepEqual(
    [other.statusCode, (other.json() as { code: string }).code],
    [422, 'idempotency_key_reused'],
  )
})

test('a refusal is recorded too, and wrote nothing', async () => {
  const first = await post({ text: 'minus', count: -1 }, 'key-minus')
  const again = await post({ text: 'minus', count: -1 }, 'key-minus')
  assert.deepEqual([first.statusCode, again.statusCode], [422, 422])
  assert.equal(again.headers['idempotent-replayed'], 'true')
  assert.equal(again.body, first.body)
  assert.equal(ran.get('minus'), 1)
  const one = await post({ text: 'undone', count: -1 }, 'key-undone', '/notes/one')
  assert.equal(one.statusCode, 422)
  assert.equal(await written('undone'), 0)
})

test('while the first is being answered, the same key is in flight', async () => {
  const first = post({ text: 'slow', count: 1 }, 'key-slow')
  while (release === undefined) await new Promise((resolve) => setTimeout(resolve, 5))
  const second = await post({ text: 'slow', count: 1 }, 'key-slow')
  assert.equal((second.json() as { code: string }).code, 'idempotency_key_in_flight')
  release()
  assert.equal((await first).statusCode, 201)
  assert.equal((await post({ text: 'slow', count: 1 }, 'key-slow')).statusCode, 201)
  assert.equal(await written('slow'), 1)
})

test('two processes that get the same key at once do the work once', async () => {
  const other = await open()
  const send = (to: FastifyInstance, key: string) =>
    to.inject({
      method: 'POST',
      url: '/notes',
      headers: { 'idempotency-key': key },
      payload: { text: `pair ${key}`, count: 1 },
    })
  for (let round = 0; round < 20; round++) {
    const key = `pair-${round}`
    const answers = await Promise.all([send(app, key), send(other, key)])
    assert.deepEqual(
      answers.map(({ statusCode }) => statusCode),
      [201, 201],
    )
    assert.equal(await written(`pair ${key}`), 1)
  }
})

test('neighbours of a call that breaks are answered', async () => {
  const answers = await Promise.all(
    ['a', 'b', 'broken', 'c'].map((text) => post({ text, count: 1 }, `neighbour-${text}`)),
  )
  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode),
    [201, 201, 500, 201],
  )
})

test('an answer that holds a secret is not kept', async () => {
  const first = await post({ text: 'secret', count: 1 }, 'key-secret', '/notes/one')
  assert.deepEqual(first.json(), { secret: 's3cret' })
  const again = await post({ text: 'secret', count: 1 }, 'key-secret', '/notes/one')
  assert.equal((again.json() as { code: string }).code, 'answer_not_repeatable')
  assert.equal(await written('secret'), 1)
})

test('keys are forgotten when they are old, in portions', async () => {
  for (const at of [1, 2, 3]) await post({ text: `old ${at}`, count: 1 }, `old-${at}`)
  assert.equal(await forget(database, new Date('2025-12-31T00:00:00Z'), 100), 0)
  assert.equal(await forget(database, new Date('2026-01-02T00:00:00Z'), 2), 2)
})

test('an answer that does not fit its schema is a bug and is never sent', async () => {
  assert.equal((await app.inject('/wrong-answer')).statusCode, 500)
})

test('too many requests are told when to come again', async () => {
  const small = await open(3)
  for (let at = 0; at < 3; at++) assert.equal((await small.inject('/raw')).statusCode, 200)
  const refused = await small.inject('/raw')
  assert.equal(refused.statusCode, 429)
  assert.ok(Number(refused.headers['retry-after']) > 0)
  assert.equal((refused.json() as { code: string }).code, 'too_many_requests')
})

test('the OpenAPI document, health, readiness and metrics are there, with strict headers', async () => {
  const document = (await app.inject('/openapi.json')).json() as {
    openapi: string
    paths: Record<string, { post?: { operationId: string; requestBody: object } }>
  }
  assert.equal(document.openapi, '3.1.0')
  assert.equal(document.paths['/notes']?.post?.operationId, 'addNote')
  assert.ok(document.paths['/notes']?.post?.requestBody)
  assert.equal((await app.inject('/healthz')).statusCode, 200)
  assert.deepEqual((await app.inject('/readyz')).json(), { ready: true, wrong: [] })
  assert.match((await app.inject('/metrics')).body, /liushui_http_request_seconds_bucket/)
  const policy = String((await app.inject('/raw')).headers['content-security-policy'])
  assert.match(policy, /script-src 'self'(;|$)/)
})

test('calls that come together share a transaction, and each gets its own answer', async () => {
  const texts = Array.from({ length: 120 }, (_, at) => `together ${at}`)
  const answers = await Promise.all(
    texts.map((text, at) => post({ text, count: at % 10 === 3 ? -1 : at }, `together-${at}`)),
  )
  for (const [at, answer] of answers.entries()) {
    assert.equal(answer.statusCode, at % 10 === 3 ? 422 : 201)
    if (answer.statusCode === 201) assert.deepEqual(answer.json(), { text: texts[at], count: at })
  }
  assert.equal(await written('together 0'), 1)
  assert.equal(await written('together 3'), 0)
})

test('of two equal requests at once one does the work and the other is told to ask again', async () => {
  const answers = await Promise.all([1, 2, 3].map(() => post({ text: 'twin', count: 1 }, 'twin')))
  const statuses = answers.map(({ statusCode }) => statusCode)
  assert.deepEqual(
    statuses.toSorted((a, b) => a - b),
    [201, 409, 409],
  )
  assert.equal(await written('twin'), 1)
  assert.equal(
    (await post({ text: 'twin', count: 1 }, 'twin')).headers['idempotent-replayed'],
    'true',
  )
})

test('a bug is not remembered: the same key may try again once it is mended', async () => {
  assert.equal((await post({ text: 'broken', count: 1 }, 'key-bug')).statusCode, 500)
  const row = await database.row(sql`select key from http.idempotency where key = 'key-bug'`)
  assert.equal(row, undefined)
})

test('what two processes are told at once about one key is one answer', async () => {
  const other = await open()
  const send = (to: FastifyInstance) =>
    to.inject({
      method: 'POST',
      url: '/notes/one',
      headers: { 'idempotency-key': 'one-secret' },
      payload: { text: 'one secret', count: 1 },
    })
  const answers = await Promise.all([send(app), send(other)])
  const codes = answers.map((answer) => (answer.json() as { code?: string }).code ?? 'done')
  assert.deepEqual(codes.toSorted(), ['answer_not_repeatable', 'done'])
  assert.equal(await written('one secret'), 1)
})
