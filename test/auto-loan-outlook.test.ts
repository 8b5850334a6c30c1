/** What an order tells beside its facts: why it waits, what a move would do, and why not. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#kernel/db'
import { bucketOf } from '#kernel/id'
import type { Json } from '#kernel/problem'
import {
  create,
  openAutoLoan,
  payloads,
  waysTo,
  walk,
  type DemoName,
  type Step,
} from '#test/auto-loan'

const house = await openAutoLoan()
const { kernel } = house
const base = '/api/v1/auto-loan/orders'

async function orderAt(state: number, further: readonly Step[] = []): Promise<string> {
  const [orderNo = ''] = await create(kernel)
  await walk(kernel, orderNo, [...(waysTo[state] ?? []), ...further])
  return orderNo
}

const orderOf = async (orderNo: string, who: DemoName = 'auditor') =>
  (await (await house.as(who)).get(`${base}/${orderNo}`)).body

const waitsFor = async (orderNo: string) =>
  (await orderOf(orderNo)).waiting.waitsFor as readonly Readonly<Record<string, unknown>>[]

test('an order says which event brought it here, by whom and when, and whose move it is', async () => {
  const orderNo = await orderAt(10010)
  const { waiting, createdAt } = await orderOf(orderNo)
  assert.deepEqual(waiting.entered, {
    event: 'submit_order',
    actor: 'dealer',
    actorSystem: 'test',
    at: createdAt,
  })
  const [people, ...others] = waiting.waitsFor
  assert.deepEqual(others, [])
  assert.deepEqual([people.kind, people.roles], ['people', ['credit-auditor']])
  assert.deepEqual(
    people.moves.map((move: { event: string; to: number }) => [move.event, move.to]),
    [
      ['reject_qualification_audit', 10030],
      ['qualification_audit_pass', 10050],
    ],
  )
})

test('an order with a funder waits for its answer, and says since when it was asked', async () => {
  const orderNo = await orderAt(40110)
  const [answer, people] = await waitsFor(orderNo)
  assert.deepEqual(answer, {
    kind: 'answer',
    partner: 'BANK_A',
    since: (await orderOf(orderNo)).updatedAt,
    asked: 0,
    askedAgainAt: null,
  })
  assert.deepEqual(people?.['roles'], ['fund-router'])
})

test('a disbursement that was asked for is waited for in the same way', async () => {
  const [answer, ...others] = await waitsFor(await orderAt(60010))
  assert.deepEqual([answer?.['kind'], answer?.['partner'], others.length], ['answer', 'BANK_A', 0])
})

test('a loan in service waits for the system, and says what is still owed', async () => {
  const { waiting } = await orderOf(await orderAt(60050))
  const [payOff] = waiting.waitsFor[0].moves
  assert.equal(payOff.event, 'pay_off')
  assert.deepEqual(payOff.unmet.facts, { open: 36, owed: 10_536_000, penalty: 0 })
})

test('an order that ended waits for nothing', async () => {
  assert.deepEqual(await waitsFor(await orderAt(99999)), [])
})

test('a timer that will start fund routing by itself is told with its time', async () => {
  const orderNo = await orderAt(40050)
  const dueAt = new Date(kernel.clock.now().getTime() + 1_800_000)
  const key = `auto-loan.launch:${orderNo}`
  await kernel.database.transaction((tx) =>
    tx.run(sql`
      insert into jobs.deadline (bucket, key, due_at, task, payload)
      values (${bucketOf(key)}, ${key}, ${dueAt}, 'auto-loan.launch-routing', '{}')`),
  )
  const [people, timer] = await waitsFor(orderNo)
  assert.deepEqual(people?.['roles'], ['dealer'])
  assert.deepEqual(
    [timer?.['kind'], timer?.['event'], timer?.['at']],
    ['timer', 'auto_launch_compass_routing', dueAt.toISOString()],
  )
  const would = await foreseen(orderNo, 'product_confirmed', 'dealer')
  assert.deepEqual(would.timers, [{ task: key, dueAt: null }])
})

/** What a dry run tells, through the page's own request. */
async function dry(orderNo: string, event: string, who: DemoName, payload?: Json) {
  const body = { payload: payload ?? payloads[event] ?? {} }
  return await (await house.as(who)).post(`${base}/${orderNo}/events/${event}?dryRun=true`, body)
}

async function foreseen(orderNo: string, event: string, who: DemoName) {
  const answer = await dry(orderNo, event, who)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  assert.equal(answer.body.dryRun, true)
  return answer.body.would
}

