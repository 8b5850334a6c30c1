import { sql, type Reader, type Tx } from '#kernel/db'
import { insertRows, names, ofOrders, type Columns, type OrderKey } from '../orders/index.ts'
import type { Car, FinancePlan, PlannedFee } from './model.ts'

const carColumns: Columns<Car> = {
  bucket: 'smallint',
  id: 'uuid',
  orderId: 'uuid',
  usage: 'text',
  energy: 'text',
  condition: 'text',
  maker: 'text',
  style: 'text',
  colour: 'text',
  vin: 'text',
  engineNo: 'text',
  salePrice: 'bigint',
  assessedPrice: 'bigint',
}

export const insertCars = (tx: Tx, cars: readonly Car[]): Promise<void> =>
  insertRows(tx, { table: 'auto_loan.car', columns: carColumns }, cars)

export const readCars = (reader: Reader, orders: readonly OrderKey[]): Promise<Car[]> =>
  reader.rows<Car>(
    sql`select ${names(carColumns)} from auto_loan.car
         where ${ofOrders(orders)}`,
    'auto_loan.read_cars',
  )

const planColumns: Columns<Record<keyof FinancePlan, unknown>> = {
  bucket: 'smallint',
  orderId: 'uuid',
  productCode: 'text',
  term: 'integer',
  salePrice: 'bigint',
  downPayment: 'bigint',
  fees: 'jsonb',
  financeAmount: 'bigint',
  yearRate: 'text',
  dailyLateRate: 'text',
  earlySettlementRate: 'text',
  savedAt: 'timestamptz',
}

type StoredFee = Omit<PlannedFee, 'amount'> & { readonly amount: string }

/** The last plan saved of each order. */
export async function readPlans(
  reader: Reader,
  orders: readonly OrderKey[],
): Promise<readonly FinancePlan[]> {
  const rows = await reader.rows<FinancePlan & { fees: readonly StoredFee[] }>(
    sql`select ${names(planColumns)} from auto_loan.finance_plan
         where ${ofOrders(orders)}`,
    'auto_loan.read_plans',
  )
  return rows.map((row) => ({
    ...row,
    fees: row.fees.map((fee) => ({ ...fee, amount: BigInt(fee.amount) })),
  }))
}

export const savePlans = (tx: Tx, plans: readonly FinancePlan[]): Promise<void> =>
  insertRows(
    tx,
    { table: 'auto_loan.finance_plan', columns: planColumns },
    plans.map((plan) => ({
      ...plan,
      // JSON has no bigint: the amounts of the fees are kept as digits.
      fees: plan.fees.map((fee) => ({ ...fee, amount: String(fee.amount) })),
    })),
    sql`on conflict (bucket, order_id) do update
      set product_code = excluded.product_code, term = excluded.term,
          sale_price = excluded.sale_price, down_payment = excluded.down_payment,
          fees = excluded.fees, finance_amount = excluded.finance_amount,
          year_rate = excluded.year_rate, daily_late_rate = excluded.daily_late_rate,
          early_settlement_rate = excluded.early_settlement_rate, saved_at = excluded.saved_at`,
  )
