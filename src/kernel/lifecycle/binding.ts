/** What a module's order and history tables are called: the engine writes both, by these names. */
import type { PartyKind } from '../auth/index.ts'
import { sql, type Sql } from '../db/index.ts'
import { assert } from '../problem/index.ts'

/**
 * The order table has the columns named here, with an index that begins (definition, state,
 * stateSince, id); the history table has `bucket, id uuid, order_id, seq, event, from_state,
 * to_state, actor, actor_system, payload, occurred_at, request_id`, with (bucket, order_id, seq)
 * and (bucket, request_id, order_id) unique, and `written_by xid8 default pg_current_xact_id()`
 * with an index (written_by, id), by which figures are folded. Both belong to the module's schema.
 * Source: 000; specification 1.5.
 */
export interface Binding {
  readonly machine: string
  /** `auto_loan`: no two modules share a schema. */
  readonly schema: string
  readonly orders: OrderTable
  /** `order_event` */
  readonly history: string
}

export interface OrderTable {
  /** `auto_order` */
  readonly table: string
  readonly idType: 'uuid' | 'bigint'
  readonly columns: OrderColumns
  /** Subsystem fields that the table has, `credit_audit_status`: integer, null until entered. */
  readonly fields: readonly string[]
  /** The columns that say whose an order is, `dealer_id`: a party sees only its own. */
  readonly parties: Partial<Record<PartyKind, string>>
}

/** Only the engine sets state, stateSince, version, definition, updatedAt and subsystem fields. */
export interface OrderColumns {
  readonly bucket: string
  readonly id: string
  /** By which people call it, `order_no`: unique, and its hash is the bucket. */
  readonly number: string
  readonly state: string
  /** When it came into this state; an edit leaves it. */
  readonly stateSince: string
  /** Row version, 1 at birth, one more with each history row. */
  readonly version: string
  /** The machine's version that the order keeps. */
  readonly definition: string
  readonly updatedAt: string
}

/** An order's place in its table. */
export interface OrderKey {
  readonly bucket: number
  /** UUID, or a decimal number where the document says `bigint id`. */
  readonly id: string
}

const namePattern = /^[a-z][a-z0-9_]{0,62}$/u

/** A name that the module wrote, never one from outside. */
function name(text: string): Sql {
  assert(namePattern.test(text), `"${text}" is no name of a table or column`)
  return sql.raw(text)
}

/** The names of a binding as SQL, made once for each binding. */
export interface BoundNames {
  readonly orders: Sql
  readonly history: Sql
  readonly idType: Sql
  readonly bucket: Sql
  readonly id: Sql
  readonly number: Sql
  readonly state: Sql
  readonly stateSince: Sql
  readonly version: Sql
  readonly definition: Sql
  readonly updatedAt: Sql
  readonly fields: readonly Sql[]
  readonly parties: Partial<Record<PartyKind, Sql>>
  /** Distinguishes prepared statements of several bindings. */
  readonly key: string
}

const known = new WeakMap<Binding, BoundNames>()

export function namesOf(binding: Binding): BoundNames {
  const before = known.get(binding)
  if (before !== undefined) return before
  const { schema, history, orders } = binding
  const { columns } = orders
  const names: BoundNames = {
    orders: sql`${name(schema)}.${name(orders.table)}`,
    history: sql`${name(schema)}.${name(history)}`,
    idType: sql.raw(orders.idType),
    bucket: name(columns.bucket),
    id: name(columns.id),
    number: name(columns.number),
    state: name(columns.state),
    stateSince: name(columns.stateSince),
    version: name(columns.version),
    definition: name(columns.definition),
    updatedAt: name(columns.updatedAt),
    fields: orders.fields.map(name),
    parties: Object.fromEntries(
      Object.entries(orders.parties).map(([kind, column]) => [kind, name(column)]),
    ),
    key: `${schema}.${orders.table}`,
  }
  known.set(binding, names)
  return names
}

export const keyText = ({ bucket, id }: OrderKey): string => `${bucket} ${id}`

/** The order in which rows are locked everywhere, and in which PostgreSQL sorts them. */
export const byKey = (a: OrderKey, b: OrderKey): number => a.bucket - b.bucket || byId(a.id, b.id)

/** UUIDs are all of one length; of two numbers the longer text is the greater. */
export const byId = (a: string, b: string): number =>
  a.length - b.length || (a < b ? -1 : Number(a > b))
