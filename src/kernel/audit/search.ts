/** Looking things up in the audit trail. */
import type { Instant } from '../clock/index.ts'
import {
  listPage,
  sql,
  type Lead,
  type ListingDefinition,
  type ListPage,
  type Reader,
} from '../db/index.ts'
import type { Json, Result } from '../problem/index.ts'

export interface AuditSearch {
  readonly actor?: string | undefined
  readonly action?: string | undefined
  readonly subject?: string | undefined
  readonly requestId?: string | undefined
  /** Included. */
  readonly from?: Instant | undefined
  /** Not included. */
  readonly to?: Instant | undefined
}

export interface AuditLine {
  readonly id: string
  readonly at: Instant
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly before: Json
  readonly after: Json
  readonly reason: string | null
  readonly requestId: string
}

export interface AuditPage {
  readonly cursor?: string | undefined
  readonly limit: number
}

/** One page, the newest first. Refuses `cursor_invalid`. Who may look is the caller's question. */
export function search(
  reader: Reader,
  { actor, action, subject, requestId, from, to }: AuditSearch,
  { cursor, limit }: AuditPage,
): Promise<Result<ListPage<AuditLine>, 'cursor_invalid'>> {
  const filters = {
    actor: one(actor),
    action: one(action),
    subject: one(subject),
    requestId: one(requestId),
    at: from === undefined && to === undefined ? undefined : { from, to },
  }
  const request = { filters, limit, ...(cursor === undefined ? {} : { cursor }) }
  return listPage<AuditLine>(reader, trail, { sort: '-at', ...request }, { condition: sql`true` })
}

const one = (value: string | undefined): readonly string[] | undefined =>
  value === undefined ? undefined : [value]

const text = (column: string) => ({ kind: 'any-of', column, type: 'text' }) as const
const lead = (...columns: readonly string[]): Lead => ({
  columns: columns.map((column) => ({ column, type: 'text' })),
  carries: [],
})

const trail: ListingDefinition = {
  name: 'audit',
  table: 'audit.entry',
  columns: ['id', 'at', 'actor', 'action', 'subject', 'before', 'after', 'reason', 'request_id'],
  key: ['bucket', 'id'],
  filters: {
    actor: text('actor'),
    action: text('action'),
    subject: text('subject'),
    requestId: text('request_id'),
    at: { kind: 'range', column: 'at', type: 'timestamptz', halfOpen: true },
  },
  sorts: { at: { column: 'at', type: 'timestamptz' } },
  leads: [lead('request_id'), lead('subject'), lead('actor'), lead('action'), lead()],
}
