import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { sql } from '../db/index.ts'
import { bucketOf } from '../id/index.ts'
import { digestOf, type StoredEntry } from './entry.ts'
import {
  record,
  seal,
  verifyAudit,
  type AuditFault,
  type AuditProgress,
  type Sealed,
} from './index.ts'
import { testDatabase } from '#test/database'

const { database, ownerUrl } = await testDatabase()
const now = new Date('2026-01-05T09:00:00Z')

/** Somebody with all rights over the database. */
async function tamper(statement: string, values: readonly unknown[] = []): Promise<void> {
  const superuser = new pg.Client({ connectionString: ownerUrl })
  await superuser.connect()
  const { rowCount } = await superuser.query(statement, [...values])
  await superuser.end()
  assert.notEqual(rowCount, 0, 'something was tampered with')
}

const entry = (subject: string) => ({
  at: now,
  actor: 'user:1',
  action: 'order.edit',
  subject,
  after: { amount: 5 },
  requestId: 'r',
})

/** Two subjects of one bucket and one of another. */
const subjects = ['order:AF1', 'order:AF1', 'order:AF2']

const write = (more: readonly string[] = subjects): Promise<void> =>
  database.transaction((tx) => record(tx, more.map(entry)))

/** A test of another file may hold a round up: the databases of a server share their numbers. */
async function sealNow(): Promise<Sealed | undefined> {
  for (let attempt = 0; attempt < 500; attempt++) {
    const sealed = await seal(database, now)
    if (sealed) return sealed
    await sleep(20)
  }
  return undefined
}

/** Three sealed rounds and an entry that waits for its round. */
async function trail(): Promise<void> {
  for (let round = 1; round <= 3; round++) {
    await write()
    assert.equal((await sealNow())?.round, BigInt(round))
  }
  await write(['order:AF1'])
}

beforeEach(async () => {
  await tamper('truncate audit.entry, audit.seal, audit.round')
})

async function found(): Promise<Pick<AuditFault, 'kind' | 'subject'> | undefined> {
  const fault = await verifyAudit(database)
  if (fault) assert.match(fault.detail, /^[A-Z].*\.$/u, 'a sentence')
  return fault && { kind: fault.kind, subject: fault.subject }
}

interface Row {
  readonly id: string
  readonly bucket: number
}

async function entryOf(subject: string, round: number): Promise<Row> {
  const row = await database.row<Row>(sql`
    select e.id, e.bucket from audit.entry as e, audit.round as r
     where r.round = ${round} and e.subject = ${subject}
       and e.written_by >= r.from_xid and e.written_by < r.to_xid
     order by e.id limit 1`)
  assert.ok(row)
  return row
}

test('an untouched trail is clean, sealed or not, and so is an empty one', async () => {
  assert.equal(await found(), undefined)
  await write()
  assert.equal(await found(), undefined)
  await trail()
  assert.equal(await found(), undefined)
})

test('entries count in the order of their transactions, 99 before 100', async () => {
  for (const xid of ['100', '99', '101']) {
    await write(['order:AF1'])
    await tamper(`update audit.entry set written_by = $1 where written_by > '101'`, [xid])
  }
  assert.equal((await sealNow())?.entries, 3n)
  assert.equal(await found(), undefined)
})

test('progress counts every round, entry and bucket', async () => {
  await trail()
  const seen: AuditProgress[] = []
  await verifyAudit(database, (progress) => seen.push(progress))
  assert.deepEqual(seen.at(-1), { rounds: 3, entries: 10, bucketsDone: 64, buckets: 64 })
})

for (const [column, value] of [
  ['actor', "'user:2'"],
  ['action', "'order.read'"],
  ['subject', "'order:AF9'"],
  ['at', "at - interval '1 millisecond'"],
  ['after', `'{"amount": 6}'`],
  ['before', "'null'"],
  ['reason', "'because'"],
  ['request_id', "'s'"],
  ['digest', "sha256('')"],
] as const) {
  test(`an entry whose ${column} was changed is named`, async () => {
    await trail()
    const { id, bucket } = await entryOf('order:AF2', 2)
    await tamper(`update audit.entry set ${column} = ${value} where bucket = $1 and id = $2`, [
      bucket,
      id,
    ])
    assert.deepEqual(await found(), { kind: 'entry_changed', subject: `entry ${id}` })
  })
}

test('an entry that waits for its round cannot be changed unnoticed either', async () => {
  await write(['order:AF1'])
  await tamper(`update audit.entry set actor = 'user:2'`)
  assert.equal((await found())?.kind, 'entry_changed')
})

test('a deleted entry is missed under its seal', async () => {
  await trail()
  const { id, bucket } = await entryOf('order:AF1', 2)
  await tamper('delete from audit.entry where bucket = $1 and id = $2', [bucket, id])
  assert.deepEqual(await found(), { kind: 'entry_missing', subject: `seal ${bucket}/2` })
})

/** Writes an entry and dates it back to the transaction of another one. */
async function slipIn(subject: string, original: Row): Promise<Row> {
  await write([subject])
  const forged = await database.row<Row>(sql`
    select id, bucket from audit.entry order by written_by desc limit 1`)
  assert.ok(forged)
  await tamper(
    `update audit.entry set written_by = (
       select written_by from audit.entry where bucket = $1 and id = $2)
      where bucket = $3 and id = $4`,
    [original.bucket, original.id, forged.bucket, forged.id],
  )
  return forged
}

