import type { Instant } from '#kernel/clock'
import { sql, type Reader, type Tx } from '#kernel/db'
import { bucketOf } from '#kernel/id'
import { given, insertRows, names, ofOrders, type Columns, type OrderKey } from '../orders/index.ts'
import type {
  Disbursement,
  Instalment,
  Loan,
  PaymentEffect,
  Receipt,
  Refund,
  Repayment,
} from './model.ts'
import type { PaymentFacts } from './rules.ts'

const receiptColumns: Columns<Receipt> = {
  bucket: 'smallint',
  orderId: 'uuid',
  id: 'uuid',
  kind: 'text',
  amount: 'bigint',
  reference: 'text',
  imageSha256: 'text',
  receivedOn: 'date',
  recordedBy: 'text',
  recordedAt: 'timestamptz',
}

const refundColumns: Columns<Refund> = {
  bucket: 'smallint',
  orderId: 'uuid',
  refundNo: 'text',
  amount: 'bigint',
  state: 'text',
  reason: 'text',
  reference: 'text',
  requestedBy: 'text',
  requestedAt: 'timestamptz',
  decidedAt: 'timestamptz',
}

const disbursementColumns: Columns<Disbursement> = {
  bucket: 'smallint',
  orderId: 'uuid',
  loanRequestNo: 'text',
  funderCode: 'text',
  applicationNo: 'text',
  amount: 'bigint',
  term: 'integer',
  state: 'text',
  reasonCode: 'text',
  asked: 'integer',
  requestedAt: 'timestamptz',
  updatedAt: 'timestamptz',
}

const loanColumns: Columns<Loan> = {
  bucket: 'smallint',
  orderId: 'uuid',
  funderCode: 'text',
  loanRequestNo: 'text',
  contractNo: 'text',
  amount: 'bigint',
  term: 'integer',
  loanedOn: 'date',
  recordedAt: 'timestamptz',
}

const instalmentColumns: Columns<Instalment> = {
  bucket: 'smallint',
  orderId: 'uuid',
  no: 'integer',
  dueOn: 'date',
  principal: 'bigint',
  interest: 'bigint',
  penalty: 'bigint',
  principalPaid: 'bigint',
  interestPaid: 'bigint',
  penaltyPaid: 'bigint',
  settledOn: 'date',
  settledEarly: 'boolean',
}

const repaymentColumns: Columns<Repayment> = {
  bucket: 'smallint',
  orderId: 'uuid',
  id: 'uuid',
  instalmentNo: 'integer',
  amount: 'bigint',
  reference: 'text',
  receivedOn: 'date',
  recordedBy: 'text',
  recordedAt: 'timestamptz',
}

const tables = {
  receipt: { columns: receiptColumns, order: 'id' },
  deposit_refund: { columns: refundColumns, order: 'requested_at, refund_no' },
  disbursement: { columns: disbursementColumns, order: 'requested_at, loan_request_no' },
  loan: { columns: loanColumns, order: 'order_id' },
  instalment: { columns: instalmentColumns, order: 'no' },
} as const

const rowsOf = <Row>(
  reader: Reader,
  table: keyof typeof tables,
  orders: readonly OrderKey[],
): Promise<Row[]> =>
  reader.rows<Row>(
    sql`select ${names(tables[table].columns)} from auto_loan.${sql.raw(table)}
         where ${ofOrders(orders)}
         order by ${sql.raw(tables[table].order)}`,
    `auto_loan.read_${table}`,
  )

export interface StoredPayments {
  readonly receipts: readonly Receipt[]
  readonly refunds: readonly Refund[]
  readonly disbursements: readonly Disbursement[]
  readonly loans: readonly Loan[]
  readonly instalments: readonly Instalment[]
}

/** The money facts of these orders, all together; the caller parts them by order. */
export async function readPayments(
  reader: Reader,
  orders: readonly OrderKey[],
): Promise<StoredPayments> {
  return {
    receipts: await rowsOf<Receipt>(reader, 'receipt', orders),
    refunds: await rowsOf<Refund>(reader, 'deposit_refund', orders),
    disbursements: await rowsOf<Disbursement>(reader, 'disbursement', orders),
    loans: await rowsOf<Loan>(reader, 'loan', orders),
    instalments: await rowsOf<Instalment>(reader, 'instalment', orders),
  }
}

export async function readNumbers(
  reader: Reader,
  loanRequestNos: readonly string[],
): Promise<PaymentFacts['numbersTaken']> {
  if (loanRequestNos.length === 0) return new Map()
  const rows = await reader.rows<{ loanRequestNo: string; orderNo: string }>(sql`
    select loan_request_no, order_no from auto_loan.loan_request_number
     where bucket = any(${loanRequestNos.map(bucketOf)}::smallint[])
       and loan_request_no = any(${loanRequestNos}::text[])`)
  return new Map(rows.map((row) => [row.loanRequestNo, row.orderNo]))
}