test('a dry run names the funder that would be asked, and asks nobody', async () => {
  const orderNo = await orderAt(40050)
  const before = await orderOf(orderNo)
  const answer = await dry(orderNo, 'product_confirmed', 'dealer')
  assert.deepEqual([answer.body.from, answer.body.to], [40050, 40110])
  assert.deepEqual(answer.body.subsystem, { compass_status: 40110 })
  assert.deepEqual(answer.body.would, {
    follows: [],
    calls: [{ partner: 'BANK_A', purpose: 'apply', reference: `${orderNo}-A1-1` }],
    timers: [],
    movements: [],
    records: ['choices.add', 'choice.set', 'application.add'],
    tells: [],
  })
  assert.deepEqual(await orderOf(orderNo), before)
})

test('a dry run names the money that would move and who hears of it', async () => {
  const would = await foreseen(await orderAt(50250), 'down_payment_done', 'finance')
  assert.deepEqual(would.movements, [
    {
      name: 'down_payment_received',
      from: 'customer',
      to: 'dealer',
      amount: 4_500_000,
      currency: 'CNY',
    },
  ])
  assert.deepEqual(would.tells, ['auto-loan.down-payment-done'])
})

test('a dry run asks a funder to pay out, or to forget the order, in words only', async () => {
  const paying = await orderAt(50350)
  const pay = await foreseen(paying, 'submit_fund_loan', 'finance')
  assert.deepEqual(pay.calls, [
    { partner: 'BANK_A', purpose: 'pay_out', reference: `${paying}-L1` },
  ])
  const skipped = await foreseen(await orderAt(40150), 'skip_current_lending_bank', 'router')
  assert.equal(skipped.calls[0].purpose, 'withdraw')
  assert.equal(skipped.calls[0].partner, 'BANK_A')
})

test('a dry run follows what the system lets follow, to where the order would end up', async () => {
  const orderNo = await orderAt(40150)
  const router = await house.as('router')
  const skip = `${base}/${orderNo}/events/skip_current_lending_bank`
  for (let rounds = 0; rounds < 10; rounds++) {
    const { routing } = await orderOf(orderNo)
    const pending = routing.filter((one: { state: string }) => one.state === 'PENDING')
    const told = await router.post(`${skip}?dryRun=true`)
    if (pending.length === 0) {
      assert.deepEqual(told.body.would.follows, [{ event: 'fund_final_audit_fail', to: 40130 }])
      assert.deepEqual([told.body.to, told.body.state], [40110, 40130])
      const done = await router.post(skip)
      assert.equal(done.body.state, 40130)
      assert.equal(done.body.would, undefined)
      return
    }
    assert.deepEqual(told.body.would.follows, [])
    assert.equal((await router.post(skip)).status, 200)
    const funder = pending[0].funder
    const pass = { ...Object(payloads['fund_final_audit_pass']), funder }
    await walk(kernel, orderNo, [['fund_final_audit_pass', 'fund-router', pass]])
  }
  assert.fail('the routing list has an end')
})

test('a dry run that would be refused is refused with the same guard and its figures', async () => {
  const orderNo = await orderAt(50250)
  const payload = { amount: 1_000, reference: 'DP-2', receivedOn: '2026-01-05' }
  const refused = await dry(orderNo, 'down_payment_done', 'finance', payload)
  const { code, guard, received, required } = refused.body
  assert.deepEqual(
    [refused.status, code, guard, received, required],
    [422, 'guard_failed', 'down_payment_received', 1_000, 4_500_000],
  )
})

test('a button that a guard holds back carries the guard’s name and figures', async () => {
  const orderNo = await orderAt(10030)
  const { moves } = await orderOf(orderNo, 'finance')
  const refund = moves.find((move: { event: string }) => move.event === 'can_refund')
  assert.deepEqual(refund.reason, {
    code: 'guard_failed',
    zh: '押金不可退：没有收过押金',
    en: 'no deposit was paid',
    guard: 'deposit_refundable',
    facts: { fault: 'no_deposit', refundDays: 30 },
  })
  const probe = await (await house.as('finance')).get(`${base}/${orderNo}/can/can_refund`)
  assert.deepEqual(probe.body, { allowed: false, reason: refund.reason })
})

test('the list shows each applicant’s masked name, and none of a person who was erased', async () => {
  const orderNo = await orderAt(10010)
  const auditor = await house.as('auditor')
  const nameOf = async (): Promise<string | null> => {
    const page = await auditor.get(`${base}?orderNo=${orderNo}`)
    assert.equal(page.body.items.length, 1)
    return page.body.items[0].applicantName
  }
  assert.equal(await nameOf(), '张*')
  const row = await kernel.database.row<{ applicantId: string }>(
    sql`select applicant_id from auto_loan.auto_order where order_no = ${orderNo}`,
  )
  assert.ok(row)
  const deed = { actor: 'user:1', reason: '客户要求', requestId: 'erase', at: kernel.clock.now() }
  await kernel.database.transaction((tx) => kernel.secrets.erase(tx, row.applicantId, deed))
  assert.equal(await nameOf(), null)
})
