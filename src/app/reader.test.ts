import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import pg from 'pg'
import { authSchema } from '#kernel/auth'
import { testDatabase } from '#test/database'
import { migrate, openBrowsing, openDatabase, readerRole, sql, type Browsing } from '#kernel/db'

const { database, ownerUrl, beforeDrop } = await testDatabase()
const owner = new pg.Client({ connectionString: ownerUrl })
await owner.connect()
const end = randomBytes(6).toString('hex')
const [login, stranger, master] = [`reader_${end}`, `stranger_${end}`, `owner_${end}`] as const
const ownDatabase = `d_${end}`
for (const role of [login, stranger, master]) {
  await owner.query(`create role ${role} login password 'secret'`)
}
await owner.query(`create database ${ownDatabase} owner ${master}`)
const opened: { close: () => Promise<void> }[] = []
beforeDrop(async () => {
  for (const one of opened) await one.close()
  await owner.query(`drop database ${ownDatabase} with (force)`)
  for (const role of [login, stranger, master]) {
    await owner.query(`drop owned by ${role}`)
    await owner.query(`drop role ${role}`)
  }
  await owner.end()
})

function urlOf(role: string, name?: string): string {
  const url = new URL(ownerUrl)
  url.username = role
  url.password = 'secret'
  if (name !== undefined) url.pathname = `/${name}`
  return url.href
}

const schemas = [authSchema]

function browse(readerUrl?: string, on = database): Browsing {
  const browsing = openBrowsing({ database: on, readerUrl, schemas })
  opened.push(browsing)
  return browsing
}

const users = sql`select username from auth.user_account`
const hashes = sql`select password_hash from auth.user_account`
const write = sql`delete from auth.user_account returning id`

/** The transaction is asked before the right to the table is. */
const readOnly = '25006'

const code = async (browsing: Browsing, query: typeof users): Promise<string> => {
  try {
    await browsing.look((reader) => reader.rows(query))
    return 'allowed'
  } catch (problem) {
    return problem instanceof Error && 'code' in problem ? String(problem.code) : 'other'
  }
}

test('a member of the reader takes its role on, and has no other right while it looks', async () => {
  const browsing = browse()
  assert.equal(await browsing.guardian(), 'role')
  assert.equal(await code(browsing, users), 'allowed')
  assert.equal(await code(browsing, hashes), '42501')
  assert.equal(await code(browsing, write), readOnly)
  // Outside of a look the application is itself again.
  assert.deepEqual(await database.rows(hashes), [])
})

test('a login that somebody made for looking is given the same rights', async () => {
  assert.equal(await code(browse(urlOf(login)), users), '42501')
  const applicationRole = 'liushui_app'
  await migrate({ ownerUrl, applicationRole, schemas, readerRole: login })
  const browsing = browse(urlOf(login))
  assert.equal(await browsing.guardian(), 'login')
  assert.equal(await code(browsing, users), 'allowed')
  assert.equal(await code(browsing, hashes), '42501')
  assert.equal(await code(browsing, write), readOnly)
})

test('without a role PostgreSQL still refuses every write', async () => {
  await owner.query(`grant usage on schema auth to ${stranger}`)
  await owner.query(`grant select, delete on auth.user_account to ${stranger}`)
  const options = { connectionsMax: 2, statementTimeoutMs: 5_000, applicationName: 'test' }
  const own = openDatabase(urlOf(stranger), options)
  opened.push(own)
  const browsing = browse(undefined, own)
  assert.equal(await browsing.guardian(), 'program')
  assert.equal(await code(browsing, users), 'allowed')
  assert.equal(await code(browsing, write), readOnly)
})

test('an owner who may make no role migrates all the same, and gives the rights it can', async () => {
  const url = urlOf(master, ownDatabase)
  await migrate({ ownerUrl: url, applicationRole: master, schemas })
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ name: string; hash: string }>(
    `select has_column_privilege($1, 'auth.user_account', 'username', 'select') as name,
            has_column_privilege($1, 'auth.user_account', 'password_hash', 'select') as hash`,
    [readerRole],
  )
  await client.end()
  assert.deepEqual(rows, [{ name: true, hash: false }])
})

test('a right that became a secret is taken back by the next migration', async () => {
  const changed = { ...authSchema, columns: { ...authSchema.columns, 'session.id': 'secret' } }
  const may = async (): Promise<unknown> =>
    (
      await owner.query(`select has_column_privilege($1, 'auth.session', 'id', 'select') as may`, [
        readerRole,
      ])
    ).rows[0]?.may
  assert.equal(await may(), true)
  const again = { ownerUrl, applicationRole: 'liushui_app' }
  await migrate({ ...again, schemas: [changed as typeof authSchema] })
  assert.equal(await may(), false)
  await migrate({ ...again, schemas })
  assert.equal(await may(), true)
})
