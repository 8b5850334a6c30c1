/** Statements that nobody waits for: they travel before COMMIT, and fail it when they fail. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '#test/database'
import { brokenConstraint, sql, type CopyRows, type Tx } from './index.ts'

const { database } = await testDatabase()

const last = async (name: string): Promise<number | undefined> =>
  (await database.row<{ last: number }>(sql`select last from db.series where name = ${name}`))?.last

const insert = (name: string, value: number) =>
  sql`insert into db.series (name, last) values (${name}, ${value})`

/** A row of two columns for `db.series`, in the binary form. */
function row(name: string, value: number): Buffer {
  const made = Buffer.alloc(2 + 4 + name.length + 8)
  made.writeInt16BE(2, 0)
  made.writeInt32BE(name.length, 2)
  made.write(name, 6)
  made.writeInt32BE(4, 6 + name.length)
  made.writeInt32BE(value, 10 + name.length)
  return made
}

const copied = (names: readonly string[], more: Partial<CopyRows> = {}): CopyRows => ({
  into: 'db.series (name, last)',
  rows: Buffer.concat(names.map((name, at) => row(name, at + 1))),
  ...more,
})

const problemOf = (work: (tx: Tx) => Promise<unknown>): Promise<unknown> =>
  database.transaction(work).then(
    () => undefined,
    (problem: unknown) => problem,
  )

test('rows that were copied and what was sent are there after the transaction, in their order', async () => {
  await database.transaction(async (tx) => {
    tx.copy(copied(['copied-1', 'copied-2']))
    tx.send(sql`update db.series set last = last + 10 where name = 'copied-2'`)
  })
  assert.deepEqual([await last('copied-1'), await last('copied-2')], [1, 12])
})

test('a query of the same transaction sees what was sent before it', async () => {
  const seen = await database.transaction(async (tx) => {
    tx.copy(copied(['seen']))
    return await tx.row(sql`select last from db.series where name = 'seen'`)
  })
  assert.deepEqual(seen, { last: 1 })
})

test('rows that PostgreSQL refuses undo all of the transaction, and the refusal keeps its name', async () => {
  await database.transaction((tx) => tx.run(insert('taken', 1)))
  const problem = await problemOf(async (tx) => {
    await tx.run(insert('before', 1))
    tx.copy(copied(['fresh', 'taken', 'after']))
    tx.send(insert('behind', 1))
  })
  assert.equal(brokenConstraint(problem), 'series_pkey')
  for (const name of ['before', 'fresh', 'after', 'behind']) {
    assert.equal(await last(name), undefined)
  }
})

test('rows that are no rows do not disturb what the connection is asked next', async () => {
  for (const rows of [Buffer.from('nonsense'), row('half', 1).subarray(0, 9)]) {
    const problem = await problemOf(async (tx) => tx.copy(copied([], { rows })))
    assert.match(String(problem), /field count is 28271|invalid byte sequence/u)
  }
  assert.equal(await last('half'), undefined)
})

test('what one may not write is refused at the end, not hung up on', async () => {
  const problem = await problemOf(async (tx) => {
    tx.copy({ into: 'ledger.account_transaction (nothing)', rows: Buffer.alloc(100_000) })
    tx.copy({ into: 'nowhere.at_all (name)', rows: Buffer.alloc(100_000) })
  })
  assert.match(String(problem), /column "nothing"/u)
})

test('work that stumbles over what was sent before fails with the reason, not with its echo', async () => {
  const problem = await problemOf(async (tx) => {
    tx.send(insert('negative', -1))
    await tx.rows(sql`select 1`)
  })
  assert.equal(brokenConstraint(problem), 'series_counts_up')
})

test('a failure that was sent cannot be taken back by a savepoint', async () => {
  const problem = await problemOf(async (tx) => {
    await tx.run(sql`savepoint here`)
    tx.send(insert('negative', -1))
    await tx.run(sql`rollback to savepoint here`)
  })
  assert.equal(brokenConstraint(problem), 'series_counts_up')
})

test('a key that another transaction took meanwhile begins the work again, which finds it', async () => {
  const found: (number | undefined)[] = []
  await database.transaction(async (tx) => {
    const before = await tx.row<{ last: number }>(
      sql`select last from db.series where name = 'race'`,
    )
    found.push(before?.last)
    if (before) return
    await database.transaction((other) => other.run(insert('race', 7)))
    tx.copy(copied(['race'], { takenMeanwhile: 'series_pkey' }))
  })
  assert.deepEqual(found, [undefined, 7])
})

test('another constraint than the one that was named is no race', async () => {
  let attempts = 0
  const problem = await problemOf(async (tx) => {
    attempts += 1
    tx.copy({ ...copied([]), rows: row('below', -5), takenMeanwhile: 'series_pkey' })
  })
  assert.equal(brokenConstraint(problem), 'series_counts_up')
  assert.equal(attempts, 1)
})

test('a connection that is cut behind what was sent is repeated, and nothing is there twice', async () => {
  let attempts = 0
  await database.transaction(async (tx) => {
    attempts += 1
    tx.copy(copied([`cut-${attempts}`]))
    const first = attempts === 1
    await tx.rows(sql`select pg_terminate_backend(pg_backend_pid()) where ${first}`)
  })
  assert.deepEqual([attempts, await last('cut-1'), await last('cut-2')], [2, undefined, 1])
})
