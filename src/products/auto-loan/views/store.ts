/** The list of car-loan orders as the product declares it. */
import { numberedByDay, sql, type ListingDefinition } from '#kernel/db'

const through =
  (column: string) =>
  (value: unknown): ReturnType<typeof sql> =>
    sql`
    (bucket, id) in (select bucket, order_id from auto_loan.applicant_lookup
                      where ${sql.raw(column)} = ${value})`

/** As the indexes have it. */
const halfYear = `(floor((extract(year from created_at at time zone 'UTC') * 12
  + extract(month from created_at at time zone 'UTC') - 1) / 6)::integer)`

export const orderList: ListingDefinition = {
  name: 'auto-loan.orders',
  table: 'auto_loan.auto_order',
  columns: [
    'bucket',
    'id',
    'order_no',
    'sm_version',
    'state',
    'applicant_id',
    'dealer_id',
    'product_id',
    'funder_id',
    'deposit_amount',
    'down_payment_amount',
    'finance_amount',
    'currency',
    'row_version',
    'created_at',
    'updated_at',
    'state_since',
  ],
  key: ['bucket', 'id'],
  filters: {
    state: { kind: 'any-of', column: 'state', type: 'integer' },
    dealer: { kind: 'any-of', column: 'dealer_id', type: 'text' },
    funder: { kind: 'any-of', column: 'funder_id', type: 'text' },
    product: { kind: 'any-of', column: 'product_id', type: 'text' },
    created: {
      kind: 'range',
      column: 'created_at',
      type: 'timestamptz',
      halfOpen: true,
      neverBelow: ['updated_at'],
    },
    amount: { kind: 'range', column: 'finance_amount', type: 'bigint' },
    orderNo: {
      kind: 'prefix',
      column: 'order_no',
      implies: numberedByDay('AF', 'created', 'Asia/Shanghai'),
    },
    phone: { kind: 'through', type: 'bytea', condition: through('phone_index') },
    idNumber: { kind: 'through', type: 'bytea', condition: through('id_number_index') },
  },
  sorts: {
    created: { column: 'created_at', type: 'timestamptz' },
    updated: { column: 'updated_at', type: 'timestamptz' },
    amount: { column: 'finance_amount', type: 'bigint' },
  },
  leads: [
    {
      columns: [{ column: 'dealer_id', type: 'text' }],
      carries: ['state', 'funder_id', 'product_id'],
    },
    {
      columns: [
        { column: 'funder_id', type: 'text' },
        { column: 'product_id', type: 'text' },
      ],
      carries: ['state'],
    },
    {
      columns: [{ column: 'state', type: 'integer' }],
      carries: ['funder_id', 'product_id', 'dealer_id'],
    },
    {
      columns: [
        {
          column: halfYear,
          type: 'integer',
          period: {
            of: 'created_at',
            at: (value) =>
              value instanceof Date
                ? value.getUTCFullYear() * 2 + (value.getUTCMonth() > 5 ? 1 : 0)
                : 0,
          },
        },
      ],
      carries: [],
    },
  ],
}
