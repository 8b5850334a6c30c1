/**
 * Proof from nothing: sequences, balances and hashes of every entry, accounts against their last
 * entry, journals against their entries, debits against credits. The work is done inside
 * PostgreSQL, piece by piece, so that ten million entries never travel.
 */
import { randomBytes } from 'node:crypto'
import { sql, type Database, type Reader } from '../db/index.ts'
import { bucketCount } from '../id/index.ts'
import { assert } from '../problem/index.ts'
import { brokenEntry, brokenJournal, entriesIn, legsIn, pagesOf, prepare } from './proof.ts'

export interface LedgerFault {
  /** `entry:ACCOUNT#17`, `account:ACCOUNT`, `journal:TYPE/NO`, `currency:CNY`. */
  readonly subject: string
  readonly detail: string
}

/** How far a verification is: pieces done of all, entries seen so far. */
export type Progress = (done: number, of: number, entries: bigint) => void

/** Pieces that are looked at at the same time: hashing keeps a processor busy. */
const parallelMax = 2

/** The first fault, or none. All of it is looked at as it was at one moment. */
export const verifyLedger = (
  database: Database,
  onProgress: Progress = () => undefined,
): Promise<LedgerFault | undefined> =>
  database.snapshots(parallelMax, async (readers) => await verify(readers, onProgress))

async function verify(
  readers: readonly Reader[],
  onProgress: Progress,
): Promise<LedgerFault | undefined> {
  const [reader] = readers
  assert(reader, 'a snapshot has a connection')
  await Promise.all(readers.map(prepare))
  const entryPages = await pagesOf(reader, 'account_transaction')
  const journalPages = await pagesOf(reader, 'journal')
  const all = entryPages.length + journalPages.length + bucketCount
  const seed = randomBytes(8).readBigInt64BE()
  let [entries, done] = [0n, 0]
  /** What all entries are, and what the legs of all journals say that they are. */
  let [booked, said] = [0n, 0n]
  const told = (fault: LedgerFault | undefined): LedgerFault | undefined => {
    onProgress((done += 1), all, entries)
    return fault
  }
  const broken =
    (await firstFault(readers, entryPages, async (each, pages) => {
      const seen = await entriesIn(each, pages, seed)
      entries += seen.entries
      booked += seen.fingerprint
      return told(seen.faults === 0n ? undefined : await brokenEntry(each, pages))
    })) ??
    (await firstFault(readers, buckets, async (each, bucket) =>
      told(await brokenAccount(each, bucket)),
    )) ??
    (await firstFault(readers, journalPages, async (each, pages) => {
      const legs = await legsIn(each, pages, seed)
      said += legs
      return told(undefined)
    }))
  if (broken) return broken
  return (booked === said ? undefined : await brokenJournal(reader, seed)) ?? unbalanced(reader)
}

const buckets = Array.from({ length: bucketCount }, (_, bucket) => bucket)

/** Each reader takes the next one when it is done with its last; the first in order is told. */
async function firstFault<T>(
  readers: readonly Reader[],
  items: readonly T[],
  look: (reader: Reader, item: T) => Promise<LedgerFault | undefined>,
): Promise<LedgerFault | undefined> {
  const faults = new Map<number, LedgerFault>()
  const waiting = items.entries()
  await Promise.all(
    readers.map(async (reader) => {
      for (const [at, item] of waiting) {
        const fault = await look(reader, item)
        if (fault) faults.set(at, fault)
        if (faults.size > 0) return
      }
    }),
  )
  return [...faults].toSorted(([one], [other]) => one - other)[0]?.[1]
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
