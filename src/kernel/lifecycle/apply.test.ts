import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixedClock } from '../clock/index.ts'
import { sql } from '../db/index.ts'
import { newId } from '../id/index.ts'
import { testDatabase } from '#test/database'
import { apply, begin, type ApplyItem } from './apply.ts'
import type { OrderKey } from './binding.ts'
import { decide, decideBirth, type OrderState } from './decide.ts'
import { history, lastEntrance } from './history.ts'
import { installShipped } from './publication.ts'
import {
  addOrderTables,
  binding,
  by,
  engine,
  insertOrders,
  orderKey,
  shipped,
  user,
} from './test-fixture.ts'
import { verifyHistory } from './verify.ts'

const place = await testDatabase()
await addOrderTables(place)
const { database } = place
const { v8 } = await shipped()
const clock = fixedClock('2026-01-02T03:04:05Z')
const everyone = user('dealer', 'credit-auditor', 'lending-auditor', 'finance-ops', 'fund-router')

async function born(count = 1): Promise<readonly OrderKey[]> {
  const keys = Array.from({ length: count }, () => orderKey())
  const decision = decideBirth(v8, 'create_order', everyone)
  assert.ok(decision.ok)
  await database.transaction(async (tx) => {
    await insertOrders(tx, keys, { state: v8.initial, version: '8', at: clock.now() })
    const births = keys.map((order) => ({
      order,
      decision: decision.value,
      ...by(v8, newId<'request'>()),
    }))
    await begin(tx, binding, births, clock.now())
  })
  return keys
}

function item(key: OrderKey, order: OrderState, event: string): ApplyItem {
  const actor = ['loaned', 'pay_off'].includes(event) ? engine : everyone
  const decision = decide(v8, { order, event, actor })
  assert.ok(decision.ok, decision.ok ? '' : decision.problem.detail)
  return { order: { ...key, ...order }, decision: decision.value, ...by(v8, newId<'request'>()) }
}

const send = (items: readonly ApplyItem[]) =>
  database.transaction((tx) => apply(tx, binding, items, clock.now()))

async function row(key: OrderKey) {
  return await database.row(sql`
    select state, row_version, credit_audit_status, compass_status, lend_audit_status, updated_at,
           state_since
      from lifecycle_test.loan_order where bucket = ${key.bucket} and id = ${key.id}`)
}

async function first(keys: readonly OrderKey[]): Promise<OrderKey> {
  const [key] = keys
  assert.ok(key)
  return await Promise.resolve(key)
}

test('an event writes state, version, time and subsystem field, and one history row', async () => {
  const key = await first(await born())
  clock.advance(1_000)
  const [answer] = await send([item(key, { state: 0, version: 1 }, 'submit_order')])
  assert.deepEqual(answer, { ok: true, value: { state: 10010, version: 2, seq: 2 } })
  assert.deepEqual(await row(key), {
    state: 10010,
    rowVersion: 2,
    creditAuditStatus: 10010,
    compassStatus: null,
    lendAuditStatus: null,
    updatedAt: clock.now(),
    stateSince: clock.now(),
  })
  const events = await history(database, binding, key)
  assert.deepEqual(
    events.map(({ seq, event, from, to }) => [seq, event, from, to]),
    [
      [1, 'create_order', 0, 0],
      [2, 'submit_order', 0, 10010],
    ],
  )
  assert.deepEqual(events[1]?.payload, { note: '一' })
  assert.equal(events[1]?.actor, 'user:1')
  assert.deepEqual(events[1]?.occurredAt, clock.now())
  assert.equal((await history(database, binding, key, 1)).length, 1)
})

test('an order stands in its state since it came there, however often it is edited', async () => {
  const [key] = await born()
  assert.ok(key)
  const submittedAt = clock.now()
  await send([item(key, { state: 0, version: 1 }, 'submit_order')])
  clock.advance(60_000)
  await send([item(key, { state: 10010, version: 2 }, 'save_user_work_info')])
  const since = async () => ((await row(key)) as { readonly stateSince: Date }).stateSince
  assert.deepEqual(await since(), submittedAt)
  clock.advance(60_000)
  await send([
    item(key, { state: 10010, version: 3 }, 'save_user_work_info'),
    item(key, { state: 10010, version: 4 }, 'qualification_audit_pass'),
  ])
  assert.deepEqual(await since(), clock.now())
})

const path = [
  'submit_order',
  'qualification_audit_pass',
  'submit_materials_audit',
  'materials_audit_pass',
  'save_product',
  'product_confirmed',
  'fund_final_audit_pass',
  'contract_signed',
  'down_payment_done',
  'pass_loan_material_audit',
  'loaned',
  'pay_off',
]

function walk(key: OrderKey, events: readonly string[]): readonly ApplyItem[] {
  let order: OrderState = { state: 0, version: 1 }
  return events.map((event) => {
    const next = item(key, order, event)
    order = { state: next.decision.to, version: order.version + 1 }
    return next
  })
}

