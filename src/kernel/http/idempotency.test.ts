import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { sql } from '../db/index.ts'
import { accept, refuse } from '../problem/index.ts'
import { command } from './index.ts'
import { call as callOn, outcome, testServer, type Asked } from './testing.ts'

const Body = Type.Object({ text: Type.String(), count: Type.Optional(Type.Integer()) })
const shared = {
  tag: 'note',
  access: 'signed-in' as const,
  summary: '',
  problems: ['note_refused'],
  body: Body,
  answer: Type.Object({ text: Type.String(), by: Type.String(), times: Type.Integer() }),
}

let done = 0

const { call, person, apiKey, database, beside } = await testServer([
  command({
    ...shared,
    path: '/notes',
    operationId: 'note',
    all: async (_tx, calls) =>
      calls.map(({ body, actor }) => {
        if (body.count !== undefined && body.count < 0) return refuse('note_refused', 'From 0.')
        return accept({ text: body.text, by: actor.name, times: (done += 1) })
      }),
  }),
  command({
    ...shared,
    path: '/others/:no',
    params: Type.Object({ no: Type.Integer() }),
    query: Type.Object({ dryRun: Type.Optional(Type.Boolean()) }),
    operationId: 'other',
    dry: ({ query }) => query.dryRun === true,
    each: async (_tx, { body, actor }) =>
      accept({ text: body.text, by: actor.name, times: (done += 1) }),
  }),
])

const [anna, bo] = [await person('anna'), await person('bo')]
const keyed = (key: string, headers: Asked['headers'], text = 'a'): Asked => ({
  headers: { ...headers, 'idempotency-key': key },
  body: { text },
})

test('two callers may use the same key: each gets its own answer', async () => {
  const [one, two] = [
    await call('POST /notes', keyed('k-1', anna.bearer)),
    await call('POST /notes', keyed('k-1', bo.bearer)),
  ]
  assert.deepEqual([one.json().by, two.json().by], ['anna', 'bo'])
  assert.equal(two.headers['idempotent-replayed'], undefined)
  const again = await call('POST /notes', keyed('k-1', bo.bearer))
  assert.deepEqual([again.body, again.headers['idempotent-replayed']], [two.body, 'true'])
})

test('a person and the program that acts for it have keys of their own', async () => {
  const program = await apiKey(anna, ['note:write'])
  await call('POST /notes', keyed('k-2', anna.bearer))
  const answer = await call('POST /notes', keyed('k-2', program))
  assert.equal(answer.json().by, 'anna/program')
})

test('one person is one caller, by cookie or by header', async () => {
  const first = await call('POST /notes', keyed('k-3', anna.bearer))
  const cookie = { ...anna.cookie, 'x-csrf-token': anna.csrfToken }
  const again = await call('POST /notes', keyed('k-3', cookie))
  assert.deepEqual([again.body, again.headers['idempotent-replayed']], [first.body, 'true'])
})

test('a key belongs to one request: another path, query or body is refused', async () => {
  await call('POST /others/1', keyed('k-4', anna.bearer))
  const table: readonly [string, string][] = [
    ['POST /others/2', 'a'],
    ['POST /others/1?dryRun=false', 'a'],
    ['POST /others/1', 'b'],
    ['POST /notes', 'a'],
  ]
  for (const [request, text] of table) {
    const answer = await call(request, keyed('k-4', anna.bearer, text))
    assert.equal(outcome(answer), '422 idempotency_key_reused', request)
  }
})

test('a question what would happen is asked anew each time, and takes no key', async () => {
  const ask = () => call('POST /others/5?dryRun=true', keyed('k-5', anna.bearer))
  const [one, two] = [await ask(), await ask()]
  assert.notEqual(one.json().times, two.json().times)
  assert.equal(outcome(await call('POST /others/5', keyed('k-5', anna.bearer))), '200')
})

test('who may not write any more gets no recorded answer either', async () => {
  const leaver = await person('leaver')
  await call('POST /notes', keyed('k-6', leaver.bearer))
  await database.transaction((tx) =>
    tx.run(sql`update auth.user_account set disabled_at = '2026-03-02T00:00:00Z'
                where username = 'leaver'`),
  )
  const again = await call('POST /notes', keyed('k-6', leaver.bearer))
  assert.equal(outcome(again), '401 unauthenticated')
})

test('input that was wrong is not remembered: the key is free for what is right', async () => {
  const wrong = { headers: { ...anna.bearer, 'idempotency-key': 'k-7' }, body: { text: 7 } }
  assert.equal(outcome(await call('POST /notes', wrong)), '400 request_invalid')
  assert.equal(outcome(await call('POST /notes', keyed('k-7', anna.bearer))), '200')
})

test('a business refusal is remembered and replayed as the problem it was', async () => {
  const asked = {
    headers: { ...anna.bearer, 'idempotency-key': 'k-8' },
    body: { text: 'a', count: -1 },
  }
  const [first, again] = [await call('POST /notes', asked), await call('POST /notes', asked)]
  assert.deepEqual([outcome(again), again.body], ['422 note_refused', first.body])
  assert.match(String(again.headers['content-type']), /application\/problem\+json/u)
})

test('an empty key and one without end are refused, a long one works', async () => {
  const table: readonly [string, string][] = [
    ['', '400 request_invalid'],
    ['k'.repeat(256), '400 request_invalid'],
    ['k'.repeat(255), '200'],
    [`${'{"a":1}'} '; --`, '200'],
  ]
  for (const [key, wanted] of table) {
    assert.equal(outcome(await call('POST /notes', keyed(key, anna.bearer))), wanted, key)
  }
})

test('another process answers a repeated request with the recorded answer', async () => {
  const first = await call('POST /notes', keyed('k-9', anna.bearer))
  const again = await callOn(await beside(), 'POST /notes', keyed('k-9', anna.bearer))
  assert.deepEqual([again.body, again.headers['idempotent-replayed']], [first.body, 'true'])
})
