// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.
import type { CallOptions, Client } from '../client.ts'

export interface ChooseSandboxAnswerInput {
  readonly body: {
    readonly partner: string
    readonly behaviour: string
    readonly delayMs?: number
  }
}

export type ChooseSandboxAnswerAnswer = {
  readonly partner: string
  readonly waiting: number
}

/** Decides how a simulated partner answers its next request; several wait in line. `POST /api/v1/sandbox/next` */
export function chooseSandboxAnswer(
  client: Client,
  input: ChooseSandboxAnswerInput,
  options?: CallOptions,
): Promise<ChooseSandboxAnswerAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/sandbox/next', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export type GetClockAnswer = {
  /** RFC 3339 */
  readonly now: string
  /** of the real time */
  readonly aheadMs: number
  /** whether this is a demo */
  readonly movable: boolean
}

/** The clock of the business; a demo may have moved its own. `GET /api/v1/clock` */
export function getClock(client: Client, options?: CallOptions): Promise<GetClockAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/clock', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}

export type GetSandboxAnswer = {
  readonly behaviours: readonly string[]
  readonly partners: readonly {
    readonly partner: string
    /** what its next requests meet, in this order */
    readonly waiting: readonly {
      readonly behaviour: string
      readonly delayMs?: number
    }[]
  }[]
}

/** The simulated partners, how they can answer, and what was chosen for them. `GET /api/v1/sandbox` */
export function getSandbox(client: Client, options?: CallOptions): Promise<GetSandboxAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/sandbox', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}

export interface ListSandboxCallsInput {
  readonly query?: {
    readonly partner?: string
  }
}

export type ListSandboxCallsAnswer = {
  readonly items: readonly {
    readonly partner: string
    readonly direction: 'received' | 'sent'
    /** RFC 3339 */
    readonly at: string
    readonly method: string
    readonly path: string
    readonly body: unknown
    /** null: nobody answered */
    readonly status: number | null
  }[]
}

/** What the simulated partners heard and said since they were reset, newest last. `GET /api/v1/sandbox/calls` */
export function listSandboxCalls(
  client: Client,
  input: ListSandboxCallsInput = {},
  options?: CallOptions,
): Promise<ListSandboxCallsAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/sandbox/calls', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface MoveClockInput {
  readonly body: {
    readonly advanceMs: number
  }
}

export type MoveClockAnswer = {
  /** RFC 3339 */
  readonly now: string
  /** of the real time */
  readonly aheadMs: number
  /** whether this is a demo */
  readonly movable: boolean
}

/** Moves the clock of a demo forward; what is due by then happens. `POST /api/v1/sandbox/clock` */
export function moveClock(
  client: Client,
  input: MoveClockInput,
  options?: CallOptions,
): Promise<MoveClockAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/sandbox/clock', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export type ResetSandboxAnswer = {
  readonly reset: boolean
}

/** The simulated partners forget what they heard, said, and were told to do next. `POST /api/v1/sandbox/reset` */
export function resetSandbox(client: Client, options?: CallOptions): Promise<ResetSandboxAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/sandbox/reset', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}
