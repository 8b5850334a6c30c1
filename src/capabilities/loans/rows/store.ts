/** Rows of books, in lists. */
import type { BusinessDate } from '#kernel/clock'
import { sql, type Reader, type Sql, type Tx } from '#kernel/db'
import type { Json } from '#kernel/problem'
import type { Row } from './model.ts'

export interface BookKey {
  readonly bucket: number
  readonly id: string
}

interface RowOf {
  readonly contractId: string
  readonly no: number
  readonly kind: Row['kind']
  readonly dueOn: BusinessDate
  readonly principal: bigint
  readonly interest: bigint
  readonly fee: bigint
  readonly accrues: readonly { from: string; to: string; base: string }[]
  readonly lateDays: string
  readonly isLate: boolean
  readonly paid: readonly string[]
  readonly waived: readonly string[]
  readonly lost: readonly string[]
  readonly closedOn: BusinessDate | null
  readonly closedBy: 'paid' | 'settled_early' | 'charged_off' | null
}

/** By the id of the book, in the order of their numbers. */
export async function readRows(
  reader: Reader,
  books: readonly BookKey[],
): Promise<ReadonlyMap<string, readonly Row[]>> {
  if (books.length === 0) return new Map()
  const rows = await reader.rows<RowOf>(
    sql`select contract_id, no, kind, due_on, principal, interest, fee, accrues,
               late_days::text as late_days, is_late, closed_on, closed_by,
               array[paid_fee, paid_penalty, paid_interest, paid_principal]::text[] as paid,
               array[waived_fee, waived_penalty, waived_interest, waived_principal]::text[]
                 as waived,
               array[lost_fee, lost_penalty, lost_interest, lost_principal]::text[] as lost
          from loans.instalment
         where bucket = any(${[...new Set(books.map(({ bucket }) => bucket))]}::smallint[])
           and contract_id = any(${books.map(({ id }) => id)}::uuid[])
         order by contract_id, no`,
    'loans.rows',
  )
  const byBook = Map.groupBy(rows, ({ contractId }) => contractId)
  return new Map([...byBook].map(([id, found]) => [id, found.map(rowOf)]))
}

const amountsOf = ([fee, penalty, interest, principal]: readonly string[]) => ({
  fee: BigInt(fee ?? 0),
  penalty: BigInt(penalty ?? 0),
  interest: BigInt(interest ?? 0),
  principal: BigInt(principal ?? 0),
})

const rowOf = (row: RowOf): Row => ({
  no: row.no,
  kind: row.kind,
  dueOn: row.dueOn,
  principal: row.principal,
  interest: row.interest,
  fee: row.fee,
  accrues: row.accrues.map(({ from, to, base }) => ({ from, to, base: BigInt(base) })),
  lateDays: BigInt(row.lateDays),
  isLate: row.isLate,
  paid: amountsOf(row.paid),
  waived: amountsOf(row.waived),
  writtenOff: amountsOf(row.lost),
  closed: row.closedOn && row.closedBy ? { on: row.closedOn, by: row.closedBy } : undefined,
})

export interface RowChanges {
  readonly key: BookKey
  readonly before: readonly Row[]
  readonly after: readonly Row[]
}

/** Writes the rows that are not the very ones that were read, and removes those that are gone. */
export async function saveRows(tx: Tx, changes: readonly RowChanges[]): Promise<void> {
  const changed = changes.flatMap(({ key, before, after }) => {
    const known = new Set(before)
    return after.filter((row) => !known.has(row)).map((row) => rowJson(key, row))
  })
  const gone = changes.flatMap(({ key, before, after }) => {
    const left = new Set(after.map(({ no }) => no))
    const lost = before.filter(({ no }) => !left.has(no))
    return lost.map(({ no }) => ({ bucket: key.bucket, contract_id: key.id, no }))
  })
  if (gone.length > 0) await tx.run(removal(gone), 'loans.remove-rows')
  if (changed.length > 0) await tx.run(upsert(changed), 'loans.save-rows')
}

const textOf = (amount: bigint): string => String(amount)

const rowJson = ({ bucket, id }: BookKey, row: Row): Json => ({
  bucket,
  contract_id: id,
  no: row.no,
  kind: row.kind,
  due_on: row.dueOn,
  principal: textOf(row.principal),
  interest: textOf(row.interest),
  fee: textOf(row.fee),
  accrues: row.accrues.map(({ from, to, base }) => ({ from, to, base: textOf(base) })),
  late_days: textOf(row.lateDays),
  is_late: row.isLate,
  ...prefixed('paid', row.paid),
  ...prefixed('waived', row.waived),
  ...prefixed('lost', row.writtenOff),
  closed_on: row.closed?.on ?? null,
  closed_by: row.closed?.by ?? null,
})

const prefixed = (prefix: string, amounts: Row['paid']) => ({
  [`${prefix}_fee`]: textOf(amounts.fee),
  [`${prefix}_penalty`]: textOf(amounts.penalty),
  [`${prefix}_interest`]: textOf(amounts.interest),
  [`${prefix}_principal`]: textOf(amounts.principal),
})

const removal = (rows: readonly Json[]): Sql => sql`
  delete from loans.instalment as i
   using jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as gone (bucket smallint, contract_id uuid, no integer)
   where i.bucket = gone.bucket and i.contract_id = gone.contract_id and i.no = gone.no`

const upsert = (rows: readonly Json[]): Sql => sql`
  insert into loans.instalment as i (bucket, contract_id, no, kind, due_on, principal, interest,
    fee, accrues, late_days, is_late, paid_fee, paid_penalty, paid_interest, paid_principal,
    waived_fee, waived_penalty, waived_interest, waived_principal, lost_fee, lost_penalty,
    lost_interest, lost_principal, closed_on, closed_by)
  select bucket, contract_id, no, kind, due_on, principal, interest, fee, accrues, late_days,
         is_late, paid_fee, paid_penalty, paid_interest, paid_principal, waived_fee,
         waived_penalty, waived_interest, waived_principal, lost_fee, lost_penalty, lost_interest,
         lost_principal, closed_on, closed_by
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (bucket smallint,
      contract_id uuid, no integer, kind text, due_on date, principal bigint, interest bigint,
      fee bigint, accrues jsonb, late_days numeric, is_late boolean, paid_fee bigint,
      paid_penalty bigint, paid_interest bigint, paid_principal bigint, waived_fee bigint,
      waived_penalty bigint, waived_interest bigint, waived_principal bigint, lost_fee bigint,
      lost_penalty bigint, lost_interest bigint, lost_principal bigint, closed_on date,
      closed_by text)
  on conflict (bucket, contract_id, no) do update
     set kind = excluded.kind, due_on = excluded.due_on, principal = excluded.principal,
         interest = excluded.interest, fee = excluded.fee, accrues = excluded.accrues,
         late_days = excluded.late_days, is_late = excluded.is_late,
         paid_fee = excluded.paid_fee, paid_penalty = excluded.paid_penalty,
         paid_interest = excluded.paid_interest, paid_principal = excluded.paid_principal,
         waived_fee = excluded.waived_fee, waived_penalty = excluded.waived_penalty,
         waived_interest = excluded.waived_interest,
         waived_principal = excluded.waived_principal, lost_fee = excluded.lost_fee,
         lost_penalty = excluded.lost_penalty, lost_interest = excluded.lost_interest,
         lost_principal = excluded.lost_principal, closed_on = excluded.closed_on,
         closed_by = excluded.closed_by`
