import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foldOnce } from '#kernel/lifecycle'
import { autoLoan } from '#products/auto-loan'
import { create, openAutoLoan, until, walk } from '#test/auto-loan'
import type { Person } from '#test/house'

const loans = await openAutoLoan()
const { kernel, clock } = loans
const [binding] = autoLoan.lifecycles
assert.ok(binding)
const fold = () => foldOnce(kernel.database, binding, () => clock.now())

const base = '/api/v1/lifecycles/auto-loan/figures'

async function asked(who: Person, path: string) {
  const answer = await who.get(path)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return answer.body
}

test('before anything was counted the figures say that they are of no moment', async () => {
  const body = await asked(await loans.as('auditor'), base)
  assert.deepEqual(body, { asOf: null, states: [], moves: [] })
})

test('figures and dashboard say what the orders say, as of the moment of the last fold', async () => {
  const orders = await create(kernel, 5)
  const [ended = '', funded = ''] = orders
  await walk(kernel, ended, [['cancel', 'dealer']])
  await walk(kernel, funded, until('product_confirmed'))
  clock.advance(1_000)
  await fold()
  const who = await loans.as('credit')
  const body = await asked(who, '/api/v1/dashboard')
  assert.equal(body.asOf, clock.now().toISOString())
  for (const { code, orders: counted } of body.states) {
    const list = await asked(who, `/api/v1/auto-loan/orders?state=${code}`)
    assert.equal(list.items.length, counted, `orders in ${code}`)
  }
  assert.equal(body.openOrders, 4)
  assert.deepEqual({ births: body.today.births, ends: body.today.ends }, { births: 5, ends: 1 })
  assert.deepEqual(
    body.funnel
      .slice(0, 3)
      .map((step: { code: number; reached: number }) => [step.code, step.reached]),
    [
      [0, 5],
      [10010, 1],
      [10050, 1],
    ],
  )
  assert.equal(body.hours.length, 1)
  assert.equal(body.hours[0].events, body.today.events)
  assert.equal(body.late, 0)
  const figures = await asked(who, `${base}?version=8`)
  const cancel = figures.moves.find((move: { event: string }) => move.event === 'cancel')
  assert.deepEqual(cancel, { event: 'cancel', from: 0, to: 99999, count: 1, share: 0.5 })
  assert.deepEqual((await asked(who, `${base}?version=simple`)).states, [])
})

test('what waits too long is late on the dashboard', async () => {
  clock.advance(7 * 86_400_000)
  const body = await asked(await loans.signIn('auditor'), '/api/v1/dashboard')
  // Three drafts that wait for their dealer, and one for the funder's answer.
  assert.equal(body.late, 4)
})

test('a period is asked for by its days, and refused when they are not kept any more', async () => {
  const who = await loans.signIn('auditor')
  const none = await asked(who, '/api/v1/dashboard?from=2026-01-11T00:00:00Z')
  assert.deepEqual(none.moves, [])
  assert.equal(none.openOrders, 4)
  const all = await asked(who, '/api/v1/dashboard?from=2026-01-01T00:00:00Z')
  assert.ok(all.moves.length > 0)
  for (const path of [
    '/api/v1/dashboard?from=2025-01-01T00:00:00Z',
    `${base}?since=2020-01-01T00:00:00Z`,
  ]) {
    const refused = await who.get(path)
    assert.equal(refused.status, 422)
    assert.equal(refused.body.code, 'figures_not_kept')
  }
})

test('figures are not for dealers, and not of machines that nobody follows', async () => {
  const dealer = await loans.signIn('dealer')
  for (const path of ['/api/v1/dashboard', base]) {
    const refused = await dealer.get(path)
    assert.equal(refused.status, 403)
    assert.equal(refused.body.code, 'actor_not_allowed')
    assert.equal((await loans.stranger.get(path)).status, 401)
  }
  const who = await loans.signIn('auditor')
  for (const path of ['/api/v1/dashboard?machine=none', '/api/v1/lifecycles/none/figures']) {
    assert.equal((await who.get(path)).body.code, 'definition_not_found')
  }
})
