import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { after, test } from 'node:test'
import { Redis } from 'ioredis'
import { call as callOn, outcome, plain, testServer } from './testing.ts'

const { beside } = await testServer([
  plain('GET', '/open'),
  plain('GET', '/closed', { access: ['admin'] }),
])

test('strangers are counted too, whatever they try', async () => {
  for (const request of ['GET /closed', 'GET /nowhere', 'POST /open', 'GET /open']) {
    const app = await beside({ requestsPerMinuteMax: 2 })
    await callOn(app, request)
    await callOn(app, request)
    assert.equal(outcome(await callOn(app, request)), '429 too_many_requests', request)
  }
})

test('a refusal says when to come again, to programs and to people', async () => {
  const app = await beside({ requestsPerMinuteMax: 1 })
  await callOn(app, 'GET /open')
  const answer = await callOn(app, 'GET /open')
  const seconds = Number(answer.headers['retry-after'])
  assert.ok(seconds > 0 && seconds <= 60)
  const problem = answer.json() as { retryAfterSeconds: number; detail: string }
  assert.equal(problem.retryAfterSeconds, seconds)
  assert.match(problem.detail, new RegExp(`in ${seconds} seconds`, 'u'))
})

test('each address has a limit of its own', async () => {
  const app = await beside({ requestsPerMinuteMax: 1 })
  const from = (remoteAddress: string) => app.inject({ url: '/open', remoteAddress })
  assert.deepEqual(
    [outcome(await from('192.0.2.1')), outcome(await from('192.0.2.2'))],
    ['200', '200'],
  )
  assert.equal(outcome(await from('192.0.2.1')), '429 too_many_requests')
})

test('nobody escapes the limit by naming another address in a header', async () => {
  const app = await beside({ requestsPerMinuteMax: 1 })
  const as = (address: string) =>
    callOn(app, 'GET /open', {
      headers: { 'x-forwarded-for': address, forwarded: `for=${address}` },
    })
  assert.equal(outcome(await as('192.0.2.1')), '200')
  assert.equal(outcome(await as('192.0.2.2')), '429 too_many_requests')
})

const redisUrl = process.env['TEST_REDIS_URL']
const needsRedis = redisUrl === undefined ? 'TEST_REDIS_URL names no Redis' : false

function openRedis(url: string): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    retryStrategy: () => null,
  })
  redis.on('error', () => undefined)
  after(() => redis.disconnect())
  return redis
}

test('with Redis all processes count together', { skip: needsRedis }, async () => {
  const redis = openRedis(redisUrl ?? '')
  await new Promise((resolve) => redis.once('ready', resolve))
  const remoteAddress = `2001:db8::${process.pid.toString(16)}`
  const changes = { redis, requestsPerMinuteMax: 2 }
  const [one, two] = [await beside(changes), await beside(changes)]
  const outcomes = []
  for (const app of [one, two, one, two]) {
    outcomes.push(outcome(await app.inject({ url: '/open', remoteAddress })))
  }
  const refused = '429 too_many_requests'
  assert.deepEqual(outcomes, ['200', '200', refused, refused])
})

test('a Redis that is away closes nothing: the limit rests', async () => {
  const port = await new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
  const redis = openRedis(`redis://127.0.0.1:${port}`)
  const app = await beside({ redis, requestsPerMinuteMax: 1 })
  for (const _ of [1, 2, 3]) assert.equal(outcome(await callOn(app, 'GET /open')), '200')
})
