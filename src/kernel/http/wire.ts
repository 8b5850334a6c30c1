/**
 * Requests that no route answers: malformed, too large, too slow, to an unknown path, or broken on
 * the way. Each is told as a problem, like every other refusal.
 */
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { newId } from '../id/index.ts'
import { CommitUnknown, connectionLost, Overloaded } from '../db/index.ts'
import type { Log } from '../log/index.ts'
import { refuse, type Problem, type ProblemTable } from '../problem/index.ts'
import { CharsetUnsupported } from './body.ts'
import { wantsPage } from './pages.ts'
import { problemAnswer } from './problem.ts'
import { InputInvalid } from './validation.ts'

export const bodyBytesMax = 1_048_576
export const headerBytesMax = 16_384

export class TooMany extends Error {
  override readonly name = 'TooMany'
  readonly statusCode = 429
  readonly retryAfterSeconds: number

  constructor(retryAfterSeconds: number) {
    super('too many requests')
    this.retryAfterSeconds = retryAfterSeconds
  }
}

export function tellRefusals(app: FastifyInstance, log: Log): void {
  app.setNotFoundHandler(async (request, reply) => {
    if (wantsPage(request) && app.hasReplyDecorator('sendFile')) {
      return await reply.header('cache-control', 'no-cache').sendFile('index.html')
    }
    const other = methodsOf(app, request.url).filter((method) => method !== request.method)
    if (other.length === 0) {
      const detail = `There is no ${request.method} ${pathOf(request.url)}.`
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

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const pathOf = (url: string): string => url.split('?')[0] ?? url

/** The console's files lie under a path of any shape, which says nothing about this one. */
function methodsOf(app: FastifyInstance, url: string): string[] {
  return methods.filter((method) => {
    const found = app.findRoute({ url: pathOf(url), method })
    return found !== null && found !== undefined && !('*' in (found.params ?? {}))
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
  if (error instanceof CharsetUnsupported) {
    return { code: 'content_type_unsupported', detail: error.message }
  }
  // Before the database is blamed: both say ECONNRESET, and here nobody is left to be told.
  if (request.raw.readableAborted) return { code: 'request_invalid', detail: 'It broke off.' }
  if (error instanceof Overloaded) return { code: 'overloaded', detail: error.message }
  if (error instanceof CommitUnknown) return { code: 'outcome_unknown', detail: error.message }
  if (connectionLost(error)) {
    return { code: 'database_away', detail: 'The database does not answer: try again.' }
  }
  return fastifyProblem(error, request)
}

/** What Fastify itself refuses: its codes begin with FST_. */
function fastifyProblem(error: unknown, request: FastifyRequest): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  const limitBytes = request.routeOptions.bodyLimit ?? bodyBytesMax
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
    case 'FST_REQ_FILE_TOO_LARGE':
      return {
        code: 'body_too_large',
        detail: `At most ${limitBytes} bytes.`,
        facts: { limitBytes },
      }
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE': {
      const wanted = request.routeOptions.config.route?.consumes ?? 'application/json'
      const detail = `Send another content type: this path takes ${wanted}.`
      return { code: 'content_type_unsupported', detail }
    }
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return { code: 'json_invalid', detail: 'The body is not JSON.' }
    default:
      break
  }
  const told = error instanceof Error ? error.message : ''
  const malformed = code.startsWith('FST_') && status >= 400 && status < 500
  if (malformed || brokenUpload(told, request)) return { code: 'request_invalid', detail: told }
  return { code: 'internal_error', detail: 'Something of ours is broken; quote the request id.' }
}

/** The reader of multipart bodies throws plain errors, known only by what they say. */
const brokenUpload = (told: string, request: FastifyRequest): boolean =>
  request.isMultipart() && /multipart|^The needle/iu.test(told)

/** Answers a refusal from a raw route, as every other route does. */
export async function sendProblem(reply: FastifyReply, problem: Problem): Promise<FastifyReply> {
  const answer = problemAnswer(reply.server.problems, problem, reply.request.id)
  reply.code(answer.status).type('application/problem+json')
  return await reply.send(JSON.stringify(answer))
}

/** A path that cannot be read, before any hook of ours has run. */
export function tellUnreadablePath(
  error: Error,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const detail = `The path cannot be read: ${error.message}.`
  reply.header('x-request-id', request.id).header('cache-control', 'no-store')
  void sendProblem(reply, { code: 'request_invalid', detail })
}

/** What arrived is no HTTP request, so there is only the socket to answer on. */
export function tellOnSocket(
  problems: ProblemTable,
): (error: Error & { readonly code?: string }, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return
    const answer = problemAnswer(problems, notHttp(error.code), newId())
    const body = JSON.stringify(answer)
    const head = [
      `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`,
      'content-type: application/problem+json',
      `content-length: ${Buffer.byteLength(body)}`,
      'cache-control: no-store',
      'connection: close',
    ]
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
    socket.destroySoon()
  }
}

function notHttp(code: string | undefined): Problem {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return { code: 'request_too_slow', detail: 'The request did not arrive in time.' }
  }
  if (code !== 'HPE_HEADER_OVERFLOW') {
    return { code: 'request_invalid', detail: 'This is no HTTP request.' }
  }
  const detail = `All headers together may have ${headerBytesMax} bytes.`
  return { code: 'headers_too_large', detail, facts: { limitBytes: headerBytesMax } }
}
