// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.
import type { CallOptions, Client } from '../client.ts'

export type GetAuditVerificationAnswer = {
  readonly items: readonly {
    /** UUID in lower case */
    readonly id: string
    readonly askedBy: string
    /** RFC 3339 */
    readonly askedAt: string
    readonly state: 'queued' | 'running' | 'clean' | 'broken'
    /** recomputed so far */
    readonly entries: number
    readonly bucketsDone: number
    readonly buckets: number
    readonly endedAt: string | null
    readonly faultKind: string | null
    readonly faultSubject: string | null
    readonly faultDetail: string | null
  }[]
}

/** The last times that the trail was recomputed, the newest first. `GET /api/v1/audit/verification` */
export function getAuditVerification(
  client: Client,
  options?: CallOptions,
): Promise<GetAuditVerificationAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/audit/verification', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}

export interface SearchAuditInput {
  readonly query?: {
    readonly cursor?: string
    readonly limit?: number
    readonly actor?: string
    readonly action?: string
    readonly subject?: string
    readonly requestId?: string
    readonly text?: string
    /** RFC 3339 */
    readonly from?: string
    /** not included */
    readonly to?: string
  }
}

export type SearchAuditAnswer = {
  readonly items: readonly {
    /** UUID in lower case */
    readonly id: string
    /** RFC 3339 */
    readonly at: string
    readonly actor: string
    readonly action: string
    readonly subject: string
    readonly before: unknown
    readonly after: unknown
    readonly reason: string | null
    readonly requestId: string
  }[]
  readonly nextCursor: string | null
}

/** Who did what to whom, the newest first; with text a page may be short and have a next one. `GET /api/v1/audit` */
export function searchAudit(
  client: Client,
  input: SearchAuditInput = {},
  options?: CallOptions,
): Promise<SearchAuditAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/audit', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export type VerifyAuditAnswer = {
  /** UUID in lower case */
  readonly id: string
  readonly askedBy: string
  /** RFC 3339 */
  readonly askedAt: string
  readonly state: 'queued' | 'running' | 'clean' | 'broken'
  /** recomputed so far */
  readonly entries: number
  readonly bucketsDone: number
  readonly buckets: number
  readonly endedAt: string | null
  readonly faultKind: string | null
  readonly faultSubject: string | null
  readonly faultDetail: string | null
}

/** Recomputes the whole trail in the background; one that is under way is answered. `POST /api/v1/audit/verification` */
export function verifyAudit(client: Client, options?: CallOptions): Promise<VerifyAuditAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/audit/verification', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}