test('an entry that was put in behind a seal is one too many', async () => {
  await trail()
  const original = await entryOf('order:AF1', 2)
  await slipIn('order:AF1', original)
  assert.deepEqual(await found(), { kind: 'entry_inserted', subject: `seal ${original.bucket}/2` })
})

test('an entry that was put in where a round found nothing is named', async () => {
  await trail()
  const { id } = await slipIn('order:AF3', await entryOf('order:AF1', 2))
  assert.deepEqual(await found(), { kind: 'entry_inserted', subject: `entry ${id}` })
})

async function reworded(subject: string, round: number): Promise<Row> {
  const row = await entryOf(subject, round)
  const said = await database.row<StoredEntry>(sql`
    select bucket, id, at, actor, action, subject, before::text as before, after::text as after,
           reason, request_id
      from audit.entry where bucket = ${row.bucket} and id = ${row.id}`)
  assert.ok(said)
  await tamper('update audit.entry set actor = $3, digest = $4 where bucket = $1 and id = $2', [
    row.bucket,
    row.id,
    'user:2',
    digestOf({ ...said, actor: 'user:2' }),
  ])
  return row
}

test('an entry whose digest was made anew with it does not fit its seal', async () => {
  await trail()
  const { bucket } = await reworded('order:AF1', 2)
  assert.deepEqual(await found(), { kind: 'entry_changed', subject: `seal ${bucket}/2` })
})

test('a seal that was changed or removed is found', async () => {
  const bucket = bucketOf('order:AF2')
  const cases: readonly (readonly [string, AuditFault['kind'], string])[] = [
    ['update audit.seal set entries = entries + 1', 'seal_changed', `seal ${bucket}/2`],
    ['update audit.seal set last_id = gen_random_uuid()', 'seal_changed', `seal ${bucket}/2`],
    [`update audit.seal set digest = sha256('')`, 'seal_changed', `seal ${bucket}/2`],
    [`update audit.seal set previous = sha256('')`, 'seal_missing', `seal ${bucket}/2`],
  ]
  for (const [statement, kind, subject] of cases) {
    await tamper('truncate audit.entry, audit.seal, audit.round')
    await trail()
    await tamper(`${statement} where round = 2 and bucket = ${bucket}`)
    assert.deepEqual(await found(), { kind, subject }, statement)
  }
})

test('a removed seal leaves a gap, in the middle or at the end', async () => {
  const bucket = bucketOf('order:AF2')
  for (const round of [2, 3]) {
    await tamper('truncate audit.entry, audit.seal, audit.round')
    await trail()
    const { id } = await entryOf('order:AF2', round)
    await tamper('delete from audit.seal where round = $1 and bucket = $2', [round, bucket])
    assert.deepEqual(await found(), { kind: 'seal_missing', subject: `entry ${id}` })
  }
})

test('a seal that was removed together with its entries is missed by its round', async () => {
  await trail()
  const { bucket } = await entryOf('order:AF2', 3)
  await tamper('delete from audit.entry where bucket = $1 and written_by >= $2', [
    bucket,
    await startOf(3),
  ])
  await tamper('delete from audit.seal where bucket = $1 and round = 3', [bucket])
  assert.deepEqual(await found(), { kind: 'round_changed', subject: 'round 3' })
})

test('a round that was changed or removed is found', async () => {
  const cases: readonly (readonly [string, AuditFault['kind'], string])[] = [
    [`update audit.round set at = at + interval '1 s' where round = 2`, 'round_changed', 'round 2'],
    [`update audit.round set digest = sha256('') where round = 2`, 'round_changed', 'round 3'],
    ['delete from audit.round where round = 1', 'round_missing', 'round 1'],
    ['delete from audit.round where round = 2', 'round_missing', 'round 2'],
    ['delete from audit.round where round = 3', 'round_missing', 'round 3'],
  ]
  for (const [statement, kind, subject] of cases) {
    await tamper('truncate audit.entry, audit.seal, audit.round')
    await trail()
    await tamper(statement)
    assert.deepEqual(await found(), { kind, subject }, statement)
  }
})

async function startOf(round: number): Promise<string> {
  const row = await database.row<{ xid: string }>(sql`
    select from_xid::text as xid from audit.round where round = ${round}`)
  return row?.xid ?? ''
}

async function cutOff(round: number): Promise<void> {
  await tamper('delete from audit.entry where written_by >= $1', [await startOf(round)])
  await tamper('delete from audit.seal where round >= $1', [round])
  await tamper('delete from audit.round where round >= $1', [round])
}

test('a trail whose end was cut off, seals and all, lacks the head noted down', async () => {
  await write()
  await sealNow()
  await write()
  const head = await sealNow()
  assert.ok(head)
  await write()
  await sealNow()
  assert.equal(await verifyAudit(database, undefined, head), undefined)
  await cutOff(2)
  assert.equal(await found(), undefined, 'the rest fits together')
  assert.equal((await verifyAudit(database, undefined, head))?.subject, 'round 2')
  await write()
  await sealNow()
  assert.equal((await verifyAudit(database, undefined, head))?.kind, 'round_missing')
})

test('a trail that a forger sealed anew lacks the head noted down', async () => {
  await write()
  const head = await sealNow()
  assert.ok(head)
  await reworded('order:AF2', 1)
  await tamper('truncate audit.seal, audit.round')
  await sealNow()
  assert.equal(await found(), undefined)
  assert.equal((await verifyAudit(database, undefined, head))?.subject, 'round 1')
})
