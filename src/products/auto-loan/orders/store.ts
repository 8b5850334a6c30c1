import { inScope, type Actor } from '#kernel/auth'
import { sql, type Reader, type Sql, type Tx } from '#kernel/db'
import { bucketOfOrder, type Order, type OrderEffect, type OrderKey } from './model.ts'

type ColumnType =
  | 'smallint'
  | 'integer'
  | 'bigint'
  | 'boolean'
  | 'text'
  | 'uuid'
  | 'date'
  | 'timestamptz'
  | 'jsonb'
  | 'bytea'

/** The columns of a table in camelCase, with their types. */
export type Columns<Row> = Readonly<Record<keyof Row & string, ColumnType>>

const snake = (name: string): string =>
  name.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`)

/** `bucket, order_no` of `{ bucket, orderNo }`. */
export const names = (columns: Readonly<Record<string, ColumnType>>): Sql =>
  sql.raw(Object.keys(columns).map(snake).join(', '))

/** The rows as `unnest(…) as given (bucket, order_no)`, one array for each column. */
export function given<Row extends object>(columns: Columns<Row>, rows: readonly Row[]): Sql {
  const arrays = Object.entries<ColumnType>(columns).map(([name, type]) => {
    const values = rows.map((row) => written(type, (row as Record<string, unknown>)[name]))
    return sql`${values}::${sql.raw(type)}[]`
  })
  return sql`unnest(${sql.join(arrays)}) as given (${names(columns)})`
}

const written = (type: ColumnType, value: unknown): unknown =>
  type === 'jsonb' && value !== null && value !== undefined ? JSON.stringify(value) : value

/** One insert for all rows; `end` is what follows, an `on conflict` for instance. */
export async function insertRows<Row extends object>(
  tx: Tx,
  { table, columns }: { readonly table: string; readonly columns: Columns<Row> },
  rows: readonly Row[],
  end: Sql = sql``,
): Promise<void> {
  if (rows.length === 0) return
  await tx.run(sql`
    insert into ${sql.raw(table)} (${names(columns)})
    select ${names(columns)} from ${given(columns, rows)} ${end}`)
}

const orderColumns: Columns<Order> = {
  bucket: 'smallint',
  id: 'uuid',
  orderNo: 'text',
  smVersion: 'text',
  state: 'integer',
  creditAuditStatus: 'integer',
  compassStatus: 'integer',
  lendAuditStatus: 'integer',
  lendPreaudit: 'text',
  applicantId: 'uuid',
  coborrowerId: 'uuid',
  dealerId: 'text',
  carId: 'uuid',
  productId: 'text',
  funderId: 'text',
  depositAmount: 'bigint',
  downPaymentAmount: 'bigint',
  financeAmount: 'bigint',
  currency: 'text',
  rowVersion: 'integer',
  createdAt: 'timestamptz',
  updatedAt: 'timestamptz',
  stateSince: 'timestamptz',
}

// A join, because an index on (bucket, order_no) would be searched for every pair of two lists.
const ofNumbers = (orderNos: readonly string[]): Sql => {
  const numbers = [...new Set(orderNos)]
  return sql`
    select ${names(orderColumns)}
      from unnest(${numbers.map(bucketOfOrder)}::smallint[], ${numbers}::text[])
           as asked (bucket, order_no)
      join auto_loan.auto_order as o using (bucket, order_no)`
}

/** A condition on tables whose rows belong to an order: those of these orders. */
export const ofOrders = (orders: readonly OrderKey[]): Sql => sql`
  (bucket, order_id) in (
    select asked.bucket, asked.id
      from unnest(${orders.map(({ bucket }) => bucket)}::smallint[],
                  ${orders.map(({ id }) => id)}::uuid[]) as asked (bucket, id))`

/** The orders of these numbers, locked by bucket and number; who is missing is not there. */
export const lockOrders = (tx: Tx, orderNos: readonly string[]): Promise<Order[]> =>
  tx.rows<Order>(
    sql`${ofNumbers(orderNos)} order by bucket, order_no for update of o`,
    'auto_loan.lock_orders',
  )

export const findOrders = (reader: Reader, orderNos: readonly string[]): Promise<Order[]> =>
  reader.rows<Order>(ofNumbers(orderNos), 'auto_loan.find_orders')

/** The order, when it is the actor's to see. */
export const findOrder = (
  reader: Reader,
  orderNo: string,
  actor: Actor,
): Promise<Order | undefined> =>
  reader.row<Order>(sql`${ofNumbers([orderNo])} where ${orderScope(actor)}`)

/** The order, locked, when it is the actor's to see. */
export const lockOrder = (tx: Tx, orderNo: string, actor: Actor): Promise<Order | undefined> =>
  tx.row<Order>(sql`${ofNumbers([orderNo])} where ${orderScope(actor)} for update of o`)

export const orderScope = (actor: Actor): Sql =>
  inScope(actor, { dealer: sql`dealer_id`, funder: sql`funder_id` })

export const insertOrders = (tx: Tx, orders: readonly Order[]): Promise<void> =>
  insertRows(tx, { table: 'auto_loan.auto_order', columns: orderColumns }, orders)

/** The columns that no lifecycle writes; state and version belong to lifecycle.apply. */
export async function setFields(tx: Tx, effects: readonly OrderEffect[]): Promise<void> {
  const rows = effects.map(({ order, fields }) => ({
    bucket: order.bucket,
    id: order.id as string,
    ...fields,
  }))
  const columns: Columns<(typeof rows)[number]> = {
    bucket: 'smallint',
    id: 'uuid',
    lendPreaudit: 'text',
    coborrowerId: 'uuid',
    productId: 'text',
    funderId: 'text',
    depositAmount: 'bigint',
    downPaymentAmount: 'bigint',
    financeAmount: 'bigint',
  }
  await tx.run(sql`
    update auto_loan.auto_order as o
       set lend_preaudit = given.lend_preaudit, coborrower_id = given.coborrower_id,
           product_id = given.product_id, funder_id = given.funder_id,
           deposit_amount = given.deposit_amount,
           down_payment_amount = given.down_payment_amount,
           finance_amount = given.finance_amount
      from ${given(columns, rows)}
     where o.bucket = given.bucket and o.id = given.id
       and o.bucket = any(${rows.map(({ bucket }) => bucket)}::smallint[])
       and o.id = any(${rows.map(({ id }) => id)}::uuid[])`)
}
