/** The list of orders as a file: the same filters, the same scope, the same masks. */
import { listLimitMax, listPage, type FilterValues } from '#kernel/db'
import type { ExportRequest, ExportSource, Kernel } from '#kernel/module'
import { accept, assert, type Json } from '#kernel/problem'
import type { Value } from '#kernel/sheet'
import {
  filtersOf,
  ListQuery,
  listRows,
  orderList,
  scopeOf,
  type ListedOrder,
} from '../views/index.ts'
import { columnsIn, valuesOf } from './model.ts'

/** Source: issue "orders: export of the list". */
export const orderExport = (kernel: Kernel): ExportSource => ({
  name: orderList.name,
  tag: 'auto-loan',
  access: 'signed-in',
  query: ListQuery,
  keep: (query) => keep(kernel, query as ListQuery),
  open: async (asked) =>
    accept({
      columns: columnsIn(asked.language),
      total: undefined,
      rows: orders(kernel, asked),
    }),
})

interface Kept extends Omit<ListQuery, 'phone' | 'idNumber'> {
  /** In base64: what finds a person and does not tell who it is. */
  readonly phoneIndex?: string
  readonly idNumberIndex?: string
}

/** The question waits in a table until its turn comes: no phone and no id number stand there. */
function keep({ secrets }: Kernel, { phone, idNumber, ...query }: ListQuery): Json {
  const kept: Kept = {
    ...query,
    ...(phone === undefined
      ? {}
      : { phoneIndex: secrets.blindIndex('phone', phone).toString('base64') }),
    ...(idNumber === undefined
      ? {}
      : { idNumberIndex: secrets.blindIndex('id_number', idNumber).toString('base64') }),
  }
  // Members of a query are JSON.
  return kept as Json
}

function filters(kernel: Kernel, { phoneIndex, idNumberIndex, ...query }: Kept): FilterValues {
  const index = (text: string | undefined) =>
    text === undefined ? undefined : Buffer.from(text, 'base64')
  return {
    ...filtersOf(kernel, query),
    phone: index(phoneIndex),
    idNumber: index(idNumberIndex),
  }
}

/** Page after page, as somebody would turn them. */
async function* orders(
  kernel: Kernel,
  { query, actor, language }: ExportRequest,
): AsyncGenerator<readonly (readonly Value[])[]> {
  // It was checked against the list's own schema when it was asked.
  const kept = query as Kept
  const asked = { filters: filters(kernel, kept), sort: kept.sort ?? '-created' }
  let cursor: string | undefined
  do {
    const request = {
      ...asked,
      limit: listLimitMax,
      ...(cursor === undefined ? {} : { cursor }),
    }
    const page = await listPage<ListedOrder>(kernel.database, orderList, request, scopeOf(actor))

    assert(page.ok, 'a cursor of our own making belongs to our own list')
    const rows = await listRows(kernel, page.value.items)
    yield rows.map((row) => valuesOf(row, language))
    cursor = page.value.nextCursor
  } while (cursor !== undefined)
}
