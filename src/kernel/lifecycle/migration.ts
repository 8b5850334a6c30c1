/**
 * Moves running orders to another version: explicitly, rehearsed before, and not at all while one
 * of them stands in a state that the other version does not know. Ended orders stay as they are.
 */
import type { Instant } from '../clock/index.ts'
import { sql, type Database, type Reader, type Sql, type Tx } from '../db/index.ts'
import { accept, refuse, type Result } from '../problem/index.ts'
import { writeHistory, type HistoryRow } from './apply.ts'
import { namesOf, type Binding, type OrderKey } from './binding.ts'
import { stateOf, type Definition } from './definition.ts'

/** The history row of a migration. No event of a definition can be called so: it has a dot. */
export const migrationEvent = 'lifecycle.migrate'

export interface MigrationPlan {
  readonly from: Definition
  readonly to: Definition
  /** State in the old version → state in the new one, where the codes differ. */
  readonly mapping?: Readonly<Record<number, number>>
}

export interface RehearsedState {
  readonly state: number
  /** Undefined: there is no counterpart, and its orders are refused. */
  readonly target: number | undefined
  readonly orders: number
}

export interface RefusedOrder {
  readonly bucket: number
  readonly id: string
  readonly orderNo: string
  readonly state: number
}

export interface Rehearsal {
  readonly states: readonly RehearsedState[]
  readonly orders: number
  readonly refusedOrders: number
  /** Every order that would be refused, up to `refusedListMax`, or the page that was asked for. */
  readonly refused: readonly RefusedOrder[]
}

export const refusedListMax = 100_000
const batchOrders = 1_000

/** The state in which an order goes on, or undefined where there is no counterpart. */
export function counterpart({ to, mapping }: MigrationPlan, state: number): number | undefined {
  const target = mapping?.[state] ?? state
  return stateOf(to, target) === undefined ? undefined : target
}

/** Orders in these states have ended and keep their version for ever. */
const endStates = ({ from }: MigrationPlan): readonly number[] =>
  from.states.filter((state) => state.terminal).map((state) => state.code)

/** The rows of running orders of the old version. */
function running(binding: Binding, plan: MigrationPlan): Sql {
  const names = namesOf(binding)
  return sql`${names.definition} = ${plan.from.version}
    and not (${names.state} = any(${endStates(plan)}::integer[]))`
}

/** What `migrateOrders` would do. Writes nothing. */
export async function rehearse(
  reader: Reader,
  binding: Binding,
  plan: MigrationPlan,
  page: RefusedPage = {},
): Promise<Rehearsal> {
  const names = namesOf(binding)
  const found = await reader.rows<{ state: number; orders: number }>(sql`
    select ${names.state} as state, count(*)::integer as orders
      from ${names.orders} where ${running(binding, plan)}
     group by ${names.state} order by ${names.state}`)
  const states = found.map((row) => ({ ...row, target: counterpart(plan, row.state) }))
  const lost = states.filter((row) => row.target === undefined)
  const refused = await refusedOrders(reader, binding, plan, {
    states: lost.map((row) => row.state),
    limit: page.limit ?? refusedListMax,
    after: page.after,
  })
  return { states, orders: sum(states), refusedOrders: sum(lost), refused }
}

/** Which refused orders are listed: those that come after one, and how many. */
export interface RefusedPage {
  readonly after?: OrderKey | undefined
  readonly limit?: number
}

async function refusedOrders(
  reader: Reader,
  binding: Binding,
  plan: MigrationPlan,
  page: RefusedPage & { readonly states: readonly number[]; readonly limit: number },
): Promise<readonly RefusedOrder[]> {
  if (page.states.length === 0) return []
  const names = namesOf(binding)
  return await reader.rows<RefusedOrder>(sql`
    select ${names.bucket} as bucket, ${names.id}::text as id, ${names.number} as order_no,
           ${names.state} as state
      from ${names.orders}
     where ${running(binding, plan)} ${beyond(binding, page.after)}
       and ${names.state} = any(${[...page.states]}::integer[])
     order by ${names.bucket}, ${names.id}
     limit ${page.limit}`)
}

/** Keyset: only what stands behind this order. */
function beyond(binding: Binding, after: OrderKey | undefined): Sql {
  const names = namesOf(binding)
  return after === undefined
    ? sql``
    : sql`and (${names.bucket}, ${names.id})
             > (${after.bucket}::smallint, ${after.id}::${names.idType})`
}

const sum = (rows: readonly { readonly orders: number }[]): number =>
  rows.reduce((total, row) => total + row.orders, 0)

export interface Migrated {
  readonly migrated: number
  /** Orders that came into a state without counterpart while the migration ran. */
  readonly left: readonly RefusedOrder[]
}

export interface MigrationOrder {
  readonly plan: MigrationPlan
  readonly actor: string
  readonly actorSystem: string
  /** Names the migration in every history row. */
  readonly requestId: string
  readonly now: () => Instant
  /** Told with every batch, in the transaction that migrates it: a count that is never wrong. */
  readonly onBatch?: (tx: Tx, migrated: number) => Promise<void>
}

