/** What was done to the books as a whole, the newest first: verifications, and opening balances. */
import type { BusinessDate, Instant } from '../clock/index.ts'
import { sql, type Reader } from '../db/index.ts'
import type { Verification } from './lookups.ts'

interface PageAsked {
  /** Only those before this id. */
  readonly after?: string | undefined
  readonly limit: number
}

interface VerificationRow extends Omit<Verification, 'fault'> {
  readonly subject: string | null
  readonly detail: string | null
}

export async function listVerifications(
  reader: Reader,
  { after, limit }: PageAsked,
): Promise<readonly Verification[]> {
  const rows = await reader.rows<VerificationRow>(sql`
    select id, started_at, finished_at, entries, subject, detail from ledger.verification
     where true ${after === undefined ? sql`` : sql`and id < ${after}`}
     order by id desc limit ${limit}`)
  return rows.map(({ subject, detail, ...rest }) => ({
    ...rest,
    fault: subject === null ? undefined : { subject, detail: detail ?? '' },
  }))
}

export interface OpeningView {
  readonly id: string
  readonly effectiveDate: BusinessDate
  readonly sha256: string
  readonly lines: number
  readonly status: 'brought' | 'undone'
  readonly broughtBy: string
  readonly broughtAt: Instant
  readonly undoneBy: string | null
  readonly undoneAt: Instant | null
}

export const listOpenings = (
  reader: Reader,
  { after, limit }: PageAsked,
): Promise<readonly OpeningView[]> =>
  reader.rows<OpeningView>(sql`
    select id, effective_date, sha256, lines, status, brought_by, brought_at, undone_by, undone_at
      from ledger.opening
     where true ${after === undefined ? sql`` : sql`and id < ${after}`}
     order by id desc limit ${limit}`)
