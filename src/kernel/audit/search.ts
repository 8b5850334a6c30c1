/** Looking things up in the audit trail, newest first. */
import type { Instant } from '../clock/index.ts'
import { sql, type Reader, type Sql } from '../db/index.ts'
import { bucketOf } from '../id/index.ts'
import type { Json } from '../problem/index.ts'

export interface AuditFilter {
  readonly actor?: string | undefined
  readonly action?: string | undefined
  readonly subject?: string | undefined
  readonly requestId?: string | undefined
  /** Included. */
  readonly from?: Instant | undefined
  /** Not included. */
  readonly to?: Instant | undefined
}

/** Where a page ended; the next one starts behind it. */
export interface AuditPosition {
  readonly at: Instant
  readonly id: string
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

/** At most `limit` lines; when as many come, `after: lines.at(-1)` asks for the next. */
export function search(
  reader: Reader,
  filter: AuditFilter,
  page: { readonly after?: AuditPosition | undefined; readonly limit: number },
): Promise<AuditLine[]> {
  const conditions = [...conditionsOf(filter), ...behind(page.after)]
  const where = conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`
  return reader.rows<AuditLine>(sql`
    select id, at, actor, action, subject, before, after, reason, request_id
      from audit.entry ${where} order by at desc, id desc limit ${page.limit}`)
}

function conditionsOf(filter: AuditFilter): readonly Sql[] {
  const { actor, action, subject, requestId, from, to } = filter
  return [
    actor === undefined ? [] : [sql`actor = ${actor}`],
    action === undefined ? [] : [sql`action = ${action}`],
    subject === undefined ? [] : [sql`bucket = ${bucketOf(subject)} and subject = ${subject}`],
    requestId === undefined ? [] : [sql`request_id = ${requestId}`],
    from === undefined ? [] : [sql`at >= ${from}`],
    to === undefined ? [] : [sql`at < ${to}`],
  ].flat()
}

const behind = (after: AuditPosition | undefined): readonly Sql[] =>
  after === undefined ? [] : [sql`(at, id) < (${after.at}, ${after.id}::uuid)`]
