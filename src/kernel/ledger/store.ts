/** All SQL of posting: one locked read, then one statement for each table. */
import { sql, type Reader, type Sql, type Tx } from '../db/index.ts'
import type { BusinessDate, Instant } from '../clock/index.ts'
import { canonical } from '../problem/index.ts'
import { bucket } from './bucket.ts'
import { bigints, bytes, instants, literal, smallints, texts, uuids } from './arrays.ts'
import { keyOf, type Layer } from './draft.ts'
import type { Account, Content, Hold, HoldStatus, Journal, Leg } from './model.ts'
import { entryRows, journalRows } from './rows.ts'

/** The number of a journal or hold, in the order of its primary key. */
export interface Key {
  readonly caller: string
  readonly bizType: string
  readonly bizNo: string
}

/** Locks the accounts, always in the same order, and reads them. */
export async function lockAccounts(
  tx: Tx,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, Account>> {
  if (numbers.length === 0) return new Map()
  const rows = await tx.rows<Account & { readonly frozenAmount: bigint }>(
    sql`select a.bucket, a.account_no, a.currency, a.normal_side, a.may_go_negative, a.status,
               a.balance, a.frozen_amount, a.sequence, a.hash, a.last_at
          from unnest(${smallints(numbers.map(bucket))}::smallint[], ${texts(numbers)}::text[])
            as k (bucket, account_no)
          join ledger.account a on a.bucket = k.bucket and a.account_no = k.account_no
         order by a.bucket, a.account_no for update of a`,
    'ledger.lock_accounts',
  )
  return new Map(
    rows.map(({ frozenAmount, ...row }) => [row.accountNo, { ...row, frozen: frozenAmount }]),
  )
}

interface JournalRow extends Omit<Journal, 'content' | 'legs' | 'reversed' | 'bookedDate'> {
  readonly asked: Content | null
  readonly debits: readonly string[]
  readonly credits: readonly string[]
  readonly amounts: readonly bigint[]
  readonly reversed: readonly bigint[] | null
}

export async function readJournals(
  tx: Tx,
  keys: readonly Key[],
): Promise<ReadonlyMap<string, Journal>> {
  if (keys.length === 0) return new Map()
  const rows = await tx.rows<JournalRow>(
    sql`select j.bucket, j.caller, j.biz_type, j.biz_no, j.id, j.kind, j.effective_date,
               j.booked_at, j.memo, j.metadata, j.asked, j.debits, j.credits, j.amounts,
               r.amounts as reversed
          from ${asked(keys)}
          join ledger.journal j on j.bucket = k.bucket and j.biz_no = k.biz_no
           and j.biz_type = k.biz_type and j.caller = k.caller
          left join ledger.reversed r on r.bucket = j.bucket and r.biz_no = j.biz_no
           and r.biz_type = j.biz_type and r.caller = j.caller`,
    'ledger.read_journals',
  )
  return new Map(rows.map((row) => [keyOf(row.caller, row.bizType, row.bizNo), journalOf(row)]))
}

/**
 * Each key with its own bucket: `bucket = any and biz_no = any` would look for every number in
 * every bucket.
 */
function asked(given: readonly Key[]): Sql {
  const keys = [...new Map(given.map((key) => [keyOf(key.caller, key.bizType, key.bizNo), key]))]
  const column = (of: (key: Key) => string): Buffer => texts(keys.map(([, key]) => of(key)))
  return sql`unnest(${smallints(keys.map(([, { bizNo }]) => bucket(bizNo)))}::smallint[],
      ${column(({ caller }) => caller)}::text[], ${column(({ bizType }) => bizType)}::text[],
      ${column(({ bizNo }) => bizNo)}::text[])
    as k (bucket, caller, biz_type, biz_no)`
}

function journalOf(row: JournalRow): Journal {
  const { asked: own, debits, credits, amounts, reversed, ...rest } = row
  const legs = debits.map((debit, at): Leg => ({
    debit,
    credit: credits[at] ?? '',
    amount: amounts[at] ?? 0n,
  }))
  const { kind, effectiveDate, memo, metadata } = row
  const fields = own ?? { transfers: legs.map(exactly).join(',') }
  const content = (): Content => ({
    kind,
    ...fields,
    effective_date: effectiveDate,
    memo: memo ?? '',
    metadata: canonical(metadata),
  })
  return {
    ...rest,
    bookedDate: '',
    content,
    legsSayAll: own === null,
    legs,
    reversed: reversed ?? legs.map(() => 0n),
  }
}

const exactly = ({ debit, credit, amount }: Leg): string => `${debit}>${credit}:${amount}:exact`

const holdColumns = sql`h.bucket, h.caller, h.biz_type, h.biz_no, h.id, h.account_no, h.amount,
  h.posted, h.status, h.expires_at`

export async function readHolds(tx: Tx, keys: readonly Key[]): Promise<ReadonlyMap<string, Hold>> {
  if (keys.length === 0) return new Map()
  const rows = await tx.rows<Hold>(
    sql`select ${holdColumns} from ${asked(keys)}
          join ledger.hold h on h.bucket = k.bucket and h.biz_no = k.biz_no
           and h.biz_type = k.biz_type and h.caller = k.caller`,
    'ledger.read_holds',
  )
  return byKey(rows)
}

/** Every open hold of these accounts whose time has come. */
export async function readLateHolds(
  tx: Tx,
  accounts: readonly string[],
  now: Instant,
): Promise<ReadonlyMap<string, Hold>> {
  if (accounts.length === 0) return new Map()
  const rows = await tx.rows<Hold>(
    sql`select ${holdColumns} from ledger.hold h
         where h.account_no = any(${texts(accounts)}::text[])
           and h.status = 'open' and h.expires_at <= ${now}`,
    'ledger.late_holds',
  )
  return byKey(rows)
}

const byKey = (holds: readonly Hold[]): ReadonlyMap<string, Hold> =>
  new Map(holds.map((hold) => [keyOf(hold.caller, hold.bizType, hold.bizNo), hold]))

/** The first day that no closed period holds; null while none was closed. */
export async function readOpenFrom(reader: Reader): Promise<BusinessDate | null> {
  const row = await reader.row<{ openFrom: BusinessDate | null }>(
    sql`select (max(last_day) + 1)::date as open_from from ledger.period`,
    'ledger.open_from',
  )
  return row?.openFrom ?? null
}

/** What a step has booked: nothing of it ever changes, so it is sent while the next is decided. */
export function writeBooked(tx: Tx, { booked, entries }: Pick<Layer, 'booked' | 'entries'>): void {
  if (booked.length > 0) tx.copy(journalRows(booked))
  if (entries.length > 0) tx.copy(entryRows(entries))
}

/** The last state of what the commands have touched. */
export function writeTouched(tx: Tx, changes: Omit<Layer, 'booked' | 'entries'>): void {
  updateAccounts(tx, [...changes.accounts.values()])
  writeHolds(tx, [...changes.holds.values()])
  const journals = [...changes.journals.values()]
  writeReversed(
    tx,
    journals.filter(({ reversed }) => reversed.some((amount) => amount > 0n)),
  )
}

function updateAccounts(tx: Tx, rows: readonly Account[]): void {
  if (rows.length === 0) return
  tx.send(
    sql`update ledger.account a
           set balance = given.balance, frozen_amount = given.frozen_amount,
               sequence = given.sequence, hash = given.hash, last_at = given.last_at
          from unnest(${smallints(rows.map((row) => row.bucket))}::smallint[],
            ${texts(rows.map((row) => row.accountNo))}::text[],
            ${bigints(rows.map((row) => row.balance))}::bigint[],
            ${bigints(rows.map((row) => row.frozen))}::bigint[],
            ${bigints(rows.map((row) => row.sequence))}::bigint[],
            ${bytes(rows.map((row) => row.hash))}::bytea[],
            ${instants(rows.map((row) => row.lastAt))}::timestamptz[])
          as given (bucket, account_no, balance, frozen_amount, sequence, hash, last_at)
         where a.bucket = given.bucket and a.account_no = given.account_no`,
    'ledger.update_accounts',
  )
}

function writeHolds(tx: Tx, rows: readonly Hold[]): void {
  if (rows.length === 0) return
  tx.send(
    sql`insert into ledger.hold (bucket, caller, biz_type, biz_no, id, account_no, amount, posted,
          status, expires_at)
        select bucket, caller, biz_type, biz_no, id, account_no, amount, posted, status, expires_at
          from unnest(${smallints(rows.map((row) => row.bucket))}::smallint[],
            ${texts(rows.map((row) => row.caller))}::text[],
            ${texts(rows.map((row) => row.bizType))}::text[],
            ${texts(rows.map((row) => row.bizNo))}::text[],
            ${uuids(rows.map((row) => row.id))}::uuid[],
            ${texts(rows.map((row) => row.accountNo))}::text[],
            ${bigints(rows.map((row) => row.amount))}::bigint[],
            ${bigints(rows.map((row) => row.posted))}::bigint[],
            ${texts(rows.map((row): HoldStatus => row.status))}::text[],
            ${instants(rows.map((row) => row.expiresAt))}::timestamptz[])
          as given (bucket, caller, biz_type, biz_no, id, account_no, amount, posted, status,
            expires_at)
        on conflict (bucket, biz_no, biz_type, caller)
        do update set posted = excluded.posted, status = excluded.status`,
    'ledger.write_holds',
  )
}

function writeReversed(tx: Tx, rows: readonly Journal[]): void {
  if (rows.length === 0) return
  tx.send(
    sql`insert into ledger.reversed (bucket, caller, biz_type, biz_no, amounts)
        select bucket, caller, biz_type, biz_no, amounts::bigint[]
          from unnest(${smallints(rows.map((row) => row.bucket))}::smallint[],
            ${texts(rows.map((row) => row.caller))}::text[],
            ${texts(rows.map((row) => row.bizType))}::text[],
            ${texts(rows.map((row) => row.bizNo))}::text[],
            ${texts(rows.map((row) => literal(row.reversed)))}::text[])
          as given (bucket, caller, biz_type, biz_no, amounts)
        on conflict (bucket, biz_no, biz_type, caller) do update set amounts = excluded.amounts`,
    'ledger.write_reversed',
  )
}
