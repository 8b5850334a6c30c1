/** One line of the audit trail, and the digest that proves it was not changed since. */
import { createHash } from 'node:crypto'
import type { Instant } from '../clock/index.ts'
import { sql, type Tx } from '../db/index.ts'
import { bucketOf, newId, type Id } from '../id/index.ts'
import type { Json } from '../problem/index.ts'

export interface AuditEntry {
  readonly at: Instant
  /** Id of who did it: `user:0190…`, `system:audit.seal`. */
  readonly actor: string
  /** `auth.sign-in`, `parameter.change`, `secret.unmask`: the module, and what it did. */
  readonly action: string
  /** To whom or what: `user:0190…`, `order:AF20260101000001`. */
  readonly subject: string
  /** What was and what is now. The caller has masked personal data. */
  readonly before?: Json | undefined
  readonly after?: Json | undefined
  readonly reason?: string | undefined
  readonly requestId: string
}

/** An entry as it lies in the table; `before` and `after` to the letter, for the digest. */
export interface StoredEntry {
  readonly bucket: number
  readonly id: Id<'audit-entry'>
  readonly at: Instant
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly before: string | null
  readonly after: string | null
  readonly reason: string | null
  readonly requestId: string
}

/** Longer JSON is recorded by its digest: the audit proves it, and its owner keeps it. */
const jsonCharactersMax = 32_768

/** Writes entries in the transaction that did what they say. */
export async function record(tx: Tx, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return
  const rows = entries.map(stored)
  await tx.run(
    sql`insert into audit.entry
          (bucket, id, at, actor, action, subject, before, after, reason, request_id, digest,
           written_by)
        select bucket, id, at, actor, action, subject, before, after, reason, request_id, digest,
               pg_current_xact_id()
          from unnest(
            ${rows.map(({ bucket }) => bucket)}::smallint[],
            ${rows.map(({ id }) => id)}::uuid[],
            ${rows.map(({ at }) => at)}::timestamptz[],
            ${rows.map(({ actor }) => actor)}::text[],
            ${rows.map(({ action }) => action)}::text[],
            ${rows.map(({ subject }) => subject)}::text[],
            ${rows.map(({ before }) => before)}::json[],
            ${rows.map(({ after }) => after)}::json[],
            ${rows.map(({ reason }) => reason)}::text[],
            ${rows.map(({ requestId }) => requestId)}::text[],
            ${rows.map(digestOf)}::bytea[])
          as given (bucket, id, at, actor, action, subject, before, after, reason, request_id,
                    digest)`,
    'audit.record',
  )
}

const stored = (entry: AuditEntry): StoredEntry => ({
  bucket: bucketOf(entry.subject),
  id: newId<'audit-entry'>(),
  at: entry.at,
  actor: entry.actor,
  action: entry.action,
  subject: entry.subject,
  before: jsonText(entry.before),
  after: jsonText(entry.after),
  reason: entry.reason ?? null,
  requestId: entry.requestId,
})

function jsonText(value: Json | undefined): string | null {
  if (value === undefined) return null
  const text = JSON.stringify(value)
  if (text.length <= jsonCharactersMax) return text
  const sha256 = createHash('sha256').update(text).digest('hex')
  return JSON.stringify({ omitted: true, characters: text.length, sha256 })
}

/** SHA-256 over everything that an entry says. */
export function digestOf(entry: StoredEntry): Buffer {
  const said = [
    entry.bucket,
    entry.id,
    entry.at.toISOString(),
    entry.actor,
    entry.action,
    entry.subject,
    entry.before,
    entry.after,
    entry.reason,
    entry.requestId,
  ]
  return createHash('sha256').update(JSON.stringify(said)).digest()
}
