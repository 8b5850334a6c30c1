/** Every call leaves a row: begun before anything is sent, ended with what became of it. */
import type { Instant } from '../clock/index.ts'
import { sql, type Database, type Reader } from '../db/index.ts'
import { bucketOf, newId, type Id } from '../id/index.ts'
import { masked } from '../log/index.ts'
import type { Json } from '../problem/index.ts'

export interface CallBegun {
  readonly partner: string
  readonly operation: string
  readonly subject: string
  readonly method: string
  readonly path: string
  readonly body: Json | undefined
  readonly attempt: number
  readonly at: Instant
}

export interface CallEnded {
  readonly outcome: 'succeeded' | 'failed' | 'unknown'
  /** The partner's code of a failure, our reason of an unknown outcome. */
  readonly code: string | undefined
  readonly status: number | undefined
  readonly answer: unknown
  readonly durationMs: number
}

const json = (value: unknown): string | null =>
  value === undefined ? null : JSON.stringify(masked(value))

export async function recordBegin(database: Database, call: CallBegun): Promise<Id<'call'>> {
  const id = newId<'call'>()
  await database.transaction((tx) =>
    tx.run(
      sql`insert into partner.call
            (bucket, id, partner, operation, subject, method, path, request, started_at, attempt)
          values (${bucketOf(call.subject)}, ${id}, ${call.partner}, ${call.operation},
                  ${call.subject}, ${call.method}, ${String(masked(call.path))},
                  ${json(call.body)}::jsonb, ${call.at}, ${call.attempt})`,
      'partner.begin',
    ),
  )
  return id
}

export async function recordEnd(
  database: Database,
  subject: string,
  id: Id<'call'>,
  ended: CallEnded,
): Promise<void> {
  await database.transaction((tx) =>
    tx.run(
      sql`update partner.call
             set outcome = ${ended.outcome}, code = ${ended.code ?? null},
                 status = ${ended.status ?? null}, answer = ${json(ended.answer)}::jsonb,
                 duration_ms = ${Math.round(ended.durationMs)}
           where bucket = ${bucketOf(subject)} and id = ${id}`,
      'partner.end',
    ),
  )
}

/** A call as it was recorded, personal data masked. */
export interface RecordedCall {
  readonly id: string
  readonly partner: string
  readonly operation: string
  readonly subject: string
  readonly method: string
  readonly path: string
  readonly request: Json
  readonly startedAt: Instant
  /** Null: it was on its way when the process died. */
  readonly outcome: CallEnded['outcome'] | null
  readonly code: string | null
  readonly status: number | null
  readonly answer: Json
  readonly durationMs: number | null
  readonly attempt: number
}

export interface CallFilter {
  readonly partner?: string
  readonly subject?: string
  readonly outcome?: NonNullable<RecordedCall['outcome']>
  readonly operation?: string
  /** The last id of the page before. */
  readonly before?: string
  readonly limit: number
}

/** Newest first. */
export async function listCalls(
  reader: Reader,
  { partner, subject, outcome, operation, before, limit }: CallFilter,
): Promise<readonly RecordedCall[]> {
  const inBucket = subject === undefined ? sql`true` : sql`bucket = ${bucketOf(subject)}`
  return await reader.rows<RecordedCall>(
    sql`select id, partner, operation, subject, method, path, request, started_at, outcome, code,
               status, answer, duration_ms, attempt
          from partner.call
         where ${inBucket}
           and (${subject ?? null}::text is null or subject = ${subject ?? null})
           and (${partner ?? null}::text is null or partner = ${partner ?? null})
           and (${outcome ?? null}::text is null or outcome = ${outcome ?? null})
           and (${operation ?? null}::text is null or operation = ${operation ?? null})
           and (${before ?? null}::uuid is null or id < ${before ?? null}::uuid)
         order by id desc limit ${limit}`,
  )
}
