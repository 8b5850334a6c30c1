/** Funders that refuse, are silent, are late, answer twice or wrongly: the sandbox plays them. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'node:test'
import { listAlarms } from '#kernel/jobs'
import { create, openAutoLoan, plan, until, walk, type Step } from '#test/auto-loan'

const house = await openAutoLoan({ works: true, sandbox: true })
const { kernel } = house
const base = '/api/v1/auto-loan/orders'

async function behave(behaviour: string, delayMs = 300): Promise<void> {
  const partner = 'funder:BANK_A'
  const response = await fetch(`${house.sandboxUrl}/sandbox/next`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ partner, behaviour, delayMs }),
  })
  assert.ok(response.ok, await response.text())
}

async function orderOf(orderNo: string) {
  const answer = await (await house.as('router')).get(`${base}/${orderNo}`)
  assert.equal(answer.status, 200)
  return answer.body
}

async function untilState(orderNo: string, state: number): Promise<void> {
  for (let waited = 0; waited < 300; waited++) {
    const order = await orderOf(orderNo)
    if (order.state === state) return
    house.clock.advance(2_000)
    await sleep(30)
  }
  const order = await orderOf(orderNo)
  assert.equal(order.state, state, JSON.stringify([order.routing, order.disbursements]))
}

const eventsOf = async (orderNo: string): Promise<readonly string[]> => {
  const history = await (await house.signIn('auditor')).get(`${base}/${orderNo}/history`)
  return history.body.items.map((row: { event: string }) => row.event)
}

const alarmsOf = async (orderNo: string) =>
  (await listAlarms(kernel.database, { subject: `order:${orderNo}`, limit: 10 })).map(
    ({ code }) => code,
  )

/** An order whose funder has just been asked; `cents` are the last digits of the amount. */
async function asked(cents = 0): Promise<string> {
  const [orderNo = ''] = await create(kernel)
  const steps: Step[] = [
    ...until('materials_audit_pass'),
    ['save_product', 'dealer', { ...plan, downPayment: plan.downPayment - cents }],
    ['product_confirmed', 'dealer'],
  ]
  await walk(kernel, orderNo, steps)
  return orderNo
}

const toThePayout: readonly Step[] = [
  ['contract_signed', 'lending-auditor'],
  ['down_payment_done', 'finance-ops'],
  ['pass_loan_material_audit', 'lending-auditor'],
]

/** A passed order, taken to where the money is asked for. */
async function readyToPay(): Promise<string> {
  const orderNo = await asked()
  await untilState(orderNo, 40150)
  await walk(kernel, orderNo, toThePayout)
  return orderNo
}

test('a funder refuses, and the next one of the list is asked by hand', async () => {
  await behave('refuse')
  const orderNo = await asked()
  await untilState(orderNo, 40130)
  await walk(kernel, orderNo, [['retry_fund_routing', 'fund-router']])
  await untilState(orderNo, 40150)
  const { routing, funderId } = await orderOf(orderNo)
  assert.equal(funderId, 'BANK_B')
  assert.deepEqual(
    routing.map((one: { state: string }) => one.state),
    ['REFUSED', 'PASSED', 'PENDING'],
  )
})

test('a funder that does not take the application at once has refused it', async () => {
  await behave('refuse_at_once')
  const orderNo = await asked()
  await untilState(orderNo, 40130)
  const [first] = (await orderOf(orderNo)).routing
  assert.deepEqual([first.state, first.reason], ['REFUSED', 'TERM_NOT_OFFERED'])
})

for (const behaviour of ['lose_callback', 'answer_late', 'answer_then_drop', 'server_error']) {
  test(`${behaviour}: the order passes once, whoever brought the answer`, async () => {
    await behave(behaviour)
    const orderNo = await asked()
    await untilState(orderNo, 40150)
    const events = await eventsOf(orderNo)
    assert.equal(events.filter((event) => event === 'fund_final_audit_pass').length, 1)
  })
}

test('a funder that answers twice moves the order once', async () => {
  await behave('answer_twice')
  const orderNo = await asked()
  await untilState(orderNo, 40150)
  await sleep(300)
  const events = await eventsOf(orderNo)
  assert.equal(events.filter((event) => event === 'fund_final_audit_pass').length, 1)
  assert.deepEqual(await alarmsOf(orderNo), [])
})

test('a callback with another amount moves nothing; the query finds out what is true', async () => {
  await behave('wrong_amount')
  const orderNo = await asked()
  await untilState(orderNo, 40150)
  const order = await orderOf(orderNo)
  assert.equal(order.routing[0].application.approvedAmount, 10_500_000)
})

test('amounts that end in 13 fail, in 14 take three questions, in 15 are found out by asking', async () => {
  const failing = await asked(13)
  await untilState(failing, 40130)
  const slow = await asked(14)
  await untilState(slow, 40150)
  assert.ok((await orderOf(slow)).routing[0].application.asked >= 3)
  const silent = await asked(15)
  await untilState(silent, 40150)
})

