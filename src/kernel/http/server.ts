/**
 * Fastify with everything that every route shares: request ids, limits, problems, validation,
 * sessions, idempotent commands, OpenAPI, health and metrics.
 */
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifySchema,
} from 'fastify'
import type { Redis } from 'ioredis'
import { newId } from '../id/index.ts'
import type { Auth, Session } from '../auth/index.ts'
import type { Clock } from '../clock/index.ts'
import type { Database } from '../db/index.ts'
import type { Log } from '../log/index.ts'
import type { ProblemTable, Result } from '../problem/index.ts'
import { readJson } from './body.ts'
import { commandRunner, type Reply } from './command.ts'
import { anonymous, guard } from './guard.ts'
import { observe } from './metrics.ts'
import { servePages } from './pages.ts'
import { describe } from './openapi.ts'
import { httpProblems } from './problem.ts'
import type { Call, Context, Route } from './route.ts'
import { squeezePages } from './squeeze.ts'
import { InputInvalid, validator, type Part } from './validation.ts'
import {
  bodyBytesMax,
  headerBytesMax,
  sendProblem,
  tellOnSocket,
  tellRefusals,
  tellUnreadablePath,
  TooMany,
} from './wire.ts'

export interface ServerOptions {
  readonly routes: readonly Route[]
  /** All modules' tables; those of this folder are added. */
  readonly problems: ProblemTable
  readonly auth: Pick<Auth, 'authenticate'>
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  readonly requestsPerMinuteMax: number
  readonly redis?: Redis
  /** Every answer is held against its schema: on in tests, so that OpenAPI is never wrong. */
  readonly checkAnswers: boolean
  readonly version: string
  /** Folder of the built console; without it only the API answers. */
  readonly consoleDirectory?: string
  /** Whether this process can serve: what it answers is not ready and why, or nothing. */
  readonly readiness: () => Promise<readonly string[]>
}

const batchMax = 500
const queueMax = 10_000
const pathParameterMax = 200
// A body that trickles in holds a connection; the largest upload needs some minutes on a thin line.
const requestTimeoutMs = 300_000

export async function openServer(options: ServerOptions): Promise<FastifyInstance> {
  const problems: ProblemTable = { ...options.problems, ...httpProblems }
  const app = Fastify({
    logger: false,
    genReqId: () => newId(),
    bodyLimit: bodyBytesMax,
    trustProxy: false,
    routerOptions: { maxParamLength: pathParameterMax },
    requestTimeout: requestTimeoutMs,
    // Whoever comes on an open connection while we close is served, and told to come anew.
    return503OnClosing: false,
    http: { maxHeaderSize: headerBytesMax },
    frameworkErrors: tellUnreadablePath,
    clientErrorHandler: tellOnSocket(problems),
  })
  app.setValidatorCompiler<FastifySchema>(({ schema, httpPart }) =>
    // Every schema of a route is a TypeBox schema; Fastify's own type does not say so.
    validator(schema as never, (httpPart ?? 'body') as Part),
  )
  app.setSerializerCompiler(() => (value) => JSON.stringify(value))
  app.decorate('problems', problems)
  readJson(app)
  await shared(app, options)
  squeezePages(app)
  tellRefusals(app, options.log)
  observe(app, options.clock)
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    const wrong = await options.readiness()
    return await reply
      .code(wrong.length === 0 ? 200 : 503)
      .send({ ready: wrong.length === 0, wrong })
  })
  if (options.consoleDirectory !== undefined) await servePages(app, options.consoleDirectory)
  await describe(app, options.version)
  const edge = { ...options, problems }
  for (const route of options.routes) add(app, route, edge)
  return app
}

async function shared(app: FastifyInstance, options: ServerOptions): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // antd writes its styles into the page; scripts stay without inline.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: false,
  })
  await app.register(cookie)
  await app.register(multipart, { limits: { files: 1, fileSize: 20_000_000, fields: 20 } })
  await app.register(rateLimit, {
    global: false,
    max: options.requestsPerMinuteMax,
    timeWindow: '1 minute',
    ...(options.redis ? { redis: options.redis } : {}),
    // A Redis that is away must not close the house: the limit rests until it is back.
    skipOnError: true,
    errorResponseBuilder: (_request, context) => new TooMany(Math.ceil(context.ttl / 1_000)),
  })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    // What may be kept says so itself.
    reply.header('cache-control', 'no-store')
  })
  // Here and not per route: it counts strangers too, whom a route's guard turns away before.
  app.addHook('onRequest', app.rateLimit())
}

