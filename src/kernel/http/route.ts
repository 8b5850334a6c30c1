/**
 * A route is data: one schema gives validation, types, OpenAPI and the sdk, and tests can walk over
 * all routes. Reads answer from the database; commands are written for a list and run inside a
 * transaction that also remembers their Idempotency-Key.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Static, TSchema } from 'typebox'
import type { Actor, Role, Session } from '../auth/index.ts'
import type { Instant } from '../clock/index.ts'
import type { Tx } from '../db/index.ts'
import type { Result } from '../problem/index.ts'

/** Who may call: everybody, whoever has signed in, or people and keys with one of these roles. */
export type Access = 'public' | 'signed-in' | readonly Role[]

export interface Context {
  readonly actor: Actor
  readonly session: Session | undefined
  readonly requestId: string
  readonly at: Instant
}

export interface Call<Params, Query, Body> extends Context {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly idempotencyKey: string | undefined
}

type AnyCall = Call<unknown, unknown, unknown>

export type Work =
  | { readonly kind: 'read'; readonly run: (call: AnyCall) => Promise<Result<unknown>> }
  | { readonly kind: 'each'; readonly run: (tx: Tx, call: AnyCall) => Promise<Result<unknown>> }
  | {
      readonly kind: 'all'
      readonly run: (tx: Tx, calls: readonly AnyCall[]) => Promise<readonly Result<unknown>[]>
    }
  | {
      readonly kind: 'raw'
      readonly run: (
        request: FastifyRequest,
        reply: FastifyReply,
        context: Context,
      ) => Promise<unknown>
    }

interface Described {
  readonly path: string
  readonly operationId: string
  readonly summary: string
  /** The module: also the name of an API key's scope, `auto-loan:read`. */
  readonly tag: string
  readonly access: Access
  /** Codes that this route may refuse with, beside those that every route has. */
  readonly problems: readonly string[]
  /** Code of a refusal of wrong input; `request_invalid` unless the contract names another. */
  readonly invalidCode?: string
}

export interface Route extends Described {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly params?: TSchema
  readonly query?: TSchema
  readonly body?: TSchema
  readonly answer?: TSchema
  readonly status: 200 | 201 | 202 | 204
  readonly work: Work
  readonly bodyBytesMax?: number
  /** May be called before a forced password change is done. */
  readonly beforePasswordChange?: boolean
  /** The answer holds a secret that is shown once: it is not kept for a replay. */
  readonly secretAnswer?: boolean
  /** A call that only asks what would happen: it takes no Idempotency-Key. */
  readonly dry?: (call: AnyCall) => boolean
  /** What a raw route takes and gives, for the OpenAPI document. */
  readonly consumes?: string
  readonly produces?: string
}

type Value<Schema> = Schema extends TSchema ? Static<Schema> : unknown

type Options = Partial<
  Pick<Route, 'bodyBytesMax' | 'beforePasswordChange' | 'secretAnswer' | 'consumes' | 'produces'>
>

interface ReadDefinition<P, Q, A> extends Described, Options {
  readonly params?: P
  readonly query?: Q
  readonly answer: A
  readonly run: (call: Call<Value<P>, Value<Q>, unknown>) => Promise<Result<Value<A>>>
}

/** A GET route. */
export function read<
  P extends TSchema | undefined = undefined,
  Q extends TSchema | undefined = undefined,
  A extends TSchema = TSchema,
>(definition: ReadDefinition<P, Q, A>): Route {
  const { run, params, query, ...rest } = definition
  return {
    ...rest,
    ...present({ params, query }),
    method: 'GET',
    status: 200,
    // The server validates a call against these very schemas before it runs.
    work: { kind: 'read', run: run as never },
  }
}

interface AskDefinition<B, A> extends Described, Options {
  readonly body: B
  readonly answer: A
  readonly run: (call: Call<unknown, unknown, Value<B>>) => Promise<Result<Value<A>>>
}

/** A POST that only asks: its question is too long for an address. It writes nothing. */
export function ask<B extends TSchema, A extends TSchema>(definition: AskDefinition<B, A>): Route {
  const { run, ...rest } = definition
  // The server validates a call against these very schemas before it runs.
  return { ...rest, method: 'POST', status: 200, work: { kind: 'read', run: run as never } }
}

interface CommandDefinition<P, Q, B, A> extends Described, Options {
  readonly method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly answer: A
  readonly status?: 200 | 201 | 202
  readonly dry?: (call: Call<Value<P>, Value<Q>, Value<B>>) => boolean
  /** One transaction per call; what it wrote is undone when it refuses. */
  readonly each?: (tx: Tx, call: Call<Value<P>, Value<Q>, Value<B>>) => Promise<Result<Value<A>>>
  /** Calls that arrive together share one transaction: a refused call must not have written. */
  readonly all?: (
    tx: Tx,
    calls: readonly Call<Value<P>, Value<Q>, Value<B>>[],
  ) => Promise<readonly Result<Value<A>>[]>
}

/** A writing route: give `each` or `all`. */
export function command<
  P extends TSchema | undefined = undefined,
  Q extends TSchema | undefined = undefined,
  B extends TSchema | undefined = undefined,
  A extends TSchema = TSchema,
>(definition: CommandDefinition<P, Q, B, A>): Route {
  const { each, all, dry, params, query, body, method = 'POST', status = 200, ...rest } = definition
  const work = all ? { kind: 'all', run: all } : { kind: 'each', run: each }
  return {
    ...rest,
    ...present({ params, query, body, dry: dry as Route['dry'] }),
    method,
    status,
    // The server validates a call against these very schemas before it runs.
    work: work as never,
  }
}

type RawDefinition = Omit<Route, 'work' | 'status'> & {
  readonly status?: Route['status']
  readonly run: Extract<Work, { kind: 'raw' }>['run']
}

/** Uploads, downloads, and partner contracts with an envelope of their own. */
export function raw({ run, status = 200, ...rest }: RawDefinition): Route {
  return { ...rest, status, work: { kind: 'raw', run } }
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** Without the members that are undefined: absent and undefined are not the same. */
function present<T extends object>(members: T): Present<T> {
  const given = Object.entries(members).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as Present<T>
}