test('a funder that turns us away has not refused the order: it waits for the right secret', async () => {
  const bankA = async (secret: string): Promise<void> => {
    const admin = await house.signIn('admin2')
    const path = '/api/v1/auto-loan/funders'
    const { body } = await admin.get(path)
    const { code: _, ...funder } = body.items.find((one: { code: string }) => one.code === 'BANK_A')
    const saved = await admin.send('PUT', `${path}/BANK_A`, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...funder, secret }),
    })
    assert.equal(saved.status, 200, JSON.stringify(saved.body))
  }
  await bankA('a mistyped secret')
  const orderNo = await asked()
  for (let waited = 0; waited < 100; waited++) {
    if ((await alarmsOf(orderNo)).includes('funder_turns_us_away')) break
    await sleep(30)
  }
  assert.deepEqual(await alarmsOf(orderNo), ['funder_turns_us_away'])
  assert.equal((await orderOf(orderNo)).state, 40110)
  await bankA('sandbox-BANK_A')
  await untilState(orderNo, 40150)
})

test('an answer for an order that was skipped is ignored, and a person is told', async () => {
  await behave('answer_late', 4_000)
  const orderNo = await asked()
  for (let waited = 0; waited < 100; waited++) {
    if ((await orderOf(orderNo)).routing[0].application.state === 'accepted') break
    await sleep(20)
  }
  // The router decides for the funder, then skips it, before the funder has answered.
  await walk(kernel, orderNo, [
    ['fund_final_audit_pass', 'fund-router'],
    ['skip_current_lending_bank', 'fund-router'],
  ])
  await untilState(orderNo, 40150)
  for (let waited = 0; waited < 200; waited++) {
    if ((await alarmsOf(orderNo)).includes('late_funder_answer')) break
    await sleep(50)
  }
  assert.ok((await alarmsOf(orderNo)).includes('late_funder_answer'))
  assert.equal((await orderOf(orderNo)).funderId, 'BANK_B')
})

for (const behaviour of [
  'approve',
  'lose_callback',
  'answer_then_drop',
  'answer_twice',
  'time_out',
]) {
  test(`disbursement, ${behaviour}: one loan, whoever brought the answer`, async () => {
    const orderNo = await readyToPay()
    await behave(behaviour)
    await walk(kernel, orderNo, [['submit_fund_loan', 'finance-ops']])
    await untilState(orderNo, 60050)
    await sleep(100)
    const order = await orderOf(orderNo)
    assert.equal(order.disbursements.length, 1)
    assert.equal(order.disbursements[0].state, 'loaned')
    assert.equal(order.loan.amount, 10_500_000)
    const events = await eventsOf(orderNo)
    assert.equal(events.filter((event) => event === 'loaned').length, 1)
  })
}

test('a disbursement that fails goes back and succeeds under its next number', async () => {
  const orderNo = await readyToPay()
  await behave('refuse')
  await walk(kernel, orderNo, [['submit_fund_loan', 'finance-ops']])
  await untilState(orderNo, 50350)
  await walk(kernel, orderNo, [['submit_fund_loan', 'finance-ops']])
  await untilState(orderNo, 60050)
  const { disbursements } = await orderOf(orderNo)
  assert.deepEqual(
    disbursements.map((one: { state: string }) => one.state),
    ['failed', 'loaned'],
  )
})

test('the system starts routing when nobody confirms the product in time', async () => {
  await changeParameter('auto-loan.auto_launch_minutes', 30)
  const [orderNo = ''] = await create(kernel)
  await walk(kernel, orderNo, until('save_product'))
  const [confirmed = ''] = await create(kernel)
  await walk(kernel, confirmed, until('product_confirmed'))
  house.clock.advance(29 * 60_000)
  await sleep(1_500)
  assert.equal((await orderOf(orderNo)).state, 40050)
  house.clock.advance(60_000)
  await untilState(orderNo, 40150)
  assert.ok((await eventsOf(orderNo)).includes('auto_launch_compass_routing'))
  assert.ok(!(await eventsOf(confirmed)).includes('auto_launch_compass_routing'))
})

/** By one administrator, approved by another. */
async function changeParameter(name: string, value: number): Promise<void> {
  const maker = await house.person(['admin'])
  const body = { value, reason: 'for a test' }
  const proposed = await maker.post(`/api/v1/parameters/${name}/changes`, body)
  assert.ok(proposed.status < 300, JSON.stringify(proposed.body))
  const checker = await house.signIn('admin2')
  const approved = await checker.post(`/api/v1/proposals/${proposed.body.proposalId}/approve`, {})
  assert.equal(approved.status, 200, JSON.stringify(approved.body))
}
