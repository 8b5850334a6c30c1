import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { systemActor } from '#kernel/auth'
import { fixedClock } from '#kernel/clock'
import { sql, type Database } from '#kernel/db'
import { openLog } from '#kernel/log'
import type { Json } from '#kernel/problem'
import { testDatabase } from '#test/database'
import { discardDeadLetter, enqueue, listAlarms, listDeadLetters } from './index.ts'
import { openJobs, replayDeadLetter, type Jobs, type Task } from './index.ts'
import { queueAttemptsMax } from './enqueue.ts'
import { sweepReplaced } from './worker.ts'

const clock = fixedClock('2026-03-01T09:00:00Z')
const at = clock.now()
const decision = { actor: systemActor('test'), at, requestId: 'r-1', note: 'looked at it' }
const soon = { interval: 20, timeout: 10_000 }

async function working(tasks: readonly Task[]): Promise<{ database: Database; jobs: Jobs }> {
  const { database, applicationUrl: url } = await testDatabase()
  const jobs = openJobs({ database, url, clock, log: openLog('silent') })
  after(() => jobs.stop())
  await jobs.start({ tasks, crons: [], subscriptions: [] })
  return { database, jobs }
}

/** A task that remembers what it was given, and fails as often as it is told to. */
function notingTask(name: string, attemptsMax: number, failures = 0) {
  const seen: { payload: Json; attempt: number }[] = []
  const task: Task = {
    name,
    attemptsMax,
    run: async (payload, { attempt }) => {
      seen.push({ payload, attempt })
      if (seen.length <= failures) throw new Error(`failure ${seen.length}`)
    },
  }
  return { seen, task }
}

test('a job runs when its transaction has committed, and not when it was rolled back', async (t) => {
  const { seen, task } = notingTask('test.note', 3)
  const { database, jobs } = await working([task])
  const rolledBack = database.transaction(async (tx) => {
    await enqueue(tx, [{ task: 'test.note', payload: 'never' }])
    throw new Error('the order was refused')
  })
  await assert.rejects(rolledBack, /the order was refused/u)
  await database.transaction((tx) =>
    enqueue(tx, [
      { task: 'test.note', payload: { order: 'A1' } },
      { task: 'test.note', payload: ['a', 'list'] },
    ]),
  )
  await t.waitFor(() => assert.equal(seen.length, 2), soon)
  await jobs.stop()
  assert.deepEqual(seen.map(({ payload }) => JSON.stringify(payload)).toSorted(), [
    '["a","list"]',
    '{"order":"A1"}',
  ])
})

test('a waiting job is replaced by one with the same key, also within one call', async () => {
  const { database } = await testDatabase()
  const later = new Date(Date.now() + 3_600_000)
  const job = (payload: Json) => ({ task: 'test.note', payload, key: 'one', runAt: later })
  await database.transaction((tx) => enqueue(tx, [job([1]), job([2])]))
  await database.transaction((tx) => enqueue(tx, [job([3])]))
  const rows = await database.rows<{ payload: Json }>(
    sql`select payload from graphile_worker._private_jobs`,
  )
  assert.deepEqual(rows, [{ payload: { payload: [3] } }])
})

test('a failed job is tried again and then left alone', async (t) => {
  const { seen, task } = notingTask('test.flaky', 3, 1)
  const { database, jobs } = await working([task])
  await database.transaction((tx) => enqueue(tx, [{ task: 'test.flaky', payload: 1 }]))
  await t.waitFor(() => assert.equal(seen.length, 2), soon)
  await jobs.stop()
  assert.deepEqual(seen, [
    { payload: 1, attempt: 1 },
    { payload: 1, attempt: 2 },
  ])
  assert.deepEqual(await listDeadLetters(database, { limit: 10 }), [])
})

