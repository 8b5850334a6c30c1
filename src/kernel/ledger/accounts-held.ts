/** The accounts behind a line of the trial balance, each with what it held at that moment. */
import type { Instant } from '../clock/index.ts'
import { sql, type Reader } from '../db/index.ts'
import { assert } from '../problem/index.ts'
import { lastEntry, upTo } from './balance.ts'
import type { Side } from './model.ts'

export interface HeldRequest {
  readonly accountType: string
  readonly currency: string
  readonly at: Instant
  /** Only accounts behind this one. */
  readonly after?: string | undefined
  readonly limit: number
}

export interface HeldAccount {
  readonly accountNo: string
  readonly name: string
  readonly normalSide: Side
  /** On the account's normal side. */
  readonly balance: bigint
}

const limitMax = 1_000

/** By their number; an account that was opened later is not among them. */
export const accountsHeld = (
  reader: Reader,
  { accountType, currency, at, after, limit }: HeldRequest,
): Promise<readonly HeldAccount[]> => {
  assert(limit >= 1 && limit <= limitMax, `a page has 1 to ${limitMax} accounts, not ${limit}`)
  return reader.rows<HeldAccount>(sql`
    select a.account_no, a.name, a.normal_side,
           case when a.last_at <= ${at} then a.balance
                else coalesce(e.balance_after, 0) end as balance
      from ledger.account a
      left join lateral ${lastEntry(upTo({ basis: 'booked', at }))} as l (sequence)
        on a.last_at > ${at}
      left join ledger.account_transaction e
        on e.bucket = a.bucket and e.account_no = a.account_no and e.sequence = l.sequence
     where a.account_type = ${accountType} and a.currency = ${currency} and a.opened_at <= ${at}
       ${after === undefined ? sql`` : sql`and a.account_no > ${after}`}
     order by a.account_no limit ${limit}`)
}
