/** New orders, as a dealer would have created them a moment ago: in state 0, at version 1. */
import { bucketOf, newId } from '#kernel/id'
import { sql, type Database } from '#kernel/db'
import type { OrderKey } from '#kernel/lifecycle'

export interface BornOrder {
  readonly orderNo: string
  readonly key: OrderKey
}

const bornAt = new Date('2026-12-31T16:00:00Z')

export interface Birth {
  readonly count: number
  /** Of the order numbers, `20270101`; each call of a run takes another one. */
  readonly date: string
  /** Otherwise they are spread over all dealers. */
  readonly dealer?: string
}

export async function bornOrders(
  owner: Database,
  { count, date, dealer }: Birth,
): Promise<readonly BornOrder[]> {
  const orders = Array.from({ length: count }, (_, at) => {
    const orderNo = `AF${date}${String(at).padStart(6, '0')}`
    return { orderNo, key: { bucket: bucketOf(orderNo), id: newId<'auto-order'>() } }
  })
  await owner.transaction((tx) =>
    tx.run(sql`
      insert into auto_loan.auto_order (
        bucket, id, order_no, sm_version, state, lend_preaudit, applicant_id, dealer_id, car_id,
        product_id, funder_id, deposit_amount, down_payment_amount, finance_amount, currency,
        row_version, created_at, updated_at, state_since)
      select bucket, id, order_no, '8', 0, 'NONE', id,
             coalesce(${dealer ?? null}::text, 'D' || lpad((1 + at * 37 % 500)::text, 4, '0')), id,
             'P' || lpad((1 + at % 20)::text, 2, '0'), 'BANK_A', 0, 0, 5000000 + at * 1000, 'CNY',
             1, ${bornAt}, ${bornAt}, ${bornAt}
        from unnest(${orders.map(({ key }) => key.bucket)}::smallint[],
                    ${orders.map(({ key }) => key.id)}::uuid[],
                    ${orders.map(({ orderNo }) => orderNo)}::text[])
             with ordinality as o(bucket, id, order_no, at)`),
  )
  return orders
}
