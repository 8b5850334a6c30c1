/** A server in a process of its own, somebody signed in at it, and a load generator before it. */
import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import * as net from 'node:net'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { json } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { createUser, systemActor, type NewUser } from '#kernel/auth'
import { newId } from '#kernel/id'
import type { Load, LoadAnswer } from './load.ts'
import type { Ground } from './scenario.ts'

export const host = '127.0.0.1'
/** What the architecture speaks of: one request at a time on each. */
export const connections = 64

/** Starts `program` (arguments of Node) on a free port, and stops it when the work is done. */
export async function served<T>(
  { ownerUrl, applicationUrl }: Ground,
  program: (port: number) => readonly string[],
  work: (port: number) => Promise<T>,
): Promise<T> {
  const directory = mkdtempSync(path.join(tmpdir(), 'liushui-bench-http-'))
  const port = await freePort()
  const server = spawn(process.execPath, program(port), {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      DATABASE_URL: ownerUrl,
      DATABASE_APP_URL: applicationUrl,
      LIUSHUI_DATA: directory,
      LIUSHUI_LOG: 'silent',
    },
  })
  try {
    await ready(server, port)
    return await work(port)
  } finally {
    await stopped(server)
    rmSync(directory, { recursive: true, force: true })
  }
}

async function stopped(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return
  server.kill('SIGTERM')
  await once(server, 'exit')
}

const startTimeoutMs = 60_000
const pollMs = 100

async function ready(server: ChildProcess, port: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < startTimeoutMs; waitedMs += pollMs) {
    assert.equal(server.exitCode, null, 'the server runs')
    const answer = await fetch(`http://${host}:${port}/readyz`).catch(() => undefined)
    if (answer?.ok) return
    await sleep(pollMs)
  }
  assert.fail(`the server is not ready after ${startTimeoutMs} ms`)
}

/** Makes a person who signs in with a password, and answers the token. */
export async function signIn(
  { database }: Ground,
  port: number,
  person: Pick<NewUser, 'username' | 'roles' | 'party'>,
): Promise<string> {
  const password = newId<'password'>()
  const deed = { actor: systemActor('bench'), at: new Date(), requestId: 'bench' }
  const user = { ...person, displayName: 'Bench', password, mustChangePassword: false }
  const made = await database.transaction((tx) => createUser(tx, user, deed))
  assert(made.ok, made.ok ? '' : made.problem.detail)
  const answer = await fetch(`http://${host}:${port}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: person.username, password }),
  })
  const said = (await answer.json()) as { readonly token?: string }
  assert(said.token, JSON.stringify(said))
  return said.token
}

const loadGenerator = new URL('load.ts', import.meta.url)

/** Every request must succeed. */
export async function send(load: Omit<Load, 'host' | 'connections'>): Promise<LoadAnswer> {
  const generator = spawn(process.execPath, [loadGenerator.pathname], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  generator.stdin.end(JSON.stringify({ ...load, host, connections }))
  // bench/load.ts printed it.
  const answer = (await json(generator.stdout)) as LoadAnswer
  assert.equal(answer.failure, undefined, JSON.stringify(answer.statuses))
  return answer
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = net.createServer()
    server.listen(0, host, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
