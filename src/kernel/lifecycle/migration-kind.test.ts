import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { type Actor, type Proposal } from '../auth/index.ts'
import { fixedClock } from '../clock/index.ts'
import { sql } from '../db/index.ts'
import { newId } from '../id/index.ts'
import type { JobContext } from '../jobs/index.ts'
import { openLog } from '../log/index.ts'
import type { Result } from '../problem/index.ts'
import { testDatabase } from '#test/database'
import type { OrderKey } from './binding.ts'
import type { Definition } from './definition.ts'
import { migrateKind, migrationTasks, planMigration } from './migration-kind.ts'
import { listMigrations } from './migration-store.ts'
import { installShipped } from './publication.ts'
import { addOrderTables, binding, insertOrders, orderKey, shipped } from './test-fixture.ts'

const place = await testDatabase()
await addOrderTables(place)
const { database } = place
const clock = fixedClock('2026-01-02T03:04:05Z')
const { v8 } = await shipped()
const [task] = migrationTasks({ database, bindings: [binding] })
const kind = migrateKind({ database, bindings: [binding] })

const without = (code: number, version: string): Definition => ({
  ...v8,
  version,
  states: v8.states.filter((state) => state.code !== code),
  moves: v8.moves.filter((move) => move.from !== code && move.to !== code),
})

before(async () => {
  const versions = [v8, { ...v8, version: '9' }, { ...v8, version: '10' }, without(10030, '11')]
  await database.transaction(async (tx) => {
    for (const definition of versions) {
      const items = [{ definition, sources: [], takesNewOrders: true }]
      const installed = await installShipped(tx, items, clock.now())
      assert.ok(installed.ok, installed.ok ? '' : installed.problem.detail)
    }
  })
})

const checker: Actor = {
  kind: 'user',
  id: newId(),
  name: 'checker',
  roles: ['admin'],
  party: undefined,
}

async function approve(from: string, to: string, mapping = {}): Promise<Result<string>> {
  const id = newId<'proposal'>()
  const proposal: Partial<Proposal> = {
    id,
    makerId: newId(),
    payload: { machine: 'auto-loan', from, to, mapping },
  }
  return await database.transaction(async (tx) => {
    const deed = { actor: checker, at: clock.now(), requestId: 'test' }
    const done = await kind.apply(tx, proposal as Proposal, deed)
    return done.ok ? { ok: true, value: id } : done
  })
}

const context = (attempt = 1): JobContext => ({
  now: () => clock.now(),
  attempt,
  log: openLog('silent'),
})
const run = (id: string, attempt?: number) => task?.run({ id }, context(attempt))
const found = async (id: string) => {
  const all = await listMigrations(database, 'auto-loan')
  const one = all.find((each) => each.id === id)
  assert.ok(one, `${id} is listed`)
  return one
}
const granted = (result: Result<string>): string =>
  result.ok ? result.value : assert.fail(`${result.problem.code}: ${result.problem.detail}`)

async function bear(count: number, version: string, state = 0): Promise<readonly OrderKey[]> {
  const keys = Array.from({ length: count }, (_, at) => orderKey(at % 8))
  await database.transaction((tx) => insertOrders(tx, keys, { state, version }))
  return keys
}

const countOf = async (version: string): Promise<number> =>
  (
    await database.row<{ orders: number }>(sql`
    select count(*)::integer as orders from lifecycle_test.loan_order
     where sm_version = ${version}`)
  )?.orders ?? 0

test('an approved migration waits, runs once, and has counted every order', async () => {
  await bear(1_203, '8')
  const id = granted(await approve('8', '9'))
  const queued = await found(id)
  assert.deepEqual([queued.state, queued.ordersTotal, queued.ordersDone], ['queued', 1_203, 0])
  clock.advance(1_000)
  await run(id)
  const done = await found(id)
  assert.deepEqual([done.state, done.ordersDone, done.ordersLeft], ['done', 1_203, 0])
  assert.deepEqual(done.startedAt, clock.now())
  assert.deepEqual([await countOf('8'), await countOf('9')], [0, 1_203])
  await bear(1, '8')
  await run(id)
  assert.equal(await countOf('8'), 1, 'a job that is repeated finds it done')
})

test('while one migration of a machine runs no other is approved', async () => {
  await bear(2, '9')
  const both = await Promise.all([approve('9', '10'), approve('9', '8')])
  const codes = both.map((one) => (one.ok ? 'ok' : one.problem.code))
  assert.deepEqual(codes.toSorted(), ['migration_running', 'ok'])
  const first = both.find((one) => one.ok)
  assert.ok(first)
  await run(granted(first))
  granted(await approve('9', '10'))
  const last = (await listMigrations(database, 'auto-loan'))[0]
  await run(last?.id ?? '')
})

test('two workers at one migration count each order once', async () => {
  const before8 = await countOf('8')
  await bear(2_500, '8')
  const id = granted(await approve('8', '10'))
  await Promise.all([run(id), run(id)])
  const done = await found(id)
  assert.deepEqual([done.state, done.ordersDone], ['done', before8 + 2_500])
  assert.equal(await countOf('8'), 0)
})

test('an order without counterpart stops it, when it is approved and when it is done', async () => {
  const [stuck] = await bear(1, '8', 10030)
  const refused = await approve('8', '11')
  assert.ok(!refused.ok)
  assert.equal(refused.problem.code, 'migration_refused')
  assert.match(refused.problem.detail, /1 orders stand in 10030/u)
  const mapped = granted(await approve('8', '11', { 10030: 10010 }))
  // Another order arrives between the approval and the job, in a state that nobody mapped.
  await bear(1, '8', 77777)
  await run(mapped)
  const ended = await found(mapped)
  assert.deepEqual([ended.state, ended.ordersDone], ['refused', 0])
  assert.match(ended.detail ?? '', /77777/u)
  assert.equal(await countOf('11'), 0, `${stuck?.id} is where it was`)
  await database.transaction((tx) =>
    tx.run(sql`delete from lifecycle_test.loan_order where state = 77777`),
  )
  await run(granted(await approve('8', '11', { 10030: 10010 })))
  assert.equal(await countOf('11'), 1)
})

test('after the last attempt it is told as failed, and a replay goes on', async () => {
  await bear(3, '9')
  const id = granted(await approve('9', '10'))
  const broken = { ...binding, orders: { ...binding.orders, table: 'not_there' } }
  const failing = migrationTasks({ database, bindings: [broken] })[0]
  await assert.rejects(async () => failing?.run({ id }, context(1)))
  assert.equal((await found(id)).state, 'running')
  await assert.rejects(async () => failing?.run({ id }, context(failing.attemptsMax)))
  const failed = await found(id)
  assert.deepEqual([failed.state, failed.ordersDone], ['failed', 0])
  assert.match(failed.detail ?? '', /not_there/u)
  await run(id)
  assert.equal((await found(id)).state, 'done')
})

test('a migration is planned between published versions of a machine with orders', async () => {
  const wanted = { machine: 'auto-loan', from: '8', to: '9', mapping: {} }
  const rows = [
    [wanted, 'ok'],
    [{ ...wanted, to: '99' }, 'definition_not_found'],
    [{ ...wanted, from: '7' }, 'definition_not_found'],
    [{ ...wanted, machine: 'nothing' }, 'definition_not_found'],
  ] as const
  for (const [given, code] of rows) {
    const planned = await planMigration({ database, bindings: [binding] }, database, given)
    assert.equal(planned.ok ? 'ok' : planned.problem.code, code, JSON.stringify(given))
  }
})
