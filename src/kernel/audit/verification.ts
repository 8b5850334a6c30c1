/**
 * Recomputing the trail as something that is asked for, takes its time, and leaves a result that
 * anybody may look at. One at a time: who asks while one is under way gets that one.
 */
import type { Instant } from '../clock/index.ts'
import { sql, type Database, type Reader, type Tx } from '../db/index.ts'
import { newId } from '../id/index.ts'
import type { AuditFault, AuditProgress } from './fault.ts'
import { verifyAudit } from './verify.ts'

export interface AuditVerification {
  readonly id: string
  /** `user:0190…`, `system:audit.verify`. */
  readonly askedBy: string
  readonly askedAt: Instant
  readonly state: 'queued' | 'running' | 'clean' | 'broken'
  readonly entries: bigint
  readonly bucketsDone: number
  readonly buckets: number
  readonly endedAt: Instant | null
  readonly faultKind: AuditFault['kind'] | null
  readonly faultSubject: string | null
  readonly faultDetail: string | null
}

const columns = sql`id, asked_by, asked_at, state, entries, buckets_done, buckets, ended_at,
  fault_kind, fault_subject, fault_detail`

/** The newest first; the first one may be under way. */
export const listVerifications = (
  reader: Reader,
  limit: number,
): Promise<readonly AuditVerification[]> =>
  reader.rows<AuditVerification>(
    sql`select ${columns} from audit.verification order by id desc limit ${limit}`,
  )

/** One that has not ended by then was lost with its process, and does not keep others waiting. */
const givenUpAfterMs = 3_600_000

/** `isNew` says whether there is work to be done for it. */
export async function askVerification(
  tx: Tx,
  askedBy: string,
  at: Instant,
): Promise<{ readonly verification: AuditVerification; readonly isNew: boolean }> {
  const [latest] = await listVerifications(tx, 1)
  const since = new Date(at.getTime() - givenUpAfterMs)
  if (latest && latest.endedAt === null && latest.askedAt > since) {
    return { verification: latest, isNew: false }
  }
  const [made] = await tx.rows<AuditVerification>(
    sql`insert into audit.verification
          (id, asked_by, asked_at, state, entries, buckets_done, buckets)
        values (${newId<'audit-verification'>()}, ${askedBy}, ${at}, 'queued', 0, 0, 0)
        returning ${columns}`,
  )
  return { verification: made as AuditVerification, isNew: true }
}

/** How often a person sees it move on. */
const tellEveryMs = 500

/** May happen twice: whoever ends last says the same, or found more. */
export async function runVerification(
  database: Database,
  id: string,
  now: () => Instant,
): Promise<AuditFault | undefined> {
  let told = 0
  let telling: Promise<unknown> = Promise.resolve()
  let seen: AuditProgress = { rounds: 0, entries: 0, bucketsDone: 0, buckets: 0 }
  const tell = () =>
    database.transaction((tx) =>
      tx.run(
        sql`update audit.verification
               set state = 'running', entries = ${seen.entries},
                   buckets_done = ${seen.bucketsDone}, buckets = ${seen.buckets}
             where id = ${id} and ended_at is null`,
      ),
    )
  const fault = await verifyAudit(database, (progress) => {
    seen = progress
    if (performance.now() - told < tellEveryMs) return
    told = performance.now()
    telling = telling.then(tell)
  })
  await telling
  await database.transaction((tx) =>
    tx.run(
      sql`update audit.verification
             set state = ${fault ? 'broken' : 'clean'}, ended_at = ${now()},
                 entries = ${seen.entries}, buckets_done = ${seen.bucketsDone},
                 buckets = ${seen.buckets}, fault_kind = ${fault?.kind ?? null},
                 fault_subject = ${fault?.subject ?? null}, fault_detail = ${fault?.detail ?? null}
           where id = ${id} and ended_at is null`,
    ),
  )
  return fault
}
