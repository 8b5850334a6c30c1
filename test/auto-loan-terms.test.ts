/** Plans, contracts, down payments, refunds, audits and settlements: what holds an event back. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Json } from '#kernel/problem'
import {
  apply,
  approved,
  create,
  openAutoLoan,
  payloads,
  plan,
  until,
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

const orderOf = async (orderNo: string, who: DemoName = 'credit') =>
  (await (await house.as(who)).get(`${base}/${orderNo}`)).body

const post = async (who: DemoName, path: string, body: object = {}) =>
  await (await house.as(who)).post(`${base}/${path}`, body)

const happens = (who: DemoName, orderNo: string, event: string, payload: Json = {}) =>
  post(who, `${orderNo}/events/${event}`, { payload })

const can = async (orderNo: string, probe: string, who: DemoName = 'finance') =>
  (await (await house.as(who)).get(`${base}/${orderNo}/can/${probe}`)).body

test('a plan must fit the product, the loan to price and the term', async () => {
  const orderNo = await orderAt(40050)
  const limits = async (payload: object) => {
    const answer = await happens('dealer', orderNo, 'save_product', { ...plan, ...payload })
    if (answer.status === 200) return []
    assert.deepEqual([answer.status, answer.body.guard], [422, 'product_limits'])
    return answer.body.limits.map(({ limit }: { limit: string }) => limit)
  }
  assert.deepEqual(await limits({}), [])
  assert.deepEqual(await limits({ downPayment: 3_000_000 }), [])
  assert.deepEqual(await limits({ downPayment: 2_999_999 }), ['down_payment', 'loan_to_price'])
  assert.deepEqual(await limits({ term: 37 }), ['term'])
  const fee = { kind: 'insurance', amount: 1_500_000, financed: true }
  assert.deepEqual(await limits({ fees: [fee] }), [])
  assert.equal((await orderOf(orderNo)).financeAmount, 12_000_000)
  assert.deepEqual(await limits({ fees: [{ ...fee, amount: 1_500_001 }] }), ['loan_to_price'])
  assert.deepEqual(await limits({ fees: [{ ...fee, financed: false, amount: 3_000_001 }] }), [
    'fee_insurance',
  ])
  assert.deepEqual(await limits({ fees: [{ ...fee, kind: 'transfer', amount: 1 }] }), [
    'fee_transfer',
  ])
  const unknown = await happens('dealer', orderNo, 'save_product', { ...plan, product: 'NONE' })
  assert.deepEqual([unknown.status, unknown.body.code], [400, 'event_payload_invalid'])
})

test('a co-borrower signs too; a returned set is void and stays to be seen', async () => {
  const [orderNo = ''] = await create(kernel)
  await walk(kernel, orderNo, [
    ...until('submit_order'),
    ['save_user_coborrower_info', 'credit-auditor'],
    ...until('fund_final_audit_pass').slice(1),
  ])
  const one = await happens('lending', orderNo, 'contract_signed', payloads['contract_signed'])
  assert.deepEqual([one.status, one.body.guard], [422, 'contracts_signed'])
  assert.deepEqual(one.body.missing, [
    'loan_contract by co_borrower',
    'mortgage_contract by co_borrower',
  ])
  const signature = { signedOn: '2026-01-05', signer: 'co_borrower' }
  for (const document of ['loan_contract', 'mortgage_contract']) {
    const signed = await post('lending', `${orderNo}/signatures`, { ...signature, document })
    assert.equal(signed.status, 200, JSON.stringify(signed.body))
  }
  const alien = await post('lending', `${orderNo}/signatures`, { ...signature, document: 'lease' })
  assert.deepEqual([alien.status, alien.body.code], [422, 'contract_not_wanted'])
  const both = await happens('lending', orderNo, 'contract_signed', payloads['contract_signed'])
  assert.equal(both.status, 200, JSON.stringify(both.body))
  const reason = { reason: '签名不一致' }
  assert.equal((await happens('lending', orderNo, 'return_contract_audit', reason)).status, 200)
  const { contracts } = await orderOf(orderNo)
  assert.equal(contracts.length, 2)
  assert.deepEqual([contracts[0].voidReason, contracts[0].signatures.length], ['签名不一致', 4])
  assert.deepEqual([contracts[1].voidedAt, contracts[1].signatures.length], [null, 0])
  const unsigned = await happens('lending', orderNo, 'contract_signed')
  assert.deepEqual([unsigned.status, unsigned.body.guard], [422, 'contracts_signed'])
})

test('the down payment must have arrived, in one part or several, each with its proof', async () => {
  const orderNo = await orderAt(50250)
  const little = { amount: 4_499_999, reference: 'DP-A' }
  const short = await happens('finance', orderNo, 'down_payment_done', little)
  assert.deepEqual([short.status, short.body.guard], [422, 'down_payment_received'])
  assert.deepEqual([short.body.received, short.body.required], [4_499_999, 4_500_000])
  const bare = await happens('finance', orderNo, 'down_payment_done', { amount: 4_500_000 })
  assert.deepEqual([bare.status, bare.body.code], [400, 'event_payload_invalid'])
  const receipt = { kind: 'down_payment', ...little, receivedOn: '2026-01-05' }
  assert.equal((await post('finance', `${orderNo}/receipts`, receipt)).status, 201)
  assert.equal((await post('finance', `${orderNo}/receipts`, receipt)).status, 201)
  const changed = await post('finance', `${orderNo}/receipts`, { ...receipt, amount: 1 })
  assert.deepEqual([changed.status, changed.body.code], [409, 'receipt_known'])
  const twice = await happens('finance', orderNo, 'down_payment_done', little)
  assert.equal(twice.body.guard, 'down_payment_received')
  const rest = { amount: 1, reference: 'DP-B' }
  assert.equal((await happens('finance', orderNo, 'down_payment_done', rest)).status, 200)
  assert.equal((await orderOf(orderNo)).receipts.length, 2)
})

test('what the funder lends less, the customer pays more', async () => {
  const [orderNo = ''] = await create(kernel)
  const less = { ...(payloads['fund_final_audit_pass'] as object), approvedAmount: approved - 100 }
  await walk(kernel, orderNo, [
    ...until('product_confirmed'),
    ['fund_final_audit_pass', 'fund-router', less],
    ['contract_signed', 'lending-auditor'],
  ])
  const planned = { amount: 4_500_000, reference: 'DP-C' }
  const short = await happens('finance', orderNo, 'down_payment_done', planned)
  assert.deepEqual([short.status, short.body.required], [422, 4_500_100])
})

test('a rejected order gives its deposit back before it is abandoned', async () => {
  const orderNo = await orderAt(10030)
  assert.deepEqual((await can(orderNo, 'can_refund')).allowed, false)
  const deposit = { kind: 'deposit', amount: 100_000, reference: 'D-1', receivedOn: '2026-01-05' }
  assert.equal((await post('finance', `${orderNo}/receipts`, deposit)).status, 201)
  assert.deepEqual(await can(orderNo, 'can_refund'), { allowed: true, reason: null })
  const early = await happens('dealer', orderNo, 'cancel')
  assert.deepEqual([early.status, early.body.guard], [422, 'deposit_refund_begun'])
  const refund = await post('finance', `${orderNo}/refunds`, { reason: '初审拒绝' })
  assert.deepEqual([refund.status, refund.body.amount], [201, 100_000])
  const second = await post('finance', `${orderNo}/refunds`, { reason: '再来' })
  assert.deepEqual([second.status, second.body.guard], [422, 'deposit_refundable'])
  assert.match((await can(orderNo, 'can_refund')).reason.en, /running/u)
  const result = `${orderNo}/refunds/${refund.body.refundNo}/result`
  const failed = await post('finance', result, { result: 'failed' })
  assert.equal(failed.body.state, 'failed')
  const again = await post('finance', `${orderNo}/refunds`, { reason: '账号更正' })
  assert.equal(again.body.refundNo, `${orderNo}-R2`)
  const decided = await post('finance', result, { result: 'paid' })
  assert.deepEqual([decided.status, decided.body.code], [409, 'refund_decided'])
  assert.equal((await happens('dealer', orderNo, 'cancel')).body.state, 99999)
})

test('a deposit can be asked back for thirty days after the rejection, and no longer', async () => {
  const orderNo = await orderAt(40030)
  const deposit = { kind: 'deposit', amount: 100_000, reference: 'D-2', receivedOn: '2026-01-05' }
  await post('finance', `${orderNo}/receipts`, deposit)
  const dayMs = 86_400_000
  const asked = async (days: number) => {
    const at = new Date(kernel.clock.now().getTime() + days * dayMs)
    return (await apply(kernel, orderNo, 'can_refund', { role: 'finance-ops', at })).ok
  }
  assert.equal(await asked(29.9), true)
  assert.equal(await asked(30), false)
})

test('the pre-audit goes NONE, PRE_SUBMITTED, its result; a reset begins anew', async () => {
  const orderNo = await orderAt(40150)
  const preaudit = async () => (await orderOf(orderNo)).lendPreaudit
  const submit = (payload: Json = {}) =>
    happens('lending', orderNo, 'submit_lend_preaudit', payload)
  assert.equal((await submit({ result: 'PASSED' })).body.guard, 'lend_preaudit_in_order')
  assert.equal((await submit()).status, 200)
  assert.equal(await preaudit(), 'PRE_SUBMITTED')
  assert.equal((await submit()).body.guard, 'lend_preaudit_in_order')
  assert.equal((await submit({ result: 'RETURNED' })).body.state, 40150)
  assert.equal(await preaudit(), 'RETURNED')
  assert.equal((await submit()).status, 200)
  assert.equal((await happens('lending', orderNo, 'reset_loan_audit')).status, 200)
  assert.equal(await preaudit(), 'NONE')
})

test('a conditional pass says its conditions', async () => {
  const orderNo = await orderAt(10010)
  const bare = { conclusion: 'conditional' }
  const refused = await happens('credit', orderNo, 'qualification_audit_pass', bare)
  assert.deepEqual([refused.status, refused.body.code], [400, 'event_payload_invalid'])
  const full = { ...bare, conditions: '追加担保', netCheck: { result: 'doubt', reason: '多头' } }
  assert.equal((await happens('credit', orderNo, 'qualification_audit_pass', full)).status, 200)
  const [audit] = (await orderOf(orderNo)).audits
  assert.deepEqual(
    [audit.conclusion, audit.conditions, audit.netCheck.result, audit.auditor],
    ['conditional', '追加担保', 'doubt', 'credit'],
  )
})

test('early settlement takes the exact amount and closes what is left', async () => {
  const orderNo = await orderAt(60050)
  const on = '2026-01-05'
  const path = `${orderNo}/early-settlement`
  const settle = (amount: number) =>
    post('finance', path, { amount, reference: 'ES-1', receivedOn: on })
  const wrong = await settle(1)
  assert.deepEqual([wrong.status, wrong.body.code], [422, 'settlement_amount_wrong'])
  // All principal, and 3 % of it; no instalment was due before the loan itself.
  assert.equal(wrong.body.required, approved + approved * 0.03)
  const right = await settle(wrong.body.required)
  assert.equal(right.status, 200, JSON.stringify(right.body))
  assert.equal(right.body.settled, true)
  assert.ok(right.body.instalments.every((one: { settledEarly: boolean }) => one.settledEarly))
  const paid = await apply(kernel, orderNo, 'pay_off', { role: 'system' })
  assert.ok(paid.ok)
})
