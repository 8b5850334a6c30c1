import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemActor } from '#kernel/auth'
import { fixedClock, nextAt } from '#kernel/clock'
import { sql } from '#kernel/db'
import { openLog } from '#kernel/log'
import { testDatabase } from '#test/database'
import {
  discardDelivery,
  enqueue,
  listFailedDeliveries,
  listFailingJobs,
  overview,
  publish,
  retryDelivery,
  setDeadlines,
  type Subscription,
} from './index.ts'
import { rememberCrons } from './cron.ts'
import { failuresMax, relayOnce, rememberSubscriptions } from './relay.ts'

const log = openLog('silent')
const at = new Date('2026-03-01T09:00:00Z')
const decision = { actor: systemActor('test'), at, requestId: 'r-1', note: 'spoke to the bank' }

/** One subscriber who cannot receive step 1 of `order:bad` until it is mended. */
async function stuck() {
  const { database } = await testDatabase()
  const clock = fixedClock('2026-03-01T09:00:00Z')
  const received: string[] = []
  let broken = true
  const subscriptions: readonly Subscription[] = [
    {
      event: 'test.moved',
      subscriber: 'books',
      receive: async (_tx, events) => {
        for (const { subject, payload } of events) {
          if (broken && subject === 'order:bad' && payload === 1) throw new Error('no such account')
        }
        received.push(...events.map(({ subject, payload }) => `${subject} ${Number(payload)}`))
      },
    },
  ]
  await database.transaction((tx) => rememberSubscriptions(tx, subscriptions))
  const events = [1, 2].map((payload) => ({
    type: 'test.moved',
    subject: 'order:bad',
    payload,
    at,
  }))
  await database.transaction((tx) => publish(tx, events))
  const drain = async (): Promise<void> => {
    while ((await relayOnce({ database, clock, log, subscriptions })) > 0);
  }
  await drain()
  const mend = (): void => {
    broken = false
  }
  const die = async (): Promise<void> => {
    for (let round = 1; round < failuresMax; round++) {
      clock.advance(300_000)
      await drain()
    }
  }
  const failed = async () => {
    const [found] = await listFailedDeliveries(database, { limit: 10 })
    assert.ok(found)
    return found
  }
  return { database, received, drain, mend, die, failed }
}

test('what fails to be received can be seen, with its reason and its next attempt', async () => {
  const { failed, database, die } = await stuck()
  const { eventId, ...shown } = await failed()
  assert.match(eventId, /^[0-9a-f-]{36}$/u)
  assert.deepEqual(shown, {
    subscriber: 'books',
    type: 'test.moved',
    subject: 'order:bad',
    payload: 1,
    at,
    failures: 1,
    lastError: 'no such account',
    dueAt: new Date('2026-03-01T09:00:02Z'),
    deadAt: null,
  })
  assert.deepEqual(await listFailedDeliveries(database, { dead: true, limit: 10 }), [])
  await die()
  const dead = await failed()
  assert.deepEqual([dead.failures, dead.dueAt], [failuresMax, null])
  assert.ok(dead.deadAt)
  assert.equal((await listFailedDeliveries(database, { dead: true, limit: 10 })).length, 1)
  assert.equal((await listFailedDeliveries(database, { dead: false, limit: 10 })).length, 0)
})

test('a dead delivery is tried again when a person says so, and the rest follows in order', async () => {
  const { failed, database, die, drain, mend, received } = await stuck()
  await die()
  mend()
  await drain()
  assert.deepEqual(received, [])
  const key = await failed()
  const retried = await database.transaction((tx) => retryDelivery(tx, key, decision))
  assert.equal(retried.ok && retried.value.eventId, key.eventId)
  await drain()
  assert.deepEqual(received, ['order:bad 1', 'order:bad 2'])
  assert.deepEqual(await database.rows(sql`select action, subject, reason from audit.entry`), [
    { action: 'event.retry', subject: 'order:bad', reason: 'spoke to the bank' },
  ])
})

test('a discarded delivery never comes, and what waits behind it goes on', async () => {
  const { failed, database, drain, received } = await stuck()
  const key = await failed()
  await database.transaction((tx) => discardDelivery(tx, key, decision))
  await drain()
  assert.deepEqual(received, ['order:bad 2'])
  const again = await database.transaction((tx) => discardDelivery(tx, key, decision))
  assert.equal(!again.ok && again.problem.code, 'delivery_not_found')
})

