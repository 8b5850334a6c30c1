/**
 * 试算平衡: what every account held at a moment, by account type and currency. It is taken at a
 * watermark, never of the moving books; both sides of a journal have one time, so debits and
 * credits agree at every moment.
 */
import type { Instant } from '../clock/index.ts'
import { sql, type Reader } from '../db/index.ts'
import type { Currency } from '../money/index.ts'
import { lastEntry, upTo } from './balance.ts'

export interface TrialLine {
  readonly accountType: string
  readonly currency: Currency
  readonly accounts: bigint
  /** Sum of the balances that lie on the debit side. Text: sums may exceed 63 bits. */
  readonly debit: string
  readonly credit: string
}

export interface TrialTotal {
  readonly currency: Currency
  readonly debit: string
  readonly credit: string
  readonly balanced: boolean
}

export interface TrialBalance {
  readonly at: Instant
  readonly lines: readonly TrialLine[]
  readonly totals: readonly TrialTotal[]
}

export async function trialBalance(reader: Reader, at: Instant): Promise<TrialBalance> {
  // Most accounts stand still: only those that moved since are looked up among their entries.
  const lines = await reader.rows<TrialLine>(sql`
    select held.account_type, held.currency, count(*) as accounts,
           sum(greatest(held.debit, 0))::text as debit,
           sum(greatest(-held.debit, 0))::text as credit
      from (
        select a.account_type, a.currency,
               case a.normal_side when 'debit' then 1 else -1 end
                 * case when a.last_at <= ${at} then a.balance
                        else coalesce(e.balance_after, 0) end as debit
          from ledger.account a
          left join lateral ${lastEntry(upTo({ basis: 'booked', at }))} as l (sequence)
            on a.last_at > ${at}
          left join ledger.account_transaction e
            on e.bucket = a.bucket and e.account_no = a.account_no and e.sequence = l.sequence
         where a.opened_at <= ${at}
      ) as held
     group by held.account_type, held.currency
     order by held.currency, held.account_type`)
  return { at, lines, totals: totalsOf(lines) }
}

function totalsOf(lines: readonly TrialLine[]): readonly TrialTotal[] {
  const currencies = [...new Set(lines.map(({ currency }) => currency))]
  return currencies.map((currency) => {
    const own = lines.filter((line) => line.currency === currency)
    const sum = (side: 'debit' | 'credit'): bigint =>
      own.reduce((total, line) => total + BigInt(line[side]), 0n)
    const [debit, credit] = [sum('debit'), sum('credit')]
    return {
      currency,
      debit: String(debit),
      credit: String(credit),
      balanced: debit === credit,
    }
  })
}
