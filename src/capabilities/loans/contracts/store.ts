/** Contracts, their books and facts, in lists. */
import type { BusinessDate, Instant } from '#kernel/clock'
import { sql, type Reader, type Tx } from '#kernel/db'
import type { Id } from '#kernel/id'
import { rateText } from '#kernel/money'
import { assert, type Json } from '#kernel/problem'
import { newBook, type Book, type Fact } from '../book/index.ts'
import { readRows, saveRows, total, unpaidOf, type Row } from '../rows/index.ts'
import { rateOf, resolveTerms, type LoanTerms } from '../terms/index.ts'
import { amountOf, detailOf, factOf, policyOf, type FactRow } from './model.ts'
import type { Contract, LoanPolicy, NewContract, RecordedFact, SharedAccounts } from './model.ts'

interface Changes {
  readonly disbursedOn: BusinessDate
  readonly principal: string
  readonly disbursements: readonly { readonly on: BusinessDate; readonly amount: string }[]
  readonly rateChanges: readonly { readonly on: BusinessDate; readonly annualRate: string }[]
  readonly prepayments: readonly {
    readonly on: BusinessDate
    readonly amount: string
    readonly keeps: 'term' | 'instalment'
  }[]
}

interface Head {
  readonly bucket: number
  readonly id: Id<'loan-contract'>
  readonly contractNo: string
  readonly product: string
  readonly orderNo: string | null
  readonly terms: LoanTerms
  readonly policy: LoanPolicy
  readonly accounts: SharedAccounts
  readonly state: Book['state']
  readonly version: number
  readonly asOf: BusinessDate
  readonly changes: Changes
  readonly facts: number
  readonly lent: bigint
  readonly received: bigint
  readonly refunded: bigint
  readonly prepaid: bigint
  readonly recovered: bigint
  readonly openedAt: Instant
}

const headColumns = sql`bucket, id, contract_no, product, order_no, terms, policy, accounts, state,
  version, as_of, changes, facts, lent, received, refunded, prepaid, recovered, opened_at`

/** Locked in the order of their keys, whoever else asks for some of them. */
export async function lockContracts(
  tx: Tx,
  keys: readonly { readonly bucket: number; readonly contractNo: string }[],
): Promise<readonly Contract[]> {
  const buckets = [...new Set(keys.map(({ bucket }) => bucket))]
  const heads = await tx.rows<Head>(
    sql`select ${headColumns} from loans.contract
         where bucket = any(${buckets}::smallint[])
           and contract_no = any(${keys.map(({ contractNo }) => contractNo)}::text[])
         order by bucket, id for update`,
    'loans.lock',
  )
  return await withRows(tx, heads)
}

/** Running loans that are not counted up to that day yet, and that nobody else counts right now. */
export async function lockToClose(
  tx: Tx,
  before: BusinessDate,
  most: number,
): Promise<readonly Contract[]> {
  const heads = await tx.rows<Head>(
    sql`select ${headColumns} from loans.contract
         where state = 'running' and as_of < ${before}
         order by as_of, bucket, id limit ${most} for update skip locked`,
    'loans.to-close',
  )
  return await withRows(tx, heads)
}

export async function findContracts(
  reader: Reader,
  keys: readonly { readonly bucket: number; readonly contractNo: string }[],
): Promise<readonly Contract[]> {
  const buckets = [...new Set(keys.map(({ bucket }) => bucket))]
  const heads = await reader.rows<Head>(sql`
    select ${headColumns} from loans.contract
     where bucket = any(${buckets}::smallint[])
       and contract_no = any(${keys.map(({ contractNo }) => contractNo)}::text[])`)
  return await withRows(reader, heads)
}

/** All of them, so many at a time, for whoever proves them. */
export async function contractsAfter(
  reader: Reader,
  after: { readonly bucket: number; readonly id: string },
  most: number,
): Promise<readonly Contract[]> {
  const heads = await reader.rows<Head>(sql`
    select ${headColumns} from loans.contract
     where (bucket, id) > (${after.bucket}, ${after.id}::uuid) order by bucket, id limit ${most}`)
  return await withRows(reader, heads)
}

