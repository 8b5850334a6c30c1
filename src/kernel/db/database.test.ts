import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  brokenConstraint,
  migrate,
  openDatabase,
  openNumbers,
  roleOf,
  sql,
  unprotectedTables,
  type Schema,
} from './index.ts'
import { testDatabase } from '#test/database'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { pathToFileURL } from 'node:url'

const { database, ownerUrl, applicationUrl } = await testDatabase()

async function last(name: string): Promise<number | undefined> {
  const row = await database.row<{ last: number }>(
    sql`select last from db.series where name = ${name}`,
  )
  return row?.last
}

const insert = (name: string, value: number) =>
  sql`insert into db.series (name, last) values (${name}, ${value})`

test('rows have camelCase names, bigint for int8 and text for a calendar day', async () => {
  const row = await database.row(sql`
    select 9007199254740993::int8 as big_number, date '2026-01-31' as due_on,
           array[1, 2]::int8[] as many_numbers, timestamptz '2026-01-01T00:00:00Z' as made_at`)
  assert.deepEqual(row, {
    bigNumber: 9007199254740993n,
    dueOn: '2026-01-31',
    manyNumbers: [1n, 2n],
    madeAt: new Date('2026-01-01T00:00:00Z'),
  })
})

test('what a transaction wrote is there after it, and gone when its work throws', async () => {
  const told: string[] = []
  await database.transaction(async (tx) => {
    await tx.run(insert('kept', 1))
    tx.afterCommit(() => told.push('kept'))
  })
  await assert.rejects(
    database.transaction(async (tx) => {
      await tx.run(insert('lost', 1))
      tx.afterCommit(() => told.push('lost'))
      throw new Error('changed my mind')
    }),
    /changed my mind/,
  )
  assert.equal(await last('kept'), 1)
  assert.equal(await last('lost'), undefined)
  assert.deepEqual(told, ['kept'])
})

test('a statement whose failure was swallowed cannot be taken for a commit', async () => {
  await assert.rejects(
    database.transaction(async (tx) => {
      await tx.run(sql`select 1 / 0`).catch(() => undefined)
    }),
    /swallowed/,
  )
})

test('two transactions that deadlock both succeed in the end', async () => {
  await database.transaction(async (tx) => {
    await tx.run(insert('dead', 1))
    await tx.run(insert('lock', 1))
  })
  const bump = (first: string, second: string) =>
    database.transaction(async (tx) => {
      await tx.run(sql`update db.series set last = last + 1 where name = ${first}`)
      await new Promise((resolve) => setTimeout(resolve, 100))
      await tx.run(sql`update db.series set last = last + 1 where name = ${second}`)
    })
  await Promise.all([bump('dead', 'lock'), bump('lock', 'dead')])
  assert.deepEqual([await last('dead'), await last('lock')], [3, 3])
})

test('a connection that is cut in the middle is repeated on another', async () => {
  let attempts = 0
  await database.transaction(async (tx) => {
    attempts += 1
    await tx.run(insert('cut', 1))
    const me = await tx.row<{ pid: number }>(sql`select pg_backend_pid() as pid`)
    // Nobody else may cut this connection, so the first attempt does it itself.
    if (attempts === 1) await tx.run(sql`select pg_terminate_backend(${me?.pid})`)
  })
  assert.equal(attempts, 2)
  assert.equal(await last('cut'), 1)
})

test('a broken constraint is known by its name', async () => {
  const problem: unknown = await database
    .transaction((tx) => tx.run(insert('negative', -1)))
    .catch((caught: unknown) => caught)
  assert.equal(brokenConstraint(problem), 'series_counts_up')
  assert.equal(brokenConstraint(new Error('other')), undefined)
})

test('a snapshot sees one moment and cannot write', async () => {
  await database.snapshot(async (reader) => {
    const query = sql`select last from db.series where name = 'moment'`
    assert.equal(await reader.row(query), undefined)
    await database.transaction((tx) => tx.run(insert('moment', 1)))
    assert.equal(await reader.row(query), undefined)
  })
  assert.equal(await last('moment'), 1)
})

