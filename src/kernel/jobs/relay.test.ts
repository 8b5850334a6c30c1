import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { test } from 'node:test'
import { fixedClock, type MovableClock } from '#kernel/clock'
import { openDatabase, sql, type Database, type Tx } from '#kernel/db'
import { openLog } from '#kernel/log'
import { testDatabase, type TestDatabase } from '#test/database'
import { listAlarms, openJobs, publish, type PublishedEvent, type Subscription } from './index.ts'
import { failuresMax, relayOnce, rememberSubscriptions } from './relay.ts'

const log = openLog('silent')
const soon = { interval: 20, timeout: 15_000 }

/** A database with a table for effects: what a receiver does in its transaction. */
async function withEffects(): Promise<TestDatabase> {
  const world = await testDatabase()
  const owner = openDatabase(world.ownerUrl, {
    connectionsMax: 1,
    statementTimeoutMs: 5_000,
    applicationName: 'test',
  })
  await owner.transaction(async (tx) => {
    await tx.run(
      sql`create table public.effect (
            no integer generated always as identity, subscriber text, subject text, step integer)`,
    )
    await tx.run(sql`grant all on public.effect to liushui_app`)
  })
  await owner.close()
  return world
}

async function writeEffects(
  tx: Tx,
  subscriber: string,
  events: readonly PublishedEvent[],
): Promise<void> {
  for (const { subject, payload } of events) {
    await tx.run(
      sql`insert into public.effect (subscriber, subject, step)
          values (${subscriber}, ${subject}, ${Number(payload)})`,
    )
  }
}

const receiver = (subscriber: string, event = 'test.moved'): Subscription => ({
  event,
  subscriber,
  receive: (tx, events) => writeEffects(tx, subscriber, events),
})

interface Effect {
  readonly subscriber: string
  readonly subject: string
  readonly step: number
}

const effects = (database: Database): Promise<Effect[]> =>
  database.rows<Effect>(sql`select subscriber, subject, step from public.effect order by no`)

async function publishSteps(
  database: Database,
  subject: string,
  steps: readonly number[],
): Promise<void> {
  const at = new Date('2026-03-01T09:00:00Z')
  const events = steps.map((step) => ({ type: 'test.moved', subject, payload: step, at }))
  await database.transaction((tx) => publish(tx, events))
}

/** Relays until nothing moves any more. */
async function drain(
  database: Database,
  clock: MovableClock,
  subscriptions: readonly Subscription[],
): Promise<void> {
  while ((await relayOnce({ database, clock, log, subscriptions })) > 0);
}

async function subscribed(...subscriptions: readonly Subscription[]) {
  const { database } = await withEffects()
  await database.transaction((tx) => rememberSubscriptions(tx, subscriptions))
  const clock = fixedClock('2026-03-01T09:00:00Z')
  return { database, clock, drain: () => drain(database, clock, subscriptions) }
}

test('an event reaches each of its subscribers once, and nobody else', async () => {
  const world = await subscribed(receiver('a'), receiver('b'), receiver('c', 'test.other'))
  await publishSteps(world.database, 'order:1', [1])
  await world.drain()
  await world.drain()
  const seen = (await effects(world.database)).map(({ subscriber }) => subscriber)
  assert.deepEqual(seen.toSorted(), ['a', 'b'])
})

test('an event of a transaction that was rolled back never happened', async () => {
  const world = await subscribed(receiver('a'))
  const refused = world.database.transaction(async (tx) => {
    const event = { type: 'test.moved', subject: 'order:1', payload: 1, at: world.clock.now() }
    await publish(tx, [event])
    throw new Error('refused')
  })
  await assert.rejects(refused)
  await world.drain()
  assert.deepEqual(await effects(world.database), [])
})

test('a receiver is given what was published, and its own transaction', async () => {
  const given: PublishedEvent[] = []
  const world = await subscribed({
    event: 'test.moved',
    subscriber: 'a',
    receive: async (_tx, events) => void given.push(...events),
  })
  const at = new Date('2026-03-01T08:59:59.123Z')
  const payload = { from: 10010, to: null, tags: ['x'] }
  await world.database.transaction((tx) =>
    publish(tx, [{ type: 'test.moved', subject: 'order:9', payload, at }]),
  )
  await world.drain()
  assert.equal(given.length, 1)
  const { id, ...rest } = given[0] ?? { id: '' }
  assert.match(id, /^[0-9a-f-]{36}$/u)
  assert.deepEqual(rest, { type: 'test.moved', subject: 'order:9', payload, at })
})

test('events of one subject are received in order, by however many relays', async () => {
  const subscriptions = [receiver('a')]
  const world = await subscribed(...subscriptions)
  const subjects = Array.from({ length: 12 }, (_, at) => `order:${at}`)
  const steps = Array.from({ length: 40 }, (_, at) => at)
  const drains: Promise<unknown>[] = []
  for (const step of steps) {
    await Promise.all(subjects.map((subject) => publishSteps(world.database, subject, [step])))
    if (step % 10 === 0) drains.push(world.drain())
  }
  // A lane that another relay holds is passed over: only when all have ended is nothing on its way.
  await Promise.all([...drains, world.drain(), world.drain()])
  await world.drain()
  const all = await effects(world.database)
  assert.equal(all.length, subjects.length * steps.length)
  for (const subject of subjects) {
    const own = all.filter((effect) => effect.subject === subject).map(({ step }) => step)
    assert.deepEqual(own, steps, subject)
  }
})