test('what does not fail cannot be decided on', async () => {
  const { database, failed } = await stuck()
  const { eventId } = await failed()
  const stranger = { eventId, subscriber: 'somebody else' }
  for (const decide of [retryDelivery, discardDelivery]) {
    const refused = await database.transaction((tx) => decide(tx, stranger, decision))
    assert.equal(!refused.ok && refused.problem.code, 'delivery_not_found')
  }
})

test('failed deliveries are found by subscriber and subject, page by page', async () => {
  const { database } = await testDatabase()
  const names = ['a', 'b', 'c']
  const subscriptions = names.map((subscriber): Subscription => ({
    event: 'test.moved',
    subscriber,
    receive: () => Promise.reject(new Error('never')),
  }))
  await database.transaction((tx) => rememberSubscriptions(tx, subscriptions))
  for (const subject of ['order:1', 'order:2']) {
    await database.transaction((tx) =>
      publish(tx, [{ type: 'test.moved', subject, payload: 0, at }]),
    )
  }
  const clock = fixedClock('2026-03-01T09:00:00Z')
  await relayOnce({ database, clock, log, subscriptions })
  const first = await listFailedDeliveries(database, { limit: 4 })
  const last = first.at(-1)
  assert.ok(last)
  const rest = await listFailedDeliveries(database, { before: last, limit: 4 })
  assert.deepEqual(
    [...first, ...rest].map(({ subject, subscriber }) => `${subject} ${subscriber}`),
    ['order:2 c', 'order:2 b', 'order:2 a', 'order:1 c', 'order:1 b', 'order:1 a'],
  )
  const some = await listFailedDeliveries(database, {
    subscriber: 'b',
    subject: 'order:1',
    limit: 4,
  })
  assert.equal(some.length, 1)
})

test('the overview counts what waits, fails and comes next', async () => {
  const { database } = await stuck()
  const soon = new Date('2026-03-01T10:00:00Z')
  await database.transaction(async (tx) => {
    await enqueue(tx, [
      { task: 'test.a', payload: 1 },
      { task: 'test.a', payload: 2 },
      { task: 'test.b', payload: 3 },
    ])
    await setDeadlines(tx, [{ key: 'k', dueAt: soon, task: 'test.c', payload: null }])
    const run = () => Promise.resolve()
    await rememberCrons(tx, [{ name: 'daily', at: '00:01', zone: 'Asia/Shanghai', run }], at)
    await tx.run(
      sql`update graphile_worker._private_jobs set attempts = 1, last_error = 'no luck'
           where payload::text like '%2%'`,
    )
  })
  const { tasks, subscribers, crons, deadlines, workers, deadLetters } = await overview(database)
  const counts = tasks.map(({ oldestDueAt, ...rest }) => {
    assert.ok(oldestDueAt instanceof Date)
    return rest
  })
  assert.deepEqual(counts, [
    { task: 'test.a', waiting: 1, running: 0, failing: 1 },
    { task: 'test.b', waiting: 1, running: 0, failing: 0 },
  ])
  const oldestAt = subscribers[0]?.oldestAt
  assert.ok(oldestAt instanceof Date)
  const books = { subscriber: 'books', waiting: 1, failing: 1, dead: 0, oldestAt }
  assert.deepEqual(subscribers, [books])
  assert.deepEqual(
    crons.map(({ name, lastDueAt, nextDueAt }) => [name, lastDueAt, nextDueAt]),
    [['daily', at, nextAt('00:01', 'Asia/Shanghai', at)]],
  )
  assert.deepEqual(deadlines, { waiting: 1, nextDueAt: soon })
  assert.deepEqual([workers, deadLetters], [0, 0])
  const failing = await listFailingJobs(database, { limit: 10 })
  assert.deepEqual(
    failing.map(({ task, lastError, attempts }) => ({ task, lastError, attempts })),
    [{ task: 'test.a', lastError: 'no luck', attempts: 1 }],
  )
  const before = failing[0]?.id ?? 0n
  assert.deepEqual(await listFailingJobs(database, { before, limit: 10 }), [])
  assert.deepEqual(await listFailingJobs(database, { task: 'test.b', limit: 10 }), [])
})
