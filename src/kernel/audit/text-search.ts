/**
 * Looking for words in what was and what is now. No index holds these, so each page looks through
 * so many lines and no more, and the next page goes on from there.
 */
import type { Instant } from '../clock/index.ts'
import { sql, type Reader } from '../db/index.ts'
import type { AuditLine, AuditSearch } from './search.ts'

export interface TextSearch extends AuditSearch {
  readonly text: string
  /** Older than this line. */
  readonly before?: AuditPlace | undefined
  readonly limit: number
}

export interface AuditPlace {
  readonly at: Instant
  readonly id: string
}

export interface TextFound {
  readonly items: readonly AuditLine[]
  /** Where to go on; undefined when all was looked through. */
  readonly next: AuditPlace | undefined
}

/** Lines that one page looks through. */
export const linesSearchedMax = 20_000

/** The newest first. A page may be short, or empty, and still have a next one. */
export async function searchText(reader: Reader, wanted: TextSearch): Promise<TextFound> {
  const { text, limit } = wanted
  const rows = await reader.rows<AuditLine & { fits: boolean }>(
    sql`with seen as (${linesOf(wanted)}), fitting as (
          select id, at from seen
           where strpos(lower(concat_ws(' ', actor, action, subject, reason, request_id,
                   before::text, after::text)), ${text.toLowerCase()}) > 0
           order by at desc, id desc limit ${limit + 1}),
        last as (select id, at from seen order by at, id limit 1)
        select s.id, s.at, s.actor, s.action, s.subject, s.before, s.after, s.reason, s.request_id,
               exists (select 1 from fitting f where f.id = s.id) as fits
          from seen s
         where s.id in (select id from fitting)
            or (s.id in (select id from last)
                and (select count(*) from seen) = ${linesSearchedMax})
         order by s.at desc, s.id desc`,
  )
  const fitting = rows.filter(({ fits }) => fits).map(({ fits: _fits, ...line }) => line)
  const items = fitting.slice(0, limit)
  const end = fitting.length > limit ? items.at(-1) : rows.find(({ fits }) => !fits)
  return { items, next: end && { at: end.at, id: end.id } }
}

function linesOf({ actor, action, subject, requestId, from, to, before }: TextSearch) {
  const conditions = [
    actor === undefined ? undefined : sql`actor = ${actor}`,
    action === undefined ? undefined : sql`action = ${action}`,
    subject === undefined ? undefined : sql`subject = ${subject}`,
    requestId === undefined ? undefined : sql`request_id = ${requestId}`,
    from === undefined ? undefined : sql`at >= ${from}`,
    to === undefined ? undefined : sql`at < ${to}`,
    before && sql`(at, id) < (${before.at}::timestamptz, ${before.id}::uuid)`,
  ].filter((condition) => condition !== undefined)
  return sql`select id, at, actor, action, subject, before, after, reason, request_id
    from audit.entry where ${sql.join([sql`true`, ...conditions], sql` and `)}
   order by at desc, id desc limit ${linesSearchedMax}`
}
