import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixedClock } from '#kernel/clock'
import { sql, type Database } from '#kernel/db'
import { openLog } from '#kernel/log'
import type { Json } from '#kernel/problem'
import { testDatabase } from '#test/database'
import { dueInstants, rememberCrons, startDueCrons } from './cron.ts'
import { sweepDeadlines } from './deadline.ts'
import {
  clearDeadlines,
  dueTimes,
  openJobs,
  setDeadlines,
  type Cron,
  type Deadline,
} from './index.ts'

const log = openLog('silent')
const instant = (text: string): Date => new Date(text)

interface Queued {
  readonly task: string
  readonly payload: { readonly payload: Json }
}

async function queued(database: Database): Promise<string[]> {
  const rows = await database.rows<Queued>(
    sql`select t.identifier as task, j.payload
          from graphile_worker._private_jobs j
          join graphile_worker._private_tasks t on t.id = j.task_id order by j.id`,
  )
  return rows.map(({ task, payload }) => `${task} ${JSON.stringify(payload.payload)}`)
}

const deadline = (key: string, dueAt: string, payload: Json = key): Deadline => ({
  key,
  dueAt: instant(dueAt),
  task: 'test.expire',
  payload,
})

test('a deadline becomes a job when our clock says so, once whoever sweeps', async () => {
  const { database } = await testDatabase()
  const deadlines = [
    deadline('order:1', '2026-03-01T09:30:00Z'),
    deadline('order:2', '2026-03-01T15:00:00Z'),
  ]
  await database.transaction((tx) => setDeadlines(tx, deadlines))
  assert.equal(await sweepDeadlines(database, instant('2026-03-01T09:29:59.999Z')), 0)
  assert.deepEqual(await queued(database), [])
  const due = instant('2026-03-01T09:30:00Z')
  await Promise.all([sweepDeadlines(database, due), sweepDeadlines(database, due)])
  assert.deepEqual(await queued(database), ['test.expire "order:1"'])
  await sweepDeadlines(database, instant('2026-03-02T00:00:00Z'))
  assert.deepEqual(await queued(database), ['test.expire "order:1"', 'test.expire "order:2"'])
})

test('a deadline that is set again moves, and one that is cleared never comes', async () => {
  const { database } = await testDatabase()
  await database.transaction((tx) =>
    setDeadlines(tx, [
      deadline('order:1', '2026-03-01T09:30:00Z', 'first'),
      deadline('order:2', '2026-03-01T09:30:00Z'),
      deadline('order:3', '2026-03-01T09:30:00Z', 'overwritten'),
      deadline('order:3', '2026-03-01T09:30:00Z', 'the last one counts'),
    ]),
  )
  await database.transaction(async (tx) => {
    await setDeadlines(tx, [deadline('order:1', '2026-03-01T10:00:00Z', 'moved')])
    await clearDeadlines(tx, ['order:2', 'order:unknown'])
  })
  const due = await dueTimes(database, ['order:1', 'order:2'])
  assert.deepEqual([...due], [['order:1', instant('2026-03-01T10:00:00Z')]])
  await sweepDeadlines(database, instant('2026-03-01T09:59:59Z'))
  assert.deepEqual(await queued(database), ['test.expire "the last one counts"'])
  await sweepDeadlines(database, instant('2026-03-01T10:00:00Z'))
  assert.equal((await queued(database)).at(-1), 'test.expire "moved"')
})

test('a deadline of a transaction that was rolled back does not exist', async () => {
  const { database } = await testDatabase()
  const refused = database.transaction(async (tx) => {
    await setDeadlines(tx, [deadline('order:1', '2026-03-01T09:30:00Z')])
    throw new Error('refused')
  })
  await assert.rejects(refused)
  assert.equal(await sweepDeadlines(database, instant('2027-01-01T00:00:00Z')), 0)
})

const cron = (at: Cron['at'], zone: Cron['zone'] = 'Asia/Shanghai'): Cron => ({
  name: 'test.daily',
  at,
  zone,
  run: () => Promise.resolve(),
})

