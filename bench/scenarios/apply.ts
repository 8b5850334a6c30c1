/**
 * Lifecycle events in batches of 1,000, against a table of a million orders with all its indexes,
 * beside the rate at which PostgreSQL takes the same history rows and nothing else.
 */
import assert from 'node:assert/strict'
import { newId } from '#kernel/id'
import { sql, type Database } from '#kernel/db'
import {
  apply,
  decide,
  type ApplyItem,
  type Binding,
  type Definition,
  type OrderKey,
} from '#kernel/lifecycle'
import { autoLoan } from '#products/auto-loan'
import { bornOrders } from '../born-orders.ts'
import { orderCount, percentile, type Ground, type Outcome, type Scenario } from '../scenario.ts'

const batchSize = 1_000
/** Two batches at a time, as the gatherer of single calls has them under way. */
const streams = 2
const newOrders = 20_000
const eventsMin = 10_000

export const applyScenario: Scenario = {
  name: 'lifecycle-apply',
  title: `events in batches of ${batchSize} on ${orderCount.toLocaleString('en')} orders`,
  run: measure,
}

/** From the first submission to the funder's answer, with a return and an edit on the way. */
const walk = [
  'submit_order',
  'save_user_work_info',
  'qualification_audit_pass',
  'submit_materials_audit',
  'return_materials_audit',
  'resubmit_materials_audit',
  'materials_audit_pass',
  'auto_launch_compass_routing',
  'fund_final_audit_pass',
  'skip_current_lending_bank',
  'fund_final_audit_pass',
  'loan_material_audit',
]

async function measure(ground: Ground): Promise<Outcome> {
  const { database, owner, loadOrders, say } = ground
  const definition = await shipped()
  await loadOrders()
  say(`${newOrders} new orders take ${walk.length} events each`)
  const keys = (await bornOrders(owner, { count: newOrders, date: '20270101' })).map(
    ({ key }) => key,
  )
  const rates: number[] = []
  const ms: number[] = []
  let version = 1
  let spentMs = 0
  let state = definition.initial
  for (const event of walk) {
    const decided = decide(definition, { order: { state, version }, event, actor: everyone(event) })
    assert(decided.ok, decided.ok ? '' : decided.problem.detail)
    const startedMs = performance.now()
    await inStreams(batchesOf(keys), async (batch) => {
      const batchMs = performance.now()
      await send(
        database,
        batch.map((key) => item(definition, { key, state, version, event })),
      )
      ms.push(performance.now() - batchMs)
    })
    const eventMs = performance.now() - startedMs
    spentMs += eventMs
    rates.push((keys.length * 1000) / eventMs)
    version += 1
    state = decided.value.to
  }
  const raw = await yardstick(owner)
  const sorted = ms.toSorted((a, b) => a - b)
  const rate = (keys.length * walk.length * 1000) / spentMs
  const ratio = { to: 'raw', value: rate / raw }
  return {
    figures: [
      {
        name: 'events applied',
        value: rate,
        unit: 'events/s',
        target: { atLeast: eventsMin },
        ratio,
      },
      { name: 'a batch, p50', value: percentile(sorted, 0.5), unit: 'ms' },
      { name: 'a batch, p99', value: percentile(sorted, 0.99), unit: 'ms' },
      { name: 'raw: history rows inserted', value: raw, unit: 'rows/s' },
    ],
    details: {
      ratesByEvent: Object.fromEntries(walk.map((event, at) => [`${at} ${event}`, rates[at]])),
    },
  }
}

async function shipped(): Promise<Definition> {
  const versions = await autoLoan.shipped()
  const found = versions.find(({ takesNewOrders }) => takesNewOrders)
  assert(found, 'a version takes new orders')
  return found.definition
}

const everyone = (event: string) => ({
  kind: event === 'auto_launch_compass_routing' ? ('system' as const) : ('user' as const),
  roles: ['dealer', 'credit-auditor', 'lending-auditor', 'finance-ops', 'fund-router', 'system'],
})

const bornAt = new Date('2026-12-31T16:00:00Z')

interface Step {
  readonly key: OrderKey
  readonly state: number
  readonly version: number
  readonly event: string
}

function item(definition: Definition, { key, state, version, event }: Step): ApplyItem {
  const order = { state, version }
  const decided = decide(definition, { order, event, actor: everyone(event) })
  assert(decided.ok, 'decided before')
  return {
    order: { ...key, ...order },
    definition,
    decision: decided.value,
    actor: 'user:01990000-0000-7000-8000-000000000001',
    actorSystem: 'bench',
    payload: { comment: 'as it should be', result: 'pass' },
    requestId: `user:1:${newId<'request'>()}`,
  }
}

function bindingOf(): Binding {
  const [binding] = autoLoan.lifecycles
  assert(binding, 'car loans follow a lifecycle')
  return binding
}

async function send(database: Database, items: readonly ApplyItem[]): Promise<void> {
  const answers = await database.transaction((tx) => apply(tx, bindingOf(), items, new Date()))
  assert(
    answers.every(({ ok }) => ok),
    'nobody else moves these orders',
  )
}

const rawBatches = 100

/** The same rows into a table of the same shape and keys: what PostgreSQL takes by itself. */
async function yardstick(owner: Database): Promise<number> {
  await owner.transaction(async (tx) => {
    await tx.run(sql`create schema bench`)
    await tx.run(sql`
      create table bench.order_event (like auto_loan.order_event including all)`)
  })
  const template = await owner.rows<Readonly<Record<string, unknown>>>(sql`
    select event, from_state, to_state, actor, actor_system, payload::text as payload
      from auto_loan.order_event limit ${batchSize}`)
  const column = (name: string): readonly unknown[] => template.map((row) => row[name])
  const startedMs = performance.now()
  await inStreams(Array.from({ length: rawBatches }).keys(), async () => {
    const ids = template.map(() => newId<'history'>())
    await owner.transaction((tx) =>
      tx.run(
        sql`
          insert into bench.order_event
            (bucket, id, order_id, seq, event, from_state, to_state, actor, actor_system, payload,
             occurred_at, request_id)
          select ascii(id::text) % 64, id, id, 2, event, from_state, to_state, actor, actor_system,
                 payload::json, ${bornAt}::timestamptz, 'user:1:' || id::text
            from unnest(${ids}::uuid[], ${column('event')}::text[],
                        ${column('fromState')}::integer[],
                        ${column('toState')}::integer[], ${column('actor')}::text[],
                        ${column('actorSystem')}::text[], ${column('payload')}::text[])
                 as i(id, event, from_state, to_state, actor, actor_system, payload)`,
        'bench.raw',
      ),
    )
  })
  return (rawBatches * batchSize * 1000) / (performance.now() - startedMs)
}

const batchesOf = (keys: readonly OrderKey[]): readonly (readonly OrderKey[])[] =>
  Array.from({ length: Math.ceil(keys.length / batchSize) }, (_, at) =>
    keys.slice(at * batchSize, (at + 1) * batchSize),
  )

async function inStreams<T>(parts: Iterable<T>, work: (part: T) => Promise<void>): Promise<void> {
  const waiting = Iterator.from(parts)
  const stream = async (): Promise<void> => {
    for (const part of waiting) await work(part)
  }
  await Promise.all(Array.from({ length: streams }, stream))
}
