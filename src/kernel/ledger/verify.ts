/**
 * Proof from nothing: sequences, balances and hashes of every entry, accounts against their last
 * entry, journals against their legs, debits against credits. The work is done inside PostgreSQL,
 * bucket by bucket, so that ten million entries never travel.
 */
import { sql, type Database, type Reader } from '../db/index.ts'
import { bucketCount } from '../id/index.ts'

export interface LedgerFault {
  /** `entry:ACCOUNT#17`, `account:ACCOUNT`, `journal:TYPE/NO`, `currency:CNY`. */
  readonly subject: string
  readonly detail: string
}

/** How far a verification is: buckets done of all, entries seen so far. */
export type Progress = (done: number, of: number, entries: bigint) => void

/** Buckets that are looked at at the same time: hashing keeps a processor busy. */
const parallelMax = 2

/**
 * The first fault, or none. Each bucket is looked at in a snapshot of its own, in which accounts
 * and entries agree: what is posted meanwhile disturbs nothing, and no snapshot is held for long.
 */
export async function verifyLedger(
  database: Database,
  onProgress: Progress = () => undefined,
): Promise<LedgerFault | undefined> {
  const faults = new Map<number, LedgerFault>()
  const buckets = Array.from({ length: bucketCount }, (_, bucket) => bucket).values()
  let [done, entries] = [0, 0n]
  const look = async (): Promise<void> => {
    for (const bucket of buckets) {
      if (faults.size > 0) return
      const seen = await database.snapshot((reader) => lookInto(reader, bucket))
      if (seen.fault) faults.set(bucket, seen.fault)
      entries += seen.entries
      done += 1
      if (faults.size === 0) onProgress(done, bucketCount, entries)
    }
  }
  await Promise.all(Array.from({ length: parallelMax }, look))
  const [first] = [...faults].toSorted(([one], [other]) => one - other)
  if (first) return first[1]
  return await database.snapshot(
    async (reader) => (await brokenJournal(reader)) ?? (await unbalanced(reader)),
  )
}

async function lookInto(reader: Reader, bucket: number) {
  const fault = (await brokenEntry(reader, bucket)) ?? (await brokenAccount(reader, bucket))
  return { fault, entries: fault ? 0n : await countEntries(reader, bucket) }
}

interface EntryRow {
  readonly accountNo: string
  readonly sequence: bigint
  readonly before: bigint | null
  readonly sequenceFits: boolean
  readonly balanceFits: boolean
}

/** Reads along the primary key, so that nothing is sorted. */
async function brokenEntry(reader: Reader, bucket: number): Promise<LedgerFault | undefined> {
  const row = await reader.row<EntryRow>(sql`
    select account_no, sequence, before_sequence as before,
           sequence = coalesce(before_sequence, 0) + 1 as sequence_fits,
           balance_after = coalesce(before_balance, 0)
             + case when direction = normal_side then amount else -amount end as balance_fits
      from (
        select e.account_no, e.sequence, e.direction, e.amount, e.balance_after, e.hash,
               a.normal_side,
               lag(e.sequence) over w as before_sequence,
               lag(e.balance_after) over w as before_balance,
               sha256(coalesce(lag(e.hash) over w, sha256(convert_to(e.account_no, 'UTF8')))
                 || convert_to(concat_ws(chr(31), e.account_no, e.sequence, e.id, e.journal_id,
                      e.biz_type, e.biz_no, e.direction, e.amount, e.balance_after,
                      e.counterparty, e.effective_date, e.booked_date,
                      (extract(epoch from e.trans_time) * 1000)::bigint), 'UTF8')) as expected
          from ledger.account_transaction e
          join ledger.account a on a.bucket = e.bucket and a.account_no = e.account_no
         where e.bucket = ${bucket}
        window w as (partition by e.account_no order by e.sequence)
      ) as line
     where hash <> expected
        or sequence <> coalesce(before_sequence, 0) + 1
        or balance_after <> coalesce(before_balance, 0)
             + case when direction = normal_side then amount else -amount end
     order by account_no, sequence
     limit 1`)
  if (row === undefined) return undefined
  const { accountNo, sequence, before, sequenceFits, balanceFits } = row
  const detail = !sequenceFits
    ? `entry ${before === null ? 1n : before + 1n} is missing before it`
    : !balanceFits
      ? 'its balance does not follow from the entry before it'
      : 'it was changed: its hash is not that of its fields'
  return { subject: `entry:${accountNo}#${sequence}`, detail }
}