test('a job that failed for the last time is a dead letter with an alarm, and can be replayed', async (t) => {
  const { seen, task } = notingTask('test.broken', 1, 1)
  const { database, jobs } = await working([task])
  await database.transaction((tx) => enqueue(tx, [{ task: 'test.broken', payload: { no: 7 } }]))
  const letter = await t.waitFor(async () => {
    const [found] = await listDeadLetters(database, { state: 'waiting', limit: 10 })
    assert.ok(found)
    return found
  }, soon)
  assert.deepEqual(
    { task: letter.task, payload: letter.payload, error: letter.lastError, diedAt: letter.diedAt },
    { task: 'test.broken', payload: { no: 7 }, error: 'failure 1', diedAt: at },
  )
  const [alarm] = await listAlarms(database, { state: 'open', limit: 10 })
  assert.deepEqual([alarm?.code, alarm?.subject], ['job_dead', 'task:test.broken'])

  const replayed = await database.transaction((tx) => replayDeadLetter(tx, letter.id, decision))
  assert.equal(replayed.ok && replayed.value.state, 'replayed')
  await t.waitFor(() => assert.equal(seen.length, 2), soon)
  await jobs.stop()
  assert.deepEqual(seen.at(-1), { payload: { no: 7 }, attempt: 1 })
  const audit = await database.rows(sql`select action, subject, reason from audit.entry`)
  assert.deepEqual(audit, [
    { action: 'job.replay', subject: 'task:test.broken', reason: 'looked at it' },
  ])
})

test('a dead letter is decided on once', async (t) => {
  const { task } = notingTask('test.broken', 1, 9)
  const { database, jobs } = await working([task])
  await database.transaction((tx) => enqueue(tx, [{ task: 'test.broken', payload: null }]))
  const id = await t.waitFor(async () => {
    const [letter] = await listDeadLetters(database, { limit: 10 })
    assert.ok(letter)
    return letter.id
  }, soon)
  await jobs.stop()
  const decide = [replayDeadLetter, discardDeadLetter, discardDeadLetter].map((way) =>
    database.transaction((tx) => way(tx, id, decision)),
  )
  const results = await Promise.all(decide)
  assert.equal(results.filter(({ ok }) => ok).length, 1)
  const refusals = results.flatMap((result) => (result.ok ? [] : [result.problem.code]))
  assert.deepEqual(new Set(refusals), new Set(['dead_letter_already_decided']))
  const nobody = await database.transaction((tx) =>
    replayDeadLetter(tx, crypto.randomUUID(), decision),
  )
  assert.equal(!nobody.ok && nobody.problem.code, 'dead_letter_not_found')
})

test('a job whose worker died each time is buried without being run again', async (t) => {
  const { seen, task } = notingTask('test.poison', 2)
  const { database, applicationUrl: url } = await testDatabase()
  await database.transaction((tx) => enqueue(tx, [{ task: 'test.poison', payload: 'boom' }]))
  await database.transaction((tx) =>
    tx.run(sql`update graphile_worker._private_jobs set attempts = 2`),
  )
  const jobs = openJobs({ database, url, clock, log: openLog('silent') })
  t.after(() => jobs.stop())
  await jobs.start({ tasks: [task], crons: [], subscriptions: [] })
  await t.waitFor(async () => {
    const [letter] = await listDeadLetters(database, { task: 'test.poison', limit: 10 })
    assert.equal(letter?.lastError, 'the worker died while the job ran')
  }, soon)
  await jobs.stop()
  assert.deepEqual(seen, [])
})

test('what was replaced while it ran and then failed is swept away', async () => {
  const { database } = await testDatabase()
  await database.transaction((tx) =>
    enqueue(tx, [
      { task: 'test.a', payload: 1 },
      { task: 'test.b', payload: 2 },
    ]),
  )
  await database.transaction((tx) =>
    tx.run(
      sql`update graphile_worker._private_jobs set attempts = ${queueAttemptsMax}
           where payload::text like '%1%'`,
    ),
  )
  await sweepReplaced(database)
  const left = await database.rows(sql`select task_identifier as task from graphile_worker.jobs`)
  assert.deepEqual(left, [{ task: 'test.b' }])
})

test('stopping waits for the job that runs', async (t) => {
  let state = 'waiting'
  const slow: Task = {
    name: 'test.slow',
    attemptsMax: 1,
    run: async () => {
      state = 'running'
      await new Promise((resolve) => setTimeout(resolve, 500))
      state = 'done'
    },
  }
  const { database, jobs } = await working([slow])
  await database.transaction((tx) => enqueue(tx, [{ task: 'test.slow', payload: null }]))
  await t.waitFor(() => assert.equal(state, 'running'), soon)
  await jobs.stop()
  assert.equal(state, 'done')
  assert.deepEqual(await database.rows(sql`select id from jobs.worker`), [])
})
