/** What auto-loan's pages ask the server for, each a query of its own. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { read } from '../../api.ts'
import type { Minor } from '../../shared/amount.ts'
import type { Schema } from '../../shared/schema-fields.ts'
import type { MoveKind, Origin } from '../lifecycles/client.ts'
import type { ListQuery } from './list-query.ts'

export interface OrderRow {
  readonly orderNo: string
  readonly state: number
  readonly stateName: string
  readonly stateNameEn: string
  readonly version: number
  readonly smVersion: string
  readonly dealerId: string
  readonly productId: string | null
  readonly funderId: string | null
  readonly depositAmount: Minor
  readonly downPaymentAmount: Minor
  readonly financeAmount: Minor
  readonly currency: string
  readonly createdAt: string
  readonly updatedAt: string
}

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextCursor?: string | null
}

/** Why a move is not possible now. */
export interface Reason {
  readonly code: string
  readonly zh: string
  readonly en: string
}

export interface OfferedMove {
  readonly event: string
  readonly kind: MoveKind
  readonly to: number
  readonly toName: string
  readonly label: string
  readonly labelEn: string
  readonly origin: Origin
  readonly allowed: boolean
  readonly reason: Reason | null
}

export interface Person {
  readonly readable: boolean
  readonly groups: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** A row of facts by their names. */
export type Facts = Readonly<Record<string, unknown>>

export interface OrderImage {
  readonly id: string
  readonly kind: string
  readonly sha256: string
  readonly name: string
  readonly contentType: string
  readonly size: number
  readonly uploadedBy: string
  readonly uploadedAt: string
  readonly submittedAt: string | null
}

export interface Order extends OrderRow {
  readonly subsystem: Readonly<Record<string, number | null>>
  readonly lendPreaudit: string
  readonly applicant: Person
  readonly coBorrower: Person | null
  readonly car: Facts
  readonly plan: Facts | null
  readonly images: readonly OrderImage[]
  readonly audits: readonly Facts[]
  readonly routing: readonly Facts[]
  readonly contracts: readonly Facts[]
  readonly receipts: readonly Facts[]
  readonly refunds: readonly Facts[]
  readonly disbursements: readonly Facts[]
  readonly loan: Facts | null
  readonly instalments: readonly Facts[]
  readonly moves: readonly OfferedMove[]
}

export interface HistoryRow {
  readonly seq: number
  readonly event: string
  readonly from: number
  readonly to: number
  readonly actor: string
  readonly actorSystem: string
  readonly payload: unknown
  readonly at: string
}

export interface Payloads {
  readonly version: string
  readonly payloads: Readonly<Record<string, Schema>>
}

export const creationEvent = 'create_order'

const hourMs = 3_600_000
const orderRefreshMs = 10_000

/** What each event takes: the schemas that the server itself validates with. */
export const usePayloads = (version?: string) =>
  useQuery({
    queryKey: ['auto-loan', 'payloads', version ?? 'current'],
    queryFn: () => read<Payloads>('/auto-loan/lifecycle', { version }),
    staleTime: hourMs,
  })

export const useOrders = (query: ListQuery) =>
  useQuery({
    queryKey: ['auto-loan', 'orders', query],
    queryFn: () => read<Page<OrderRow>>('/auto-loan/orders', { ...query }),
    // The old page stays in sight, dimmed, until the new one is there.
    placeholderData: keepPreviousData,
  })

export const orderKey = (orderNo: string) => ['auto-loan', 'order', orderNo] as const

export const useOrder = (orderNo: string) =>
  useQuery({
    queryKey: orderKey(orderNo),
    queryFn: () => read<Order>(`/auto-loan/orders/${encodeURIComponent(orderNo)}`),
    // Funders and colleagues move it on while somebody looks at it; an order that ended rests.
    refetchInterval: ({ state }) => (state.data?.moves.length === 0 ? false : orderRefreshMs),
  })

/** Every version of an order has one more row of history, but for what was never read before. */
export const useHistory = (orderNo: string, version: number) =>
  useQuery({
    queryKey: [...orderKey(orderNo), 'history', version],
    placeholderData: keepPreviousData,
    queryFn: () =>
      read<Page<HistoryRow>>(`/auto-loan/orders/${encodeURIComponent(orderNo)}/history`),
  })

/** A code with its name: dealers, products, funders, for the filters. */
export interface Named {
  readonly code: string
  readonly name: string
}

export const useCatalogue = (kind: 'dealers' | 'products' | 'funders') =>
  useQuery({
    queryKey: ['auto-loan', kind],
    queryFn: async () => (await read<Page<Named>>(`/auto-loan/${kind}`)).items,
    staleTime: hourMs,
    retry: false,
  })
