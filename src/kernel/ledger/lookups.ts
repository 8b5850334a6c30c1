/** Journals, holds and verifications as others ask for them. */
import type { BusinessDate, Clock, Instant } from '../clock/index.ts'
import { sql, type Database, type Reader } from '../db/index.ts'
import { bucketOf, newId } from '../id/index.ts'
import type { Json } from '../problem/index.ts'
import type { HoldView } from './explain.ts'
import type { Command, HoldStatus } from './model.ts'
import { verifyLedger, type LedgerFault, type Progress } from './verify.ts'

export interface JournalView {
  readonly id: bigint
  readonly kind: Command['kind']
  readonly caller: string
  readonly bizType: string
  readonly bizNo: string
  readonly effectiveDate: BusinessDate
  readonly bookedAt: Instant
  readonly memo: string | null
  readonly metadata: Json
  readonly debits: readonly string[]
  readonly credits: readonly string[]
  readonly amounts: readonly bigint[]
  /** Leg by leg, by later reversals; null while there is none. */
  readonly reversed: readonly bigint[] | null
}

const journalsMax = 100

/** Journals of a bizNo: several when it was used for several types, or by several callers. */
export const findJournals = (reader: Reader, bizNo: string): Promise<readonly JournalView[]> =>
  reader.rows<JournalView>(sql`
    select j.id, j.kind, j.caller, j.biz_type, j.biz_no, j.effective_date, j.booked_at, j.memo,
           j.metadata, j.debits, j.credits, j.amounts, r.amounts as reversed
      from ledger.journal j
      left join ledger.reversed r on r.bucket = j.bucket and r.biz_no = j.biz_no
           and r.biz_type = j.biz_type and r.caller = j.caller
     where j.bucket = ${bucketOf(bizNo)} and j.biz_no = ${bizNo}
     order by j.biz_type, j.caller limit ${journalsMax}`)

const holdColumns = sql`
  h.id, h.caller, h.biz_type, h.biz_no, h.account_no, h.amount, h.posted, h.expires_at`

/** Expired ones are told as expired, released or not. */
const statusAt = (now: Instant) => sql`
  case when h.status = 'open' and h.expires_at <= ${now} then 'expired' else h.status end as status`

/** `id` is a UUID. */
export const findHold = (reader: Reader, id: string, now: Instant): Promise<HoldView | undefined> =>
  reader.row<HoldView>(sql`
    select ${holdColumns}, ${statusAt(now)} from ledger.hold h where h.id = ${id}`)

/** The hold that was made under this number. */
export const findHoldOf = (
  reader: Reader,
  { caller, bizType, bizNo }: Pick<HoldView, 'caller' | 'bizType' | 'bizNo'>,
  now: Instant,
): Promise<HoldView | undefined> =>
  reader.row<HoldView>(sql`
    select ${holdColumns}, ${statusAt(now)} from ledger.hold h
     where h.bucket = ${bucketOf(bizNo)} and h.biz_no = ${bizNo} and h.biz_type = ${bizType}
       and h.caller = ${caller}`)

export interface HoldRequest {
  readonly accountNo: string
  readonly status?: HoldStatus | undefined
  /** Only holds behind this id. */
  readonly after?: string | undefined
  readonly limit: number
  readonly now: Instant
}

/** Holds of an account, the oldest first. */
export const listHolds = (
  reader: Reader,
  { accountNo, status, after, limit, now }: HoldRequest,
): Promise<readonly HoldView[]> =>
  reader.rows<HoldView>(sql`
    select id, caller, biz_type, biz_no, account_no, amount, posted, expires_at, status
      from (select ${holdColumns}, ${statusAt(now)} from ledger.hold h
             where h.account_no = ${accountNo}
               ${after === undefined ? sql`` : sql`and h.id > ${after}`}) as held
     where true ${status === undefined ? sql`` : sql`and status = ${status}`}
     order by id limit ${limit}`)

export interface Verification {
  readonly id: string
  readonly startedAt: Instant
  readonly finishedAt: Instant
  readonly entries: bigint
  readonly fault: LedgerFault | undefined
}

/** Verifies everything and remembers what was found. */
export async function verifyAndRemember(
  database: Database,
  clock: Clock,
  onProgress: Progress = () => undefined,
): Promise<Verification> {
  const startedAt = clock.now()
  let entries = 0n
  const fault = await verifyLedger(database, (done, of, seen) => {
    entries = seen
    onProgress(done, of, seen)
  })
  const found = { id: newId(), startedAt, finishedAt: clock.now(), entries, fault }
  await database.transaction((tx) =>
    tx.run(sql`
      insert into ledger.verification (id, started_at, finished_at, entries, subject, detail)
      values (${found.id}, ${startedAt}, ${found.finishedAt}, ${entries},
        ${fault?.subject ?? null}, ${fault?.detail ?? null})`),
  )
  return found
}

interface VerificationRow extends Omit<Verification, 'fault'> {
  readonly subject: string | null
  readonly detail: string | null
}

/** What the last verification found; undefined before the first. */
export async function lastVerification(reader: Reader): Promise<Verification | undefined> {
  const row = await reader.row<VerificationRow>(sql`
    select id, started_at, finished_at, entries, subject, detail from ledger.verification
     order by id desc limit 1`)
  if (row === undefined) return undefined
  const { subject, detail, ...rest } = row
  return { ...rest, fault: subject === null ? undefined : { subject, detail: detail ?? '' } }
}
