import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { client } from '#test/house'
import { freePort, liushui, newPlace, nothingLeft, refused, until, type Place } from './program.ts'

/**
 * A PostgreSQL that is not ours: the one that TEST_DATABASE_URL names, or else the throw-away one
 * of this test run, which the program knows as little.
 */
const adminUrl = process.env['LIUSHUI_TEST_ADMIN_URL'] ?? ''
const suffix = randomBytes(6).toString('hex')
const [database, other] = [`start_${suffix}`, `start_${suffix}_other`]
const [owner, application] = [`start_${suffix}_owner`, `start_${suffix}_app`]
const secret = 'secret-of-a-test'
const password = 'correct horse battery'
// Several data folders come to one database, so the key cannot lie in one of them.
const key = randomBytes(32).toString('hex')

const urlFor = (user: string, name = database): string => {
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  if (user !== '') Object.assign(url, { username: user, password: secret })
  return url.href
}

async function as<Row extends pg.QueryResultRow>(url: string, ...statements: string[]) {
  const connection = new pg.Client({ connectionString: url })
  await connection.connect()
  try {
    let rows: Row[] = []
    for (const statement of statements) rows = (await connection.query<Row>(statement)).rows
    return rows
  } finally {
    await connection.end()
  }
}

before(async () => {
  await as(
    adminUrl,
    `create role ${owner} login password '${secret}'`,
    `create role ${application} login password '${secret}'`,
    `create database ${database} owner ${owner}`,
    `create database ${other} owner ${owner}`,
  )
})

after(async () => {
  await as(
    adminUrl,
    `drop database ${database} with (force)`,
    `drop database ${other} with (force)`,
    `drop role ${owner}`,
    `drop role ${application}`,
  )
})

const place = (more: Readonly<Record<string, string>>): Promise<Place> =>
  newPlace({ LIUSHUI_ADMIN_PASSWORD: password, LIUSHUI_SECRET_KEY: key, ...more })

interface Readiness {
  readonly ready: boolean
  readonly wrong: readonly string[]
}

const readiness = async ({ url }: Place): Promise<Readiness> =>
  (await (await fetch(`${url}/readyz`)).json()) as Readiness

/** Starts it there, looks, and stops it. */
async function during(at: Place, look: (said: string) => Promise<void>): Promise<void> {
  const house = liushui(['start', '--demo'], at.environment)
  await house.says(/Ctrl-C stops everything/u)
  await look(house.out())
  process.kill(house.pid, 'SIGTERM')
  assert.equal(await house.ended, 0, house.err())
  await nothingLeft(at)
}

const signIn = (url: string) =>
  client(url, '').post('/api/v1/auth/login', { username: 'admin', password })

test('with one URL the owner gives up its rights, and start says so', async () => {
  const at = await place({ DATABASE_URL: urlFor(owner) })
  await during(at, async (said) => {
    assert.match(said, new RegExp(`Database +\\S+/${database}, as ${owner}\n`, 'u'))
    assert.match(said, /gave up its right to change entries, history and audit/u)
    assert.match(said, /Demo +none: /u)
    assert.ok(!said.includes(secret), 'no password of the database is shown')
    assert.deepEqual(await readiness(at), { ready: true, wrong: [] })
    assert.equal((await signIn(at.url)).status, 200)
  })
  await assert.rejects(as(urlFor(owner), 'update audit.entry set action = action'), {
    code: '42501',
  })
})

test('readyz is red while the application could change an entry', async () => {
  const at = await place({ DATABASE_URL: urlFor(owner) })
  await during(at, async () => {
    await as(urlFor(owner), `grant update on audit.entry to ${owner}`)
    assert.deepEqual(await readiness(at), {
      ready: false,
      wrong: ['the application could change audit.entry'],
    })
    assert.equal((await fetch(`${at.url}/readyz`)).status, 503)
    await as(urlFor(owner), `revoke update on audit.entry from ${owner}`)
    assert.equal((await readiness(at)).ready, true)
  })
})

