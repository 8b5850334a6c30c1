import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { fixedClock } from '../clock/index.ts'
import { openDatabase, sql, type Tx } from '../db/index.ts'
import { newId } from '../id/index.ts'
import { testDatabase } from '#test/database'
import { apply, begin } from './apply.ts'
import type { OrderKey } from './binding.ts'
import { decide, decideBirth } from './decide.ts'
import { figuresOf } from './figures.ts'
import { verifyFigures } from './figures-verify.ts'
import { foldOnce, readWatermark } from './fold.ts'
import { migrateOrders } from './migration.ts'
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

const place = await testDatabase()
await addOrderTables(place)
const { database } = place
const { v8 } = await shipped()
const v9 = { ...v8, version: '9' }
const clock = fixedClock('2026-03-02T03:04:05Z')
const everyone = user('dealer', 'credit-auditor', 'lending-auditor', 'finance-ops', 'fund-router')
const now = () => clock.now()
const owner = openDatabase(place.ownerUrl, {
  connectionsMax: 2,
  statementTimeoutMs: 10_000,
  applicationName: 'thief',
})
after(() => owner.close())

const installed = await database.transaction((tx) =>
  installShipped(
    tx,
    [v8, v9].map((definition) => ({ definition, sources: [], takesNewOrders: definition === v8 })),
    clock.now(),
  ),
)
assert.ok(installed.ok)

interface Living {
  readonly key: OrderKey
  state: number
  version: number
}

async function born(tx: Tx, count: number): Promise<Living[]> {
  const keys = Array.from({ length: count }, (_, at) => orderKey(at % 64))
  const decision = decideBirth(v8, 'create_order', everyone)
  assert.ok(decision.ok)
  await insertOrders(tx, keys, { state: 0, version: '8', at: clock.now() })
  const births = keys.map((order) => ({
    order,
    decision: decision.value,
    ...by(v8, newId<'request'>()),
  }))
  await begin(tx, binding, births, clock.now())
  return keys.map((key) => ({ key, state: 0, version: 1 }))
}

async function send(tx: Tx, orders: readonly Living[], event: string): Promise<void> {
  const items = orders.map((order) => {
    const { key, state, version } = order
    const actor = ['loaned', 'pay_off'].includes(event) ? engine : everyone
    const decision = decide(v8, { order: { state, version }, event, actor })
    assert.ok(decision.ok, decision.ok ? '' : decision.problem.detail)
    return { order: { ...key, state, version }, decision: decision.value, ...by(v8, newId()) }
  })
  const answers = await apply(tx, binding, items, clock.now())
  for (const [at, answer] of answers.entries()) {
    const order = orders[at]
    assert.ok(answer.ok && order)
    order.state = answer.value.state
    order.version = answer.value.version
  }
}

/** What a count of the orders themselves says, state by state. */
async function truth(): Promise<Readonly<Record<string, number>>> {
  const rows = await database.rows<{ state: number; orders: number }>(sql`
    select state, count(*)::integer as orders from lifecycle_test.loan_order group by state`)
  return Object.fromEntries(rows.map(({ state, orders }) => [state, orders]))
}

async function figures(query: { version?: string; since?: Date } = {}) {
  const found = await figuresOf(database, { machine: 'auto-loan', at: clock.now(), ...query })
  assert.ok(found.ok)
  return found.value
}

async function counted(version?: string): Promise<Readonly<Record<string, number>>> {
  const { states } = await figures(version === undefined ? {} : { version })
  return Object.fromEntries(
    states.filter(({ orders }) => orders > 0).map(({ code, orders }) => [code, orders]),
  )
}

const fold = () => foldOnce(database, binding, now)
const isClean = async () => assert.equal(await verifyFigures(database, binding), undefined)
const orders = await database.transaction((tx) => born(tx, 40))

test('what happened is counted once: orders in each state, moves with their share, times', async () => {
  clock.advance(3_600_000)
  await database.transaction((tx) => send(tx, orders.slice(0, 30), 'submit_order'))
  clock.advance(60_000)
  await database.transaction((tx) => send(tx, orders.slice(0, 3), 'save_user_work_info'))
  clock.advance(7_140_000)
  await database.transaction((tx) => send(tx, orders.slice(0, 24), 'qualification_audit_pass'))
  await database.transaction((tx) => send(tx, orders.slice(24, 30), 'reject_qualification_audit'))
  assert.equal(await fold(), 40 + 30 + 3 + 30)
  assert.equal(await fold(), 0)
  assert.deepEqual(await counted(), await truth())
  const { moves, states, asOf } = await figures()
  assert.deepEqual(asOf, clock.now())
  const share = (event: string) => moves.find((move) => move.event === event)
  assert.deepEqual(share('qualification_audit_pass'), {
    event: 'qualification_audit_pass',
    from: 10010,
    to: 10050,
    count: 24,
    share: 0.8,
  })
  assert.equal(share('save_user_work_info')?.share, 0)
  const audit = states.find(({ code }) => code === 10010)
  assert.ok(Math.abs((audit?.medianSeconds ?? 0) - 7_200) < 7_200 * 0.05)
  assert.ok(Math.abs((audit?.p90Seconds ?? 0) - 7_200) < 7_200 * 0.05)
  assert.equal(states.find(({ code }) => code === 10050)?.medianSeconds, null)
  await isClean()
})

