/**
 * What every operation shares: where the server is, who is calling, the Idempotency-Key of a write,
 * and refusals as errors with their code. Runs in Node and in a browser, with nothing but `fetch`.
 */
import type { ProblemCode } from './generated/problems.ts'

export type Credentials =
  | { readonly kind: 'none' }
  /** A session token of `signIn`, or an API key. */
  | { readonly kind: 'bearer'; readonly token: string }
  /** The browser sends the session's cookie by itself; a write must carry its CSRF token. */
  | { readonly kind: 'cookie'; readonly csrfToken: string | undefined }

export interface ClientOptions {
  /** `http://127.0.0.1:3000`; empty in a page that came from there. */
  readonly baseUrl: string
  readonly credentials?: Credentials
  /** After so long a call is given up as unanswered; 30 seconds when not given. */
  readonly timeLimitMs?: number
  readonly fetch?: typeof fetch
}

export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** `/api/v1/auto-loan/orders/{no}` */
  readonly path: string
  readonly sends: 'nothing' | 'json' | 'form'
  readonly answers: 'nothing' | 'json' | 'file'
}

export interface Input {
  readonly params?: object
  readonly query?: object
  readonly body?: unknown
}

export interface CallOptions {
  /** Repeat a write that stayed unanswered with the key of its first attempt. */
  readonly idempotencyKey?: string
  readonly signal?: AbortSignal
}

export interface Client {
  /** The same server, another caller. */
  as(credentials: Credentials): Client
  call<Answer>(operation: Operation, input: Input, options?: CallOptions): Promise<Answer>
}

/** RFC 9457. Which further members there are depends on the code. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: ProblemCode
  readonly detail: string
  /** The request id, to be quoted when asking for help. */
  readonly instance: string
  readonly [fact: string]: unknown
}

/** The server said no, and nothing was done. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly problem: Problem
  readonly code: ProblemCode

  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.detail}`)
    this.problem = problem
    this.code = problem.code
  }
}

/**
 * No definite answer came: the network failed, the time was up, or the server failed. A write may
 * have been done; only a repeat with the same `idempotencyKey` can tell.
 */
export class Unanswered extends Error {
  override readonly name = 'Unanswered'
  readonly idempotencyKey: string | undefined

  constructor(reason: string, idempotencyKey: string | undefined, cause?: unknown) {
    super(reason, { cause })
    this.idempotencyKey = idempotencyKey
  }
}

const timeLimitMsDefault = 30_000

export function connect(options: ClientOptions): Client {
  return {
    as: (credentials) => connect({ ...options, credentials }),
    call: async (operation, input, callOptions = {}) => {
      const isWrite = operation.method !== 'GET'
      const key = isWrite ? (callOptions.idempotencyKey ?? newKey()) : undefined
      const address = `${options.baseUrl}${addressOf(operation.path, input)}`
      const init = { method: operation.method, ...content(operation, input), ...callOptions }
      const headers = { ...headersOf(options.credentials, key), ...typeOf(operation, input) }
      const response = await send(options, address, { ...init, headers }, key)
      // The shape of an answer is the server's promise: its tests hold every answer against it.
      return (await read(operation, response, key)) as never
    },
  }
}

/** The path with its parameters in place, and the query behind it. */
export function addressOf(path: string, { params = {}, query = {} }: Input): string {
  const given = new Map<string, unknown>(Object.entries(params))
  const filled = path.replaceAll(/\{(\w+)\}/gu, (_, name: string) =>
    encodeURIComponent(String(given.get(name))),
  )
  const pairs = Object.entries(query).flatMap(([name, value]: [string, unknown]) =>
    (Array.isArray(value) ? value : [value])
      .filter((item) => item !== undefined)
      .map((item): [string, string] => [name, String(item)]),
  )
  return pairs.length === 0 ? filled : `${filled}?${new URLSearchParams(pairs).toString()}`
}

function content({ sends }: Operation, { body }: Input): { body?: string | FormData } {
  if (sends === 'nothing' || body === undefined) return {}
  return { body: body instanceof FormData ? body : JSON.stringify(body) }
}

/** A form's type is set by fetch, which knows the boundary between its parts. */
const typeOf = ({ sends }: Operation, { body }: Input): Record<string, string> =>
  sends === 'json' && body !== undefined ? { 'content-type': 'application/json' } : {}

function headersOf(
  credentials: Credentials | undefined,
  key: string | undefined,
): Record<string, string> {
  const csrfToken = credentials?.kind === 'cookie' ? credentials.csrfToken : undefined
  return {
    ...(credentials?.kind === 'bearer' ? { authorization: `Bearer ${credentials.token}` } : {}),
    ...(key === undefined ? {} : { 'idempotency-key': key }),
    ...(key === undefined || csrfToken === undefined ? {} : { 'x-csrf-token': csrfToken }),
  }
}

async function send(
  options: ClientOptions,
  address: string,
  init: RequestInit & CallOptions,
  key: string | undefined,
): Promise<Response> {
  const limit = AbortSignal.timeout(options.timeLimitMs ?? timeLimitMsDefault)
  const signal = init.signal ? AbortSignal.any([limit, init.signal]) : limit
  const credentials = options.credentials?.kind === 'cookie' ? 'same-origin' : 'omit'
  try {
    return await (options.fetch ?? fetch)(address, { ...init, credentials, signal })
  } catch (problem) {
    throw new Unanswered(`${init.method} ${address} was not answered`, key, problem)
  }
}

async function read(
  operation: Operation,
  response: Response,
  key: string | undefined,
): Promise<unknown> {
  if (!response.ok) throw await refusalOf(response, key)
  try {
    if (operation.answers === 'json') return await response.json()
    return operation.answers === 'file' ? await response.blob() : undefined
  } catch (problem) {
    throw new Unanswered(`the answer ${response.status} broke off`, key, problem)
  }
}

async function refusalOf(response: Response, key: string | undefined): Promise<Error> {
  const text = await response.text().catch(() => '')
  const answer = parsed(text)
  // From 500 on nobody has decided anything: it may have been done.
  if (response.status < 500 && isProblem(answer)) return new Refusal(answer)
  const detail = isProblem(answer) ? `${answer.code}: ${answer.detail}` : text.slice(0, 200)
  return new Unanswered(`${response.status} ${detail}`.trim(), key, answer)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    // What is no JSON is no problem document either, and is shown as it is.
    return undefined
  }
}

const isProblem = (answer: unknown): answer is Problem =>
  typeof answer === 'object' && answer !== null && 'code' in answer && 'detail' in answer

/** A page that came over plain HTTP has no randomUUID. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
