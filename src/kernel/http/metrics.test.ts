import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CommitUnknown, Overloaded } from '../db/index.ts'
import { outcome, plain, testServer, type Answer } from './testing.ts'

const failing = (path: string, problem: Error) =>
  plain('GET', path, { work: { kind: 'raw', run: () => Promise.reject(problem) } })

const { call, beside } = await testServer([
  plain('GET', '/notes/:no'),
  plain('POST', '/notes', { access: ['admin'] }),
  failing('/full', new Overloaded('more than 10 calls are waiting')),
  failing('/unknown', new CommitUnknown('lost')),
])

const series = (answer: Answer): string[] =>
  answer.body.split('\n').filter((line) => line.startsWith('liushui_http_request_seconds_count'))

test('requests are counted by route, never by what somebody wrote into the path', async () => {
  for (const path of ['/notes/1', '/notes/2', '/notes/3?x=1']) await call(`GET ${path}`)
  for (const path of ['/a', '/b', '/c', '/d']) await call(`GET ${path}`)
  for (const method of ['PROPFIND', 'OPTIONS', 'TRACE']) await call(`${method} /e`)
  await call('POST /notes')
  const counted = series(await call('GET /metrics'))
  const of = (labels: string) =>
    counted
      .find((line) => line.includes(labels))
      ?.split(' ')
      .at(-1)
  assert.equal(of('method="GET",route="/notes/:no",status="200"'), '3')
  assert.equal(of('method="GET",route="none",status="404"'), '4')
  assert.equal(of('method="POST",route="/notes",status="401"'), '1')
  assert.ok(counted.length < 10, counted.join('\n'))
})

test('what the process needs is told to Prometheus in its own words', async () => {
  const { headers, body } = await call('GET /metrics')
  assert.match(String(headers['content-type']), /^text\/plain; version=0\.0\.4/u)
  for (const name of ['process_resident_memory_bytes', 'nodejs_eventloop_lag_seconds']) {
    assert.match(body, new RegExp(`^${name} `, 'mu'))
  }
})

test('alive and ready are two questions', async () => {
  const app = await beside({ readiness: async () => ['the application could change x'] })
  assert.equal((await app.inject('/healthz')).statusCode, 200)
  const ready = await app.inject('/readyz')
  assert.deepEqual(
    [ready.statusCode, ready.json()],
    [503, { ready: false, wrong: ['the application could change x'] }],
  )
})

test('a house that is full, and one that does not know, say so', async () => {
  assert.equal(outcome(await call('GET /full')), '503 overloaded')
  const unknown = await call('GET /unknown')
  assert.equal(outcome(unknown), '503 outcome_unknown')
  assert.match(unknown.body, /same Idempotency-Key/u)
})
