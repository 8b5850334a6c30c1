import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { fixedClock } from '../clock/index.ts'
import { sql } from '../db/index.ts'
import { newId } from '../id/index.ts'
import { testDatabase } from '#test/database'
import { apply, begin } from './apply.ts'
import type { OrderKey } from './binding.ts'
import { decide, decideBirth } from './decide.ts'
import type { Definition } from './definition.ts'
import { history } from './history.ts'
import { counterpart, migrateOrders, rehearse, type MigrationPlan } from './migration.ts'
import { installShipped } from './publication.ts'
import {
  addOrderTables,
  binding,
  by,
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
const everyone = user('dealer', 'credit-auditor')

/** Version 9 calls the first audit 10011 and has no state 10050. */
const v9: Definition = {
  ...v8,
  version: '9',
  states: v8.states
    .filter((state) => state.code !== 10050)
    .map((state) => (state.code === 10010 ? { ...state, code: 10011 } : state)),
  moves: v8.moves
    .filter((move) => move.from !== 10050)
    .map((move) => ({
      ...move,
      from: move.from === 10010 ? 10011 : move.from,
      to: move.to === 10010 ? 10011 : move.to === 10050 ? 40010 : move.to,
      kind: move.kind,
    })),
}

async function put(definition: Definition): Promise<void> {
  const items = [{ definition, sources: [], takesNewOrders: true }]
  const installed = await database.transaction((tx) => installShipped(tx, items, clock.now()))
  assert.ok(installed.ok, installed.ok ? '' : installed.problem.detail)
}

async function bear(keys: readonly OrderKey[], events: readonly string[]): Promise<void> {
  const birth = decideBirth(v8, 'create_order', everyone)
  assert.ok(birth.ok)
  await database.transaction(async (tx) => {
    await insertOrders(tx, keys, { state: 0, version: '8', at: clock.now() })
    const births = keys.map((order) => ({
      order,
      decision: birth.value,
      ...by(v8, newId<'request'>()),
    }))
    await begin(tx, binding, births, clock.now())
    let state = 0
    for (const [at, event] of events.entries()) {
      const order = { state, version: at + 1 }
      const decision = decide(v8, { order, event, actor: everyone })
      assert.ok(decision.ok)
      state = decision.value.to
      const items = keys.map((key) => ({
        order: { ...key, ...order },
        decision: decision.value,
        ...by(v8, newId<'request'>()),
      }))
      const answers = await apply(tx, binding, items, clock.now())
      assert.ok(answers.every((answer) => answer.ok))
    }
  })
}

const drafts = Array.from({ length: 1_500 }, (_, at) => orderKey(at % 64))
const audited = Array.from({ length: 3 }, () => orderKey(5))
const passed = Array.from({ length: 2 }, () => orderKey(9))
const ended = Array.from({ length: 4 }, () => orderKey(9))

before(async () => {
  await put(v8)
  await put(v9)
  await bear(drafts, [])
  await bear(audited, ['submit_order'])
  await bear(passed, ['submit_order', 'qualification_audit_pass'])
  await bear(ended, ['cancel'])
})

const plan: MigrationPlan = { from: v8, to: v9 }
const complete: MigrationPlan = { ...plan, mapping: { 10010: 10011, 10050: 40010 } }

async function versions(keys: readonly OrderKey[]): Promise<readonly string[]> {
  const rows = await database.rows<{ smVersion: string }>(sql`
    select distinct sm_version from lifecycle_test.loan_order
     where id = any(${keys.map((key) => key.id)}::uuid[])`)
  return rows.map((row) => row.smVersion)
}

test('a state goes on under its own code, under its mapping, or not at all', () => {
  assert.equal(counterpart(plan, 0), 0)
  assert.equal(counterpart(plan, 10010), undefined)
  assert.equal(counterpart(complete, 10010), 10011)
  assert.equal(counterpart({ ...plan, mapping: { 0: 77 } }, 0), undefined)
})

test('the rehearsal lists every order that would be refused, and writes nothing', async () => {
  const rehearsal = await rehearse(database, binding, plan)
  assert.deepEqual(rehearsal.states, [
    { state: 0, orders: 1_500, target: 0 },
    { state: 10010, orders: 3, target: undefined },
    { state: 10050, orders: 2, target: undefined },
  ])
  assert.deepEqual([rehearsal.orders, rehearsal.refusedOrders], [1_505, 5])
  assert.deepEqual(
    rehearsal.refused.map((row) => row.id).toSorted(),
    [...audited, ...passed].map((key) => key.id).toSorted(),
  )
  assert.deepEqual(await versions([...drafts, ...audited, ...ended]), ['8'])
})

const order = (wanted: MigrationPlan) => ({
  plan: wanted,
  actor: 'user:1',
  actorSystem: 'cli',
  requestId: `migrate:${newId<'migration'>()}`,
  now: () => clock.now(),
})

test('no order is migrated while one has no counterpart', async () => {
  const refused = await migrateOrders(database, binding, order(plan))
  assert.ok(!refused.ok)
  assert.equal(refused.problem.code, 'migration_refused')
  assert.match(refused.problem.detail, /5 orders stand in 10010, 10050/u)
  assert.equal(refused.problem.facts?.['refusedOrders'], 5)
  assert.deepEqual(await versions(drafts), ['8'])
})

test('with the missing states mapped all running orders go; ended ones stay', async () => {
  clock.advance(60_000)
  const done = await migrateOrders(database, binding, order(complete))
  assert.deepEqual(done, { ok: true, value: { migrated: 1_505, left: [] } })
  assert.deepEqual(await versions([...drafts, ...audited, ...passed]), ['9'])
  assert.deepEqual(await versions(ended), ['8'])
  const [one] = audited
  assert.ok(one)
  const row = await database.row(sql`
    select state, row_version, credit_audit_status, updated_at
      from lifecycle_test.loan_order where bucket = ${one.bucket} and id = ${one.id}`)
  assert.deepEqual(row, {
    state: 10011,
    rowVersion: 3,
    creditAuditStatus: 10011,
    updatedAt: clock.now(),
  })
  const last = (await history(database, binding, one)).at(-1)
  assert.deepEqual(
    [last?.seq, last?.event, last?.from, last?.to, last?.payload],
    [3, 'lifecycle.migrate', 10010, 10011, { fromVersion: '8', toVersion: '9' }],
  )
  assert.equal(await verifyHistory(database, binding), undefined)
})

test('asked again it finds nothing left, and migrated orders live by the new version', async () => {
  const again = await migrateOrders(database, binding, order(complete))
  assert.deepEqual(again, { ok: true, value: { migrated: 0, left: [] } })
  const [one] = audited
  assert.ok(one)
  const now = { state: 10011, version: 3 }
  const old = decide(v8, { order: now, event: 'qualification_audit_pass', actor: everyone })
  assert.ok(!old.ok)
  const question = { order: now, event: 'qualification_audit_pass', actor: everyone }
  const decision = decide(v9, question)
  assert.ok(decision.ok)
  const item = { order: { ...one, ...now }, decision: decision.value, ...by(v9, 'after') }
  const [answer] = await database.transaction((tx) => apply(tx, binding, [item], clock.now()))
  assert.deepEqual(answer?.ok && answer.value, { state: 40010, version: 4, seq: 4 })
  assert.equal(await verifyHistory(database, binding), undefined)
})
