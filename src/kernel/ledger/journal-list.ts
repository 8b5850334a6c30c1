/**
 * Lists of journals, the newest first. Posting pays for one index of journals beside their key,
 * that of their days: a list walks it, gathers by number through the key, or follows an account.
 */
import type { BusinessDate, Instant } from '../clock/index.ts'
import { sql, type Reader, type Sql } from '../db/index.ts'
import { bucketCount, bucketOf } from '../id/index.ts'
import type { Currency } from '../money/index.ts'
import { assert } from '../problem/index.ts'
import { listEntries, rangeOf } from './entries.ts'
import type { Command } from './model.ts'

export interface JournalFilter {
  /** Its own number; nothing else is then looked at. */
  readonly id?: bigint | undefined
  /** What the bizNo begins with. */
  readonly bizNo?: string | undefined
  readonly bizType?: string | undefined
  readonly caller?: string | undefined
  readonly kind?: Command['kind'] | undefined
  /** Effective days, both included; of an account's journals, the days of booking. */
  readonly from?: BusinessDate | undefined
  readonly to?: BusinessDate | undefined
  /** Only journals that moved money of this account. */
  readonly accountNo?: string | undefined
}

/** What one currency of a journal moved. */
export interface Moved {
  readonly currency: Currency
  /** Minor units, as text: a sum may exceed 63 bits. */
  readonly amount: string
}

export interface JournalRow {
  readonly id: bigint
  readonly kind: Command['kind']
  readonly caller: string
  readonly bizType: string
  readonly bizNo: string
  readonly effectiveDate: BusinessDate
  readonly bookedAt: Instant
  readonly memo: string | null
  readonly legs: number
  /** Of the first leg; null where nothing moved. */
  readonly debit: string | null
  readonly credit: string | null
  readonly moved: readonly Moved[]
}

/** Where a page ends: a day and a number, or the number of an account's entry. */
export type Place =
  | { readonly effectiveDate: BusinessDate; readonly id: bigint }
  | { readonly sequence: bigint }

export interface JournalPage {
  readonly items: readonly JournalRow[]
  /** Undefined when there is no next page. */
  readonly next: Place | undefined
}

export interface JournalRequest {
  readonly filter: JournalFilter
  readonly after?: Place | undefined
  readonly limit: number
}

/**
 * Rows that one page looks at, at most: a page of what is rare may be short, or empty, and still
 * have a next one.
 */
const lookedAtMax = 10_000
const gatheredMax = 1_000

export async function listJournals(
  reader: Reader,
  { filter, after, limit }: JournalRequest,
): Promise<JournalPage> {
  assert(limit >= 1 && limit <= gatheredMax, `a page has 1 to ${gatheredMax}, not ${limit}`)
  if (filter.id !== undefined) return { items: await byId(reader, filter.id), next: undefined }
  if (filter.accountNo !== undefined) {
    const below = after && 'sequence' in after ? after.sequence : undefined
    return await ofAccount(reader, filter.accountNo, { filter, below, limit })
  }
  const place = after && 'id' in after ? after : undefined
  return filter.bizNo === undefined
    ? await alongDays(reader, { filter, after: place, limit })
    : await byNumber(reader, { filter, after: place, limit })
}

/** Numbers stand in the index behind their day: each day that has journals is looked at, once. */
const byId = (reader: Reader, id: bigint): Promise<readonly JournalRow[]> =>
  rowsOf(reader, {
    where: sql`j.id = ${id} and j.effective_date in (
      with recursive days (day) as (
        select max(d.effective_date) from ledger.journal d
         union all
        select (select max(d.effective_date) from ledger.journal d
                 where d.effective_date < days.day)
          from days where days.day is not null)
      select day from days where day is not null)`,
    order: dayOrder,
    limit: gatheredMax,
  })

type DayPlace = Extract<Place, { id: bigint }>

interface Behind extends Omit<JournalRequest, 'after'> {
  readonly after: DayPlace | undefined
}

const dayOrder = sql`j.effective_date desc, j.id desc`
const placeOf = ({ effectiveDate, id }: DayPlace): DayPlace => ({ effectiveDate, id })

/** Of `limit + 1` rows the page, and where the next one begins. */
function pageOf(found: readonly JournalRow[], limit: number): JournalPage {
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items, next: last && found.length > limit ? placeOf(last) : undefined }
}

async function alongDays(reader: Reader, { filter, after, limit }: Behind): Promise<JournalPage> {
  const range = sql`true
    ${filter.from === undefined ? sql`` : sql`and j.effective_date >= ${filter.from}`}
    ${filter.to === undefined ? sql`` : sql`and j.effective_date <= ${filter.to}`}
    ${behind(after)}`
  const narrow = [filter.bizType, filter.caller, filter.kind].some((one) => one !== undefined)
  const edge = narrow
    ? await reader.row<DayPlace>(sql`
        select j.effective_date, j.id from ledger.journal j
         where ${range} order by ${dayOrder} offset ${lookedAtMax - 1} limit 1`)
    : undefined
  const until = edge
    ? sql`and (j.effective_date, j.id) >= (${edge.effectiveDate}::date, ${edge.id}::bigint)`
    : sql``
  const found = await rowsOf(reader, {
    where: sql`${range} ${until} and ${matching(filter)}`,
    order: dayOrder,
    limit: limit + 1,
  })
  const page = pageOf(found, limit)
  return page.next || edge === undefined ? page : { ...page, next: placeOf(edge) }
}

