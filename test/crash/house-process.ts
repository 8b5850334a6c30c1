/**
 * A house as its owner runs it: a process of its own, started by the command line, killed at
 * will.
 */
import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openDatabase, type Database } from '#kernel/db'
import { client, password, type Person } from '#test/house'

const main = fileURLToPath(new URL('../../src/app/main.ts', import.meta.url))
const startTimeoutMs = 60_000

export interface HouseProcess {
  readonly url: string
  readonly directory: string
  start(): Promise<void>
  /** Kills the process with -9; its PostgreSQL goes with it. */
  kill(): Promise<void>
  /** Kills PostgreSQL with -9 and leaves the process to find out. */
  killDatabase(): void
  /** Waits until it serves again, whoever was killed. */
  untilReady(): Promise<void>
  /** `liushui …` beside the running house: what it printed, and its exit code. */
  run(...words: string[]): Promise<{ readonly out: string; readonly code: number | null }>
  signIn(username: string): Promise<Person>
  /** The application's own view of the database, for what no answer tells. */
  open(): Database
  close(): Promise<void>
}

export async function houseProcess(): Promise<HouseProcess> {
  const directory = mkdtempSync(`${tmpdir()}/liushui-crash-`)
  const [port, sandboxPort] = [await freePort(), await freePort()]
  const url = `http://127.0.0.1:${port}`
  // The caller's own databases have nothing to do with it.
  const { DATABASE_URL: _1, DATABASE_APP_URL: _2, REDIS_URL: _3, ...inherited } = process.env
  const env = {
    ...inherited,
    LIUSHUI_ADMIN_PASSWORD: password,
    LIUSHUI_LOG: 'error',
    LIUSHUI_DATA: directory,
    PORT: String(port),
    SANDBOX_PORT: String(sandboxPort),
  }
  let child: ChildProcess | undefined

  async function start(): Promise<void> {
    child = spawn(process.execPath, [main, 'start', '--demo'], {
      env,
      stdio: ['ignore', 'ignore', process.env['LIUSHUI_TEST_LOG'] ? 'inherit' : 'ignore'],
    })
    await untilReady()
  }

  async function untilReady(): Promise<void> {
    const deadline = Date.now() + startTimeoutMs
    for (;;) {
      const ready = await fetch(`${url}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      )
      if (ready) return
      assert.ok(Date.now() < deadline, 'the house does not come up')
      assert.equal(child?.exitCode ?? null, null, 'the house ended by itself')
      await sleep(50)
    }
  }

  return {
    url,
    directory,
    start,
    untilReady,
    async kill() {
      assert.ok(child)
      const exit = once(child, 'exit')
      child.kill('SIGKILL')
      await exit
    },
    killDatabase() {
      const file = path.join(directory, 'postgres/data/postmaster.pid')
      process.kill(Number(readFileSync(file, 'utf8').split('\n')[0]), 'SIGKILL')
    },
    run: (...words) => runBeside(env, words),
    signIn: (username) => signInAt(url, username),
    open: () => openInside(directory),
    async close() {
      if (child && child.exitCode === null && child.signalCode === null) {
        const exit = once(child, 'exit')
        child.kill('SIGTERM')
        await exit
      }
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

async function runBeside(env: NodeJS.ProcessEnv, given: readonly string[]) {
  const beside = spawn(process.execPath, [main, ...given], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  beside.stdout.on('data', (text: Buffer) => (out += text.toString()))
  const [code] = (await once(beside, 'exit')) as [number | null]
  return { out, code }
}

async function signInAt(url: string, username: string): Promise<Person> {
  const answer = await client(url, '').post('/api/v1/auth/login', { username, password })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return client(url, String(answer.body.token))
}

function openInside(directory: string): Database {
  const roles = readFileSync(path.join(directory, 'postgres/roles.json'), 'utf8')
  const { application } = JSON.parse(roles) as { application: string }
  const pid = readFileSync(path.join(directory, 'postgres/data/postmaster.pid'), 'utf8')
  const at = `127.0.0.1:${pid.split('\n')[3]}`
  return openDatabase(`postgres://liushui_app:${application}@${at}/liushui`, {
    connectionsMax: 2,
    statementTimeoutMs: 60_000,
    applicationName: 'crash-test',
  })
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
