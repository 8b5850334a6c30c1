import assert from 'node:assert/strict'
import { before, beforeEach, test } from 'node:test'
import { sql, type Sql } from '../db/index.ts'
import { openDatabase } from '../db/index.ts'
import { newId } from '../id/index.ts'
import { testDatabase } from '#test/database'
import { apply, begin } from './apply.ts'
import type { OrderKey } from './binding.ts'
import { decide, decideBirth } from './decide.ts'
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
import { misfit, type KeptEvent, type KeptOrder } from './walk.ts'

const place = await testDatabase()
await addOrderTables(place)
const { database } = place
const { v8, simple } = await shipped()
const now = new Date('2026-01-02T03:04:05Z')
const everyone = user('dealer', 'credit-auditor')
/** As the owner, who alone may do what a thief would. */
const owner = openDatabase(place.ownerUrl, {
  connectionsMax: 1,
  statementTimeoutMs: 10_000,
  applicationName: 'thief',
})
const tamper = (statement: Sql) => owner.transaction((tx) => tx.run(statement))

before(async () => {
  const versions = [v8, simple].map((definition) => ({
    definition,
    sources: [],
    takesNewOrders: definition === v8,
  }))
  const installed = await database.transaction((tx) => installShipped(tx, versions, now))
  assert.ok(installed.ok)
})

const events = ['submit_order', 'save_user_work_info', 'qualification_audit_pass', 'cancel']
let keys: readonly OrderKey[] = []

beforeEach(async () => {
  await tamper(sql`delete from lifecycle_test.order_event`)
  await tamper(sql`delete from lifecycle_test.loan_order`)
  keys = [orderKey(3), orderKey(3), orderKey(40)]
  const birth = decideBirth(v8, 'create_order', everyone)
  assert.ok(birth.ok)
  await database.transaction(async (tx) => {
    await insertOrders(tx, keys, { state: 0, version: '8', at: now })
    const births = keys.map((order) => ({
      order,
      decision: birth.value,
      ...by(v8, newId<'request'>()),
    }))
    await begin(tx, binding, births, now)
    let state = 0
    for (const [at, event] of events.entries()) {
      const order = { state, version: at + 1 }
      const decision = decide(v8, { order, event, actor: everyone })
      assert.ok(decision.ok)
      const items = keys.map((key) => ({
        order: { ...key, ...order },
        decision: decision.value,
        ...by(v8, newId<'request'>()),
      }))
      await apply(tx, binding, items, now)
      state = decision.value.to
    }
  })
})

const fault = async (): Promise<string> => {
  const found = await verifyHistory(database, binding)
  return found === undefined ? 'clean' : `${found.seq}: ${found.detail}`
}

test('what the engine wrote is clean, and every order was looked at', async () => {
  const seen: number[] = []
  assert.equal(await verifyHistory(database, binding, (orders) => seen.push(orders)), undefined)
  assert.equal(seen.at(-1), 3)
})

