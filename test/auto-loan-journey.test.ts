/** A car loan from create_order to pay_off over HTTP, a different person for each role. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'node:test'
import { newOrder, openAutoLoan, plan, upload, type DemoName } from '#test/auto-loan'

const house = await openAutoLoan({ works: true, sandbox: true })
const base = '/api/v1/auto-loan/orders'

/** Waits for what the worker and the funder do, while our clock goes on. */
export async function untilState(orderNo: string, state: number): Promise<void> {
  const dealer = await house.as('dealer')
  for (let waited = 0; waited < 200; waited++) {
    const order = await dealer.get(`${base}/${orderNo}`)
    if (order.body.state === state) return
    house.clock.advance(1_000)
    await sleep(50)
  }
  const order = await dealer.get(`${base}/${orderNo}`)
  assert.equal(order.body.state, state, JSON.stringify(order.body.routing))
}

async function happens(who: DemoName, orderNo: string, event: string, payload: unknown = {}) {
  const person = await house.as(who)
  const answer = await person.post(`${base}/${orderNo}/events/${event}`, { payload })
  assert.equal(answer.status, 200, `${event}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

test('a car loan goes from create_order to pay_off, each step by whom it belongs to', async () => {
  const dealer = await house.as('dealer')
  const created = await dealer.post(base, newOrder)
  assert.equal(created.status, 201, JSON.stringify(created.body))
  const { orderNo } = created.body
  assert.equal(created.body.state, 0)

  await happens('dealer', orderNo, 'submit_order')
  await happens('credit', orderNo, 'save_user_work_info', { unitName: '上海某某制造' })
  await happens('credit', orderNo, 'qualification_audit_pass', {
    netCheck: { result: 'pass' },
    phoneCheck: { result: 'pass', comment: '本人接听 13800138000' },
    conclusion: 'conditional',
    conditions: '首付不低于三成',
  })
  for (const kind of ['id_card_front', 'id_card_back']) {
    assert.equal((await upload(dealer, orderNo, kind)).status, 201)
  }
  await happens('dealer', orderNo, 'submit_materials_audit')
  await happens('credit', orderNo, 'materials_audit_pass')
  await happens('dealer', orderNo, 'save_product', plan)
  await happens('dealer', orderNo, 'product_confirmed')
  // The funder is asked by the worker and answers by itself.
  await untilState(orderNo, 40150)

  await happens('lending', orderNo, 'submit_lend_preaudit')
  await happens('lending', orderNo, 'submit_lend_preaudit', { result: 'PASSED' })
  const passed = await dealer.get(`${base}/${orderNo}`)
  assert.equal(passed.body.funderId, 'BANK_A')
  assert.equal(passed.body.lendPreaudit, 'PASSED')
  const [set] = passed.body.contracts
  await happens('lending', orderNo, 'contract_signed', {
    signatures: set.documents.map((document: string) => ({
      document,
      signer: 'borrower',
      signedOn: '2026-01-05',
    })),
  })
  await happens('finance', orderNo, 'down_payment_done', {
    amount: 4_500_000,
    reference: 'BANK-778',
  })
  await happens('lending', orderNo, 'pass_loan_material_audit')
  await happens('finance', orderNo, 'submit_fund_loan')
  await untilState(orderNo, 60050)

  const finance = await house.as('finance')
  const loaned = await finance.get(`${base}/${orderNo}`)
  assert.equal(loaned.body.loan.amount, 10_500_000)
  assert.equal(loaned.body.instalments.length, 36)
  const paid = await finance.post(`${base}/${orderNo}/repayments`, {
    instalments: loaned.body.instalments.map(({ no }: { no: number }) => ({ no })),
    reference: 'REPAY-1',
    receivedOn: '2026-02-05',
  })
  assert.equal(paid.status, 200, JSON.stringify(paid.body))
  assert.equal(paid.body.settled, true)
  await untilState(orderNo, 60150)

  const history = await dealer.get(`${base}/${orderNo}/history`)
  const events = history.body.items.map((row: { event: string }) => row.event)
  assert.equal(events[0], 'create_order')
  assert.equal(events.at(-1), 'pay_off')
  const told = JSON.stringify(history.body)
  for (const secret of ['张三', '13800138000', newOrder.applicant.idNumber, '上海某某']) {
    assert.ok(!told.includes(secret), `history shows ${secret}`)
  }
})
