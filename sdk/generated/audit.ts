// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.
import type { CallOptions, Client } from '../client.ts'

export interface SearchAuditInput {
  readonly query?: {
    readonly cursor?: string
    readonly limit?: number
    readonly actor?: string
    readonly action?: string
    readonly subject?: string
    readonly requestId?: string
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

/** Who did what to whom, the newest first. `GET /api/v1/audit` */
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
