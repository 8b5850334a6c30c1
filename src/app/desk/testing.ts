/**
 * For tests of the desk: its routes on a real server and a real database, and people who sign
 * in.
 */
import { randomBytes } from 'node:crypto'
import { after } from 'node:test'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import {
  authProblems,
  createUser,
  openAuth,
  systemActor,
  type Auth,
  type NewUser,
  type User,
} from '#kernel/auth'
import { fixedClock, type MovableClock } from '#kernel/clock'
import { readConfig, type Config } from '#kernel/config'
import type { Database } from '#kernel/db'
import { openServer, type Route } from '#kernel/http'
import { openLog } from '#kernel/log'
import { assert, type Json } from '#kernel/problem'
import { openSecrets } from '#kernel/secret'
import { testDatabase } from '#test/database'

export const password = 'open sesame 9'

export interface TestRooms {
  readonly auth: Auth
  readonly config: Config
  readonly database: Database
  readonly clock: MovableClock
}

export interface Answer {
  readonly status: number
  /** Undefined where there is none. */
  readonly body: unknown
  readonly headers: LightMyRequestResponse['headers']
}

export interface Asked {
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Json
}

export interface TestDesk extends TestRooms {
  readonly app: FastifyInstance
  /** `GET /api/v1/users`, with a token or other headers and a body. */
  readonly call: (request: string, asked?: Asked) => Promise<Answer>
  /** A user with the one test password, which need not be changed. */
  readonly newUser: (username: string, given?: Partial<NewUser>) => Promise<User>
  /** The token of a new session, by the route that everybody uses. */
  readonly signIn: (username: string, totp?: string) => Promise<string>
}

export async function openTestDesk(
  routes: (rooms: TestRooms) => readonly Route[],
): Promise<TestDesk> {
  const { database } = await testDatabase()
  const clock = fixedClock('2026-03-02T01:00:00Z')
  const log = openLog('silent')
  const config = readConfig({})
  assert(config.ok, 'an empty environment is a good one')
  const secrets = await openSecrets({ keys: [randomBytes(32)], database })
  const auth = openAuth({ database, clock, log, secrets })
  const rooms: TestRooms = { auth, config: config.value, database, clock }
  const app = await openServer({
    ...rooms,
    log,
    routes: routes(rooms),
    problems: authProblems,
    requestsPerMinuteMax: 1_000_000,
    checkAnswers: true,
    version: '0.0.0',
    readiness: async () => [],
  })
  await app.ready()
  after(() => app.close())
  const call = calling(app)
  return {
    ...rooms,
    app,
    call,
    async newUser(username, given) {
      const user = { username, displayName: username, roles: ['admin'], password } as const
      const deed = { actor: systemActor('test'), at: clock.now(), requestId: 'test' }
      const made = await database.transaction((tx) =>
        createUser(tx, { ...user, mustChangePassword: false, ...given }, deed),
      )
      assert(made.ok, `the user was refused: ${made.ok ? '' : made.problem.detail}`)
      return made.value.user
    },
    async signIn(username, totp) {
      const code = totp === undefined ? {} : { totp }
      const answer = await call('POST /api/v1/auth/login', {
        body: { username, password, ...code },
      })
      assert(answer.status === 200, `sign-in was refused: ${JSON.stringify(answer.body)}`)
      return String(field(answer.body, 'token'))
    },
  }
}

const calling =
  (app: FastifyInstance): TestDesk['call'] =>
  async (request, { token, headers, body } = {}) => {
    const [method, url = '/'] = request.split(' ')
    const response = await app.inject({
      // The caller writes one of the methods that Fastify knows.
      method: method as 'GET',
      url,
      headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    })
    const text = response.body
    const answer: unknown = text === '' ? undefined : JSON.parse(text)
    return { status: response.statusCode, body: answer, headers: response.headers }
  }

/** A member of an answer, by path: `user.roles`. */
export function field(body: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => {
    assert(typeof value === 'object' && value !== null, `${path} is in ${JSON.stringify(body)}`)
    return (value as Record<string, unknown>)[name]
  }, body)
}

/** Status and code in one, as the tables of the tests write them. */
export const outcome = ({ status, body }: Answer): string =>
  status < 300 ? String(status) : `${status} ${String(field(body, 'code'))}`
