/**
 * Writes what was decided: the orders' state, since when they have it, version and subsystem fields
 * by compare-and-set, and one history row for each event. Nothing else in the house sets these
 * columns. One statement for all orders and one for all history rows, whatever the list's length.
 */
import { sql, type Sql, type Tx } from '../db/index.ts'
import type { Instant } from '../clock/index.ts'
import { newId } from '../id/index.ts'
import { accept, assert, type Json, type Result } from '../problem/index.ts'
import { byKey, keyText, namesOf, type Binding, type OrderKey } from './binding.ts'
import { conflict, type Decision, type OrderState } from './decide.ts'
import type { Definition } from './definition.ts'

export interface ApplyItem {
  /** The order as it was when the decision was taken. */
  readonly order: OrderKey & OrderState
  /** The order's pinned definition, for the list of legal events in a refusal. */
  readonly definition: Definition
  readonly decision: Decision
  /** Who did it, as history shows it. */
  readonly actor: string
  /** Through what: `console`, `api`, `job`, `funder:BANK_A`. */
  readonly actorSystem: string
  /** No personal data in clear: history is never erased. */
  readonly payload: Json
  /** Unique for an order: the caller with its Idempotency-Key. */
  readonly requestId: string
}

export interface Applied {
  readonly state: number
  readonly version: number
  /** Number of the history row within the order; equal to the new version. */
  readonly seq: number
}

/** Longer lists are the caller's to cut. */
export const applyItemsMax = 10_000

interface Step {
  readonly item: ApplyItem
  readonly at: number
}

/** All steps of one order in one list: the row goes from the first to the last at once. */
interface Chain {
  readonly key: OrderKey
  readonly from: OrderState
  state: number
  version: number
  fields: Readonly<Record<string, number>>
  /** One of the steps leads into a state; the others only edit. */
  enters: boolean
  readonly steps: Step[]
}

/**
 * Applies decisions, each on the version it was taken for; answers in the order of the items.
 * Several items of one order follow each other: the second must have been decided on what the first
 * one leaves. Whatever else changed the order since → `state_conflict` (409, facts currentState,
 * currentVersion, allowed), nothing written for that item. Must run in a transaction; may be
 * repeated. Source: 000; specification 0 item 4, 1.5.
 */
export async function apply(
  tx: Tx,
  binding: Binding,
  items: readonly ApplyItem[],
  now: Instant,
): Promise<readonly Result<Applied, 'state_conflict'>[]> {
  assert(items.length <= applyItemsMax, `at most ${applyItemsMax} items, not ${items.length}`)
  if (items.length === 0) return []
  const answers: (Result<Applied, 'state_conflict'> | undefined)[] = items.map(() => undefined)
  const chains = chained(items, answers)
  const written = await writeOrders(tx, binding, chains, now)
  const kept = chains.filter((chain) => written.has(keyText(chain.key)))
  await writeHistory(tx, binding, kept.flatMap(rowsOf), now)
  for (const row of kept.flatMap(rowsOf)) {
    answers[row.at] = accept({ state: row.to, version: row.seq, seq: row.seq })
  }
  const lost = chains.filter((chain) => !written.has(keyText(chain.key)))
  await refuseLost(tx, binding, lost, answers)
  return answers.map((answer) => {
    assert(answer, 'every item has an answer')
    return answer
  })
}

function chained(
  items: readonly ApplyItem[],
  answers: (Result<Applied, 'state_conflict'> | undefined)[],
): readonly Chain[] {
  const chains = new Map<string, Chain>()
  for (const [at, item] of items.entries()) {
    assert(item.decision.kind !== 'probe', `${item.decision.event} asks and writes nothing`)
    assert(item.decision.from === item.order.state, 'a decision is about the state it starts from')
    const key = keyText(item.order)
    const chain = chains.get(key) ?? newChain(item)
    chains.set(key, chain)
    if (chain.state === item.order.state && chain.version === item.order.version) {
      chain.steps.push({ item, at })
      chain.state = item.decision.to
      chain.version += 1
      chain.fields = { ...chain.fields, ...item.decision.fields }
      chain.enters ||= item.decision.from !== item.decision.to
    } else {
      const { state, version } = chain
      answers[at] = conflict(item.definition, { state, version }, 'another event was faster')
    }
  }
  return [...chains.values()].toSorted((a, b) => byKey(a.key, b.key))
}

const newChain = ({ order }: ApplyItem): Chain => ({
  key: { bucket: order.bucket, id: order.id },
  from: { state: order.state, version: order.version },
  state: order.state,
  version: order.version,
  fields: {},
  enters: false,
  steps: [],
})

