/** "Why is this the balance?": from what it came, piece by piece, so that the pieces add up. */
import { sql, type Reader } from '../db/index.ts'
import type { Instant } from '../clock/index.ts'
import { bucketOf } from '../id/index.ts'
import { findAccount, type AccountView } from './accounts.ts'
import { balanceAt } from './balance.ts'
import { entryColumns, type EntryView } from './entries.ts'
import type { HoldStatus, Side } from './model.ts'

export interface ExplainedPart {
  readonly bizType: string
  readonly direction: Side
  readonly count: bigint
  readonly amount: bigint
  /** What all of them did to the balance. */
  readonly effect: bigint
}

export interface HoldView {
  readonly id: string
  readonly caller: string
  readonly bizType: string
  readonly bizNo: string
  readonly accountNo: string
  readonly amount: bigint
  readonly posted: bigint
  readonly status: HoldStatus
  readonly expiresAt: Instant | null
}

export interface Explanation {
  readonly account: AccountView
  /** At the moment asked for. */
  readonly balance: bigint
  /** Before the entries that are summed up: `before + Σ effect = balance`. */
  readonly before: bigint
  readonly parts: readonly ExplainedPart[]
  /** The last of them, the newest first. */
  readonly recent: readonly EntryView[]
  /** What reserves today, the largest first. */
  readonly holds: readonly HoldView[]
}

const summedMax = 5_000
const recentMax = 20
const holdsMax = 50

/** Of the balance at `at`, as booked; holds and available are those of `now`. */
export async function explain(
  reader: Reader,
  accountNo: string,
  { at, now }: { readonly at: Instant; readonly now: Instant },
): Promise<Explanation | undefined> {
  const [account, found] = await Promise.all([
    findAccount(reader, accountNo, now),
    balanceAt(reader, accountNo, { basis: 'booked', at }),
  ])
  if (account === undefined || found === undefined) return undefined
  const range = { high: found.sequence, low: found.sequence - BigInt(summedMax) }
  const of = { accountNo, normalSide: account.normalSide, ...range }
  const [parts, recent, holds] = await Promise.all([
    partsOf(reader, of),
    recentOf(reader, of),
    openHolds(reader, accountNo, now),
  ])
  const before = found.balance - parts.reduce((sum, { effect }) => sum + effect, 0n)
  return { account, balance: found.balance, before, parts, recent, holds }
}

interface Of {
  readonly accountNo: string
  readonly normalSide: Side
  readonly low: bigint
  readonly high: bigint
}

const partsOf = (reader: Reader, { accountNo, normalSide, low, high }: Of) =>
  reader.rows<ExplainedPart>(sql`
    select e.biz_type, e.direction, count(*) as count, sum(e.amount)::bigint as amount,
           sum(case when e.direction = ${normalSide} then e.amount else -e.amount end)::bigint
             as effect
      from ledger.account_transaction e
     where e.bucket = ${bucketOf(accountNo)} and e.account_no = ${accountNo}
       and e.sequence > ${low} and e.sequence <= ${high}
     group by e.biz_type, e.direction order by e.biz_type, e.direction`)

const recentOf = (reader: Reader, { accountNo, low, high }: Of) =>
  reader.rows<EntryView>(sql`
    select ${entryColumns} from ledger.account_transaction e
     where e.bucket = ${bucketOf(accountNo)} and e.account_no = ${accountNo}
       and e.sequence > ${low} and e.sequence <= ${high}
     order by e.sequence desc limit ${recentMax}`)

const openHolds = (reader: Reader, accountNo: string, now: Instant) =>
  reader.rows<HoldView>(sql`
    select h.id, h.caller, h.biz_type, h.biz_no, h.account_no, h.amount, h.posted, h.status,
           h.expires_at
      from ledger.hold h
     where h.account_no = ${accountNo} and h.status = 'open'
       and (h.expires_at is null or h.expires_at > ${now})
     order by h.amount desc, h.id limit ${holdsMax}`)
