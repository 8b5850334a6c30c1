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
import { CommitUnknown, connectionLost, Overloaded, type Database } from '../db/index.ts'
import type { Log } from '../log/index.ts'
import { refuse, type Problem, type ProblemTable, type Result } from '../problem/index.ts'
import { commandRunner, type Reply } from './command.ts'
import { anonymous, guard } from './guard.ts'
import { observe } from './metrics.ts'
import { servePages, wantsPage } from './pages.ts'
import { describe } from './openapi.ts'
import { httpProblems, problemAnswer } from './problem.ts'
import type { Call, Context, Route } from './route.ts'
import { InputInvalid, validator, type Part } from './validation.ts'

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

const bodyBytesMax = 1_048_576
const batchMax = 500
const queueMax = 10_000
const headerBytesMax = 16_384

export async function openServer(options: ServerOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    genReqId: () => newId(),
    bodyLimit: bodyBytesMax,
    trustProxy: false,
    routerOptions: { maxParamLength: 200 },
    return503OnClosing: true,
    http: { maxHeaderSize: headerBytesMax },
  })
  const problems: ProblemTable = { ...options.problems, ...httpProblems }
  app.setValidatorCompiler<FastifySchema>(({ schema, httpPart }) =>
    // Every schema of a route is a TypeBox schema; Fastify's own type does not say so.
    validator(schema as never, (httpPart ?? 'body') as Part),
  )
  app.setSerializerCompiler(() => (value) => JSON.stringify(value))
  app.decorate('problems', problems)
  await shared(app, options)
  refusals(app, options.log)
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
    max: options.requestsPerMinuteMax,
    timeWindow: '1 minute',
    ...(options.redis ? { redis: options.redis } : {}),
    errorResponseBuilder: (_request, context) => new TooMany(Math.ceil(context.ttl / 1_000)),
  })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
}

class TooMany extends Error {
  override readonly name = 'TooMany'
  readonly statusCode = 429
  readonly retryAfterSeconds: number

  constructor(retryAfterSeconds: number) {
    super('too many requests')
    this.retryAfterSeconds = retryAfterSeconds
  }
}

function refusals(app: FastifyInstance, log: Log): void {
  app.setNotFoundHandler(async (request, reply) => {
    if (wantsPage(request) && app.hasReplyDecorator('sendFile')) {
      return await reply.header('cache-control', 'no-cache').sendFile('index.html')
    }
    const other = methodsOf(app, request.url).filter((method) => method !== request.method)
    if (other.length === 0) {
      const detail = `There is no ${request.method} ${request.url.split('?')[0]}.`
      return await sendProblem(reply, refuse('route_not_found', detail).problem)
    }
    reply.header('allow', other.join(', '))
    const detail = `This path answers ${other.join(', ')}, not ${request.method}.`
    const problem = refuse('method_not_allowed', detail, { allowed: other }).problem
    return await sendProblem(reply, problem)
  })
  app.setErrorHandler(async (error, request, reply) => {
    const problem = problemOf(error, request)
    if (problem.code === 'internal_error') {
      log.error({ error, requestId: request.id, route: request.routeOptions.url }, 'request failed')
    }
    if (error instanceof TooMany) reply.header('retry-after', error.retryAfterSeconds)
    return await sendProblem(reply, problem)
  })
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

function methodsOf(app: FastifyInstance, url: string): string[] {
  const path = url.split('?')[0] ?? url
  return methods.filter((method) => {
    const found = app.findRoute({ url: path, method })
    return found !== null && found !== undefined
  })
}

function problemOf(error: unknown, request: FastifyRequest): Problem {
  if (error instanceof InputInvalid) {
    const code = request.routeOptions.config.invalidCode ?? 'request_invalid'
    return { code, detail: error.message, facts: error.facts() }
  }
  if (error instanceof TooMany) {
    const { retryAfterSeconds } = error
    const detail = `Try again in ${retryAfterSeconds} seconds.`
    return { code: 'too_many_requests', detail, facts: { retryAfterSeconds } }
  }
  if (error instanceof Overloaded) return { code: 'overloaded', detail: error.message }
  if (error instanceof CommitUnknown) return { code: 'outcome_unknown', detail: error.message }
  if (connectionLost(error)) {
    return { code: 'database_away', detail: 'The database does not answer: try again.' }
  }
  return wireProblem(error, request.routeOptions.bodyLimit ?? bodyBytesMax)
}

/** What Fastify itself refuses before a route is reached. */
function wireProblem(error: unknown, limitBytes: number): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
    case 'FST_REQ_FILE_TOO_LARGE':
      return {
        code: 'body_too_large',
        detail: `At most ${limitBytes} bytes.`,
        facts: { limitBytes },
      }
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return { code: 'content_type_unsupported', detail: 'Send a body of another content type.' }
    default:
      break
  }
  const notJson = ['FST_ERR_CTP_EMPTY_JSON_BODY', 'FST_ERR_CTP_INVALID_JSON_BODY']
  if (error instanceof SyntaxError || notJson.includes(code)) {
    return { code: 'json_invalid', detail: 'The body is not JSON.' }
  }
  if (status >= 400 && status < 500) {
    const detail = error instanceof Error ? error.message : 'The request is malformed.'
    return { code: 'request_invalid', detail }
  }
  return { code: 'internal_error', detail: 'Something of ours is broken; quote the request id.' }
}

/** Answers a refusal from a raw route, as every other route does. */
export async function sendProblem(reply: FastifyReply, problem: Problem): Promise<FastifyReply> {
  const answer = problemAnswer(reply.server.problems, problem, reply.request.id)
  reply.code(answer.status).type('application/problem+json')
  return await reply.send(JSON.stringify(answer))
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