test('with two URLs the application works as a user of its own', async () => {
  const at = await place({ DATABASE_URL: urlFor(owner), DATABASE_APP_URL: urlFor(application) })
  await during(at, async (said) => {
    assert.match(said, new RegExp(`Database +\\S+/${database}, as ${application}\n`, 'u'))
    assert.ok(!said.includes('gave up'))
    assert.deepEqual(await readiness(at), { ready: true, wrong: [] })
    assert.equal((await signIn(at.url)).status, 200)
    const users = await as<{ usename: string }>(
      adminUrl,
      `select distinct usename from pg_stat_activity
        where datname = '${database}' and application_name = 'liushui'`,
    )
    assert.deepEqual(users, [{ usename: application }])
  })
})

test('a superuser cannot give up anything: start says so, and readyz stays red', async () => {
  const at = await place({ DATABASE_URL: urlFor('', other) })
  await during(at, async (said) => {
    assert.match(said, /readyz is red: let a user that is no superuser own the database/u)
    assert.equal((await readiness(at)).ready, false)
  })
})

test('serve and work, each a process, start together on one new database', async () => {
  await as(
    adminUrl,
    `drop database ${other} with (force)`,
    `create database ${other} owner ${owner}`,
  )
  const at = await place({ DATABASE_URL: urlFor(owner, other) })
  const second = String(await freePort())
  const houses = [
    liushui(['serve'], at.environment),
    liushui(['work'], at.environment),
    liushui(['serve', '--port', second], at.environment),
    liushui(['work'], at.environment),
  ]
  await Promise.all(
    houses.map((house, i) => house.says(i % 2 === 0 ? /Liushui is ready/u : /is working/u)),
  )
  assert.equal((await readiness(at)).ready, true)
  const { body } = await signIn(at.url)
  // One process opened the session, another one knows it.
  const admin = client(`http://127.0.0.1:${second}`, String(body.token))
  await until(async () => (await admin.get('/api/v1/jobs')).body.workers === 2)
  assert.equal(houses.filter((house) => house.out().includes('Sign in   admin')).length, 1)
  for (const house of houses) process.kill(house.pid, 'SIGTERM')
  for (const house of houses) assert.equal(await house.ended, 0, house.err())
  await nothingLeft(at)
})

test('another master key than the one of the database is refused, and told in one line', async () => {
  const at = await place({ DATABASE_URL: urlFor(owner), LIUSHUI_SECRET_KEY: 'ab'.repeat(32) })
  const began = Date.now()
  await refused(liushui(['start'], at.environment), /set LIUSHUI_SECRET_KEY to the right one/u)
  assert.ok(Date.now() - began < 9_000, 'it ends at once')
  await nothingLeft(at)
})

test('a database that cannot be used is told in one line', async () => {
  const { hostname } = new URL(adminUrl)
  const closed = `postgres://x:y@${hostname}:${await freePort()}/x`
  const wrong = urlFor(owner).replace(secret, 'wrong')
  const good = urlFor(owner)
  // prettier-ignore
  const table: readonly [Readonly<Record<string, string>>, RegExp][] = [
    [{ DATABASE_URL: closed }, /DATABASE_URL: no PostgreSQL answers there/],
    [{ DATABASE_URL: urlFor(owner, 'nowhere') }, /DATABASE_URL: database "nowhere" does not exist/],
    [{ DATABASE_URL: urlFor(application, other) }, /DATABASE_URL: permission denied.*owner of the database/],
    [{ DATABASE_URL: good, DATABASE_APP_URL: closed }, /DATABASE_APP_URL: no PostgreSQL/],
    [{ DATABASE_URL: good, DATABASE_APP_URL: urlFor(application, 'postgres') }, /DATABASE_APP_URL: .*the same database/],
  ]
  for (const [environment, says] of table) {
    const at = await place(environment)
    await refused(liushui(['start'], at.environment), says)
    await nothingLeft(at)
  }
  const trusts = await as(wrong, 'select 1').then(
    () => true,
    () => false,
  )
  if (trusts) return
  const at = await place({ DATABASE_URL: wrong })
  await refused(liushui(['start'], at.environment), /password authentication failed/u)
})
