/**
 * Lifecycle events in batches of 1,000, against a table of a million orders with all its indexes,
 * beside the rate at which PostgreSQL takes the same history rows and nothing else.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { bucketOf, newId } from '#kernel/id'
import { sql, type Database } from '#kernel/db'
import {
  apply,
  decide,
  definitionsOf,
  readSources,
  type ApplyItem,
  type Binding,
  type Definition,
  type OrderKey,
} from '#kernel/lifecycle'
import { percentile, type Ground, type Outcome, type Scenario } from '../scenario.ts'
import { seedOrders } from '../seed-orders.ts'

const orderCount = 1_000_000
const batchSize = 1_000
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

const binding: Binding = {
  machine: 'auto-loan',
  schema: 'auto_loan',
  orders: {
    table: 'auto_order',
    idType: 'uuid',
    columns: {
      bucket: 'bucket',
      id: 'id',
      state: 'state',
      version: 'row_version',
      definition: 'sm_version',
      updatedAt: 'updated_at',
    },
    fields: ['credit_audit_status', 'compass_status', 'lend_audit_status'],
  },
  history: 'order_event',
}

async function measure(ground: Ground): Promise<Outcome> {
  const { database, owner, say } = ground
  const definition = await shipped()
  await seedOrders(owner, orderCount)
  await owner.rows(sql`vacuum (analyze) auto_loan.auto_order`)
  say(`${orderCount} orders loaded; ${newOrders} new ones take ${walk.length} events each`)
  const keys = await born(owner)
  const rates: number[] = []
  const ms: number[] = []
  let version = 1
  let state = definition.initial
  for (const event of walk) {
    const decided = decide(definition, { order: { state, version }, event, actor: everyone(event) })
    assert(decided.ok, decided.ok ? '' : decided.problem.detail)
    const startedMs = performance.now()
    for (let at = 0; at < keys.length; at += batchSize) {
      const batch = keys.slice(at, at + batchSize)
      const batchMs = performance.now()
      await send(
        database,
        batch.map((key) => item(definition, { key, state, version, event })),
      )
      ms.push(performance.now() - batchMs)
    }
    rates.push((keys.length / (performance.now() - startedMs)) * 1000)
    version += 1
    state = decided.value.to
  }
  const raw = await yardstick(owner)
  const sorted = ms.toSorted((a, b) => a - b)
  const rate = (keys.length * walk.length * 1000) / ms.reduce((sum, each) => sum + each, 0)
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
  const folder = new URL('../../docs/sources/', import.meta.url)
  const names = ['000_c23e34179e43ca84.txt', '000-amendments.md']
  const files = names.map((name) => ({ name, bytes: readFileSync(new URL(name, folder)) }))
  const draft = await readSources(files)
  assert(draft.ok, 'the shipped documents can be read')
  const found = definitionsOf(draft.value).find(({ version }) => version === '8')
  assert(found, 'document 000 has version 8')
  return found
}

const everyone = (event: string) => ({
  kind: event === 'auto_launch_compass_routing' ? ('system' as const) : ('user' as const),
  roles: ['dealer', 'credit-auditor', 'lending-auditor', 'finance-ops', 'fund-router', 'system'],
})

/** Orders as a dealer would have created them a moment ago. */
async function born(owner: Database): Promise<readonly OrderKey[]> {
  const numbers = Array.from(
    { length: newOrders },
    (_, at) => `AF20270101${String(at).padStart(6, '0')}`,
  )
  const keys = numbers.map((orderNo) => ({ bucket: bucketOf(orderNo), id: newId<'auto-order'>() }))
  await owner.transaction((tx) =>
    tx.run(sql`
      insert into auto_loan.auto_order (
        bucket, id, order_no, sm_version, state, lend_preaudit, applicant_id, dealer_id, car_id,
        product_id, funder_id, deposit_amount, down_payment_amount, finance_amount, currency,
        row_version, created_at, updated_at)
      select bucket, id, order_no, '8', 0, 'NONE', id,
             'D' || lpad((1 + at * 37 % 500)::text, 4, '0'), id,
             'P' || lpad((1 + at % 20)::text, 2, '0'), 'BANK_A', 0, 0, 5000000 + at * 1000, 'CNY', 1,
             ${bornAt}, ${bornAt}
        from unnest(${keys.map(({ bucket }) => bucket)}::smallint[],
                    ${keys.map(({ id }) => id)}::uuid[], ${numbers}::text[])
             with ordinality as o(bucket, id, order_no, at)`),
  )
  return keys
}

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

async function send(database: Database, items: readonly ApplyItem[]): Promise<void> {
  const answers = await database.transaction((tx) => apply(tx, binding, items, new Date()))
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
  let spentMs = 0
  for (let batch = 0; batch < rawBatches; batch++) {
    const ids = template.map(() => newId<'history'>())
    const startedMs = performance.now()
    await owner.transaction((tx) =>
      tx.run(
        sql`
          insert into bench.order_event
            (bucket, id, order_id, seq, event, from_state, to_state, actor, actor_system, payload,
             occurred_at, request_id)
          select ascii(id::text) % 64, id, id, 2, event, from_state, to_state, actor, actor_system,
                 payload::json, ${bornAt}::timestamptz, 'user:1:' || id::text
            from unnest(${ids}::uuid[], ${column('event')}::text[], ${column('fromState')}::integer[],
                        ${column('toState')}::integer[], ${column('actor')}::text[],
                        ${column('actorSystem')}::text[], ${column('payload')}::text[])
                 as i(id, event, from_state, to_state, actor, actor_system, payload)`,
        'bench.raw',
      ),
    )
    spentMs += performance.now() - startedMs
  }
  return (rawBatches * batchSize * 1000) / spentMs
}