/**
 * Migrates all running orders, a thousand in a transaction, with a history row each; asked again
 * after a crash it goes on where it stopped. Refusal: `migration_refused` with the rehearsal's
 * states and the first hundred orders as facts, before anything is written.
 */
export async function migrateOrders(
  database: Database,
  binding: Binding,
  order: MigrationOrder,
): Promise<Result<Migrated, 'migration_refused'>> {
  const rehearsal = await rehearse(database, binding, order.plan)
  if (rehearsal.refusedOrders > 0) return refusalOf(rehearsal, order.plan)
  let migrated = 0
  let after: Found | undefined
  const left: RefusedOrder[] = []
  for (;;) {
    const start = after
    const batch = await database.transaction((tx) => migrateBatch(tx, binding, order, start))
    migrated += batch.migrated
    left.push(...batch.left)
    after = batch.last
    if (after === undefined) return accept({ migrated, left })
  }
}

/** Why it cannot be done now. */
export function refusalOf({ refusedOrders, states, refused }: Rehearsal, { to }: MigrationPlan) {
  const lost = states.filter((row) => row.target === undefined).map((row) => row.state)
  const what = `${refusedOrders} orders stand in ${lost.join(', ')}`
  return refuse(
    'migration_refused',
    `${what}, which version ${to.version} does not have; map these states or wait for them`,
    { refusedOrders, states: lost, orders: refused.slice(0, 100).map((row) => row.id) },
  )
}

interface Found extends RefusedOrder {
  readonly version: number
}

async function migrateBatch(
  tx: Tx,
  binding: Binding,
  order: MigrationOrder,
  after: Found | undefined,
): Promise<Migrated & { readonly last: Found | undefined }> {
  const found = await lockBatch(tx, binding, order.plan, after)
  const left = found.filter((row) => counterpart(order.plan, row.state) === undefined)
  const movable = found.filter((row) => counterpart(order.plan, row.state) !== undefined)
  const now = order.now()
  await writeBatch(tx, binding, order.plan, { found: movable, now })
  const rows = movable.map((row) => historyRow(order, row))
  await writeHistory(tx, binding, rows, now)
  await order.onBatch?.(tx, movable.length)
  const last = found.length < batchOrders ? undefined : found.at(-1)
  return { migrated: movable.length, left, last }
}

async function lockBatch(
  tx: Tx,
  binding: Binding,
  plan: MigrationPlan,
  after: Found | undefined,
): Promise<readonly Found[]> {
  const names = namesOf(binding)
  return await tx.rows<Found>(sql`
    select ${names.bucket} as bucket, ${names.id}::text as id, ${names.number} as order_no,
           ${names.state} as state, ${names.version} as version
      from ${names.orders}
     where ${running(binding, plan)} ${beyond(binding, after)}
     order by ${names.bucket}, ${names.id}
     limit ${batchOrders}
     for update`)
}

async function writeBatch(
  tx: Tx,
  binding: Binding,
  plan: MigrationPlan,
  { found, now }: { readonly found: readonly Found[]; readonly now: Instant },
): Promise<void> {
  const names = namesOf(binding)
  const buckets = [...new Set(found.map((row) => row.bucket))]
  const targets = found.map((row) => counterpart(plan, row.state) ?? row.state)
  const moved = found.map((row, at) => targets[at] !== row.state)
  const sets = binding.orders.fields.map((field, at) => {
    const codes = plan.to.states.filter((state) => state.subsystem === field)
    return sql`, ${names.fields[at] ?? sql``} = case
      when i.moved and i.to_state = any(${codes.map((state) => state.code)}::integer[])
      then i.to_state else o.${names.fields[at] ?? sql``} end`
  })
  await tx.run(sql`
    update ${names.orders} as o
       set ${names.state} = i.to_state, ${names.version} = o.${names.version} + 1,
           ${names.definition} = ${plan.to.version}, ${names.updatedAt} = ${now},
           ${names.stateSince} = case when i.moved then ${now} else o.${names.stateSince} end
           ${sql.join(sets, sql``)}
      from unnest(${found.map((row) => row.bucket)}::smallint[],
                  ${found.map((row) => row.id)}::${names.idType}[],
                  ${targets}::integer[], ${moved}::boolean[]) as i(bucket, id, to_state, moved)
     where o.${names.bucket} = i.bucket and o.${names.id} = i.id
       and o.${names.bucket} = any(${buckets}::smallint[])`)
}

function historyRow(order: MigrationOrder, row: Found): HistoryRow {
  const { plan, actor, actorSystem, requestId } = order
  return {
    key: { bucket: row.bucket, id: row.id },
    seq: row.version + 1,
    event: migrationEvent,
    from: row.state,
    to: counterpart(plan, row.state) ?? row.state,
    actor,
    actorSystem,
    payload: { fromVersion: plan.from.version, toVersion: plan.to.version },
    requestId,
  }
}
