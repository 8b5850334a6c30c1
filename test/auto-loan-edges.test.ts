/** The edge cases of specification 1.8, over HTTP and through the service. */
import assert from 'node:assert/strict'
import { createHash, createHmac, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { sql } from '#kernel/db'
import { forget } from '#kernel/http'
import { listAlarms } from '#kernel/jobs'
import { autoLoan } from '#products/auto-loan'
import {
  apply,
  approved,
  create,
  newOrder,
  openAutoLoan,
  payloads,
  repayPlan,
  waysTo,
  walk,
  type DemoName,
} from '#test/auto-loan'

const house = await openAutoLoan()
const { kernel } = house
const base = '/api/v1/auto-loan/orders'

async function orderAt(state: number): Promise<string> {
  const [orderNo = ''] = await create(kernel)
  await walk(kernel, orderNo, waysTo[state] ?? [])
  return orderNo
}

async function happens(
  who: DemoName,
  [orderNo, event]: readonly [string, string],
  body: object = {},
  key?: string,
) {
  const person = await house.as(who)
  const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key }
  return await person.post(`${base}/${orderNo}/events/${event}`, body, headers)
}

const eventsOf = async (orderNo: string): Promise<readonly string[]> => {
  const auditor = await house.as('auditor')
  const history = await auditor.get(`${base}/${orderNo}/history`)
  return history.body.items.map((row: { event: string }) => row.event)
}

const alarmsOf = async (orderNo: string) =>
  (await listAlarms(kernel.database, { subject: `order:${orderNo}`, limit: 10 })).map(
    ({ code }) => code,
  )

/** What a funder sends: signed as its contract says. */
async function callback(funder: string, said: object, secret = `sandbox-${funder}`) {
  const path = `/callback/funder/${funder}`
  const body = JSON.stringify(said)
  const time = String(Math.floor(Date.now() / 1_000))
  const nonce = randomUUID()
  const hash = createHash('sha256').update(body).digest('hex')
  const text = ['POST', path, time, nonce, hash].join('\n')
  const signature = createHmac('sha256', secret).update(text).digest('hex')
  const headers = {
    'content-type': 'application/json',
    'x-timestamp': time,
    'x-nonce': nonce,
    'x-signature': signature,
  }
  return await house.stranger.send('POST', path, { headers, body })
}

test('two auditors press pass and reject together: one is done, one hears of the conflict', async () => {
  for (let round = 0; round < 10; round++) {
    const orderNo = await orderAt(10010)
    const [pass, reject] = await Promise.all([
      happens('credit', [orderNo, 'qualification_audit_pass']),
      happens('credit', [orderNo, 'reject_qualification_audit'], { payload: { comment: 'no' } }),
    ])
    assert.equal(pass.status + reject.status, 200 + 409)
    const lost = pass.status === 409 ? pass : reject
    assert.equal(lost.body.code, 'state_conflict')
    assert.ok([10030, 10050].includes(lost.body.currentState))
    assert.ok(lost.body.allowed.includes('cancel'))
    assert.equal((await eventsOf(orderNo)).length, 3)
  }
})

test('what was seen at another version is a conflict', async () => {
  const orderNo = await orderAt(10010)
  const stale = await happens('credit', [orderNo, 'qualification_audit_pass'], {
    expectedVersion: 1,
  })
  assert.equal(stale.status, 409)
  assert.equal(stale.body.currentVersion, 2)
  const fresh = await happens('credit', [orderNo, 'qualification_audit_pass'], {
    expectedVersion: 2,
  })
  assert.equal(fresh.status, 200)
})

test('an event that nobody knows is 404, an event of another state 409 with the legal ones', async () => {
  const orderNo = await orderAt(10050)
  const unknown = await happens('credit', [orderNo, 'no_such_event'])
  assert.deepEqual([unknown.status, unknown.body.code], [404, 'event_unknown'])
  const early = await happens('credit', [orderNo, 'materials_audit_pass'])
  assert.deepEqual([early.status, early.body.code], [409, 'state_conflict'])
  assert.deepEqual(early.body.allowed.toSorted(), ['cancel', 'submit_materials_audit'])
})

test('a replayed Idempotency-Key gets the same answer and writes one history row', async () => {
  const orderNo = await orderAt(10010)
  const key = randomUUID()
  const first = await happens('credit', [orderNo, 'qualification_audit_pass'], {}, key)
  const second = await happens('credit', [orderNo, 'qualification_audit_pass'], {}, key)
  assert.equal(first.status, 200)
  assert.deepEqual(second.body, first.body)
  assert.equal(second.headers.get('idempotent-replayed'), 'true')
  assert.equal((await eventsOf(orderNo)).length, 3)
  const other = await happens('credit', [orderNo, 'reject_qualification_audit'], {}, key)
  assert.deepEqual([other.status, other.body.code], [422, 'idempotency_key_reused'])
})

