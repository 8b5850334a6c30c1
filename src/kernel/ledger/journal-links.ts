/**
 * What a journal has to do with others: what it reverses or posts, and what reversed or posted it.
 * Only the later one remembers the earlier, so that nothing is written twice.
 */
import { sql, type Reader } from '../db/index.ts'
import { bucketOf } from '../id/index.ts'
import type { Currency } from '../money/index.ts'
import { lastEntry } from './balance.ts'
import type { JournalView } from './lookups.ts'
import type { Command } from './model.ts'

export interface JournalLink {
  readonly id: bigint
  readonly kind: Command['kind']
  readonly caller: string
  readonly bizType: string
  readonly bizNo: string
  readonly bookedAt: Date
}

export interface JournalLinks {
  /** The journal that it reverses, or the hold that it posts or releases. */
  readonly source: JournalLink | undefined
  /** Journals that reversed it, or posted it when it is a hold; the oldest first. */
  readonly followers: readonly JournalLink[]
}

const linkColumns = sql`j.id, j.kind, j.caller, j.biz_type, j.biz_no, j.booked_at`

export async function linksOf(reader: Reader, journal: JournalView): Promise<JournalLinks> {
  const [source, followers] = await Promise.all([
    sourceOf(reader, journal),
    followersOf(reader, journal),
  ])
  return { source, followers }
}

type Keyed = Pick<JournalView, 'caller' | 'bizType' | 'bizNo'>

interface Asked {
  readonly asked: { readonly original?: string; readonly hold?: string } | null
}

/** It names its source as `bizType/bizNo`, and both may hold a stroke themselves. */
async function sourceOf(
  reader: Reader,
  { caller, bizType, bizNo, kind }: JournalView,
): Promise<JournalLink | undefined> {
  if (kind === 'post' || kind === 'hold') return undefined
  const own = await reader.row<Asked>(sql`
    select j.asked from ledger.journal j
     where j.bucket = ${bucketOf(bizNo)} and j.biz_no = ${bizNo} and j.biz_type = ${bizType}
       and j.caller = ${caller}`)
  const named = own?.asked?.original ?? own?.asked?.hold
  if (named === undefined) return undefined
  const numbers = [...named.matchAll(/\//gu)].map(({ index }) => named.slice(index + 1))
  return await reader.row<JournalLink>(sql`
    select ${linkColumns} from ledger.journal j
     where j.bucket = any(${numbers.map(bucketOf)}::smallint[])
       and j.biz_no = any(${numbers}::text[]) and j.caller = ${caller}
       and j.biz_type || '/' || j.biz_no = ${named}
     limit 1`)
}

const followersMax = 100

/**
 * A follower stands behind it on the account that it moved or reserved: entries from there on whose
 * journals name it. So many entries are looked at, and no more.
 */
async function followersOf(reader: Reader, journal: JournalView): Promise<readonly JournalLink[]> {
  const accountNo = await accountOf(reader, journal)
  if (accountNo === undefined) return []
  const entries = await reader.rows<{ bizNo: string; journalId: bigint }>(sql`
    select e.biz_no, e.journal_id
      from ledger.account a
     cross join lateral ${lastEntry(sql`e.trans_time < ${journal.bookedAt}`)} as l (sequence)
      join ledger.account_transaction e
        on e.bucket = a.bucket and e.account_no = a.account_no
       and e.sequence > l.sequence and e.sequence <= l.sequence + ${lookedAtMax}
     where a.bucket = ${bucketOf(accountNo)} and a.account_no = ${accountNo}
       ${onOtherSide(journal)}
     order by e.sequence limit ${candidatesMax}`)
  if (entries.length === 0) return []
  const numbers = [...new Set(entries.map(({ bizNo }) => bizNo))]
  const named = nameOf(journal)
  return await reader.rows<JournalLink>(sql`
    select ${linkColumns} from ledger.journal j
     where j.bucket = any(${[...new Set(numbers.map(bucketOf))]}::smallint[])
       and j.biz_no = any(${numbers}::text[])
       and j.id = any(${entries.map(({ journalId }) => journalId)}::bigint[])
       and j.caller = ${journal.caller} and j.kind in ('reverse', 'post_hold')
       and (j.asked ->> 'original' = ${named} or j.asked ->> 'hold' = ${named})
     order by j.id limit ${followersMax}`)
}

const lookedAtMax = 10_000
const candidatesMax = 500
const nameOf = ({ bizType, bizNo }: Keyed): string => `${bizType}/${bizNo}`

/** A reversal credits what was debited; a posted hold may go to either side. */
function onOtherSide({ kind, debits, credits }: JournalView) {
  if (kind === 'hold') return sql``
  return sql`and e.direction = 'credit' and e.counterparty = ${credits[0] ?? debits[0] ?? ''}`
}

async function accountOf(
  reader: Reader,
  { kind, debits, caller, bizType, bizNo, reversed }: JournalView,
): Promise<string | undefined> {
  if (kind !== 'hold') return reversed === null ? undefined : debits[0]
  const hold = await reader.row<{ accountNo: string }>(sql`
    select h.account_no from ledger.hold h
     where h.bucket = ${bucketOf(bizNo)} and h.biz_no = ${bizNo} and h.biz_type = ${bizType}
       and h.caller = ${caller} and h.status = 'posted'`)
  return hold?.accountNo
}

export interface Party {
  readonly accountNo: string
  readonly name: string
  readonly accountType: string
  readonly currency: Currency
}

/** Who the accounts of a journal are. */
export const partiesOf = (reader: Reader, numbers: readonly string[]): Promise<readonly Party[]> =>
  reader.rows<Party>(sql`
    select a.account_no, a.name, a.account_type, a.currency from ledger.account a
     where a.bucket = any(${[...new Set(numbers.map(bucketOf))]}::smallint[])
       and a.account_no = any(${numbers}::text[])
     order by a.account_no`)
