import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import { roles } from '../auth/index.ts'
import { sql } from '../db/index.ts'
import { newId, newNumber } from '../id/index.ts'
import { testDatabase } from '#test/database'
import { apply, begin, type ApplyItem } from './apply.ts'
import type { Binding, OrderKey } from './binding.ts'
import { decide, decideBirth, type OrderState } from './decide.ts'
import { eventsOf, stateOf } from './definition.ts'
import { history } from './history.ts'
import { installShipped } from './publication.ts'
import {
  addOrderTables,
  binding,
  by,
  engine,
  insertOrders,
  numberedBinding,
  orderKey,
  shipped,
  user,
} from './test-fixture.ts'
import { verifyHistory } from './verify.ts'

const place = await testDatabase()
await addOrderTables(place)
const { database } = place
const { v8 } = await shipped()
const now = new Date('2026-01-02T03:04:05Z')
const everyone = user(...roles)

before(async () => {
  const items = [{ definition: v8, sources: [], takesNewOrders: true }]
  const installed = await database.transaction((tx) => installShipped(tx, items, now))
  assert.ok(installed.ok)
})

async function bear(keys: readonly OrderKey[]): Promise<void> {
  const birth = decideBirth(v8, 'create_order', everyone)
  assert.ok(birth.ok)
  await database.transaction(async (tx) => {
    await insertOrders(tx, keys, { state: v8.initial, version: '8', at: now })
    const births = keys.map((order) => ({
      order,
      decision: birth.value,
      ...by(v8, newId<'request'>()),
    }))
    await begin(tx, binding, births, now)
  })
}

async function stateNow(key: OrderKey): Promise<OrderState> {
  const row = await database.row<OrderState>(sql`
    select state, row_version as version from lifecycle_test.loan_order
     where bucket = ${key.bucket} and id = ${key.id}`)
  assert.ok(row)
  return row
}

const step = fc.record({
  event: fc.constantFrom(...eventsOf(v8)),
  actor: fc.constantFrom(everyone, everyone, engine, user('dealer'), user('auditor')),
  late: fc.boolean(),
})

test('whatever is tried by whomever: what the engine wrote can be verified', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const key = orderKey()
      await bear([key])
      let seen: OrderState = { state: v8.initial, version: 1 }
      let accepted = 1
      for (const { event, actor, late } of steps) {
        const order = late ? seen : await stateNow(key)
        const decision = decide(v8, { order, event, actor })
        if (!decision.ok || decision.value.kind === 'probe') continue
        const item: ApplyItem = {
          order: { ...key, ...order },
          decision: decision.value,
          ...by(v8, newId<'request'>()),
        }
        const [answer] = await database.transaction((tx) => apply(tx, binding, [item], now))
        assert.ok(answer)
        if (answer.ok) accepted += 1
        else assert.equal(answer.problem.facts?.['currentVersion'], (await stateNow(key)).version)
        if (!late) seen = order
      }
      const end = await stateNow(key)
      assert.equal(end.version, accepted)
      assert.equal((await history(database, binding, key)).length, accepted)
      assert.ok(stateOf(v8, end.state))
    }),
    { numRuns: 25 },
  )
  assert.equal(await verifyHistory(database, binding), undefined)
})

test('crossing batches of many writers: each order moves once, and nobody hangs', async () => {
  const keys = Array.from({ length: 300 }, (_, at) => orderKey(at % 64))
  await bear(keys)
  const decided = decide(v8, {
    order: { state: 0, version: 1 },
    event: 'submit_order',
    actor: everyone,
  })
  assert.ok(decided.ok)
  const itemsOf = (list: readonly OrderKey[]): readonly ApplyItem[] =>
    list.map((key) => ({
      order: { ...key, state: 0, version: 1 },
      decision: decided.value,
      ...by(v8, newId<'request'>()),
    }))
  const lists = [keys, keys.toReversed(), keys.slice(100), keys.slice(0, 200).toReversed()]
  const answers = await Promise.all(
    lists.map((list) => database.transaction((tx) => apply(tx, binding, itemsOf(list), now))),
  )
  const won = answers.flat().filter((answer) => answer.ok).length
  assert.equal(won, keys.length)
  const lost = answers.flat().filter((answer) => !answer.ok && answer.problem.facts)
  assert.equal(lost.length, 700)
  assert.equal(await verifyHistory(database, binding), undefined)
})

async function bearNumbered(bound: Binding, ids: readonly bigint[]): Promise<readonly OrderKey[]> {
  const keys = ids.map((id) => ({ bucket: 1, id: String(id) }))
  const birth = decideBirth(v8, 'create_order', everyone)
  assert.ok(birth.ok)
  await database.transaction(async (tx) => {
    await tx.run(sql`
      insert into lifecycle_test.numbered_order
        (bucket, id, state, row_version, sm_version, state_since, updated_at)
      select 1, id, 0, 1, '8', ${now}::timestamptz, ${now}::timestamptz
        from unnest(${ids}::bigint[]) as i(id)`)
    const births = keys.map((order) => ({
      order,
      decision: birth.value,
      ...by(v8, newId<'request'>()),
    }))
    await begin(tx, bound, births, now)
  })
  return keys
}

test('orders with the numbers of a document live the same life', async () => {
  // 9 and 10 stand the other way round as texts.
  const keys = await bearNumbered(numberedBinding, [10n, 9n, newNumber()])
  const decided = decide(v8, {
    order: { state: 0, version: 1 },
    event: 'submit_order',
    actor: everyone,
  })
  assert.ok(decided.ok)
  const items = keys.map((key) => ({
    order: { ...key, state: 0, version: 1 },
    decision: decided.value,
    ...by(v8, newId<'request'>()),
  }))
  const answers = await database.transaction((tx) => apply(tx, numberedBinding, items, now))
  assert.ok(answers.every((answer) => answer.ok && answer.value.state === 10010))
  const [again] = await database.transaction((tx) => apply(tx, numberedBinding, items, now))
  assert.equal(again && !again.ok && again.problem.code, 'state_conflict')
  const [first] = keys
  assert.ok(first)
  assert.equal((await history(database, numberedBinding, first)).length, 2)
  assert.equal(await verifyHistory(database, numberedBinding), undefined)
})
