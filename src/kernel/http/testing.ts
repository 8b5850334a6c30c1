/** For tests: a server on a real database, and people and programs that really sign in. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import * as net from 'node:net'
import { after } from 'node:test'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { Type } from 'typebox'
import { testDatabase } from '#test/database'
import { createApiKey, createUser, openAuth, systemActor, type NewUser } from '../auth/index.ts'
import { fixedClock, type MovableClock } from '../clock/index.ts'
import type { Database } from '../db/index.ts'
import { openLog } from '../log/index.ts'
import { assert, type Json, type ProblemTable } from '../problem/index.ts'
import { openSecrets } from '../secret/index.ts'
import { openServer, raw, sessionCookie, type Route, type ServerOptions } from './index.ts'

export const password = 'open sesame 9'

export type Answer = LightMyRequestResponse

export interface Asked {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Json
}

/** Somebody who has signed in, in both ways at once. */
export interface Person {
  readonly bearer: Readonly<Record<string, string>>
  /** What a browser sends by itself. */
  readonly cookie: Readonly<Record<string, string>>
  readonly csrfToken: string
  readonly id: string
}

export interface TestServer {
  readonly app: FastifyInstance
  readonly clock: MovableClock
  readonly database: Database
  /** Lines of the log, as JSON. */
  readonly logged: string[]
  /** `GET /notes`, with headers and a body. */
  readonly call: (request: string, asked?: Asked) => Promise<Answer>
  readonly person: (username: string, given?: Partial<NewUser>) => Promise<Person>
  /** The header of a new API key. */
  readonly apiKey: (
    owner: Person,
    scopes: readonly string[],
  ) => Promise<Readonly<Record<string, string>>>
  /** Another process on the same database. */
  readonly beside: (changes?: Partial<ServerOptions>) => Promise<FastifyInstance>
}

export async function testServer(
  routes: readonly Route[],
  changes: Partial<ServerOptions> = {},
): Promise<TestServer> {
  const { database } = await testDatabase()
  const clock = fixedClock('2026-03-02T01:00:00Z')
  const logged: string[] = []
  const log = openLog('info', { write: (line) => void logged.push(line) })
  const secrets = await openSecrets({ keys: [randomBytes(32)], database })
  const auth = openAuth({ database, clock, log, secrets })
  const by = () => ({ actor: systemActor('test'), at: clock.now(), requestId: 'test' })

  async function beside(more: Partial<ServerOptions> = {}): Promise<FastifyInstance> {
    const app = await openServer({
      routes,
      problems: refusals,
      auth,
      database,
      clock,
      log,
      requestsPerMinuteMax: 1_000_000,
      checkAnswers: true,
      version: '1.2.3',
      readiness: async () => [],
      ...changes,
      ...more,
    })
    await app.ready()
    after(() => app.close())
    return app
  }

  const app = await beside()
  return {
    app,
    clock,
    database,
    logged,
    beside,
    call: (request, asked) => call(app, request, asked),
    async person(username, given) {
      const user = { username, displayName: username, roles: ['admin'], password } as const
      const made = await database.transaction((tx) =>
        createUser(tx, { ...user, mustChangePassword: false, ...given }, by()),
      )
      assert(made.ok, made.ok ? '' : made.problem.detail)
      const caller = { userAgent: 'test', address: '192.0.2.1', requestId: 'test' }
      const opened = await auth.login({ username, password }, caller)
      assert(opened.ok, opened.ok ? '' : opened.problem.detail)
      const { token, csrfToken } = opened.value
      return {
        id: made.value.user.id,
        bearer: { authorization: `Bearer ${token}` },
        cookie: { cookie: `${sessionCookie}=${token}` },
        csrfToken,
      }
    },
    async apiKey(owner, scopes) {
      const made = await database.transaction((tx) =>
        createApiKey(tx, { ownerId: owner.id as never, title: 'program', scopes }, by()),
      )
      assert(made.ok, made.ok ? '' : made.problem.detail)
      return { authorization: `Bearer ${made.value.key}` }
    },
  }
}

const refusals: ProblemTable = { note_refused: { status: 422, means: 'Count from 0.' } }

export async function call(
  app: FastifyInstance,
  request: string,
  { headers = {}, body }: Asked = {},
): Promise<Answer> {
  const [method, url = '/'] = request.split(' ')
  return await app.inject({
    // The caller writes one of the methods that Fastify knows.
    method: method as 'GET',
    url,
    headers,
    ...(body === undefined ? {} : { payload: body as object }),
  })
}

/** Status and code in one, as the tables of the tests write them. */
export function outcome(answer: Answer): string {
  if (answer.statusCode < 300) return String(answer.statusCode)
  return `${answer.statusCode} ${String((answer.json() as { code?: string }).code)}`
}

/** A route that takes whatever it is given. */
export const plain = (method: Route['method'], path: string, given: Partial<Route> = {}): Route => {
  const usual = raw({
    method,
    path,
    operationId: `${method}${path}`.replaceAll(/\W+/gu, '_'),
    summary: 'a route',
    tag: 'note',
    access: 'public',
    problems: [],
    answer: Type.Any(),
    run: async (request, reply) => await reply.send({ body: request.body ?? null }),
  })
  return { ...usual, ...given }
}

export async function listen(app: FastifyInstance): Promise<number> {
  await app.listen({ host: '127.0.0.1', port: 0 })
  const address = app.server.address()
  assert(typeof address === 'object' && address, 'it listens on a port')
  return address.port
}

const quietMsMax = 3_000

/** Bytes as they are, to a server that listens; all that comes back until it closes. */
export async function onSocket(port: number, bytes: string | Buffer): Promise<string> {
  const socket = net.connect(port, '127.0.0.1')
  const parts: Buffer[] = []
  socket.on('data', (part) => parts.push(part))
  socket.on('error', () => undefined)
  socket.setTimeout(quietMsMax, () => socket.destroy())
  await once(socket, 'connect')
  socket.write(bytes)
  await once(socket, 'close')
  return Buffer.concat(parts).toString()
}
