import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { test } from 'node:test'
import { fixedClock } from '#kernel/clock'
import { sql } from '#kernel/db'
import { openLog } from '#kernel/log'
import { testDatabase } from '#test/database'
import { openWatch } from './alive.ts'
import { enqueue, openJobs } from './index.ts'

const clock = fixedClock('2026-03-01T09:00:00Z')

/** A worker that says when it begins a job, and never ends it. */
const endlessWorker = (url: string): string => `
  import { systemClock } from '#kernel/clock'
  import { openDatabase } from '#kernel/db'
  import { openLog } from '#kernel/log'
  import { openJobs } from '#kernel/jobs'
  const url = ${JSON.stringify(url)}
  const database = openDatabase(url,
    { connectionsMax: 4, statementTimeoutMs: 5000, applicationName: 'endless' })
  const jobs = openJobs({ database, url, clock: systemClock, log: openLog('silent') })
  await jobs.start({ crons: [], subscriptions: [], tasks: [{
    name: 'test.endless', attemptsMax: 5,
    run: () => { process.stdout.write('begun'); return new Promise(() => {}) },
  }] })
`

const begun = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve, reject) => {
    child.stdout?.once('data', resolve)
    child.once('exit', () => reject(new Error('the worker ended before it began the job')))
  })

test('the job of a worker that was killed with -9 runs again within seconds', async (t) => {
  const { database, applicationUrl: url } = await testDatabase()
  await database.transaction((tx) => enqueue(tx, [{ task: 'test.endless', payload: 'once more' }]))
  const script = ['--input-type=module', '--eval', endlessWorker(url)]
  const child = spawn(process.execPath, script, { stdio: ['ignore', 'pipe', 'inherit'] })
  await begun(child)
  child.kill('SIGKILL')
  const killedAt = performance.now()

  const attempts: number[] = []
  const jobs = openJobs({ database, url, clock, log: openLog('silent') })
  const task = {
    name: 'test.endless',
    attemptsMax: 5,
    run: async (_: unknown, { attempt }: { attempt: number }) => void attempts.push(attempt),
  }
  t.after(() => jobs.stop())
  await jobs.start({ tasks: [task], crons: [], subscriptions: [] })
  await t.waitFor(() => assert.deepEqual(attempts, [2]), { interval: 50, timeout: 30_000 })
  const seconds = (performance.now() - killedAt) / 1_000
  await jobs.stop()
  assert.ok(seconds < 20, `it took ${seconds.toFixed(1)} s`)
})

test('a worker that counts keeps its jobs, one that stops counting loses them at the fifth look', async () => {
  const { database } = await testDatabase()
  const watch = openWatch(database)
  const neighbour = openWatch(database)
  for (let look = 0; look < 8; look++) {
    assert.deepEqual(await neighbour.look(['pool-b']), [])
    assert.deepEqual(await watch.look(['pool-a']), [])
  }
  const dead: (readonly string[])[] = []
  for (let look = 0; look < 6; look++) dead.push(await watch.look(['pool-a']))
  assert.deepEqual(dead, [[], [], [], [], ['pool-b'], []])
  assert.deepEqual(await database.rows(sql`select id from jobs.worker`), [{ id: 'pool-a' }])
})