/** An account says what its last entry says, and reserves what its open holds do. */
async function brokenAccount(reader: Reader, bucket: number): Promise<LedgerFault | undefined> {
  const row = await reader.row<{ accountNo: string; what: string }>(sql`
    select a.account_no,
           case when a.sequence <> coalesce(e.sequence, 0) then 'entries at its end are missing'
                when a.balance <> coalesce(e.balance_after, 0)
                  then 'its balance is not that of its last entry'
                when a.frozen_amount <> h.reserved
                  then 'its frozen amount is not that of its open holds'
                else 'its hash is not that of its last entry' end as what
      from ledger.account a
      left join lateral (
        select l.sequence, l.balance_after, l.hash from ledger.account_transaction l
         where l.bucket = a.bucket and l.account_no = a.account_no
         order by l.sequence desc limit 1) as e on true
      cross join lateral (
        select coalesce(sum(o.amount), 0) as reserved from ledger.hold o
         where o.account_no = a.account_no and o.status = 'open') as h
     where a.bucket = ${bucket}
       and (a.sequence <> coalesce(e.sequence, 0)
         or a.balance <> coalesce(e.balance_after, 0)
         or a.hash <> coalesce(e.hash, sha256(convert_to(a.account_no, 'UTF8')))
         or a.frozen_amount <> h.reserved)
     order by a.account_no limit 1`)
  return row && { subject: `account:${row.accountNo}`, detail: row.what }
}

async function countEntries(reader: Reader, bucket: number): Promise<bigint> {
  const row = await reader.row<{ count: bigint }>(sql`
    select coalesce(sum(sequence), 0)::bigint as count
      from ledger.account where bucket = ${bucket}`)
  return row?.count ?? 0n
}

/** The legs of a journal are its entries, two for each: compared by their sums. */
async function brokenJournal(reader: Reader): Promise<LedgerFault | undefined> {
  const row = await reader.row<{ name: string; legs: string; debit: string; credit: string }>(sql`
    select coalesce(j.biz_type || '/' || j.biz_no, 'id ' || e.journal_id) as name,
           coalesce(j.total, 0)::text as legs, coalesce(e.debit, 0)::text as debit,
           coalesce(e.credit, 0)::text as credit
      from (
        select id, biz_type, biz_no,
               (select coalesce(sum(leg), 0) from unnest(amounts) as l (leg)) as total
          from ledger.journal) as j
      full join (
        select journal_id, biz_no, biz_type,
               sum(amount) filter (where direction = 'debit') as debit,
               sum(amount) filter (where direction = 'credit') as credit
          from ledger.account_transaction group by journal_id, biz_no, biz_type) as e
        on e.journal_id = j.id and e.biz_no = j.biz_no and e.biz_type = j.biz_type
     where coalesce(j.total, 0) <> coalesce(e.debit, 0)
        or coalesce(j.total, 0) <> coalesce(e.credit, 0)
     order by 1 limit 1`)
  if (row === undefined) return undefined
  const detail = `its legs are ${row.legs}, its debits ${row.debit}, its credits ${row.credit}`
  return { subject: `journal:${row.name}`, detail }
}

/** Per currency: what all debit-side accounts hold is what all credit-side accounts hold. */
async function unbalanced(reader: Reader): Promise<LedgerFault | undefined> {
  const row = await reader.row<{ currency: string; difference: string }>(sql`
    select currency,
           sum(case when normal_side = 'debit' then balance else -balance end)::text as difference
      from ledger.account group by currency
    having sum(case when normal_side = 'debit' then balance else -balance end) <> 0
     order by currency limit 1`)
  if (row === undefined) return undefined
  const detail = `debits and credits differ by ${row.difference}`
  return { subject: `currency:${row.currency}`, detail }
}