async function withRows(reader: Reader, heads: readonly Head[]): Promise<readonly Contract[]> {
  const rows = await readRows(reader, heads)
  return heads.map((head) => contractOf(head, rows.get(head.id) ?? []))
}

function contractOf(head: Head, rows: readonly Row[]): Contract {
  const { state, asOf, changes, lent, received, refunded, prepaid, recovered, ...rest } = head
  const empty = emptyBook(head)
  const { disbursements, rateChanges, prepayments, disbursedOn, principal } = changes
  const amounts = { lent, received, refunded, prepaid, recovered }
  const book: Book = {
    ...empty,
    ...amounts,
    state,
    asOf,
    rows,
    terms: {
      ...empty.terms,
      disbursedOn,
      principal: BigInt(principal),
      disbursements: disbursements.map((one) => ({ ...one, amount: BigInt(one.amount) })),
      rateChanges: rateChanges.map((one) => ({ ...one, annualRate: rateOf(one.annualRate) })),
      prepayments: prepayments.map((one) => ({ ...one, amount: BigInt(one.amount) })),
    },
  }
  return { ...rest, book }
}

/** Where a loan begins, before anything happened to it. */
export function emptyBook({ terms, policy }: Pick<NewContract, 'terms' | 'policy'>): Book {
  const resolved = resolveTerms(terms)
  assert(resolved.ok, 'terms were checked when the contract was opened')
  return newBook(resolved.value, policyOf(policy))
}

const textOf = (amount: bigint): string => String(amount)

function headJson({ id, bucket, version, facts, book }: Contract): Json {
  const { policy, terms, asOf } = book
  const open = book.rows.filter((row) => total(unpaidOf(row, policy, terms.rounding)) > 0n)
  const days = open.map(({ dueOn }) => dueOn).toSorted()
  const principal = open.map((row) => unpaidOf(row, policy, terms.rounding).principal)
  const changes: Changes = {
    disbursedOn: terms.disbursedOn,
    principal: textOf(terms.principal),
    disbursements: terms.disbursements.map(({ on, amount }) => ({ on, amount: textOf(amount) })),
    rateChanges: terms.rateChanges.map((one) => ({
      on: one.on,
      annualRate: rateText(one.annualRate),
    })),
    prepayments: terms.prepayments.map((one) => ({ ...one, amount: textOf(one.amount) })),
  }
  return {
    id,
    bucket,
    version,
    facts,
    state: book.state,
    as_of: asOf,
    changes: changes as unknown as Json,
    lent: textOf(book.lent),
    received: textOf(book.received),
    refunded: textOf(book.refunded),
    prepaid: textOf(book.prepaid),
    recovered: textOf(book.recovered),
    principal_left: textOf(principal.reduce((sum, one) => sum + one, 0n)),
    overdue_since: days.find((day) => day < asOf) ?? null,
    next_due_on: days.find((day) => day >= asOf) ?? null,
  }
}

const headRecord = sql`bucket smallint, id uuid, version integer, facts integer, state text,
  as_of date, changes jsonb, lent bigint, received bigint, refunded bigint, prepaid bigint,
  recovered bigint, principal_left bigint, overdue_since date, next_due_on date`

export async function insertContracts(tx: Tx, contracts: readonly Contract[]): Promise<void> {
  const added = contracts.map((contract) => ({
    ...Object(headJson(contract)),
    contract_no: contract.contractNo,
    product: contract.product,
    order_no: contract.orderNo,
    currency: contract.terms.currency,
    terms: contract.terms,
    policy: contract.policy,
    accounts: contract.accounts,
    opened_at: contract.openedAt.toISOString(),
  }))
  await tx.run(sql`
    insert into loans.contract (bucket, id, contract_no, product, order_no, currency, terms, policy,
      accounts, state, version, as_of, changes, facts, lent, received, refunded, prepaid, recovered,
      principal_left, overdue_since, next_due_on, opened_at, updated_at)
    select bucket, id, contract_no, product, order_no, currency, terms, policy, accounts, state,
           version, as_of, changes, facts, lent, received, refunded, prepaid, recovered,
           principal_left, overdue_since, next_due_on, opened_at, opened_at
      from jsonb_to_recordset(${JSON.stringify(added)}::jsonb) as given (${headRecord},
        contract_no text, product text, order_no text, currency text, terms jsonb, policy jsonb,
        accounts jsonb, opened_at timestamptz)`)
}

