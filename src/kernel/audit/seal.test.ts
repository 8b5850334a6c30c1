import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { sql, type Tx } from '../db/index.ts'
import { record, seal, verifyAudit } from './index.ts'
import { testDatabase } from '#test/database'

const { database, ownerUrl } = await testDatabase()
const now = new Date('2026-01-05T09:00:00Z')

async function asOwner(statement: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  await owner.query(statement)
  await owner.end()
}

beforeEach(() => asOwner('truncate audit.entry, audit.seal, audit.round'))

const entry = (subject: string) => ({
  at: now,
  actor: 'user:1',
  action: 'order.edit',
  subject,
  requestId: 'r',
})

const sealNow = async () => (await seal(database, now))?.entries

/**
 * Seals until so many entries have a seal. The databases of one server share their transaction
 * numbers, so a test of another file may hold a round up for a moment.
 */
async function sealAll(entries: bigint): Promise<bigint> {
  let sealed = 0n
  for (let attempt = 0; attempt < 500 && sealed < entries; attempt++) {
    if (attempt > 0) await sleep(20)
    sealed += (await sealNow()) ?? 0n
  }
  return sealed
}

/** A transaction that has written its entry and stays open until it is told to go on. */
async function openTransaction(subject: string) {
  const goOn = Promise.withResolvers<void>()
  const written = Promise.withResolvers<void>()
  const committed = database.transaction(async (tx: Tx) => {
    await record(tx, [entry(subject)])
    written.resolve()
    await goOn.promise
  })
  await written.promise
  return {
    async commit(): Promise<void> {
      goOn.resolve()
      await committed
    },
    async undo(): Promise<void> {
      goOn.reject(new Error('undone'))
      await assert.rejects(committed, /undone/u)
    },
  }
}

test('a round seals what is new, once, and nothing when nothing is new', async () => {
  assert.equal(await sealNow(), undefined)
  await database.transaction((tx) => record(tx, [entry('order:AF1'), entry('order:AF2')]))
  assert.equal(await sealAll(2n), 2n)
  assert.equal(await sealNow(), undefined)
  await database.transaction((tx) => record(tx, [entry('order:AF1')]))
  assert.equal(await sealAll(1n), 1n)
  const rounds = await database.rows(sql`select round from audit.round order by round`)
  assert.deepEqual(rounds, [{ round: 1n }, { round: 2n }])
})

test('an entry that commits late is never skipped', async () => {
  const early = await openTransaction('order:AF1')
  const late = await openTransaction('order:AF1')
  await late.commit()
  assert.equal(await sealNow(), undefined, 'the older transaction may still write')
  await early.commit()
  assert.equal(await sealAll(2n), 2n)
  assert.equal(await verifyAudit(database), undefined)
})

test('an entry of a younger transaction waits for its own round', async () => {
  const first = await openTransaction('order:AF1')
  const second = await openTransaction('order:AF1')
  await first.commit()
  assert.equal(await sealAll(1n), 1n)
  assert.equal(await verifyAudit(database), undefined, 'while the other is still open')
  await second.commit()
  assert.equal(await sealAll(1n), 1n)
  assert.equal(await verifyAudit(database), undefined)
})

test('a transaction that is undone leaves nothing to seal and holds nobody up', async () => {
  const undone = await openTransaction('order:AF1')
  const kept = await openTransaction('order:AF2')
  await kept.commit()
  await undone.undo()
  assert.equal(await sealAll(1n), 1n)
  assert.equal(await verifyAudit(database), undefined)
})

test('entries written while rounds are being sealed are each sealed once', async () => {
  const writers = Array.from({ length: 40 }, async (_, at) => {
    await database.transaction((tx) => record(tx, [entry(`order:AF${at}`), entry('order:hot')]))
  })
  const sealers = Array.from({ length: 10 }, () => sealNow())
  const early = (await Promise.all(sealers)).reduce<bigint>((sum, each) => sum + (each ?? 0n), 0n)
  await Promise.all(writers)
  assert.equal(early + (await sealAll(80n - early)), 80n)
  assert.equal(await verifyAudit(database), undefined)
})

test('several processes that seal at once never seal an entry twice', async () => {
  await database.transaction((tx) => record(tx, [entry('order:AF1')]))
  const answers: (bigint | undefined)[] = []
  for (let attempt = 0; attempt < 500 && !answers.includes(1n); attempt++) {
    if (attempt > 0) await sleep(20)
    answers.push(...(await Promise.all(Array.from({ length: 5 }, sealNow))))
  }
  assert.equal(await sealNow(), undefined)
  assert.deepEqual(await database.rows(sql`select entries from audit.seal`), [{ entries: 1n }])
})

test('rows copied to a server with a younger transaction counter are not sealed', async () => {
  await database.transaction((tx) => record(tx, [entry('order:AF1')]))
  await sealAll(1n)
  await asOwner(`update audit.round set to_xid = '999999999999'`)
  await assert.rejects(seal(database, now), /pg_resetwal --next-transaction-id/u)
})
