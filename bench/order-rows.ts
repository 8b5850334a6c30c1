/**
 * The same orders in memory, where the right answer is a matter of looking: what the list must
 * show,
 * and where its thousandth page begins.
 */
import { sql, type Database, type FilterValues, type Range } from '#kernel/db'

export interface OrderRow {
  readonly id: string
  readonly orderNo: string
  readonly state: number
  readonly dealerId: string
  readonly funderId: string | null
  readonly productId: string | null
  readonly financeAmount: bigint
  readonly createdAt: Date
  readonly updatedAt: Date
}

export interface OrderRows {
  readonly rows: readonly OrderRow[]
  /** Row numbers by sort, ascending. */
  readonly orders: ReadonlyMap<string, Uint32Array>
}

const chunk = 50_000

export async function readRows(database: Database): Promise<OrderRows> {
  const rows: OrderRow[] = []
  for (;;) {
    const last = rows.at(-1)
    const part = await database.rows<OrderRow>(sql`
      select id, order_no, state, dealer_id, funder_id, product_id, finance_amount, created_at,
             updated_at
        from auto_loan.auto_order
       where (created_at, id) > (${last?.createdAt ?? new Date(0)}::timestamptz,
                                 ${last?.id ?? '00000000-0000-0000-0000-000000000000'}::uuid)
       order by created_at, id limit ${chunk}`)
    rows.push(...part)
    if (part.length < chunk) break
  }
  const sorted = (value: (row: OrderRow) => number): Uint32Array => {
    const values = Float64Array.from(rows, value)
    const ids = rows.map(({ id }) => id)
    return Uint32Array.from(rows.keys()).toSorted((a, b) => {
      const apart = (values[a] ?? 0) - (values[b] ?? 0)
      return apart === 0 ? ((ids[a] ?? '') < (ids[b] ?? '') ? -1 : 1) : apart
    })
  }
  return {
    rows,
    orders: new Map([
      ['created', sorted(({ createdAt }) => createdAt.getTime())],
      ['updated', sorted(({ updatedAt }) => updatedAt.getTime())],
      ['amount', sorted(({ financeAmount }) => Number(financeAmount))],
    ]),
  }
}

const fields: Readonly<Record<string, (row: OrderRow) => unknown>> = {
  state: ({ state }) => state,
  dealer: ({ dealerId }) => dealerId,
  funder: ({ funderId }) => funderId,
  product: ({ productId }) => productId,
}

/** Which rows a filter lets through; the person's filters cannot be seen from here. */
export function matching({ rows }: OrderRows, filters: FilterValues): Uint8Array {
  const conditions = Object.entries(filters).map(([name, value]) => condition(name, value))
  return Uint8Array.from(rows, (row) => (conditions.every((holds) => holds(row)) ? 1 : 0))
}

function condition(name: string, value: FilterValues[string]): (row: OrderRow) => boolean {
  const field = fields[name]
  if (field && Array.isArray(value)) {
    const wanted = new Set<unknown>(value)
    return (row) => wanted.has(field(row))
  }
  if (name === 'orderNo') return ({ orderNo }) => orderNo.startsWith(value as string)
  const { from, to } = value as Range
  if (name === 'created') {
    return ({ createdAt }) =>
      (from === undefined || createdAt >= from) && (to === undefined || createdAt < to)
  }
  return ({ financeAmount }) =>
    (from === undefined || financeAmount >= Number(from)) &&
    (to === undefined || financeAmount <= Number(to))
}

/** So many matching rows from the `skip`-th on, in the order of the sort. */
export function expected(
  { rows, orders }: OrderRows,
  matches: Uint8Array,
  { sort, skip, count }: { readonly sort: string; readonly skip: number; readonly count: number },
): readonly OrderRow[] {
  const order = orders.get(sort.replace('-', '')) ?? new Uint32Array()
  const shown: OrderRow[] = []
  let seen = 0
  for (let step = 0; step < order.length && shown.length < count; step++) {
    const at = order[sort.startsWith('-') ? order.length - 1 - step : step] ?? 0
    if (matches[at] === 1 && ++seen > skip) shown.push(rows[at] as OrderRow)
  }
  return shown
}