test('a key that was forgotten after a week is another request, and never breaks anything', async () => {
  const orderNo = await orderAt(10010)
  const key = randomUUID()
  const given = { payload: { unitName: '甲' } }
  const first = await happens('credit', [orderNo, 'save_user_work_info'], given, key)
  assert.equal(first.status, 200)
  house.clock.advance(8 * 86_400_000)
  await forget(kernel.database, kernel.clock.now(), 1_000)
  const credit = await house.signIn('credit')
  const path = `${base}/${orderNo}/events/save_user_work_info`
  const second = await credit.post(path, given, { 'idempotency-key': key })
  assert.deepEqual([second.status, second.body.version], [200, first.body.version + 1])
  house.clock.advance(-8 * 86_400_000)
})

test('many at once with one key: one row, one answer', async () => {
  const orderNo = await orderAt(10010)
  const key = randomUUID()
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      happens('credit', [orderNo, 'qualification_audit_pass'], {}, key),
    ),
  )
  assert.ok(answers.every(({ status }) => status === 200 || status === 409))
  assert.equal((await eventsOf(orderNo)).length, 3)
})

test('an order of version simple refuses the events of version 8', async () => {
  const orderNo = await orderAt(0)
  await kernel.database.transaction((tx) =>
    tx.run(sql`update auto_loan.auto_order set sm_version = 'simple' where order_no = ${orderNo}`),
  )
  const refused = await happens('dealer', [orderNo, 'submit_order'])
  assert.deepEqual([refused.status, refused.body.code], [404, 'event_unknown'])
  const own = await happens('dealer', [orderNo, encodeURIComponent('提交')])
  assert.deepEqual([own.status, own.body.to], [200, 10110])
})

test('loaned before our request was answered: accepted, and the request is then no-op', async () => {
  const orderNo = await orderAt(50350)
  const said = {
    loanRequestNo: `${orderNo}-L1`,
    orderNo,
    result: 'LOANED',
    amount: approved,
    loanDate: '2026-01-05',
    contractNo: 'C-77',
    repayPlan: repayPlan(approved, 36),
  }
  const told = await callback('BANK_A', said)
  assert.deepEqual([told.status, told.body], [200, { code: 'SUCCESS' }])
  const late = await happens('finance', [orderNo, 'submit_fund_loan'])
  assert.equal(late.status, 200, JSON.stringify(late.body))
  assert.equal(late.body.unchanged, true)
  assert.equal(late.body.state, 60050)
  assert.ok(!(await eventsOf(orderNo)).includes('submit_fund_loan'))
  const again = await callback('BANK_A', said)
  assert.deepEqual(again.body, { code: 'SUCCESS' })
  assert.equal((await eventsOf(orderNo)).filter((event) => event === 'loaned').length, 1)
})

test('submit_fund_loan repeated under the same number changes nothing; a used number is refused', async () => {
  const orderNo = await orderAt(50350)
  const payload = { loanRequestNo: `LR-${orderNo}` }
  const first = await happens('finance', [orderNo, 'submit_fund_loan'], { payload })
  assert.equal(first.body.state, 60010)
  const second = await happens('finance', [orderNo, 'submit_fund_loan'], { payload })
  assert.deepEqual([second.status, second.body.unchanged], [200, true])
  const another = await happens('finance', [orderNo, 'submit_fund_loan'])
  assert.equal(another.status, 409)
  const neighbour = await orderAt(50350)
  const taken = await happens('finance', [neighbour, 'submit_fund_loan'], { payload })
  assert.deepEqual([taken.status, taken.body.guard], [422, 'loan_request_no_unused'])
  const ours = { loanRequestNo: `${orderNo}-L9` }
  const foreign = await happens('finance', [neighbour, 'submit_fund_loan'], { payload: ours })
  assert.deepEqual([foreign.status, foreign.body.guard], [422, 'loan_request_no_unused'])
})

test('a failed disbursement goes back, and is tried again under a new number', async () => {
  const orderNo = await orderAt(60010)
  const failed = await callback('BANK_A', {
    loanRequestNo: `${orderNo}-L1`,
    orderNo,
    result: 'LOAN_FAILED',
    amount: approved,
    reasonCode: 'ACCOUNT',
  })
  assert.deepEqual(failed.body, { code: 'SUCCESS' })
  const retried = await happens('finance', [orderNo, 'submit_fund_loan'])
  assert.equal(retried.body.state, 60010)
  const order = await (await house.as('finance')).get(`${base}/${orderNo}`)
  assert.deepEqual(
    order.body.disbursements.map((one: { loanRequestNo: string; state: string }) => [
      one.loanRequestNo,
      one.state,
    ]),
    [
      [`${orderNo}-L1`, 'failed'],
      [`${orderNo}-L2`, 'created'],
    ],
  )
})

