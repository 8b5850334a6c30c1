// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.
import type { CallOptions, Client } from '../client.ts'

export interface DiscardDeadLetterInput {
  readonly params: {
    /** UUID in lower case */
    readonly id: string
  }
  readonly body: {
    readonly note?: string
  }
}

export type DiscardDeadLetterAnswer = {
  /** UUID in lower case */
  readonly id: string
  readonly task: string
  readonly payload: unknown
  readonly attempts: number
  readonly lastError: string
  /** RFC 3339 */
  readonly diedAt: string
  readonly state: 'waiting' | 'replayed' | 'discarded'
  readonly decidedBy: string | null
  readonly decidedAt: string | null
}

/** The job is not wanted any more. `POST /api/v1/jobs/dead-letters/{id}/discard` */
export function discardDeadLetter(
  client: Client,
  input: DiscardDeadLetterInput,
  options?: CallOptions,
): Promise<DiscardDeadLetterAnswer> {
  return client.call(
    {
      method: 'POST',
      path: '/api/v1/jobs/dead-letters/{id}/discard',
      sends: 'json',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface DiscardDeliveryInput {
  readonly params: {
    /** UUID in lower case */
    readonly eventId: string
    readonly subscriber: string
  }
  readonly body: {
    readonly note?: string
  }
}

export type DiscardDeliveryAnswer = {
  /** UUID in lower case */
  readonly eventId: string
  readonly subscriber: string
  readonly type: string
  readonly subject: string
  readonly payload: unknown
  /** RFC 3339 */
  readonly at: string
  readonly failures: number
  readonly lastError: string
  /** next attempt; null when it is dead */
  readonly dueAt: string | null
  readonly deadAt: string | null
}

/** This subscriber never receives this event. `POST /api/v1/jobs/deliveries/{eventId}/{subscriber}/discard` */
export function discardDelivery(
  client: Client,
  input: DiscardDeliveryInput,
  options?: CallOptions,
): Promise<DiscardDeliveryAnswer> {
  return client.call(
    {
      method: 'POST',
      path: '/api/v1/jobs/deliveries/{eventId}/{subscriber}/discard',
      sends: 'json',
      answers: 'json',
    },
    input,
    options,
  )
}

export type GetJobsOverviewAnswer = {
  /** processes that work now */
  readonly workers: number
  /** that wait for a person */
  readonly deadLetters: number
  readonly tasks: readonly {
    readonly task: string
    readonly waiting: number
    readonly running: number
    readonly failing: number
    readonly oldestDueAt: string | null
  }[]
  readonly subscribers: readonly {
    readonly subscriber: string
    readonly waiting: number
    readonly failing: number
    readonly dead: number
    readonly oldestAt: string | null
  }[]
  readonly crons: readonly {
    readonly name: string
    readonly everyMinutes: number | null
    readonly atTime: string | null
    readonly zone: string | null
    /** RFC 3339 */
    readonly lastDueAt: string
    readonly nextDueAt: string | null
  }[]
  readonly deadlines: {
    readonly waiting: number
    readonly nextDueAt: string | null
  }
}

/** How much waits, runs and fails in the background, and what comes next. `GET /api/v1/jobs` */
export function getJobsOverview(
  client: Client,
  options?: CallOptions,
): Promise<GetJobsOverviewAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/jobs', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}

export interface ListDeadLettersInput {
  readonly query?: {
    readonly cursor?: string
    readonly limit?: number
    readonly state?: 'waiting' | 'replayed' | 'discarded'
    readonly task?: string
  }
}

export type ListDeadLettersAnswer = {
  readonly items: readonly {
    /** UUID in lower case */
    readonly id: string
    readonly task: string
    readonly payload: unknown
    readonly attempts: number
    readonly lastError: string
    /** RFC 3339 */
    readonly diedAt: string
    readonly state: 'waiting' | 'replayed' | 'discarded'
    readonly decidedBy: string | null
    readonly decidedAt: string | null
  }[]
  readonly nextCursor: string | null
}

/** Jobs that failed for the last time, the newest first. `GET /api/v1/jobs/dead-letters` */
export function listDeadLetters(
  client: Client,
  input: ListDeadLettersInput = {},
  options?: CallOptions,
): Promise<ListDeadLettersAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/jobs/dead-letters', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface ListFailedDeliveriesInput {
  readonly query?: {
    readonly cursor?: string
    readonly limit?: number
    readonly dead?: boolean
    readonly subscriber?: string
    readonly subject?: string
  }
}

export type ListFailedDeliveriesAnswer = {
  readonly items: readonly {
    /** UUID in lower case */
    readonly eventId: string
    readonly subscriber: string
    readonly type: string
    readonly subject: string
    readonly payload: unknown
    /** RFC 3339 */
    readonly at: string
    readonly failures: number
    readonly lastError: string
    /** next attempt; null when it is dead */
    readonly dueAt: string | null
    readonly deadAt: string | null
  }[]
  readonly nextCursor: string | null
}

/** Events that a subscriber fails to receive, the newest first. `GET /api/v1/jobs/deliveries` */
export function listFailedDeliveries(
  client: Client,
  input: ListFailedDeliveriesInput = {},
  options?: CallOptions,
): Promise<ListFailedDeliveriesAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/jobs/deliveries', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface ListFailingJobsInput {
  readonly query?: {
    readonly cursor?: string
    readonly limit?: number
    readonly task?: string
  }
}

export type ListFailingJobsAnswer = {
  readonly items: readonly {
    readonly id: string
    readonly task: string
    readonly payload: unknown
    readonly attempts: number
    readonly lastError: string
    /** RFC 3339 */
    readonly runAt: string
  }[]
  readonly nextCursor: string | null
}

/** Jobs that failed and are tried again by themselves, the newest first. `GET /api/v1/jobs/failing` */
export function listFailingJobs(
  client: Client,
  input: ListFailingJobsInput = {},
  options?: CallOptions,
): Promise<ListFailingJobsAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/jobs/failing', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface ReplayDeadLetterInput {
  readonly params: {
    /** UUID in lower case */
    readonly id: string
  }
  readonly body: {
    readonly note?: string
  }
}

