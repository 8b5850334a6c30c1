/**
 * What the order pages must know of a product. A product gives one of these; list and page are the
 * same for all, and no rule of the business is written down here: what may be done comes with each
 * order.
 */
import { createContext, useContext, type ReactNode } from 'react'
import type { Query } from '../../api.ts'
import type { Column } from '../../shared/list/columns.ts'
import type { Filter } from '../../shared/list/ListFilters.tsx'
import type { AnyFields, FieldKinds, ListDefinition } from '../../shared/list/state.ts'
import type { FileChoice } from '../../shared/SchemaForm.tsx'
import type { OrderView } from './client.ts'
import type { ReasonFacts } from './reason.ts'

type Table = Readonly<Record<string, string>>

/** Names of the product's own things, in the reader's language. */
export interface ProductWords {
  /** Calls of partners by their purpose, with the places partner and reference. */
  readonly calls: Table
  readonly movements: Table
  readonly places: Table
  readonly records: Table
  /** Timers, by what their names begin with. */
  readonly timers: Table
}

/**
 * Functions are written as methods: a product's own rows and orders know more than these pages ask
 * for.
 */
export interface OrderProduct {
  readonly machine: string
  /** Below the API's own base: `/auto-loan`. */
  readonly base: string
  readonly list: ListDefinition<FieldKinds>
  readonly exportSource: string
  /** The event that makes an order; whoever has its role may begin one. */
  readonly creationEvent: string
  listPath(): string
  orderPath(orderNo: string): string
  newPath(): string
  useTitle(): string
  /** Of the product's own rows. */
  useColumns(): readonly Column<never>[]
  useFilters(): readonly Filter[]
  /** From what stands in the list's address to what the server takes. */
  ask(fields: AnyFields): Query
  /** Named facts of the overview, after those that every order has. */
  useOverview(order: OrderView): readonly (readonly [label: string, value: ReactNode])[]
  /** What is known of the order, subject by subject. */
  partsOf(order: OrderView): ReactNode
  /** What the form of an event begins with. */
  prefilled(event: string, order: OrderView): Readonly<Record<string, unknown>>
  files(order: OrderView): readonly FileChoice[]
  useProductWords(): ProductWords
  /** The product's own sentence for what a guard found; undefined: the server's. */
  useGuardText(): (guard: string, facts: ReasonFacts, currency: string) => string | undefined
}

const Context = createContext<OrderProduct | undefined>(undefined)

export const ProductOf = Context.Provider

export function useProduct(): OrderProduct {
  const product = useContext(Context)
  if (product === undefined) throw new Error('an order page stands inside its product')
  return product
}