type Edge = ServerOptions & { readonly problems: ProblemTable }

declare module 'fastify' {
  interface FastifyInstance {
    problems: ProblemTable
  }
  interface FastifyContextConfig {
    invalidCode?: string
    route?: Route
  }
}

function add(app: FastifyInstance, route: Route, edge: Edge): void {
  const schema = {
    operationId: route.operationId,
    summary: route.summary,
    tags: [route.tag],
    ...(route.params ? { params: route.params } : {}),
    ...(route.query ? { querystring: route.query } : {}),
    ...(route.body ? { body: route.body } : {}),
  }
  const sessions = new WeakMap<FastifyRequest, Session | undefined>()
  app.route({
    method: route.method,
    url: route.path,
    schema,
    config: { route, ...(route.invalidCode ? { invalidCode: route.invalidCode } : {}) },
    ...(route.bodyBytesMax ? { bodyLimit: route.bodyBytesMax } : {}),
    // Before the body is read: a stranger cannot make us parse anything.
    onRequest: async (request, reply) => {
      const passed = await guard(edge.auth, route, request)
      if (!passed.ok) return await sendProblem(reply, passed.problem)
      sessions.set(request, passed.value)
      return undefined
    },
    handler: answering(route, edge, sessions),
  })
}

type Sessions = WeakMap<FastifyRequest, Session | undefined>

function answering(route: Route, edge: Edge, sessions: Sessions) {
  const { work } = route
  const check = route.answer && edge.checkAnswers ? validator(route.answer, 'body') : undefined
  const context = (request: FastifyRequest): Context => {
    const session = sessions.get(request)
    const actor = session?.actor ?? anonymous
    return { actor, session, requestId: request.id, at: edge.clock.now() }
  }
  if (work.kind === 'raw') {
    return async (request: FastifyRequest, reply: FastifyReply) =>
      await work.run(request, reply, context(request))
  }
  if (work.kind === 'read') {
    return async (request: FastifyRequest, reply: FastifyReply) => {
      const result = await work.run(callOf(request, context(request), undefined))
      return await sendResult(reply, result, check)
    }
  }
  const run = commandRunner(route, { ...edge, batchMax, queueMax })
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const key = idempotencyKey(request)
    const answer = await run(callOf(request, context(request), key))
    return await sendReply(reply, answer, check)
  }
}

function callOf(
  request: FastifyRequest,
  context: Context,
  key: string | undefined,
): Call<unknown, unknown, unknown> {
  const { params, query, body } = request
  return { ...context, params, query, body, idempotencyKey: key }
}

const keyLengthMax = 255

function idempotencyKey(request: FastifyRequest): string | undefined {
  const given = request.headers['idempotency-key']
  if (given === undefined) return undefined
  const key = String(given)
  if (key.length > 0 && key.length <= keyLengthMax) return key
  const message = `must be 1 to ${keyLengthMax} characters`
  throw new InputInvalid('headers', [{ path: 'headers/idempotency-key', message }])
}

async function sendResult(
  reply: FastifyReply,
  result: Result<unknown>,
  check: ReturnType<typeof validator> | undefined,
): Promise<FastifyReply> {
  if (!result.ok) return await sendProblem(reply, result.problem)
  const body = JSON.stringify(result.value)
  verify(check, body)
  return await reply.code(200).type('application/json; charset=utf-8').send(body)
}

async function sendReply(
  reply: FastifyReply,
  answer: Reply,
  check: ReturnType<typeof validator> | undefined,
): Promise<FastifyReply> {
  const good = answer.status < 300
  if (good) verify(check, answer.body)
  if (answer.replayed) reply.header('idempotent-replayed', 'true')
  const type = good ? 'application/json; charset=utf-8' : 'application/problem+json'
  return await reply.code(answer.status).type(type).send(answer.body)
}

function verify(check: ReturnType<typeof validator> | undefined, body: string): void {
  const checked = check?.(JSON.parse(body))
  if (checked && 'error' in checked) {
    throw new Error(`the answer does not fit its own schema: ${checked.error.message}`)
  }
}
