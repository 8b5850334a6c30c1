/** What the order pages ask the server for, whatever the product. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { read } from '../../api.ts'
import type { Schema } from '../../shared/schema-fields.ts'
import type { MoveKind, Origin } from '../lifecycles/client.ts'
import { useProduct } from './product.ts'
import type { Reason } from './reason.ts'

/** A row of facts by their names. */
export type Facts = Readonly<Record<string, unknown>>

export interface OrderRow {
  readonly orderNo: string
  readonly state: number
  readonly version: number
  /** The version of the lifecycle that the order was born with. */
  readonly smVersion: string
  readonly currency: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly stateSince: string
}

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextCursor?: string | null
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

export interface AwaitedMove {
  readonly event: string
  readonly label: string
  readonly labelEn: string
  readonly to: number
  readonly unmet: Reason | null
}

export type Awaited =
  | {
      readonly kind: 'answer'
      readonly partner: string
      readonly since: string
      readonly asked: number
      readonly askedAgainAt: string | null
    }
  | {
      readonly kind: 'people'
      readonly roles: readonly string[]
      readonly moves: readonly AwaitedMove[]
    }
  | {
      readonly kind: 'timer'
      readonly event: string
      readonly label: string
      readonly labelEn: string
      readonly at: string
    }
  | { readonly kind: 'system'; readonly moves: readonly AwaitedMove[] }

export interface Entrance {
  readonly event: string
  readonly actor: string
  readonly actorSystem: string
  readonly at: string
}

export interface Waiting {
  readonly entered: Entrance | null
  readonly waitsFor: readonly Awaited[]
}

export interface OrderView extends OrderRow {
  readonly images: readonly OrderImage[]
  readonly waiting: Waiting
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

/** What an event would do, told by a dry run. */
export interface Outlook {
  readonly from: number
  readonly to: number
  /** Where the order would end up: the system may let more events follow. */
  readonly state: number
  readonly subsystem: Readonly<Record<string, number>>
  readonly would: {
    readonly follows: readonly { readonly event: string; readonly to: number }[]
    readonly calls: readonly {
      readonly partner: string
      readonly purpose: string
      readonly reference: string
    }[]
    readonly timers: readonly { readonly task: string; readonly dueAt: string | null }[]
    readonly movements: readonly {
      readonly name: string
      readonly from: string
      readonly to: string
      readonly amount: number | string
      readonly currency: string
    }[]
    readonly records: readonly string[]
    readonly tells: readonly string[]
  }
}

export interface Payloads {
  readonly version: string
  readonly payloads: Readonly<Record<string, Schema>>
}

const hourMs = 3_600_000
const orderRefreshMs = 10_000

/** What each event takes: the schemas that the server itself validates with. */
export function usePayloads(version?: string) {
  const { base } = useProduct()
  return useQuery({
    queryKey: [base, 'payloads', version ?? 'current'],
    queryFn: () => read<Payloads>(`${base}/lifecycle`, { version }),
    staleTime: hourMs,
  })
}

export const orderKey = (base: string, orderNo: string) => [base, 'order', orderNo] as const

export function useOrder(orderNo: string) {
  const { base } = useProduct()
  return useQuery({
    queryKey: orderKey(base, orderNo),
    queryFn: () => read<OrderView>(`${base}/orders/${encodeURIComponent(orderNo)}`),
    // Partners and colleagues move it on while somebody looks at it; an order that ended rests.
    refetchInterval: ({ state }) => (state.data?.moves.length === 0 ? false : orderRefreshMs),
  })
}

export const readHistory = (base: string, orderNo: string) =>
  read<Page<HistoryRow>>(`${base}/orders/${encodeURIComponent(orderNo)}/history`)

/** Every version of an order has one more row of history, but for what was never read before. */
export function useHistory(orderNo: string, version: number) {
  const { base } = useProduct()
  return useQuery({
    queryKey: [...orderKey(base, orderNo), 'history', version],
    placeholderData: keepPreviousData,
    queryFn: () => readHistory(base, orderNo),
  })
}
