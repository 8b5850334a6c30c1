/**
 * What `verify` asks of PostgreSQL about entries and journals. Both tables are read as they lie on
 * the disk, so many pages at a time, and sorted in memory: along the primary key, each entry of a
 * large ledger would be another page.
 */
import { sql, type Reader, type Sql } from '../db/index.ts'
import { assert } from '../problem/index.ts'
import type { Side } from './model.ts'

/** Pages of a table, from one to before another; null: to the end. */
export interface Pages {
  readonly from: number
  readonly to: number | null
}

interface Fault {
  readonly subject: string
  readonly detail: string
}

/** 32 MB, some 130,000 entries: a second of one processor, sorted within `memory`. */
const pagesMax = 4_096
const memory = '64MB'

export async function prepare(reader: Reader): Promise<void> {
  await reader.rows(sql`select set_config('work_mem', ${memory}, true)`)
}

export async function pagesOf(
  reader: Reader,
  table: 'account_transaction' | 'journal',
): Promise<readonly Pages[]> {
  const found = await reader.row<{ pages: number }>(sql`
    select (pg_relation_size(${`ledger.${table}`}::regclass)
             / current_setting('block_size')::int)::int as pages`)
  const count = Math.max(1, Math.ceil((found?.pages ?? 0) / pagesMax))
  return Array.from({ length: count }, (_, at) => ({
    from: at * pagesMax,
    to: at + 1 === count ? null : (at + 1) * pagesMax,
  }))
}

const within = ({ from, to }: Pages, table: Sql): Sql => sql`
  ${table}.ctid >= ${`(${from},0)`}::tid
  ${to === null ? sql`` : sql`and ${table}.ctid < ${`(${to},0)`}::tid`}`

/**
 * Each entry with the one before it on its account: mostly it lies in the same pages, and where it
 * does not it is looked up.
 */
const lines = (pages: Pages): Sql => sql`
  select e.bucket, e.account_no, e.sequence, e.id, e.journal_id, e.biz_no, e.biz_type, e.direction,
         e.amount, e.balance_after, e.counterparty, e.effective_date, e.booked_date, e.trans_time,
         e.hash, lag(e.sequence) over w = e.sequence - 1 as is_near,
         lag(e.balance_after) over w as near_balance, lag(e.hash) over w as near_hash
    from ledger.account_transaction e
   where ${within(pages, sql`e`)}
  window w as (partition by e.bucket, e.account_no order by e.sequence)`

const before = (column: Sql): Sql => sql`(
  select ${column} from ledger.account_transaction p
   where p.bucket = line.bucket and p.account_no = line.account_no
     and p.sequence = line.sequence - 1)`

/** An account that is not there has no side, so that no balance of its entries fits. */
const chained = (pages: Pages): Sql => sql`
  select line.bucket, line.account_no, line.sequence, line.id, line.journal_id, line.biz_no,
         line.biz_type, line.direction, line.amount, line.balance_after, line.counterparty,
         line.effective_date, line.booked_date, line.trans_time, line.hash, a.normal_side,
         case when is_near then near_hash
              when line.sequence = 1 then sha256(convert_to(line.account_no, 'UTF8'))
              else ${before(sql`p.hash`)} end as before_hash,
         case when is_near then near_balance
              when line.sequence = 1 then 0
              else ${before(sql`p.balance_after`)} end as before_balance,
         case line.direction when a.normal_side then line.amount else -line.amount end as effect
    from (${lines(pages)}) as line
    left join ledger.account a on a.bucket = line.bucket and a.account_no = line.account_no`

/** The same text as `entryHash` writes. */
const expected = sql`sha256(before_hash || convert_to(concat_ws(chr(31), account_no, sequence, id,
  journal_id, biz_type, biz_no, direction, amount, balance_after, counterparty, effective_date,
  booked_date, (date_part('epoch', trans_time) * 1000)::bigint), 'UTF8'))`

const fits = sql`(coalesce(balance_after = before_balance + effect and hash = ${expected}, false)
  and normal_side is not null)`

export interface Seen {
  readonly entries: bigint
  readonly faults: bigint
  /** A sum over all entries; the legs of all journals must give the same. */
  readonly fingerprint: bigint
}

type Mark = Readonly<
  Record<'journal' | 'bizType' | 'bizNo' | 'account' | 'other' | 'direction' | 'amount', Sql>
>

/**
 * An entry as a number that nobody foresees who does not know the seed. The sums over entries and
 * over legs differ, but for one chance in four billion, when an entry is missing, was added, or
 * says something else than its journal: so neither has to be sorted to be compared. The hash of a
 * record alone would not do: it is a sum itself, in which two journals could change places unseen.
 */
const mark = (of: Mark, seed: bigint): Sql => sql`hashint8extended(hash_record_extended(
  row(${of.journal}, ${of.bizType}, ${of.bizNo}, ${of.account}, ${of.other}, ${of.direction},
  ${of.amount}), ${seed}::bigint), ${seed}::bigint)`