type Of<Kind extends PaymentEffect['kind']> = Extract<PaymentEffect, { kind: Kind }>

/** A receipt with a reference that was recorded before is the same money: it counts once. */
export const insertReceipts = (tx: Tx, effects: readonly Of<'receipt.add'>[]): Promise<void> =>
  insertRows(
    tx,
    { table: 'auto_loan.receipt', columns: receiptColumns },
    effects.map(({ receipt }) => receipt),
    sql`on conflict (bucket, order_id, kind, reference) do nothing`,
  )

/** Another order took the number meanwhile: PostgreSQL's own code makes the transaction repeat. */
class NumberTaken extends Error {
  override readonly name = 'NumberTaken'
  readonly code = '40001'
}

export async function insertDisbursements(
  tx: Tx,
  effects: readonly Of<'disbursement.add'>[],
): Promise<void> {
  const numbers = effects.map(({ orderNo, disbursement: { loanRequestNo } }) => ({
    bucket: bucketOf(loanRequestNo),
    loanRequestNo,
    orderNo,
  }))
  const columns = { bucket: 'smallint', loanRequestNo: 'text', orderNo: 'text' } as const
  const taken = await tx.run(sql`
    insert into auto_loan.loan_request_number (${names(columns)})
    select ${names(columns)} from ${given(columns, numbers)} order by bucket, loan_request_no
    on conflict (bucket, loan_request_no) do nothing`)
  if (taken < numbers.length) throw new NumberTaken('a loan request number was just taken')
  await insertRows(
    tx,
    { table: 'auto_loan.disbursement', columns: disbursementColumns },
    effects.map(({ disbursement }) => disbursement),
  )
}

export async function setDisbursements(
  tx: Tx,
  effects: readonly Pick<Of<'disbursement.set'>, 'disbursement'>[],
): Promise<void> {
  const rows = effects.map(({ disbursement }) => disbursement)
  await tx.run(sql`
    update auto_loan.disbursement as d
       set state = given.state, reason_code = given.reason_code, asked = given.asked,
           updated_at = given.updated_at
      from ${given(disbursementColumns, rows)}
     where d.bucket = given.bucket and d.order_id = given.order_id
       and d.loan_request_no = given.loan_request_no
       and d.order_id = any(${rows.map(({ orderId }) => orderId)}::uuid[])`)
}

export async function insertLoans(tx: Tx, effects: readonly Of<'loan.add'>[]): Promise<void> {
  await insertRows(
    tx,
    { table: 'auto_loan.loan', columns: loanColumns },
    effects.map(({ loan }) => loan),
  )
  await insertRows(
    tx,
    { table: 'auto_loan.instalment', columns: instalmentColumns },
    effects.flatMap(({ instalments }) => instalments),
  )
}

export const insertRefund = (tx: Tx, refund: Refund): Promise<void> =>
  insertRows(tx, { table: 'auto_loan.deposit_refund', columns: refundColumns }, [refund])

export async function setRefund(tx: Tx, refund: Refund): Promise<void> {
  await tx.run(sql`
    update auto_loan.deposit_refund
       set state = ${refund.state}, reference = ${refund.reference},
           decided_at = ${refund.decidedAt}
     where bucket = ${refund.bucket} and order_id = ${refund.orderId}
       and refund_no = ${refund.refundNo} and state = 'running'`)
}

export async function setInstalments(tx: Tx, rows: readonly Instalment[]): Promise<void> {
  await tx.run(sql`
    update auto_loan.instalment as i
       set penalty = given.penalty, principal_paid = given.principal_paid,
           interest_paid = given.interest_paid, penalty_paid = given.penalty_paid,
           settled_on = given.settled_on, settled_early = given.settled_early
      from ${given(instalmentColumns, rows)}
     where i.bucket = given.bucket and i.order_id = given.order_id and i.no = given.no
       and i.order_id = any(${rows.map(({ orderId }) => orderId)}::uuid[])`)
}

export const insertRepayments = (tx: Tx, rows: readonly Repayment[]): Promise<void> =>
  insertRows(tx, { table: 'auto_loan.repayment', columns: repaymentColumns }, rows)

export const readRepayments = (reader: Reader, order: OrderKey): Promise<Repayment[]> =>
  reader.rows<Repayment>(sql`
    select ${names(repaymentColumns)} from auto_loan.repayment
     where bucket = ${order.bucket} and order_id = ${order.id} order by id`)

/** Open requests that nobody has asked about since: their timer was lost with a dead job. */
export const staleDisbursements = (
  reader: Reader,
  before: Instant,
  most: number,
): Promise<Pick<Disbursement, 'loanRequestNo'>[]> =>
  reader.rows(sql`
    select loan_request_no from auto_loan.disbursement
     where state in ('created', 'unknown', 'accepted') and updated_at < ${before}
     order by updated_at limit ${most}`)