export interface Saving {
  readonly before: Contract
  readonly after: Contract
}

/** Writes what changed of each: heads, and rows that are not what they were. */
export async function saveContracts(tx: Tx, saved: readonly Saving[], at: Instant): Promise<void> {
  const heads = saved.map(({ after }) => headJson(after))
  const written = await tx.run(
    sql`update loans.contract as c
           set version = given.version, facts = given.facts, state = given.state,
               as_of = given.as_of, changes = given.changes, lent = given.lent,
               received = given.received, refunded = given.refunded, prepaid = given.prepaid,
               recovered = given.recovered, principal_left = given.principal_left,
               overdue_since = given.overdue_since, next_due_on = given.next_due_on,
               updated_at = ${at}
          from jsonb_to_recordset(${JSON.stringify(heads)}::jsonb) as given (${headRecord})
         where c.bucket = given.bucket and c.id = given.id and c.version = given.version - 1`,
    'loans.save',
  )
  assert(written === saved.length, 'a loan that is locked changes in nobody else’s hands')
  const rows = saved.map(({ before, after }) => ({
    key: after,
    before: before.book.rows,
    after: after.book.rows,
  }))
  await saveRows(tx, rows)
}

interface StoredFact extends FactRow {
  readonly contractId: string
  readonly seq: number
  readonly reference: string
  readonly takesBack: number | null
  readonly recordedBy: string
  readonly recordedAt: Instant
}

/** By contract, in the order in which they were recorded. */
export async function readFacts(
  reader: Reader,
  keys: readonly { readonly bucket: number; readonly id: string }[],
): Promise<ReadonlyMap<string, readonly RecordedFact[]>> {
  if (keys.length === 0) return new Map()
  const rows = await reader.rows<StoredFact>(sql`
    select contract_id, seq, reference, kind, happened_on, amount, detail, takes_back, recorded_by,
           recorded_at
      from loans.fact
     where bucket = any(${[...new Set(keys.map(({ bucket }) => bucket))]}::smallint[])
       and contract_id = any(${keys.map(({ id }) => id)}::uuid[])
     order by contract_id, seq`)
  const facts = Map.groupBy(rows, ({ contractId }) => contractId)
  return new Map([...facts].map(([id, found]) => [id, found.map(recorded)]))
}

const recorded = (row: StoredFact): RecordedFact => ({
  seq: row.seq,
  reference: row.reference,
  fact: row.takesBack === null ? factOf(row) : undefined,
  takesBack: row.takesBack,
  happenedOn: row.happenedOn,
  recordedBy: row.recordedBy,
  recordedAt: row.recordedAt,
})

export interface NewFact extends RecordedFact {
  readonly bucket: number
  readonly contractId: string
}

export async function insertFacts(tx: Tx, facts: readonly NewFact[]): Promise<void> {
  const rows = facts.map(({ fact, ...one }) => ({
    bucket: one.bucket,
    contract_id: one.contractId,
    seq: one.seq,
    reference: one.reference,
    kind: fact?.kind ?? 'taken_back',
    happened_on: one.happenedOn,
    amount: fact === undefined ? null : (amountOf(fact)?.toString() ?? null),
    detail: fact === undefined ? {} : detailOf(fact),
    takes_back: one.takesBack,
    recorded_by: one.recordedBy,
    recorded_at: one.recordedAt.toISOString(),
  }))
  await tx.run(sql`
    insert into loans.fact (bucket, contract_id, seq, reference, kind, happened_on, amount, detail,
      takes_back, recorded_by, recorded_at)
    select bucket, contract_id, seq, reference, kind, happened_on, amount, detail, takes_back,
           recorded_by, recorded_at
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (bucket smallint,
        contract_id uuid, seq integer, reference text, kind text, happened_on date, amount bigint,
        detail jsonb, takes_back integer, recorded_by text, recorded_at timestamptz)`)
}

/** What happened and was not taken back. */
export function standing(facts: readonly RecordedFact[]): readonly Fact[] {
  const gone = new Set(facts.map(({ takesBack }) => takesBack))
  return facts.flatMap(({ seq, fact }) => (fact === undefined || gone.has(seq) ? [] : [fact]))
}