// prettier-ignore
const dueTable: readonly (readonly [string, Cron, string, string, readonly string[]])[] = [
  ['not yet',            cron('00:01'),               '2026-03-01T10:00:00Z', '2026-03-01T16:00:59Z', []],
  ['to the second',      cron('00:01'),               '2026-03-01T10:00:00Z', '2026-03-01T16:01:00Z', ['2026-03-01T16:01:00.000Z']],
  ['not twice',          cron('00:01'),               '2026-03-01T16:01:00Z', '2026-03-02T16:00:00Z', []],
  ['in its own zone',    cron('09:00','Asia/Jakarta'), '2026-03-01T00:00:00Z', '2026-03-01T02:00:00Z', ['2026-03-01T02:00:00.000Z']],
  ['each missed day',    cron('00:01'),               '2026-03-01T16:01:00Z', '2026-03-03T20:00:00Z', ['2026-03-02T16:01:00.000Z', '2026-03-03T16:01:00.000Z']],
  ['the latest period',  cron({ everyMinutes: 5 }),   '2026-03-01T09:00:00Z', '2026-03-01T09:17:30Z', ['2026-03-01T09:15:00.000Z']],
  ['no period yet',      cron({ everyMinutes: 5 }),   '2026-03-01T09:15:00Z', '2026-03-01T09:19:59Z', []],
  ['a clock turned back', cron('00:01'),              '2026-03-05T00:00:00Z', '2026-03-01T00:00:00Z', []],
]

for (const [name, given, last, now, expected] of dueTable) {
  test(`a cron is due: ${name}`, () => {
    const due = dueInstants(given, instant(last), instant(now)).map((at) => at.toISOString())
    assert.deepEqual(due, expected)
  })
}

test('a long standstill is caught up in portions, oldest first', () => {
  const due = dueInstants(
    cron('00:01'),
    instant('2026-01-01T00:00:00Z'),
    instant('2027-01-01T00:00:00Z'),
  )
  assert.equal(due.length, 40)
  assert.equal(due[0]?.toISOString(), '2026-01-01T16:01:00.000Z')
})

test('a period that does not divide the hour is refused', () => {
  assert.throws(
    () => dueInstants(cron({ everyMinutes: 7 }), instant('2026-01-01T00:00:00Z'), new Date()),
    /must divide 60/u,
  )
})

test('a cron that is seen for the first time is not due for the past', async () => {
  const { database } = await testDatabase()
  const daily = cron('00:01')
  const first = instant('2026-03-01T10:00:00Z')
  await database.transaction((tx) => rememberCrons(tx, [daily], first))
  assert.equal(await startDueCrons(database, [daily], first), 0)
  const later = instant('2026-03-01T16:01:00Z')
  await database.transaction((tx) => rememberCrons(tx, [daily], later))
  assert.equal(await startDueCrons(database, [daily], later), 1)
  assert.deepEqual(await queued(database), ['cron.test.daily {"dueAt":"2026-03-01T16:01:00.000Z"}'])
})

test('each due instant is started once, by however many workers at once', async () => {
  const { database } = await testDatabase()
  const daily = cron('00:01')
  await database.transaction((tx) => rememberCrons(tx, [daily], instant('2026-03-01T10:00:00Z')))
  const now = instant('2026-03-02T20:00:00Z')
  const started = await Promise.all(
    Array.from({ length: 6 }, () => startDueCrons(database, [daily], now)),
  )
  assert.equal(
    started.reduce((sum, count) => sum + count, 0),
    2,
  )
  assert.equal((await queued(database)).length, 2)
})

test('two workers run a cron once for each due instant, and know which one', async (t) => {
  const { database, applicationUrl: url } = await testDatabase()
  const clock = fixedClock('2026-03-01T10:00:00Z')
  const runs: string[] = []
  const daily: Cron = {
    ...cron('00:01'),
    run: async ({ dueAt, now }) => {
      assert.ok(now() >= dueAt)
      runs.push(dueAt.toISOString())
    },
  }
  const work = { tasks: [], crons: [daily], subscriptions: [] }
  const workers = [1, 2].map(() => openJobs({ database, url, clock, log, concurrentJobs: 2 }))
  t.after(() => Promise.all(workers.map((worker) => worker.stop())))
  for (const worker of workers) await worker.start(work)
  clock.moveTo(instant('2026-03-01T16:01:00Z'))
  await t.waitFor(() => assert.equal(runs.length, 1), { interval: 50, timeout: 10_000 })
  clock.moveTo(instant('2026-03-02T16:01:30Z'))
  await t.waitFor(() => assert.equal(runs.length, 2), { interval: 50, timeout: 10_000 })
  // Both have looked again by then.
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  for (const worker of workers) await worker.stop()
  assert.deepEqual(runs, ['2026-03-01T16:01:00.000Z', '2026-03-02T16:01:00.000Z'])
})