test('a subject that fails waits, is tried again and keeps its order; others go on', async () => {
  let broken = true
  const moody: Subscription = {
    event: 'test.moved',
    subscriber: 'a',
    receive: async (tx, events) => {
      await writeEffects(tx, 'a', events)
      if (
        broken &&
        events.some(({ subject, payload }) => subject === 'order:bad' && payload === 2)
      ) {
        throw new Error('no such order')
      }
    },
  }
  const world = await subscribed(moody)
  await publishSteps(world.database, 'order:bad', [1, 2, 3])
  for (let no = 0; no < 30; no++) await publishSteps(world.database, `order:${no}`, [1])
  await world.drain()
  const before = await effects(world.database)
  assert.equal(before.length, 31)
  assert.deepEqual(
    before.filter(({ subject }) => subject === 'order:bad').map(({ step }) => step),
    [1],
  )
  const [waiting] = await world.database.rows(
    sql`select failures, last_error from jobs.delivery where failures > 0`,
  )
  assert.deepEqual(waiting, { failures: 1, lastError: 'no such order' })

  broken = false
  world.clock.advance(2_000)
  await world.drain()
  const after = (await effects(world.database)).filter(({ subject }) => subject === 'order:bad')
  assert.deepEqual(
    after.map(({ step }) => step),
    [1, 2, 3],
  )
})

test('after its last failure an event is dead, holds its subject and calls a person', async () => {
  const world = await subscribed({
    event: 'test.moved',
    subscriber: 'a',
    receive: () => Promise.reject(new Error('always')),
  })
  await publishSteps(world.database, 'order:bad', [1, 2])
  for (let round = 0; round < failuresMax + 3; round++) {
    await world.drain()
    world.clock.advance(300_000)
  }
  const rows = await world.database.rows(
    sql`select failures, dead_at is not null as dead from jobs.delivery order by written_at`,
  )
  assert.deepEqual(rows, [
    { failures: failuresMax, dead: true },
    { failures: 0, dead: false },
  ])
  const alarms = await listAlarms(world.database, { limit: 10 })
  assert.deepEqual(
    alarms.map(({ code, subject, occurrences }) => ({ code, subject, occurrences })),
    [{ code: 'event_not_received', subject: 'order:bad', occurrences: 1 }],
  )
})

test('what nobody is subscribed to any more is not delivered', async () => {
  const world = await subscribed(receiver('a'))
  await world.database.transaction((tx) => rememberSubscriptions(tx, [receiver('b')]))
  await publishSteps(world.database, 'order:1', [1])
  await drain(world.database, world.clock, [receiver('a'), receiver('b')])
  assert.deepEqual(
    (await effects(world.database)).map(({ subscriber }) => subscriber),
    ['b'],
  )
})

test('a commit wakes the relay of its own process', async (t) => {
  const { database, applicationUrl: url } = await withEffects()
  const jobs = openJobs({ database, url, clock: fixedClock('2026-03-01T09:00:00Z'), log })
  t.after(() => jobs.stop())
  await jobs.start({ tasks: [], crons: [], subscriptions: [receiver('a')] })
  await publishSteps(database, 'order:1', [1, 2])
  await t.waitFor(async () => assert.equal((await effects(database)).length, 2), soon)
  await jobs.stop()
})

/** Writes its effect, then dies before the commit: what a power cut looks like from outside. */
const dyingProcess = (url: string): string => `
  import { systemClock } from '#kernel/clock'
  import { openDatabase, sql } from '#kernel/db'
  import { openLog } from '#kernel/log'
  import { relayOnce } from './src/kernel/jobs/relay.ts'
  const database = openDatabase(${JSON.stringify(url)},
    { connectionsMax: 4, statementTimeoutMs: 5000, applicationName: 'dying' })
  const subscriptions = [{ event: 'test.moved', subscriber: 'a', receive: async (tx, events) => {
    for (const event of events) {
      await tx.run(sql\`insert into public.effect (subscriber, subject, step)
                       values ('a', \${event.subject}, \${Number(event.payload)})\`)
    }
    process.kill(process.pid, 'SIGKILL')
    await new Promise(() => {})
  } }]
  await relayOnce({ database, clock: systemClock, log: openLog('silent'), subscriptions })
`

test('a receiver that dies between its effect and the commit has its effect once', async (t) => {
  const { database, applicationUrl } = await withEffects()
  await database.transaction((tx) => rememberSubscriptions(tx, [receiver('a')]))
  await publishSteps(database, 'order:1', [1, 2, 3])
  const script = ['--input-type=module', '--eval', dyingProcess(applicationUrl)]
  const child = spawn(process.execPath, script, { stdio: 'inherit' })
  const signal = await new Promise((resolve) => child.once('exit', (_code, by) => resolve(by)))
  assert.equal(signal, 'SIGKILL')
  const clock = fixedClock('2026-03-01T09:00:00Z')
  // PostgreSQL needs a moment to see that the connection is gone and to let go of the lane.
  await t.waitFor(async () => {
    await drain(database, clock, [receiver('a')])
    assert.equal((await effects(database)).length, 3)
  }, soon)
  await drain(database, clock, [receiver('a')])
  assert.deepEqual(
    (await effects(database)).map(({ step }) => step),
    [1, 2, 3],
  )
})