// prettier-ignore
const thefts: readonly (readonly [what: string, theft: (id: string) => Sql, says: RegExp])[] = [
  ['a state that was set by hand', (id) => sql`update lifecycle_test.loan_order set state = 60150 where id = ${id}`,
    /^0: is in 60150, its history ends in 99999/],
  ['an hour that was set by hand', (id) => sql`update lifecycle_test.loan_order set state_since = ${new Date('2026-01-01T00:00:00Z')} where id = ${id}`,
    /^0: says it came there at 2026-01-01T00:00:00.000Z, its history says 2026-01-02T03:04:05.000Z/],
  ['a version that was set by hand', (id) => sql`update lifecycle_test.loan_order set row_version = 9 where id = ${id}`,
    /^0: has version 9, but 5 history rows/],
  ['a subsystem field that was set by hand', (id) => sql`update lifecycle_test.loan_order set compass_status = 40150 where id = ${id}`,
    /^0: compass_status is 40150, its history says null/],
  ['a subsystem field that was emptied', (id) => sql`update lifecycle_test.loan_order set credit_audit_status = null where id = ${id}`,
    /^0: credit_audit_status is null, its history says 10050/],
  ['a definition that was swapped', (id) => sql`update lifecycle_test.loan_order set sm_version = 'simple' where id = ${id}`,
    /^2: version simple has no move 0 submit_order 10010/],
  ['a definition that nobody published', (id) => sql`update lifecycle_test.loan_order set sm_version = '99' where id = ${id}`,
    /^1: version 99 was never published/],
  ['a history row that was deleted', (id) => sql`delete from lifecycle_test.order_event where order_id = ${id} and seq = 3`,
    /^4: row 3 of the history is missing/],
  ['a last history row that was deleted', (id) => sql`delete from lifecycle_test.order_event where order_id = ${id} and seq = 5`,
    /^0: is in 99999, its history ends in 10050/],
  ['a history that was deleted', (id) => sql`delete from lifecycle_test.order_event where order_id = ${id}`,
    /^0: has no history/],
  ['an order that was deleted', (id) => sql`delete from lifecycle_test.loan_order where id = ${id}`,
    /^1: has a history but is no order/],
  ['an event that was renamed', (id) => sql`update lifecycle_test.order_event set event = 'loaned' where order_id = ${id} and seq = 4`,
    /^4: version 8 has no move 10010 loaned 10050/],
  ['a target that was changed', (id) => sql`update lifecycle_test.order_event set to_state = 10030 where order_id = ${id} and seq = 4`,
    /^4: version 8 has no move 10010 qualification_audit_pass 10030/],
  ['a row that starts elsewhere', (id) => sql`update lifecycle_test.order_event set from_state = 10030 where order_id = ${id} and seq = 5`,
    /^5: cancel starts from 10030, but the order was in 10050/],
  ['a birth that is none', (id) => sql`update lifecycle_test.order_event set event = 'submit_order', to_state = 10010 where order_id = ${id} and seq = 1`,
    /^1: 0 submit_order 10010 creates no order/],
]

for (const [what, theft, says] of thefts) {
  test(`verify names ${what}`, async () => {
    for (const key of [keys[0], keys[2]]) {
      assert.ok(key)
      await tamper(theft(key.id))
      assert.match(await fault(), says)
      const found = await verifyHistory(database, binding)
      assert.equal(found?.orderId, keys[0]?.id)
    }
  })
}

const kept: KeptOrder = { id: 'a', state: 0, version: 1, definition: '8', since: now, fields: {} }
const born: KeptEvent = {
  orderId: 'a',
  seq: 1,
  event: 'create_order',
  from: 0,
  to: 0,
  at: now,
  fromVersion: null,
  toVersion: null,
}
const known = new Map([
  ['8', v8],
  ['simple', simple],
])

test('a migration changes the version in the middle of a history', () => {
  const moved = {
    ...born,
    seq: 2,
    event: 'lifecycle.migrate',
    fromVersion: '8',
    toVersion: 'simple',
  }
  const after = { ...kept, definition: 'simple', version: 2 }
  assert.equal(misfit(after, [born, moved], known), undefined)
  assert.match(
    misfit({ ...kept, version: 2 }, [born, moved], known)?.detail ?? '',
    /ends in simple/,
  )
  const unknown = { ...moved, toVersion: '7' }
  assert.match(misfit(after, [born, unknown], known)?.detail ?? '', /version 7 was never published/)
  const nowhere = { ...moved, to: 10010 }
  assert.match(misfit(after, [born, nowhere], known)?.detail ?? '', /simple has no state 10010/)
  const twice = { ...moved, seq: 3 }
  const detail = misfit({ ...after, version: 3 }, [born, moved, twice], known)?.detail
  assert.match(detail ?? '', /migrated from version 8, but it kept simple/)
})

test('a second birth is no move', () => {
  const again = { ...born, seq: 2 }
  assert.match(misfit({ ...kept, version: 2 }, [born, again], known)?.detail ?? '', /has no move/)
})

test('the thief signs off', () => owner.close())
