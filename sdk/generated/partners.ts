// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.
import type { CallOptions, Client } from '../client.ts'

export interface ListPartnerCallsInput {
  readonly query?: {
    readonly cursor?: string
    readonly limit?: number
    readonly partner?: string
    readonly subject?: string
    readonly outcome?: 'succeeded' | 'failed' | 'unknown'
    readonly operation?: string
  }
}

export type ListPartnerCallsAnswer = {
  readonly items: readonly {
    /** UUID in lower case */
    readonly id: string
    readonly partner: string
    readonly operation: string
    readonly subject: string
    readonly method: string
    readonly path: string
    readonly request: unknown
    /** RFC 3339 */
    readonly startedAt: string
    /** null: it was on its way when the process ended */
    readonly outcome: 'succeeded' | 'failed' | 'unknown' | null
    readonly code: string | null
    readonly status: number | null
    readonly answer: unknown
    readonly durationMs: number | null
    readonly attempt: number
  }[]
  readonly nextCursor: string | null
}

/** What was sent to partners and what they answered, the newest first. `GET /api/v1/partner-calls` */
export function listPartnerCalls(
  client: Client,
  input: ListPartnerCallsInput = {},
  options?: CallOptions,
): Promise<ListPartnerCallsAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/partner-calls', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export type ListPartnersAnswer = {
  readonly items: readonly {
    readonly partner: string
    /** of the newest calls, at most 200 */
    readonly succeeded: number
    readonly failed: number
    readonly unknown: number
    readonly medianMs: number | null
    /** RFC 3339 */
    readonly lastCallAt: string
    readonly lastReachedAt: string | null
    /** calls since then that found nobody */
    readonly failuresInRow: number
    /** open: left alone for a moment; trying: the next call goes to see */
    readonly circuit: 'closed' | 'open' | 'trying'
  }[]
}

/** How each partner is doing, from its newest calls. `GET /api/v1/partners` */
export function listPartners(client: Client, options?: CallOptions): Promise<ListPartnersAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/partners', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}
