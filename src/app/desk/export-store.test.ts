import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemActor } from '#kernel/auth'
import { newId } from '#kernel/id'
import { testDatabase } from '#test/database'
import {
  beginExport,
  cancelExport,
  countWorking,
  expireExport,
  expiringFiles,
  failExport,
  findExport,
  finishExport,
  insertExport,
  noteProgress,
  silentRuns,
} from './export-store.ts'

const { database } = await testDatabase()
const at = new Date('2026-01-05T02:00:00Z')
const later = new Date('2026-01-12T02:00:00Z')
const personId = 'user:ann'

async function queued(): Promise<string> {
  const id = newId()
  await database.transaction((tx) =>
    insertExport(tx, {
      id,
      personId,
      asker: systemActor('test'),
      source: 'audit',
      query: { action: 'x' },
      format: 'csv',
      language: 'en',
      fileName: 'audit.csv',
      at,
    }),
  )
  return id
}

const begin = async (id: string) => {
  const begun = await database.transaction((tx) => beginExport(tx, id, at))
  assert.ok(begun)
  return begun
}
const file = { sha256: 'ab'.repeat(32), size: 10, rows: 3, at, expiresAt: later }

test('a worker that was thought dead writes nothing over the one that came after it', async () => {
  const id = await queued()
  const dead = await begin(id)
  const alive = await begin(id)
  assert.deepEqual([dead.run, alive.run], [1, 2])
  assert.deepEqual(
    [alive.query, alive.language, alive.asker.id],
    [{ action: 'x' }, 'en', 'system:test'],
  )
  await database.transaction(async (tx) => {
    const progress = { rowsDone: 7, rowsTotal: undefined, at }
    assert.equal(await noteProgress(tx, dead, progress), false)
    assert.equal(await noteProgress(tx, alive, { ...progress, rowsDone: 2 }), true)
    assert.equal(await finishExport(tx, dead, file), false)
    await failExport(tx, dead, { code: 'export_failed', detail: 'x', at })
    assert.equal((await findExport(tx, { id, personId }))?.rowsDone, 2n)
    assert.equal(await finishExport(tx, alive, file), true)
  })
  const done = await findExport(database, { id, personId })
  assert.deepEqual([done?.state, done?.rowsDone, done?.rowsTotal], ['done', 3n, 3n])
  assert.equal(await database.transaction((tx) => beginExport(tx, id, at)), undefined)
})

test('what is over stays as it ended', async () => {
  const id = await queued()
  const begun = await begin(id)
  await database.transaction(async (tx) => {
    assert.equal(await cancelExport(tx, { id, personId: 'user:bob' }, at), false)
    assert.equal(await cancelExport(tx, { id, personId }, at), true)
    assert.equal(await cancelExport(tx, { id, personId }, at), false)
    assert.equal(await finishExport(tx, begun, file), false)
  })
  assert.equal((await findExport(database, { id, personId }))?.state, 'cancelled')
  assert.equal(await findExport(database, { id, personId: 'user:bob' }), undefined)
  assert.equal(await database.transaction((tx) => countWorking(tx, personId)), 0)
})

test('content is let go with the last export that has it', async () => {
  const sha256 = 'cd'.repeat(32)
  const ids = [await queued(), await queued()]
  for (const id of ids) {
    const begun = await begin(id)
    await database.transaction((tx) => finishExport(tx, begun, { ...file, sha256 }))
  }
  const due = (await expiringFiles(database, later, 10)).filter((one) => one.sha256 === sha256)
  assert.deepEqual(due.map(({ id }) => id).toSorted(), ids.toSorted())
  const early = new Date(later.getTime() - 1)
  assert.deepEqual(await expiringFiles(database, early, 10), [])
  const alone: boolean[] = []
  for (const one of due) alone.push(await database.transaction((tx) => expireExport(tx, one)))
  assert.deepEqual(alone, [false, true])
})

test('a run that nobody touched for long is found', async () => {
  const begun = await begin(await queued())
  const silent = await silentRuns(database, new Date(at.getTime() + 1))
  assert.deepEqual(silent, [{ id: begun.id, run: 1 }])
  assert.deepEqual(await silentRuns(database, at), [])
})