const behind = (after: DayPlace | undefined): Sql =>
  after === undefined
    ? sql``
    : sql`and (j.effective_date, j.id) < (${after.effectiveDate}::date, ${after.id}::bigint)`

const buckets = Array.from({ length: bucketCount }, (_, bucket) => bucket)

/** The key begins with the bucket: 64 short looks. */
async function byNumber(reader: Reader, { filter, after, limit }: Behind): Promise<JournalPage> {
  const { bizNo = '', from, to } = filter
  const gathered = sql`(
    select j.bucket, j.biz_no, j.biz_type, j.caller from ledger.journal j
     where j.bucket = any(${buckets}::smallint[])
       and j.biz_no >= ${bizNo} and j.biz_no < ${`${bizNo}\u{10ffff}`}
     limit ${gatheredMax})`
  const where = sql`(j.bucket, j.biz_no, j.biz_type, j.caller) in ${gathered}
    ${from === undefined ? sql`` : sql`and j.effective_date >= ${from}`}
    ${to === undefined ? sql`` : sql`and j.effective_date <= ${to}`}
    ${behind(after)} and ${matching(filter)}`
  return pageOf(await rowsOf(reader, { where, order: dayOrder, limit: limit + 1 }), limit)
}

function matching({ bizType, caller, kind }: JournalFilter): Sql {
  return sql`true
    ${bizType === undefined ? sql`` : sql`and j.biz_type = ${bizType}`}
    ${caller === undefined ? sql`` : sql`and j.caller = ${caller}`}
    ${kind === undefined ? sql`` : sql`and j.kind = ${kind}`}`
}

interface OfAccount {
  readonly filter: JournalFilter
  readonly below: bigint | undefined
  readonly limit: number
}

/** Entries of one journal follow one another on an account: each journal is told once. */
async function ofAccount(
  reader: Reader,
  accountNo: string,
  { filter, below, limit }: OfAccount,
): Promise<JournalPage> {
  const { bizNo, bizType, from, to } = filter
  if ((await rangeOf(reader, accountNo, {})) === undefined) return { items: [], next: undefined }
  const page = await listEntries(reader, accountNo, { filter: { bizType, from, to }, below, limit })
  const told = below === undefined ? undefined : await journalAt(reader, accountNo, below)
  const entries =
    page?.items.filter(
      (one) => one.bizNo.startsWith(bizNo ?? '') && one.journalId !== told?.journalId,
    ) ?? []
  const numbers = [...new Set(entries.map((one) => one.bizNo))]
  const ids = [...new Set(entries.map(({ journalId }) => journalId))]
  const where = sql`j.bucket = any(${[...new Set(numbers.map(bucketOf))]}::smallint[])
    and j.biz_no = any(${numbers}::text[]) and j.id = any(${ids}::bigint[])
    and ${matching(filter)}`
  const items = await rowsOf(reader, { where, order: sql`j.id desc`, limit })
  const next = page?.nextBelow
  return { items, next: next === undefined ? undefined : { sequence: next } }
}

/** The entry that ended a page may share its journal with the first of the next one. */
const journalAt = (reader: Reader, accountNo: string, sequence: bigint) =>
  reader.row<{ journalId: bigint }>(sql`
    select e.journal_id from ledger.account_transaction e
     where e.bucket = ${bucketOf(accountNo)} and e.account_no = ${accountNo}
       and e.sequence = ${sequence}`)

interface Rows {
  readonly where: Sql
  readonly order: Sql
  readonly limit: number
}

/** The page is found first: only its own rows ask their accounts for their currency. */
const rowsOf = (reader: Reader, { where, order, limit }: Rows): Promise<readonly JournalRow[]> =>
  reader.rows<JournalRow>(sql`
    select j.id, j.kind, j.caller, j.biz_type, j.biz_no, j.effective_date, j.booked_at, j.memo,
           cardinality(j.amounts) as legs, j.debits[1] as debit, j.credits[1] as credit,
           coalesce(m.moved, '[]'::jsonb) as moved
      from (
        select j.id, j.kind, j.caller, j.biz_type, j.biz_no, j.effective_date, j.booked_at, j.memo,
               j.debits, j.credits, j.amounts
          from ledger.journal j where ${where} order by ${order} limit ${limit}) as j
      left join lateral (
        select jsonb_agg(jsonb_build_object('currency', s.currency, 'amount', s.amount::text)
                 order by s.currency) as moved
          from (
            select a.currency, sum(l.amount) as amount
              from unnest(j.debits, j.amounts) as l (debit, amount)
              join ledger.account a on a.account_no = l.debit
             group by a.currency) as s) as m on true
     order by ${order}`)
