/** What can become of a call to somebody else. */
import type { Static, TSchema } from 'typebox'
import type { Instant } from '../clock/index.ts'
import type { Json } from '../problem/index.ts'

export interface Partner {
  /** `funder:BANK_A`. */
  readonly code: string
  /** Real partner or sandbox: the adapter does not know. */
  readonly baseUrl: string
  readonly timeLimitMs: number
  /** Attempts at an operation that may be repeated. */
  readonly attemptsMax: number
  /** Headers that prove who sends. */
  sign(request: SignedRequest): Readonly<Record<string, string>>
}

export interface SignedRequest {
  readonly method: string
  /** With its query, as it is sent. */
  readonly path: string
  readonly body: string
  readonly at: Instant
}

export interface PartnerCall<Answer extends TSchema> {
  /** `apply`, `query-loan`: what the contract calls it. */
  readonly operation: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly body?: Json
  /** What a 2xx answer looks like. Anything else is not understood, and so unknown. */
  readonly answer: Answer
  /** For whom we call: `order:AF…`. */
  readonly subject: string
  /**
   * The partner answers a second call like the first one: by its request number, or it only
   * asks.
   */
  readonly repeatable: boolean
  /** The code of an answer that says no. */
  failure(answer: Static<Answer>): string | undefined
}

export type UnknownReason =
  | 'time_out'
  | 'network'
  | 'answer_not_understood'
  | 'server_error'
  | 'circuit_open'

/**
 * Unknown is a state: the partner may have done it. It is asked again later; it never becomes
 * failed
 * by itself.
 */
export type Outcome<Answer> =
  | { readonly kind: 'succeeded'; readonly answer: Answer }
  | {
      readonly kind: 'failed'
      readonly code: string
      readonly detail: string
      /** When it said no in an answer of the agreed form. */
      readonly answer?: Answer
    }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason; readonly detail: string }