async function writeOrders(
  tx: Tx,
  binding: Binding,
  chains: readonly Chain[],
  now: Instant,
): Promise<ReadonlySet<string>> {
  const names = namesOf(binding)
  const numbers = (values: readonly (number | null)[]): Sql => sql`${values}::integer[]`
  const given = binding.orders.fields.map((field) =>
    numbers(chains.map((chain) => chain.fields[field] ?? null)),
  )
  const columns = given.map((_, at) => sql.raw(`f${at}`))
  const sets = names.fields.map(
    (field, at) => sql`, ${field} = coalesce(i.f${sql.raw(String(at))}, o.${field})`,
  )
  // The buckets and not the ids: a thousand ids in the condition cost ten times the whole update.
  const buckets = [...new Set(chains.map((chain) => chain.key.bucket))]
  const rows = await tx.rows<{ bucket: number; id: string }>(
    sql`
      update ${names.orders} as o
         set ${names.state} = i.to_state, ${names.version} = i.to_version,
             ${names.stateSince} = case when i.enters then ${now} else o.${names.stateSince} end,
             ${names.updatedAt} = ${now} ${sql.join(sets, sql``)}
        from unnest(
               ${chains.map((chain) => chain.key.bucket)}::smallint[],
               ${chains.map((chain) => chain.key.id)}::${names.idType}[],
               ${numbers(chains.map((chain) => chain.from.state))},
               ${numbers(chains.map((chain) => chain.from.version))},
               ${numbers(chains.map((chain) => chain.state))},
               ${numbers(chains.map((chain) => chain.version))},
               ${chains.map((chain) => chain.enters)}::boolean[]
               ${sql.join(
                 given.map((values) => sql`, ${values}`),
                 sql``,
               )}
             ) as i(bucket, id, from_state, from_version, to_state, to_version, enters
                    ${sql.join(
                      columns.map((column) => sql`, ${column}`),
                      sql``,
                    )})
       where o.${names.bucket} = i.bucket and o.${names.id} = i.id
         and o.${names.state} = i.from_state and o.${names.version} = i.from_version
         and o.${names.bucket} = any(${buckets}::smallint[])
      returning o.${names.bucket} as bucket, o.${names.id} as id`,
    `lifecycle.apply:${names.key}`,
  )
  return new Set(rows.map((row) => keyText({ bucket: row.bucket, id: String(row.id) })))
}

/** One event of one order, as the history keeps it. */
export interface HistoryRow {
  readonly key: OrderKey
  readonly seq: number
  readonly event: string
  readonly from: number
  readonly to: number
  readonly actor: string
  readonly actorSystem: string
  readonly payload: Json
  readonly requestId: string
}

const rowsOf = (chain: Chain): readonly (HistoryRow & { readonly at: number })[] =>
  chain.steps.map(({ item, at }) => ({
    at,
    key: chain.key,
    seq: item.order.version + 1,
    event: item.decision.event,
    from: item.decision.from,
    to: item.decision.to,
    actor: item.actor,
    actorSystem: item.actorSystem,
    payload: item.payload,
    requestId: item.requestId,
  }))

export async function writeHistory(
  tx: Tx,
  binding: Binding,
  rows: readonly HistoryRow[],
  now: Instant,
): Promise<void> {
  if (rows.length === 0) return
  const names = namesOf(binding)
  await tx.run(
    sql`
      insert into ${names.history}
        (bucket, id, order_id, seq, event, from_state, to_state, actor, actor_system, payload,
         occurred_at, request_id)
      select bucket, id, order_id, seq, event, from_state, to_state, actor, actor_system,
             payload::json, ${now}::timestamptz, request_id
        from unnest(
               ${rows.map((row) => row.key.bucket)}::smallint[],
               ${rows.map(() => newId<'history'>())}::uuid[],
               ${rows.map((row) => row.key.id)}::${names.idType}[],
               ${rows.map((row) => row.seq)}::integer[],
               ${rows.map((row) => row.event)}::text[],
               ${rows.map((row) => row.from)}::integer[],
               ${rows.map((row) => row.to)}::integer[],
               ${rows.map((row) => row.actor)}::text[],
               ${rows.map((row) => row.actorSystem)}::text[],
               ${rows.map((row) => JSON.stringify(row.payload))}::text[],
               ${rows.map((row) => row.requestId)}::text[]
             ) as i(bucket, id, order_id, seq, event, from_state, to_state, actor, actor_system,
                    payload, request_id)`,
    `lifecycle.history:${names.key}`,
  )
}

/** Tells those who came too late where the order is now. */
async function refuseLost(
  tx: Tx,
  binding: Binding,
  lost: readonly Chain[],
  answers: (Result<Applied, 'state_conflict'> | undefined)[],
): Promise<void> {
  if (lost.length === 0) return
  const found = await readStates(
    tx,
    binding,
    lost.map((chain) => chain.key),
  )
  for (const chain of lost) {
    const now = found.get(keyText(chain.key))
    assert(now, `order ${chain.key.id} was there when it was decided`)
    for (const { item, at } of chain.steps) {
      answers[at] = conflict(item.definition, now, 'another event was faster')
    }
  }
}

interface FoundOrder extends OrderState {
  readonly definition: string
}

async function readStates(
  tx: Tx,
  binding: Binding,
  keys: readonly OrderKey[],
): Promise<ReadonlyMap<string, FoundOrder>> {
  const names = namesOf(binding)
  const rows = await tx.rows<FoundOrder & OrderKey>(sql`
    select ${names.bucket} as bucket, ${names.id}::text as id, ${names.state} as state,
           ${names.version} as version, ${names.definition} as definition
      from ${names.orders}
     where ${names.bucket} = any(${keys.map((key) => key.bucket)}::smallint[])
       and ${names.id} = any(${keys.map((key) => key.id)}::${names.idType}[])`)
  return new Map(rows.map((row) => [keyText(row), row]))
}

/** An order that was just inserted, in its definition's initial state and at version 1. */
export type BirthItem = Omit<ApplyItem, 'order'> & { readonly order: OrderKey }

/**
 * Writes the first history row of orders that the module has just inserted, in the same
 * transaction, with `state = definition.initial`, `version = 1` and the definition's version.
 */
export async function begin(
  tx: Tx,
  binding: Binding,
  items: readonly BirthItem[],
  now: Instant,
): Promise<void> {
  const rows = items.map((item): HistoryRow => {
    const { decision, definition, order, ...rest } = item
    assert(decision.to === definition.initial, `orders begin in ${definition.initial}`)
    const { event, from, to } = decision
    return { ...rest, key: order, seq: 1, event, from, to }
  })
  await writeHistory(tx, binding, rows, now)
}
