import { Type, type Static } from 'typebox'
import type { Actor } from '#kernel/auth'
import { listPage, type FilterValues, type Scope } from '#kernel/db'
import { DateTime, Page, pageQuery, read, Text, type Route } from '#kernel/http'
import { definitionsIn, history, historyRowsMax } from '#kernel/lifecycle'
import type { Kernel } from '#kernel/module'
import { accept, refuse } from '#kernel/problem'
import { readMaskedNames } from '../applicants/index.ts'
import { code } from '../catalogue/index.ts'
import {
  binding,
  findOrder,
  machine,
  orderNoPattern,
  orderScope,
  strict,
  type Order,
} from '../orders/index.ts'
import { ListRow } from './model.ts'
import { orderRow, type ListedOrder } from './service.ts'
import { orderList } from './store.ts'

const base = '/api/v1/auto-loan'
const tag = 'auto-loan'
const ByOrder = strict({ no: Type.String({ pattern: orderNoPattern }) })

export const viewRoutes = (kernel: Kernel): readonly Route[] => [
  listRoute(kernel),
  historyRoute(kernel),
]

/** The definition that the order keeps. */
export const pinned = ({ database }: Kernel, { smVersion }: Pick<Order, 'smVersion'>) =>
  definitionsIn(database).pinned(database, machine, smVersion)

export const orderNotFound = (no: string) => refuse('order_not_found', `There is no order ${no}.`)

const codes = Type.Optional(Type.Array(code, { maxItems: 100 }))
export const ListQuery = strict({
  state: Type.Optional(
    Type.Array(Type.Integer({ minimum: 0, maximum: 999_999_999 }), { maxItems: 100 }),
  ),
  dealerId: codes,
  funderId: codes,
  productId: codes,
  createdFrom: Type.Optional(DateTime),
  createdTo: Type.Optional(DateTime),
  amountFrom: Type.Optional(Type.String({ pattern: '^[0-9]{1,18}$' })),
  amountTo: Type.Optional(Type.String({ pattern: '^[0-9]{1,18}$' })),
  orderNo: Type.Optional(Type.String({ pattern: '^AF[0-9]{0,18}$' })),
  phone: Type.Optional(Text(30)),
  idNumber: Type.Optional(Text(30)),
  sort: Type.Optional(
    Type.Enum(['created', '-created', 'updated', '-updated', 'amount', '-amount']),
  ),
  ...pageQuery,
})
export type ListQuery = Static<typeof ListQuery>

const listRoute = (kernel: Kernel): Route =>
  read({
    path: `${base}/orders`,
    operationId: 'listOrders',
    summary: 'Orders that you may see, newest first; a cursor carries filter and sort',
    tag,
    access: 'signed-in',
    query: ListQuery,
    answer: Page(ListRow),
    problems: [],
    run: async ({ query, actor }) => {
      const { cursor, sort = '-created', limit = 50 } = query
      const filters = filtersOf(kernel, query)
      const request =
        cursor === undefined
          ? { filters, sort, limit }
          : { filters, limit, cursor, ...(query.sort ? { sort: query.sort } : {}) }
      const page = await listPage<ListedOrder>(kernel.database, orderList, request, scopeOf(actor))
      if (!page.ok) return page
      const items = await listRows(kernel, page.value.items)
      return accept({ items, nextCursor: page.value.nextCursor ?? null })
    },
  })

export async function listRows(kernel: Kernel, orders: readonly ListedOrder[]): Promise<ListRow[]> {
  const people = orders.map(({ bucket, applicantId: id }) => ({ bucket, id }))
  const applicants = await readMaskedNames(kernel.database, kernel.secrets, people)
  const rows: ListRow[] = []
  for (const order of orders) {
    const row = orderRow(order, await pinned(kernel, order))
    rows.push({ ...row, applicantName: applicants.get(order.applicantId) ?? null })
  }
  return rows
}

/** Whose orders these are, with the right index for somebody who sees only the own ones. */
export const scopeOf = (actor: Actor): Scope => ({
  condition: orderScope(actor),
  filters: scopeFilters(actor),
})

function scopeFilters({ party }: Actor): FilterValues {
  if (party?.kind === 'dealer') return { dealer: [party.code] }
  return party?.kind === 'funder' ? { funder: [party.code] } : {}
}

export function filtersOf({ secrets }: Kernel, query: ListQuery): FilterValues {
  const { createdFrom, createdTo, amountFrom, amountTo, phone, idNumber } = query
  const day = (text: string | undefined) => (text === undefined ? undefined : new Date(text))
  const amount = (text: string | undefined) => (text === undefined ? undefined : BigInt(text))
  const range = <T>(from: T | undefined, to: T | undefined) =>
    from === undefined && to === undefined ? undefined : { from, to }
  return {
    state: query.state,
    dealer: query.dealerId,
    funder: query.funderId,
    product: query.productId,
    created: range(day(createdFrom), day(createdTo)),
    amount: range(amount(amountFrom), amount(amountTo)),
    orderNo: query.orderNo,
    phone: phone === undefined ? undefined : secrets.blindIndex('phone', phone),
    idNumber: idNumber === undefined ? undefined : secrets.blindIndex('id_number', idNumber),
  }
}

const HistoryRow = Type.Object({
  seq: Type.Integer(),
  event: Type.String(),
  from: Type.Integer(),
  to: Type.Integer(),
  actor: Type.String(),
  actorSystem: Type.String(),
  payload: Type.Unknown(),
  at: DateTime,
})

const historyRoute = (kernel: Kernel): Route =>
  read({
    path: `${base}/orders/:no/history`,
    operationId: 'orderHistory',
    summary: 'What happened to the order, oldest first, without personal data',
    tag,
    access: 'signed-in',
    params: ByOrder,
    query: strict({ cursor: Type.Optional(Type.String({ pattern: '^[0-9]{1,9}$' })) }),
    answer: Page(HistoryRow),
    problems: ['order_not_found'],
    run: async ({ params, query, actor }) => {
      const order = await findOrder(kernel.database, params.no, actor)
      if (order === undefined) return orderNotFound(params.no)
      const rows = await history(kernel.database, binding, order, Number(query.cursor ?? 0))
      const last = rows.length === historyRowsMax ? rows.at(-1) : undefined
      const items = rows.map((row) => ({
        seq: row.seq,
        event: row.event,
        from: row.from,
        to: row.to,
        actor: row.actor,
        actorSystem: row.actorSystem,
        payload: row.payload,
        at: row.occurredAt.toISOString(),
      }))
      return accept({ items, nextCursor: last === undefined ? null : String(last.seq) })
    },
  })
