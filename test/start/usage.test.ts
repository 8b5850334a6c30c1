import assert from 'node:assert/strict'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import * as path from 'node:path'
import { test } from 'node:test'
import {
  isReady,
  liushui,
  newFolder,
  newPlace,
  nothingLeft,
  program,
  refused,
  run,
  until,
} from './program.ts'

const place = await newPlace()

// prettier-ignore
const wrong: readonly [readonly string[], Readonly<Record<string, string>>, RegExp][] = [
  [['start'], { PORT: 'http' }, /PORT must be a whole number, not "http"/],
  [['start', '--port', '70000'], {}, /PORT must be at most 65535/],
  [['start'], { LIUSHUI_LOG: 'loud', LIUSHUI_DEMO: 'perhaps' }, /LIUSHUI_LOG must be.*LIUSHUI_DEMO must be/],
  [['start'], { HOST: '192.0.2.1' }, /HOST must be an address of this machine, not "192.0.2.1"/],
  [['start'], { HOST: 'nowhere.invalid' }, /HOST must be an address/],
  [['start'], { DATABASE_URL: 'mysql://a/b' }, /DATABASE_URL must be a URL/],
  [['start'], { REDIS_URL: 'here' }, /REDIS_URL must be a URL/],
  [['start'], { LIUSHUI_SECRET_KEY: 'short' }, /LIUSHUI_SECRET_KEY must be 32 bytes/],
  [['serve'], {}, /set DATABASE_URL, or use "liushui start"/],
  [['work'], {}, /set DATABASE_URL, or use "liushui start"/],
  [['verify', '--audit-head', 'x'], {}, /--audit-head must be ROUND:DIGEST/],
]

test('a wrong environment is told in one line, and nothing is begun', async () => {
  for (const [words, environment, says] of wrong) {
    if (words[0] === 'verify') continue
    await refused(liushui(words, { ...place.environment, ...environment }), says)
  }
  assert.ok(!existsSync(place.directory))
})

test('what is written wrongly on the command line is told with exit code 2', async () => {
  const table: readonly [readonly string[], RegExp][] = [
    [['strat'], /unknown command 'strat'.*\n?.*start/u],
    [['start', '--prot', '1'], /unknown option '--prot'/u],
    [['start', '--port'], /argument missing/u],
    [['start', 'now'], /too many arguments/u],
    [[], /Usage: liushui/u],
  ]
  for (const [words, says] of table) {
    const asked = liushui(words, place.environment)
    assert.equal(await asked.ended, 2, words.join(' '))
    assert.match(asked.err(), says)
    assert.equal(asked.out(), '')
    assert.ok(!/\n\s+at /u.test(asked.err()), 'no stack trace')
  }
})

test('help and version are answers, not mistakes', async () => {
  const help = liushui(['--help'], place.environment)
  assert.equal(await help.ended, 0)
  for (const word of ['start', 'serve', 'work', 'migrate', 'sandbox', 'verify', 'lifecycle']) {
    assert.match(help.out(), new RegExp(`^ +${word} `, 'mu'))
  }
  const version = liushui(['--version'], place.environment)
  assert.equal(await version.ended, 0)
  assert.match(version.out(), /^\d+\.\d+\.\d+\n$/u)
})

test('a password that is too weak is refused before anybody can use it', async () => {
  const weak = { ...place.environment, LIUSHUI_ADMIN_PASSWORD: '123' }
  await refused(liushui(['start'], weak), /LIUSHUI_ADMIN_PASSWORD: /u)
  await nothingLeft(place)
})

test('a data folder that cannot be made is told in one line', async () => {
  const file = path.join(newFolder(), 'file')
  writeFileSync(file, '')
  const environment = { ...place.environment, LIUSHUI_DATA: path.join(file, 'data') }
  await refused(liushui(['start'], environment), /LIUSHUI_DATA/u)
})

test('the sandbox runs by itself', async () => {
  const { environment } = place
  const sandbox = liushui(['sandbox'], environment)
  await sandbox.says(/Sandbox http:\/\/127\.0\.0\.1:\d+/u)
  await refused(liushui(['sandbox'], environment), /is taken: SANDBOX_PORT/u)
  process.kill(sandbox.pid, 'SIGTERM')
  assert.equal(await sandbox.ended, 0, sandbox.err())
  await nothingLeft(place)
})

const system = spawnSync('/usr/bin/node', ['--version'], { encoding: 'utf8' }).stdout ?? ''
const older = Number(/^v(\d+)/u.exec(system)?.[1] ?? '99') < 24
const needsOlder = older ? false : 'no /usr/bin/node older than 24 on this machine'

test(
  'called by an older Node it uses its own, which dies with it',
  { skip: needsOlder },
  async () => {
    const other = await newPlace()
    mkdirSync(other.directory, { recursive: true })
    const words = ['/usr/bin/node', program, 'start']
    const house = run(words, other.environment)
    await house.says(/Ctrl-C stops everything/u)
    process.kill(house.pid, 'SIGTERM')
    assert.equal(await house.ended, 0, house.err())
    await nothingLeft(other)
    const killed = run(words, other.environment)
    await until(() => isReady(other.url))
    process.kill(killed.pid, 'SIGKILL')
    await nothingLeft(other)
  },
)