test('several connections see the same moment, and a failure in one ends them all', async () => {
  const query = sql`select last from db.series where name = 'shared'`
  await database.snapshots(3, async (readers) => {
    await database.transaction((tx) => tx.run(insert('shared', 1)))
    const seen = await Promise.all(readers.map((reader) => reader.row(query)))
    assert.deepEqual(seen, [undefined, undefined, undefined])
  })
  const failing = database.snapshots(3, async ([, second]) => second?.rows(sql`select 1 / 0`))
  await assert.rejects(failing, { code: '22012' })
  await assert.rejects(
    async () => database.snapshots(9, async () => undefined),
    /at most 8 connections/u,
  )
  assert.equal(await last('shared'), 1)
})

test('numbers of a series are unique and grow, over processes, and are leased in blocks', async () => {
  const [one, two] = [openNumbers(database), openNumbers(database)]
  const taken = await Promise.all(
    Array.from({ length: 300 }, (_, at) => (at % 2 === 0 ? one : two).take('order:20260101', 3)),
  )
  const numbers = taken.flat()
  assert.equal(new Set(numbers).size, 900)
  assert.deepEqual(await one.take('other', 2), [1, 2])
  const first = await one.take('order:20260101', 1)
  const second = await one.take('order:20260101', 1)
  assert.ok((second[0] ?? 0) > (first[0] ?? 0))
  assert.equal((await one.take('order:20260101', 1_200)).length, 1_200)
})

function schemaOf(files: Readonly<Record<string, string>>): Schema {
  const folder = mkdtempSync(`${tmpdir()}/liushui-`)
  for (const [name, text] of Object.entries(files)) writeFileSync(`${folder}/${name}`, text)
  return { name: 'trial', directory: pathToFileURL(folder), appendOnly: ['written'] }
}

const written = `create table trial.written (
  id int not null, constraint written_pkey primary key (id))`

test('migrations run once, in order, and a changed one is refused', async () => {
  const applicationRole = await roleOf(applicationUrl)
  const files = {
    '0001-written.sql': written,
    '0002-more.sql': 'alter table trial.written add x int',
  }
  const schema = schemaOf(files)
  const options = { ownerUrl, applicationRole, schemas: [schema] }
  const both = await Promise.all([migrate(options), migrate(options)])
  assert.deepEqual(both.flat(), ['trial/0001-written.sql', 'trial/0002-more.sql'])
  const changed = schemaOf({ ...files, '0001-written.sql': `${written}; select 1` })
  await assert.rejects(migrate({ ...options, schemas: [changed] }), /0001-written.sql was changed/)
  const broken = schemaOf({ ...files, '0003-broken.sql': 'create table trial.written ()' })
  await assert.rejects(migrate({ ...options, schemas: [broken] }), /0003-broken.sql: .*exists/)
})

test('the application may add to an append-only table and never change it', async () => {
  await database.transaction((tx) => tx.run(sql`insert into trial.written (id) values (1)`))
  for (const query of [sql`update trial.written set x = 1`, sql`delete from trial.written`]) {
    await assert.rejects(
      database.transaction((tx) => tx.run(query)),
      { code: '42501' },
    )
  }
  const schema = schemaOf({})
  assert.deepEqual(await unprotectedTables(applicationUrl, [schema]), [])
  assert.deepEqual(await unprotectedTables(ownerUrl, [schema]), ['trial.written'])
})

test('with one role only, the owner gives up its own rights', async () => {
  const own = await testDatabase()
  const owner = await roleOf(applicationUrl)
  const name = new URL(own.ownerUrl).pathname.slice(1)
  const schema = schemaOf({ '0001-written.sql': written })
  const admin = openDatabase(own.ownerUrl, {
    connectionsMax: 1,
    statementTimeoutMs: 5_000,
    applicationName: 'test',
  })
  await admin.transaction((tx) =>
    tx.run(sql`grant create on database ${sql.ref(name)} to ${sql.ref(owner)}`),
  )
  await admin.transaction((tx) => tx.run(sql`grant all on schema migration to ${sql.ref(owner)}`))
  await admin.transaction((tx) =>
    tx.run(sql`grant all on all tables in schema migration to ${sql.ref(owner)}`),
  )
  await admin.close()
  const ownerUrlOnly = own.applicationUrl
  await migrate({ ownerUrl: ownerUrlOnly, applicationRole: owner, schemas: [schema] })
  assert.deepEqual(await unprotectedTables(ownerUrlOnly, [schema]), [])
})