const entryMark: Mark = {
  journal: sql`journal_id`,
  bizType: sql`biz_type`,
  bizNo: sql`biz_no`,
  account: sql`account_no`,
  other: sql`counterparty`,
  direction: sql`direction`,
  amount: sql`amount`,
}

export async function entriesIn(reader: Reader, pages: Pages, seed: bigint): Promise<Seen> {
  const seen = await reader.row<{ entries: bigint; faults: bigint; fingerprint: string }>(sql`
    select count(*) as entries, count(*) filter (where not ${fits}) as faults,
           coalesce(sum(${mark(entryMark, seed)}), 0)::text as fingerprint
      from (${chained(pages)}) as entry`)
  assert(seen, 'a sum is one row')
  return { ...seen, fingerprint: BigInt(seen.fingerprint) }
}

interface EntryRow {
  readonly accountNo: string
  readonly sequence: bigint
  readonly isKnown: boolean
  readonly isFirst: boolean
  readonly isBalanced: boolean
}

/** The first of these pages that does not fit, by account and number. */
export async function brokenEntry(reader: Reader, pages: Pages): Promise<Fault | undefined> {
  const found = await reader.row<EntryRow>(sql`
    select account_no, sequence, normal_side is not null as is_known,
           before_hash is null as is_first,
           coalesce(balance_after = before_balance + effect, false) as is_balanced
      from (${chained(pages)}) as entry
     where not ${fits}
     order by bucket, account_no, sequence limit 1`)
  return found && { subject: `entry:${found.accountNo}#${found.sequence}`, detail: wrong(found) }
}

function wrong({ sequence, isKnown, isFirst, isBalanced }: EntryRow): string {
  if (!isKnown) return 'its account is not there'
  if (isFirst) return `entry ${sequence - 1n} is missing before it`
  if (!isBalanced) return 'its balance does not follow from the entry before it'
  return 'it was changed: its hash is not that of its fields'
}

const legMark = (side: Side): Mark => ({
  journal: sql`j.id`,
  bizType: sql`j.biz_type`,
  bizNo: sql`j.biz_no`,
  account: side === 'debit' ? sql`leg.debit` : sql`leg.credit`,
  other: side === 'debit' ? sql`leg.credit` : sql`leg.debit`,
  direction: side === 'debit' ? sql`'debit'::text` : sql`'credit'::text`,
  amount: sql`leg.amount`,
})

const legMarks = (seed: bigint): Sql =>
  sql`${mark(legMark('debit'), seed)}::numeric + ${mark(legMark('credit'), seed)}`

/** Nearly all journals have one leg, and unnesting it costs ten times what reading it does. */
export async function legsIn(reader: Reader, pages: Pages, seed: bigint): Promise<bigint> {
  const found = await reader.row<{ fingerprint: string }>(sql`
    select (coalesce(sum(case when cardinality(j.amounts) = 1 then (
              select ${legMarks(seed)}
                from (select j.debits[1], j.credits[1], j.amounts[1])
                  as leg (debit, credit, amount))
            else (
              select sum(${legMarks(seed)})
                from unnest(j.debits, j.credits, j.amounts) as leg (debit, credit, amount))
            end), 0))::text as fingerprint
      from ledger.journal j where ${within(pages, sql`j`)}`)
  return BigInt(found?.fingerprint ?? 0)
}

interface JournalRow {
  readonly name: string
  readonly legs: string
  readonly debit: string
  readonly credit: string
}

/** Which journal its entries do not fit: it sorts everything, so it is asked when one is. */
export async function brokenJournal(reader: Reader, seed: bigint): Promise<Fault | undefined> {
  const found = await reader.row<JournalRow>(sql`
    select coalesce(j.biz_type || '/' || j.biz_no, 'id ' || e.journal_id) as name,
           coalesce(j.total, 0)::text as legs, coalesce(e.debit, 0)::text as debit,
           coalesce(e.credit, 0)::text as credit
      from (
        select j.id, j.biz_type, j.biz_no, l.total, coalesce(l.marks, 0) as marks
          from ledger.journal j
         cross join lateral (
           select coalesce(sum(leg.amount), 0) as total, sum(${legMarks(seed)}) as marks
             from unnest(j.debits, j.credits, j.amounts) as leg (debit, credit, amount)) as l) as j
      full join (
        select journal_id, biz_no, biz_type,
               sum(amount) filter (where direction = 'debit') as debit,
               sum(amount) filter (where direction = 'credit') as credit,
               sum(${mark(entryMark, seed)}) as marks
          from ledger.account_transaction group by journal_id, biz_no, biz_type) as e
        on e.journal_id = j.id and e.biz_no = j.biz_no and e.biz_type = j.biz_type
     where coalesce(j.marks, 0) <> coalesce(e.marks, 0)
     order by 1 limit 1`)
  if (found === undefined) return undefined
  const { name, legs, debit, credit } = found
  const sums = `its legs are ${legs}, its debits ${debit}, its credits ${credit}`
  const others = 'its entries are not those of its legs'
  const same = legs === debit && legs === credit
  return { subject: `journal:${name}`, detail: same ? others : sums }
}