test('an order that comes back counts once among those that ever came there', async () => {
  const [order] = orders
  assert.ok(order)
  for (const event of [
    'submit_materials_audit',
    'return_materials_audit',
    'resubmit_materials_audit',
  ]) {
    await database.transaction((tx) => send(tx, [order], event))
  }
  await fold()
  const row = await database.row<{ reached: number }>(sql`
    select reached::integer as reached from lifecycle.figure_state
     where machine = 'auto-loan' and version = '8' and state = 40010`)
  assert.equal(row?.reached, 1)
  assert.equal((await counted())[40010], 1)
  await isClean()
})

test('a transaction that began early and commits late is neither passed over nor counted twice', async () => {
  const early = await database.transaction((tx) => born(tx, 5))
  await fold()
  let folded = -1
  await owner.transaction(async (slow) => {
    await send(slow, early.slice(0, 2), 'submit_order')
    // Later transactions commit while the early one still runs.
    await database.transaction((tx) => send(tx, early.slice(2), 'submit_order'))
    folded = await fold()
    await send(slow, early.slice(0, 2), 'qualification_audit_pass')
  })
  assert.equal(folded, 0, 'nothing behind the oldest running transaction is folded')
  assert.equal(await fold(), 3 + 2 + 2)
  assert.deepEqual(await counted(), await truth())
  await isClean()
})

test('many writers and several folders at the same time: the figures are those of the history', async () => {
  const groups = await Promise.all(
    Array.from({ length: 4 }, () => database.transaction((tx) => born(tx, 25))),
  )
  let writing = true
  const folders = Array.from({ length: 3 }, async () => {
    while (writing) await fold()
  })
  await Promise.all(
    groups.map(async (group) => {
      for (const event of ['submit_order', 'qualification_audit_pass', 'submit_materials_audit']) {
        for (let at = 0; at < group.length; at += 5) {
          await database.transaction((tx) => send(tx, group.slice(at, at + 5), event))
        }
      }
    }),
  )
  writing = false
  await Promise.all(folders)
  await fold()
  assert.deepEqual(await counted(), await truth())
  await isClean()
})

test('who is killed while folding has folded nothing, and the next one folds the same', async () => {
  const group = await database.transaction((tx) => born(tx, 3))
  const before = await readWatermark(database, 'auto-loan')
  const killed = { ...database, transaction: dying }
  await assert.rejects(foldOnce(killed, binding, now), /killed/u)
  assert.deepEqual(await readWatermark(database, 'auto-loan'), before)
  assert.equal(await fold(), group.length)
  assert.deepEqual(await counted(), await truth())
  await isClean()
})

/** Everything is written, and the process ends before the commit. */
const dying: typeof database.transaction = (work) =>
  database.transaction(async (tx) => {
    await work(tx)
    throw new Error('killed')
  })

test('orders that are migrated stand in the other version, and the moves stay where they were made', async () => {
  const before = await counted('8')
  const plan = { from: v8, to: v9 }
  const migrated = await migrateOrders(database, binding, {
    plan,
    actor: 'user:1',
    actorSystem: 'test',
    requestId: 'migration',
    now,
  })
  assert.ok(migrated.ok)
  const moves = (await figures({ version: '8' })).moves
  await fold()
  assert.deepEqual(await counted('8'), {})
  assert.deepEqual(await counted('9'), before)
  assert.deepEqual((await figures({ version: '8' })).moves, moves)
  assert.deepEqual(await counted(), await truth())
  await isClean()
})

test('figures by the day begin at midnight of the business and are forgotten after a quarter', async () => {
  assert.ok((await figures({ since: new Date('2026-03-01T16:00:00Z') })).moves.length > 0)
  assert.deepEqual((await figures({ since: new Date('2026-03-02T16:00:00Z') })).moves, [])
  const ever = (await figures()).moves
  clock.advance(100 * 86_400_000)
  await database.transaction((tx) => born(tx, 1))
  await fold()
  const old = await database.rows(sql`
    select 1 as one from lifecycle.figure_move where span <> 'ever' and event = 'submit_order'`)
  assert.deepEqual(old, [])
  const refused = await figuresOf(database, {
    machine: 'auto-loan',
    since: new Date('2026-03-01T16:00:00Z'),
    at: clock.now(),
  })
  assert.equal(refused.ok || refused.problem.code, 'figures_not_kept')
  const kept = (await figures()).moves.filter(({ event }) => event !== 'create_order')
  assert.deepEqual(
    kept,
    ever.filter(({ event }) => event !== 'create_order'),
  )
  await isClean()
})

// prettier-ignore
const thefts = [
  ['a count of orders',  sql`update lifecycle.figure_state set orders = orders + 1 where state = 10010 and version = '9'`, /orders in 9 10010/],
  ['a count of moves',   sql`update lifecycle.figure_move set moves = 9 where span = 'ever' and event = 'submit_order'`, /moves 8 0 submit_order 10010/],
  ['times',              sql`delete from lifecycle.figure_stay where span = 'ever' and state = 10010`, /stays in 8 10010/],
  ['folded rows',        sql`update lifecycle.fold set rows_folded = rows_folded - 1`, /rows are folded/],
] as const

for (const [what, theft, says] of thefts) {
  test(`verify names ${what} that somebody changed`, async () => {
    await assert.rejects(
      owner.transaction(async (tx) => {
        await tx.run(theft)
        const inside = { ...owner, snapshot: <T>(work: (reader: Tx) => Promise<T>) => work(tx) }
        const fault = await verifyFigures(inside, binding)
        assert.match(fault?.detail ?? '', says)
        throw new Error('given back')
      }),
      /given back/u,
    )
  })
}