test('a late pass of a skipped funder is ignored, and a person is told', async () => {
  const orderNo = await orderAt(40150)
  const skipped = await happens('router', [orderNo, 'skip_current_lending_bank'])
  assert.equal(skipped.body.state, 40110)
  const late = await callback('BANK_A', {
    applicationNo: `${orderNo}-A1-1`,
    result: 'PASS',
    amount: approved,
    approvedAmount: approved,
    approvedTerm: 36,
    monthlyRate: '0.0075',
  })
  assert.deepEqual(late.body, { code: 'SUCCESS' })
  const order = await (await house.as('router')).get(`${base}/${orderNo}`)
  assert.equal(order.body.state, 40110)
  assert.equal(order.body.funderId, null)
  assert.ok((await alarmsOf(orderNo)).includes('late_funder_answer'))
  assert.deepEqual(
    order.body.routing.map((one: { funder: string; state: string }) => [one.funder, one.state]),
    [
      ['BANK_A', 'SKIPPED'],
      ['BANK_B', 'ACTIVE'],
      ['BANK_C', 'PENDING'],
    ],
  )
})

test('skipping the last funder refuses the order at once', async () => {
  const orderNo = await orderAt(40150)
  for (const funder of ['BANK_B', 'BANK_C']) {
    await walk(kernel, orderNo, [['skip_current_lending_bank', 'fund-router']])
    const payload = { ...(payloads['fund_final_audit_pass'] as object), funder }
    await walk(kernel, orderNo, [['fund_final_audit_pass', 'fund-router', payload]])
  }
  const last = await happens('router', [orderNo, 'skip_current_lending_bank'])
  assert.deepEqual([last.body.to, last.body.state], [40110, 40130])
  assert.deepEqual((await eventsOf(orderNo)).slice(-2), [
    'skip_current_lending_bank',
    'fund_final_audit_fail',
  ])
  const retry = await happens('router', [orderNo, 'retry_fund_routing'])
  assert.deepEqual([retry.status, retry.body.guard], [422, 'another_funder_left'])
})

test('pay_off waits until every instalment and every penalty is settled', async () => {
  const orderNo = await orderAt(60050)
  const finance = await house.as('finance')
  const path = `${base}/${orderNo}/repayments`
  const due = { reference: 'R-9', receivedOn: '2026-03-01' }
  const all = Array.from({ length: 36 }, (_, at) => ({ no: at + 1 }))
  const most = await finance.post(path, { ...due, instalments: all.slice(1) })
  assert.equal(most.body.settled, false)
  const first = most.body.instalments[0]
  const partly = { no: 1, amount: first.principal + first.interest, penalty: 237 }
  const unpaid = await finance.post(path, { ...due, instalments: [partly] })
  assert.equal(unpaid.body.settled, false)
  const refused = await apply(kernel, orderNo, 'pay_off', { role: 'system' })
  assert.ok(!refused.ok)
  assert.equal(refused.problem.code, 'guard_failed')
  assert.equal(refused.problem.facts?.['guard'], 'all_settled')
  const over = await finance.post(path, { ...due, instalments: [{ no: 1, amount: 10_000 }] })
  assert.deepEqual([over.status, over.body.code, over.body.owed], [422, 'repayment_too_much', 237])
  const rest = await finance.post(path, { ...due, instalments: [{ no: 1 }] })
  assert.equal(rest.body.settled, true)
  const person = await happens('finance', [orderNo, 'pay_off'])
  assert.deepEqual([person.status, person.body.code], [403, 'actor_not_allowed'])
  const paid = await apply(kernel, orderNo, 'pay_off', { role: 'system' })
  assert.ok(paid.ok && paid.value.state === 60150)
})

