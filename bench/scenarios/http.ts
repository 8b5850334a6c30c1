/**
 * Lifecycle events one by one over HTTP: a server as `liushui serve` runs it, and a load generator
 * with 64 connections, each a process of its own on the machine of the database.
 */
import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import * as net from 'node:net'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { json } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { createUser, systemActor } from '#kernel/auth'
import { newId } from '#kernel/id'
import { bornOrders } from '../born-orders.ts'
import type { Load, LoadAnswer } from '../load.ts'
import { percentile, type Ground, type Outcome, type Scenario } from '../scenario.ts'

const connections = 64
const orderCount = 20_000
const warmUp = 2_000
const requestsMin = 1_500
const dealer = 'D0001'
const host = '127.0.0.1'
const base = '/api/v1/auto-loan/orders'

export const httpScenario: Scenario = {
  name: 'lifecycle-http',
  title: `events one by one over HTTP, ${connections} connections`,
  run: measure,
}

async function measure(ground: Ground): Promise<Outcome> {
  await ground.loadOrders()
  const directory = mkdtempSync(path.join(tmpdir(), 'liushui-bench-http-'))
  const port = await freePort()
  const server = serve(ground, directory, port)
  try {
    await ready(server, port)
    const token = await signIn(ground, port)
    const orders = await bornOrders(ground.owner, {
      count: warmUp + orderCount,
      date: '20270102',
      dealer,
    })
    const requests = orders.map(({ orderNo }) => ({
      path: `${base}/${orderNo}/events/submit_order`,
      body: '{"payload":{},"expectedVersion":1}',
      key: newId<'request'>(),
    }))
    const headers = { authorization: `Bearer ${token}` }
    await send({ host, port, connections, headers, requests: requests.slice(0, warmUp) })
    const answer = await send({
      host,
      port,
      connections,
      headers,
      requests: requests.slice(warmUp),
    })
    return outcome(answer)
  } finally {
    await stopped(server)
    rmSync(directory, { recursive: true, force: true })
  }
}

function outcome({ ms, seconds, statuses, failure }: LoadAnswer): Outcome {
  assert.equal(failure, undefined, `every event is applied; ${JSON.stringify(statuses)}`)
  const sorted = ms.toSorted((a, b) => a - b)
  return {
    figures: [
      {
        name: 'events over HTTP',
        value: ms.length / seconds,
        unit: 'requests/s',
        target: { atLeast: requestsMin },
      },
      { name: 'a request, p50', value: percentile(sorted, 0.5), unit: 'ms' },
      { name: 'a request, p99', value: percentile(sorted, 0.99), unit: 'ms' },
    ],
    details: { statuses, connections },
  }
}

const main = new URL('../../src/app/main.ts', import.meta.url)
const loadGenerator = new URL('../load.ts', import.meta.url)

function serve(
  { ownerUrl, applicationUrl }: Ground,
  directory: string,
  port: number,
): ChildProcess {
  return spawn(process.execPath, [main.pathname, 'serve', '--port', String(port)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      DATABASE_URL: ownerUrl,
      DATABASE_APP_URL: applicationUrl,
      LIUSHUI_DATA: directory,
      LIUSHUI_LOG: 'silent',
    },
  })
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

/** A clerk of the dealer whose orders these are. */
async function signIn({ database }: Ground, port: number): Promise<string> {
  const username = 'bench'
  const password = newId<'password'>()
  const deed = { actor: systemActor('bench'), at: new Date(), requestId: 'bench' }
  const made = await database.transaction((tx) =>
    createUser(
      tx,
      {
        username,
        displayName: 'Bench',
        roles: ['dealer'],
        party: { kind: 'dealer', code: dealer },
        password,
        mustChangePassword: false,
      },
      deed,
    ),
  )
  assert(made.ok, made.ok ? '' : made.problem.detail)
  const answer = await fetch(`http://${host}:${port}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  })
  const said = (await answer.json()) as { readonly token?: string }
  assert(said.token, JSON.stringify(said))
  return said.token
}

async function send(load: Load): Promise<LoadAnswer> {
  const generator = spawn(process.execPath, [loadGenerator.pathname], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  generator.stdin.end(JSON.stringify(load))
  // bench/load.ts printed it.
  return (await json(generator.stdout)) as LoadAnswer
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = net.createServer()
    server.listen(0, host, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
