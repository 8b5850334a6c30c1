import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { search, type AuditLine, type AuditSearch } from '../audit/index.ts'
import { sql } from '../db/index.ts'
import { openSecrets, SecretKeyWrong, type Secrets } from './index.ts'
import { testDatabase } from '#test/database'

const at = new Date('2026-01-05T09:00:00Z')
const deed = { actor: 'user:1', reason: 'yearly', requestId: 'r', at }
const [first, second, third] = [randomBytes(32), randomBytes(32), randomBytes(32)]

const { database } = await testDatabase()
const open = (...keys: readonly Buffer[]): Promise<Secrets> => openSecrets({ keys, database })

async function people(by: Secrets, count: number) {
  const fields = Array.from({ length: count }, (_, n) => ({
    personId: randomUUID(),
    value: `value ${n}`,
  }))
  const sealed = await database.transaction(async (tx) => {
    await by.newPersons(
      tx,
      fields.map(({ personId }) => personId),
    )
    return await by.encrypt(tx, fields)
  })
  return fields.map((field, n) => ({ ...field, sealed: sealed[n] ?? Buffer.alloc(0) }))
}

type People = Awaited<ReturnType<typeof people>>

async function readable(by: Secrets, fields: People): Promise<void> {
  const values = await by.decrypt(database, fields)
  assert.deepEqual(
    values,
    fields.map(({ value }) => value),
  )
}

const masterIds = () =>
  database.rows(sql`select distinct master_id from secret.person_key where erased_at is null`)

async function audited(wanted: AuditSearch): Promise<readonly AuditLine[]> {
  const page = await search(database, wanted, { limit: 9 })
  assert.ok(page.ok)
  return page.value.items
}

let written: People = []

test('a new master key reads what the old one wrote, and writes itself', async () => {
  const old = await open(first)
  written = await people(old, 1_200)
  const both = await open(second, first)
  await readable(both, written)
  const [fresh] = await people(both, 1)
  assert.ok(fresh)
  await assert.rejects(old.decrypt(database, [fresh]), SecretKeyWrong)
  written = [...written, fresh]
  assert.equal((await masterIds()).length, 2)
})

test('rotation re-wraps every key in batches, tells how far it is and is audited', async () => {
  const [erased] = written
  assert.ok(erased)
  const both = await open(second, first)
  await database.transaction((tx) => both.erase(tx, erased.personId, deed))
  written = written.slice(1)
  const seen: number[] = []
  assert.equal(await both.rotate(deed, (rewrapped) => seen.push(rewrapped)), 1_199)
  assert.deepEqual(seen, [500, 1_000, 1_199])
  assert.equal((await masterIds()).length, 1)
  const lines = await audited({ action: 'secret.rotate' })
  assert.equal(lines.length, 1)
  assert.equal(await both.rotate(deed), 0, 'nothing is left to do')
})

test('after rotation the new key is enough, and data and blind indexes are the same', async () => {
  const before = (await open(second, first)).blindIndex('phone', '13800138000')
  const alone = await open(second)
  await readable(alone, written)
  assert.deepEqual(alone.blindIndex('phone', '13800138000'), before)
})

test('a start with the old key alone is refused, and says which key is missing', async () => {
  await assert.rejects(
    open(first),
    (problem) =>
      problem instanceof SecretKeyWrong && /LIUSHUI_SECRET_KEYS_BEFORE/u.test(problem.message),
  )
})

test('two processes that rotate at once re-wrap every key once', async () => {
  const processes = await Promise.all([open(third, second), open(third, second)])
  const counts = await Promise.all(processes.map((each) => each.rotate(deed)))
  assert.equal(
    counts.reduce((sum, count) => sum + count, 0),
    written.length,
  )
  await readable(await open(third), written)
})

test('rotation and erasure at once: what was erased stays erased', async () => {
  const fourth = randomBytes(32)
  const rotating = await open(fourth, third)
  const gone = written.slice(0, 40)
  await Promise.all([
    rotating.rotate(deed),
    ...gone.map(({ personId }) => database.transaction((tx) => rotating.erase(tx, personId, deed))),
  ])
  const values = await rotating.decrypt(database, gone)
  assert.ok(values.every((value) => value === undefined))
  await readable(await open(fourth), written.slice(40))
})

test('rotation stops at a key that no given master key wrapped', async () => {
  const lost = randomBytes(32)
  const fifth = randomBytes(32)
  await database.transaction((tx) => tx.run(sql`delete from secret.index_key`))
  await people(await open(lost), 1)
  await database.transaction((tx) => tx.run(sql`delete from secret.index_key`))
  await assert.rejects((await open(fifth)).rotate(deed), SecretKeyWrong)
})