test('a callback counts only with the funder’s own signature and its own numbers', async () => {
  const orderNo = await orderAt(40110)
  const said = {
    applicationNo: `${orderNo}-A1-1`,
    result: 'PASS',
    amount: approved,
    approvedAmount: approved,
    approvedTerm: 36,
    monthlyRate: '0.0075',
  }
  const forged = await callback('BANK_A', said, 'another secret')
  assert.deepEqual([forged.status, forged.body.code], [401, 'SIGNATURE_INVALID'])
  const stranger = await callback('BANK_X', said)
  assert.equal(stranger.status, 401)
  const other = await callback('BANK_B', said)
  assert.deepEqual([other.status, other.body.code], [200, 'ORDER_NOT_FOUND'])
  const unknown = await callback('BANK_A', { ...said, applicationNo: 'AF20200101000001-A1-1' })
  assert.deepEqual([unknown.status, unknown.body.code], [200, 'ORDER_NOT_FOUND'])
  const malformed = await callback('BANK_A', { result: 'MAYBE' })
  assert.deepEqual([malformed.status, malformed.body.code], [200, 'CALLBACK_INVALID'])
  const differs = await callback('BANK_A', { ...said, amount: approved + 1 })
  assert.deepEqual([differs.status, differs.body.code], [200, 'ANSWER_DIFFERS'])
  assert.ok((await alarmsOf(orderNo)).includes('funder_answer_differs'))
  const more = await callback('BANK_A', { ...said, approvedAmount: approved + 1 })
  assert.equal(more.body.code, 'ANSWER_DIFFERS')
  assert.equal((await eventsOf(orderNo)).at(-1), 'product_confirmed')
  const right = await callback('BANK_A', said)
  assert.deepEqual(right.body, { code: 'SUCCESS' })
  const twice = await callback('BANK_A', said)
  assert.deepEqual(twice.body, { code: 'SUCCESS' })
  const events = await eventsOf(orderNo)
  assert.equal(events.filter((event) => event === 'fund_final_audit_pass').length, 1)
})

test('a dry run says what would happen and writes nothing', async () => {
  const orderNo = await orderAt(10010)
  const credit = await house.as('credit')
  const path = `${base}/${orderNo}/events/qualification_audit_pass?dryRun=true`
  const asked = await credit.post(path, {})
  assert.equal(asked.status, 200)
  assert.deepEqual([asked.body.to, asked.body.dryRun], [10050, true])
  assert.equal((await eventsOf(orderNo)).length, 2)
})

test('another dealer’s order does not exist, in any way of asking', async () => {
  const orderNo = await orderAt(10010)
  const other = await house.as('dealer2')
  const answers = await Promise.all([
    other.get(`${base}/${orderNo}`),
    other.get(`${base}/${orderNo}/history`),
    other.get(`${base}/${orderNo}/can/can_refund`),
    other.post(`${base}/${orderNo}/events/cancel`),
    other.post(`${base}/${orderNo}/events/no_such_event`),
  ])
  for (const { status, body } of answers) {
    assert.deepEqual([status, body.code], [404, 'order_not_found'])
  }
  const list = await other.get(`${base}?orderNo=${orderNo}`)
  assert.deepEqual(list.body.items, [])
  const own = await (await house.as('dealer')).get(`${base}?orderNo=${orderNo}`)
  assert.equal(own.body.items.length, 1)
})

test('a wrong payload names the field, whatever the state', async () => {
  const orderNo = await orderAt(10010)
  const wrong = await happens('credit', [orderNo, 'save_user_work_info'], {
    payload: { monthlyIncome: 'much' },
  })
  assert.deepEqual([wrong.status, wrong.body.code], [400, 'event_payload_invalid'])
  assert.match(wrong.body.detail, /payload\/monthlyIncome/u)
  const unknown = await happens('credit', [orderNo, 'save_user_work_info'], {
    payload: { salary: 1 },
  })
  assert.equal(unknown.status, 400)
  const elsewhere = await happens('credit', [orderNo, 'reject_materials_audit'])
  assert.equal(elsewhere.body.code, 'event_payload_invalid')
  const dealer = await house.as('dealer')
  const broken = await dealer.post(base, {
    ...newOrder,
    applicant: { ...newOrder.applicant, idNumber: '110105194912310021' },
  })
  assert.deepEqual([broken.status, broken.body.code], [400, 'event_payload_invalid'])
  assert.match(broken.body.detail, /idNumber/u)
})

test('a silent funder stays unknown: the order does not move, and a person is told', async () => {
  const orderNo = await orderAt(40110)
  const applicationNo = `${orderNo}-A1-1`
  const ask = autoLoan.tasks(kernel).find(({ name }) => name === 'auto-loan.ask-funder-to-audit')
  assert.ok(ask)
  const context = { now: () => kernel.clock.now(), attempt: 1, log: kernel.log }
  for (let asked = 0; asked < 11; asked++) await ask.run({ applicationNo }, context)
  assert.deepEqual(await alarmsOf(orderNo), ['funder_answer_unknown'])
  const order = await (await house.as('router')).get(`${base}/${orderNo}`)
  const [first] = order.body.routing
  assert.deepEqual([order.body.state, first.state], [40110, 'ACTIVE'])
  assert.deepEqual([first.application.state, first.application.asked], ['unknown', 11])
})
