import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { auditSchema } from '#kernel/audit'
import { systemClock } from '#kernel/clock'
import { applicationRole, migrate, openDatabase, provision, sql, startCluster } from '#kernel/db'
import { openLog } from '#kernel/log'
import {
  enqueue,
  jobsSchema,
  migrateQueue,
  openJobs,
  publish,
  type PublishedEvent,
} from './index.ts'

const directory = `.data/test-jobs-${process.pid}`

test('a worker survives the death of its database, and does all that was committed', async (t) => {
  const cluster = await startCluster({ directory, durable: true })
  const openings: (() => Promise<unknown>)[] = [
    async () => rmSync(directory, { recursive: true, force: true }),
    () => cluster.stop(),
  ]
  after(async () => {
    for (const close of openings.toReversed()) await close()
  })
  const { ownerUrl, applicationUrl: url } = await provision(cluster, directory)
  await migrate({ ownerUrl, applicationRole, schemas: [auditSchema, jobsSchema] })
  await migrateQueue(ownerUrl, applicationRole)
  const database = openDatabase(url, {
    connectionsMax: 6,
    statementTimeoutMs: 10_000,
    applicationName: 'test',
  })
  const done = new Set<unknown>()
  const received = new Set<unknown>()
  const jobs = openJobs({ database, url, clock: systemClock, log: openLog('silent') })
  openings.push(
    () => database.close(),
    () => jobs.stop(),
  )
  await jobs.start({
    crons: [],
    tasks: [
      {
        name: 'test.note',
        attemptsMax: 20,
        run: async (payload) => {
          await sleep(30)
          done.add(payload)
        },
      },
    ],
    subscriptions: [
      {
        event: 'test.noted',
        subscriber: 'books',
        receive: async (_tx, events: readonly PublishedEvent[]) => {
          for (const { payload } of events) received.add(payload)
        },
      },
    ],
  })
  const committed: number[] = []
  const commitOne = async (no: number): Promise<void> => {
    const event = { type: 'test.noted', subject: `order:${no}`, payload: no, at: new Date() }
    await database.transaction(async (tx) => {
      await enqueue(tx, [{ task: 'test.note', payload: no }])
      await publish(tx, [event])
    })
    committed.push(no)
  }
  for (let no = 0; no < 40; no++) await commitOne(no)
  process.kill(cluster.pid(), 'SIGKILL')
  const deadline = Date.now() + 30_000
  for (let no = 40; no < 60; no++) {
    // Until the database is back, a commit may fail; then it is not acknowledged.
    while (Date.now() < deadline) {
      const committedNow = await commitOne(no).then(
        () => true,
        () => sleep(100, false),
      )
      if (committedNow) break
    }
  }
  await t.waitFor(
    () => {
      assert.deepEqual(
        committed.filter((no) => !done.has(no)),
        [],
      )
      assert.deepEqual(
        committed.filter((no) => !received.has(no)),
        [],
      )
    },
    { interval: 100, timeout: 45_000 },
  )
  assert.equal(committed.length, 60)
  await t.waitFor(
    async () => {
      const left = await database.rows(sql`select id from graphile_worker.jobs`)
      assert.deepEqual(left, [])
    },
    { interval: 100, timeout: 45_000 },
  )
})
