/**
 * A whole house in this process, on a database of its own: the real server over real HTTP, the real
 * worker, a clock that the test moves, and the sandbox as a process of its own when a story
 * needs it.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { createUser, systemActor, type Party, type Role } from '#kernel/auth'
import { fixedClock, type MovableClock } from '#kernel/clock'
import { readConfig } from '#kernel/config'
import { openLog } from '#kernel/log'
import type { Kernel } from '#kernel/module'
import { buildApp, openKernel } from '#app/app.ts'
import { furnish } from '#app/furnish.ts'
import { workOf } from '#app/work.ts'
import { testDatabase } from '#test/database'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // A test looks at what came; its shape is what is being tested.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any
}

/** Somebody who has signed in, or nobody. */
export interface Person {
  readonly token: string
  get(path: string): Promise<Answer>
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>
  send(method: string, path: string, init?: RequestInit): Promise<Answer>
}

export interface TestHouse {
  readonly kernel: Kernel
  readonly clock: MovableClock
  readonly url: string
  readonly sandboxUrl: string
  /** A new user with these roles, signed in. */
  person(roles: readonly Role[], party?: Party): Promise<Person>
  readonly stranger: Person
}

export interface HouseOptions {
  readonly works?: boolean
  readonly sandbox?: boolean
  readonly startsAt?: string
}

export const password = 'correct horse battery'

export async function testHouse(options: HouseOptions = {}): Promise<TestHouse> {
  const { applicationUrl, beforeDrop } = await testDatabase()
  const dataDirectory = mkdtempSync(`${tmpdir()}/liushui-house-`)
  const read = readConfig({ LIUSHUI_DATA: dataDirectory, LIUSHUI_ADMIN_PASSWORD: password })
  assert.ok(read.ok)
  const clock = fixedClock(options.startsAt ?? '2026-01-05T02:00:00Z')
  const log = openLog(process.env['LIUSHUI_TEST_LOG'] === undefined ? 'silent' : 'debug')
  const kernel = await openKernel({ config: read.value, clock, log, applicationUrl })
  await furnish(kernel, { sandboxUrl: '', demo: false })
  const app = await buildApp(kernel, { applicationUrl, checkAnswers: true })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  if (options.works) await kernel.jobs.start(workOf(kernel))
  const sandbox = options.sandbox ? await openSandbox(url) : undefined
  beforeDrop(async () => {
    await sandbox?.stop()
    await kernel.jobs.stop()
    await app.close()
    await kernel.database.close()
    rmSync(dataDirectory, { recursive: true, force: true })
  })
  return {
    kernel,
    clock,
    url,
    sandboxUrl: sandbox?.url ?? '',
    person: (roles, party) => person(kernel, { url, roles, party }),
    stranger: client(url, ''),
  }
}

async function openSandbox(liushuiUrl: string) {
  const main = fileURLToPath(new URL('../sandbox/main.ts', import.meta.url))
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, SANDBOX_PORT: '0', SANDBOX_DELAY_MS: '10', LIUSHUI_URL: liushuiUrl },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const [message] = (await once(child, 'message')) as [{ url: string }]
  return {
    url: message.url,
    async stop() {
      const exit = once(child, 'exit')
      child.kill('SIGTERM')
      await exit
    },
  }
}

interface NewPerson {
  readonly url: string
  readonly roles: readonly Role[]
  readonly party: Party | undefined
}

let people = 0

async function person(kernel: Kernel, { url, roles, party }: NewPerson): Promise<Person> {
  const username = `person${(people += 1)}`
  const made = await kernel.database.transaction((tx) =>
    createUser(
      tx,
      { username, displayName: username, roles, party, password, mustChangePassword: false },
      { actor: systemActor('test'), at: kernel.clock.now(), requestId: `test-${people}` },
    ),
  )
  assert.ok(made.ok, made.ok ? '' : made.problem.detail)
  const answer = await client(url, '').post('/api/v1/auth/login', { username, password })
  assert.equal(answer.status, 200)
  return client(url, String(answer.body.token))
}

export function client(url: string, token: string): Person {
  async function send(method: string, path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = new Headers(init.headers)
    if (token !== '') headers.set('authorization', `Bearer ${token}`)
    const response = await fetch(url + path, { ...init, method, headers })
    const text = await response.text()
    const json = response.headers.get('content-type')?.includes('json') && text !== ''
    return {
      status: response.status,
      headers: response.headers,
      body: json ? JSON.parse(text) : text,
    }
  }
  return {
    token,
    send,
    get: (path) => send('GET', path),
    post: (path, body = {}, headers = {}) =>
      send('POST', path, {
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
  }
}