test('a whole life in one list: each item on what the one before it left', async () => {
  const key = await first(await born())
  const answers = await send(walk(key, path))
  assert.ok(answers.every((answer) => answer.ok))
  const end = answers.at(-1)
  assert.deepEqual(end?.ok && end.value, { state: 60150, version: 13, seq: 13 })
  const kept = await row(key)
  assert.deepEqual(kept, {
    state: 60150,
    rowVersion: 13,
    creditAuditStatus: 40050,
    compassStatus: 40150,
    lendAuditStatus: 40150,
    updatedAt: clock.now(),
    stateSince: clock.now(),
  })
  assert.equal((await history(database, binding, key)).length, 13)
})

test('two auditors at once: one success, one conflict that names the state', async () => {
  const key = await first(await born())
  await send([item(key, { state: 0, version: 1 }, 'submit_order')])
  const here = { state: 10010, version: 2 }
  const answers = await Promise.all([
    send([item(key, here, 'qualification_audit_pass')]),
    send([item(key, here, 'reject_qualification_audit')]),
  ])
  const flat = answers.flat()
  assert.equal(flat.filter((answer) => answer.ok).length, 1)
  const lost = flat.find((answer) => !answer.ok)
  assert.ok(lost && !lost.ok)
  assert.equal(lost.problem.code, 'state_conflict')
  const won = flat.find((answer) => answer.ok)
  assert.equal(lost.problem.facts?.['currentState'], won?.ok && won.value.state)
  assert.equal(lost.problem.facts?.['currentVersion'], 3)
  assert.equal((await history(database, binding, key)).length, 3)
})

test('two who decided on one row in one list: the second is refused, others go on', async () => {
  const [one, two] = await born(2)
  assert.ok(one && two)
  const start = { state: 0, version: 1 }
  const answers = await send([
    item(one, start, 'submit_order'),
    item(one, start, 'cancel'),
    item(two, start, 'cancel'),
  ])
  assert.deepEqual(
    answers.map((answer) => (answer.ok ? answer.value.state : answer.problem.code)),
    [10010, 'state_conflict', 99999],
  )
  const refused = answers[1]
  assert.ok(refused && !refused.ok)
  assert.ok(JSON.stringify(refused.problem.facts?.['allowed']).includes('qualification_audit_pass'))
  assert.equal((await history(database, binding, one)).length, 2)
})

test('an old version is refused and writes nothing', async () => {
  const key = await first(await born())
  await send([item(key, { state: 0, version: 1 }, 'submit_order')])
  const [answer] = await send([item(key, { state: 0, version: 1 }, 'cancel')])
  assert.equal(answer?.ok, false)
  assert.equal((await history(database, binding, key)).length, 2)
})

test('the same request for the same order twice breaks the named constraint', async () => {
  const key = await first(await born())
  const [one, two] = walk(key, ['submit_order', 'save_user_work_info'])
  assert.ok(one && two)
  await send([one])
  await assert.rejects(send([{ ...two, requestId: one.requestId }]), /order_event_once_per_request/)
  assert.equal((await history(database, binding, key)).length, 2)
})

test('a probe is never applied: that would be a bug of ours', async () => {
  const key = await first(await born())
  await send([item(key, { state: 0, version: 1 }, 'submit_order')])
  const probe = item(key, { state: 10010, version: 2 }, 'can_aegis_update_order')
  await assert.rejects(send([probe]), /asks and writes nothing/)
})

test('a thousand orders are two statements, and an empty list none', async () => {
  const keys = await born(1_000)
  const counted: string[] = []
  const items = keys.map((key) => item(key, { state: 0, version: 1 }, 'submit_order'))
  const answers = await database.transaction((tx) =>
    apply(
      {
        ...tx,
        rows: (query, name) => {
          counted.push(name ?? '')
          return tx.rows(query, name)
        },
        run: (query, name) => {
          counted.push(name ?? '')
          return tx.run(query, name)
        },
      },
      binding,
      items,
      clock.now(),
    ),
  )
  assert.equal(answers.filter((answer) => answer.ok).length, 1_000)
  assert.equal(counted.length, 2)
  assert.deepEqual(await send([]), [])
})

test('an order knows which event brought it into its state: edits do not count', async () => {
  const key = await first(await born())
  assert.equal(await lastEntrance(database, binding, orderKey()), undefined)
  assert.equal((await lastEntrance(database, binding, key))?.event, 'create_order')
  await send([item(key, { state: 0, version: 1 }, 'submit_order')])
  const entered = await lastEntrance(database, binding, key)
  assert.deepEqual([entered?.event, entered?.actor], ['submit_order', 'user:1'])
  await send([item(key, { state: 10010, version: 2 }, 'save_user_work_info')])
  assert.deepEqual(await lastEntrance(database, binding, key), entered)
})

test('every history that apply wrote can be verified, once its version is published', async () => {
  const before = await verifyHistory(database, binding)
  assert.match(before?.detail ?? '', /version 8 was never published/)
  const shippedVersion = { definition: v8, sources: [], takesNewOrders: true }
  await database.transaction((tx) => installShipped(tx, [shippedVersion], clock.now()))
  let seen = 0
  const fault = await verifyHistory(database, binding, (orders) => {
    seen = orders
  })
  assert.equal(fault, undefined)
  assert.ok(seen > 1_000)
})