export type ReplayDeadLetterAnswer = {
  /** UUID in lower case */
  readonly id: string
  readonly task: string
  readonly payload: unknown
  readonly attempts: number
  readonly lastError: string
  /** RFC 3339 */
  readonly diedAt: string
  readonly state: 'waiting' | 'replayed' | 'discarded'
  readonly decidedBy: string | null
  readonly decidedAt: string | null
}

/** The job is done anew, with all its attempts. `POST /api/v1/jobs/dead-letters/{id}/replay` */
export function replayDeadLetter(
  client: Client,
  input: ReplayDeadLetterInput,
  options?: CallOptions,
): Promise<ReplayDeadLetterAnswer> {
  return client.call(
    {
      method: 'POST',
      path: '/api/v1/jobs/dead-letters/{id}/replay',
      sends: 'json',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface RetryDeliveryInput {
  readonly params: {
    /** UUID in lower case */
    readonly eventId: string
    readonly subscriber: string
  }
  readonly body: {
    readonly note?: string
  }
}

export type RetryDeliveryAnswer = {
  /** UUID in lower case */
  readonly eventId: string
  readonly subscriber: string
  readonly type: string
  readonly subject: string
  readonly payload: unknown
  /** RFC 3339 */
  readonly at: string
  readonly failures: number
  readonly lastError: string
  /** next attempt; null when it is dead */
  readonly dueAt: string | null
  readonly deadAt: string | null
}

/** The event is given to its subscriber again, at once. `POST /api/v1/jobs/deliveries/{eventId}/{subscriber}/retry` */
export function retryDelivery(
  client: Client,
  input: RetryDeliveryInput,
  options?: CallOptions,
): Promise<RetryDeliveryAnswer> {
  return client.call(
    {
      method: 'POST',
      path: '/api/v1/jobs/deliveries/{eventId}/{subscriber}/retry',
      sends: 'json',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface RetryJobInput {
  readonly params: {
    readonly id: string
  }
  readonly body: {
    readonly note?: string
  }
}

export type RetryJobAnswer = {
  readonly id: string
  readonly task: string
  readonly payload: unknown
  readonly attempts: number
  readonly lastError: string
  /** RFC 3339 */
  readonly runAt: string
}

/** The job is tried again at once; its attempts are counted on. `POST /api/v1/jobs/failing/{id}/retry` */
export function retryJob(
  client: Client,
  input: RetryJobInput,
  options?: CallOptions,
): Promise<RetryJobAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/jobs/failing/{id}/retry', sends: 'json', answers: 'json' },
    input,
    options,
  )
}
