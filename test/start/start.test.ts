import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { client } from '#test/house'
import {
  freePort,
  isReady,
  liushui,
  newPlace,
  nothingLeft,
  refused,
  until,
  working,
  type Place,
  type Running,
} from './program.ts'

const readyMsMax = 15_000
const place = await newPlace()
let passwords: { readonly admin: string; readonly demo: string }

const start = (at: Place = place): Running => liushui(['start', '--demo'], at.environment)

async function ready(running: Running): Promise<void> {
  await running.says(/Ctrl-C stops everything/u)
  assert.ok(await isReady(place.url))
}

async function stops(running: Running, signal: NodeJS.Signals): Promise<void> {
  process.kill(running.pid, signal)
  assert.equal(await running.ended, 0, running.err())
  await nothingLeft(place)
}

const signIn = (username: string, password: string) =>
  client(place.url, '').post('/api/v1/auth/login', { username, password })

test('from nothing to ready it takes less than fifteen seconds, and says what one needs', async () => {
  const began = Date.now()
  const house = start()
  await until(() => isReady(place.url))
  assert.ok(Date.now() - began < readyMsMax, `it took ${Date.now() - began} ms`)
  await ready(house)
  const said = house.out()
  assert.ok(said.includes(`Console   ${place.url}/\n`), said)
  assert.ok(said.includes(`API       ${place.url}/docs\n`), said)
  assert.ok(said.includes(`Data      ${place.directory}\n`), said)
  const [, admin = ''] = /Sign in {3}admin \/ (\S+) {3}\(to be changed/u.exec(said) ?? []
  const [, people = '', demo = ''] = /Demo {6}(.+) \/ (\S+)\n/u.exec(said) ?? []
  passwords = { admin, demo }
  assert.ok(Math.max(...said.split('\n').map(({ length }) => length)) <= 110, said)
  assert.equal(house.err(), '', 'nothing is wrong, so nothing is warned of')

  const answer = await signIn('admin', admin)
  assert.deepEqual([answer.status, answer.body.mustChangePassword], [200, true])
  for (const name of people.split(', ')) assert.equal((await signIn(name, demo)).status, 200, name)
  assert.ok(!readFileSync(`${place.directory}/postgres/postgres.log`, 'utf8').includes(admin))
  await stops(house, 'SIGTERM')
})

test('the second start shows no password; the first one still opens the door', async () => {
  const house = start()
  await ready(house)
  assert.ok(!house.out().includes(passwords.admin) && !house.out().includes(passwords.demo))
  assert.match(house.out(), /Sign in {3}as before/u)
  assert.equal((await signIn('admin', passwords.admin)).status, 200)
  assert.equal((await signIn('dealer', passwords.demo)).status, 200)
  await stops(house, 'SIGINT')
})

test('beside a running house: a second one is refused, verify and migrate do their work', async () => {
  const house = start()
  await ready(house)
  const elsewhere = { PORT: String(await freePort()), SANDBOX_PORT: String(await freePort()) }
  const second = liushui(['start'], { ...place.environment, ...elsewhere })
  await refused(second, /another Liushui works in .*data: stop it, or .*--data/u)
  const samePort = await newPlace({ PORT: new URL(place.url).port })
  await refused(liushui(['start'], samePort.environment), /port \d+ is taken: PORT/u)
  assert.ok(!existsSync(samePort.directory), 'nothing was begun')
  const { SANDBOX_PORT = '' } = place.environment
  const sameSandbox = await newPlace({ SANDBOX_PORT })
  await refused(liushui(['start'], sameSandbox.environment), /is taken: SANDBOX_PORT/u)
  assert.deepEqual(working(sameSandbox.directory), [])

  const proof = liushui(['verify', '--json'], place.environment)
  assert.equal(await proof.ended, 0, proof.err())
  assert.deepEqual(JSON.parse(proof.out()), { clean: true, faults: [] })
  const migrated = liushui(['migrate'], place.environment)
  assert.equal(await migrated.ended, 0, migrated.err())
  assert.equal(migrated.out(), 'nothing to do\n')
  assert.ok(await isReady(place.url), 'the house has noticed nothing')
  await stops(house, 'SIGTERM')
})

test('verify starts and ends the database itself where no house runs', async () => {
  const proof = liushui(['verify', '--json'], place.environment)
  assert.equal(await proof.ended, 0, proof.err())
  await nothingLeft(place)
})

test('killed with -9 it leaves no sandbox and no PostgreSQL, and starts again', async () => {
  const house = start()
  await ready(house)
  assert.ok(working(place.directory).length >= 3, working(place.directory).join('\n'))
  process.kill(house.pid, 'SIGKILL')
  assert.equal(await house.ended, 'SIGKILL')
  const again = start()
  await ready(again)
  assert.equal((await signIn('admin', passwords.admin)).status, 200)
  process.kill(again.pid, 'SIGKILL')
  await again.ended
  await nothingLeft(place)
})

test('Ctrl-C, which a terminal sends to all processes at once, leaves nothing', async () => {
  const house = start()
  await ready(house)
  process.kill(-house.pid, 'SIGINT')
  assert.equal(await house.ended, 0, house.err())
  await nothingLeft(place)
})

test('a signal that comes while it starts is heard', async () => {
  for (const waitMs of [300, 1_200, 2_400]) {
    const fresh = await newPlace()
    const house = start(fresh)
    await sleep(waitMs)
    process.kill(house.pid, 'SIGTERM')
    await house.ended
    await nothingLeft(fresh)
  }
})

test('a request that is never finished does not keep it from stopping', async () => {
  const house = start()
  await ready(house)
  const body = new ReadableStream({ start: (at) => at.enqueue(new TextEncoder().encode('{')) })
  const endless = fetch(`${place.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    duplex: 'half',
  } as RequestInit).then(
    () => 'answered',
    () => 'broken off',
  )
  await sleep(200)
  const began = Date.now()
  await stops(house, 'SIGTERM')
  assert.ok(Date.now() - began < 20_000)
  assert.equal(await endless, 'broken off')
})

test('the console comes with less than 450 KB before anything can be clicked', async () => {
  const house = start()
  await ready(house)
  const headers = { 'accept-encoding': 'gzip' }
  const page = await (await fetch(`${place.url}/`, { headers: { accept: 'text/html' } })).text()
  const files = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/gu)].map(([, file]) => file)
  assert.ok(files.length > 0, 'npm ci builds the console')
  const sizes = await Promise.all(
    files.map((file) => sizeOnTheWire(`${place.url}${file}`, headers)),
  )
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  assert.ok(bytes < 450_000, `${bytes} bytes`)
  await stops(house, 'SIGTERM')
})

/** fetch unpacks what it gets, so the bytes are counted where they arrive. */
async function sizeOnTheWire(url: string, headers: Record<string, string>): Promise<number> {
  const { get } = await import('node:http')
  return await new Promise((resolve, reject) => {
    get(url, { headers }, (answer) => {
      let bytes = 0
      answer.on('data', (part: Buffer) => (bytes += part.length))
      answer.on('end', () => resolve(bytes))
    }).on('error', reject)
  })
}

test('a port that is taken by another program is told, and nothing is begun', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  const address = other.address()
  const PORT = String(typeof address === 'object' && address ? address.port : 0)
  const fresh = await newPlace({ PORT })
  await refused(start(fresh), new RegExp(`port ${PORT} is taken: PORT chooses another`, 'u'))
  assert.ok(!existsSync(fresh.directory))
  other.close()
})
