/** The sandbox of a demo: how a partner answers next, and a clock that is moved forward. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Person } from '../house.ts'
import { browserHouse } from './house.ts'
import { apiUser, draftOrders } from './submitted.ts'

const house = await browserHouse()
const dealer = await apiUser(house.url, 'dealer')
const credit = await apiUser(house.url, 'credit')
let keys = 0

async function does(who: Person, orderNo: string, event: string, payload = {}): Promise<void> {
  const path = `/api/v1/auto-loan/orders/${orderNo}/events/${event}`
  const headers = { 'idempotency-key': `sandbox ${(keys += 1)}` }
  const answer = await who.post(path, { payload }, headers)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
}

const product = { product: 'P_STANDARD', term: 36, downPayment: 6_000_000 }

/** An order for which a product was chosen: the next step is to ask a funder. */
async function orderWithProduct(): Promise<string> {
  const [orderNo = ''] = await draftOrders(house.url, 1)
  await does(dealer, orderNo, 'submit_order')
  await does(credit, orderNo, 'qualification_audit_pass')
  await does(dealer, orderNo, 'submit_materials_audit')
  await does(credit, orderNo, 'materials_audit_pass')
  await does(dealer, orderNo, 'save_product', product)
  return orderNo
}

/** 资方终审拒绝 */
const refusedByFunder = 40130

const stateOf = async (orderNo: string): Promise<number> =>
  (await dealer.get(`/api/v1/auto-loan/orders/${orderNo}`)).body.state

/** Once in a second, for as long as a busy machine may need. */
async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    if (await isSo()) return
    await sleep(1_000)
  }
  assert.fail(`never: ${what}`)
}

test('the next answer is chosen on the page, and the funder refuses the order', async () => {
  const orderNo = await orderWithProduct()
  const admin = await house.signedIn('admin')
  await admin.goto(`${house.url}/sandbox`)
  await admin.getByRole('combobox', { name: '如何答复' }).click()
  await admin.locator('.ant-select-item-option', { hasText: /^拒绝$/u }).click()
  for (const bank of ['BANK_A', 'BANK_B', 'BANK_C']) {
    await admin.getByRole('combobox', { name: '伙伴' }).click()
    await admin.locator('.ant-select-item-option', { hasText: bank }).click()
    await admin.getByRole('button', { name: '设定' }).click()
    const line = admin.locator('.sandbox-line > div', { hasText: bank })
    await line.getByText('拒绝').waitFor()
  }
  await does(dealer, orderNo, 'product_confirmed')
  await until('the funder refuses', async () => (await stateOf(orderNo)) === refusedByFunder)
  const heard = admin.getByRole('region', { name: '模拟伙伴听到和说过的' })
  await heard.getByText('/applications').first().waitFor()
  await admin.goto(`${house.url}/partner-calls?subject=order:${orderNo}`)
  await admin.getByText('成功').first().waitFor()
})

test('a clock that is moved forward makes a deadline fire, and every page says what time it is', async () => {
  const admin = await apiUser(house.url, 'admin')
  const admin2 = await apiUser(house.url, 'admin2')
  const name = 'auto-loan.auto_launch_minutes'
  const change = { value: 120, reason: 'launched by the clock' }
  const proposed = await admin.post(`/api/v1/parameters/${name}/changes`, change)
  await admin2.post(`/api/v1/proposals/${proposed.body.proposalId}/approve`, {})
  const orderNo = await orderWithProduct()
  const before = await stateOf(orderNo)

  const page = await house.signedIn('admin', { language: 'en' })
  await page.goto(`${house.url}/sandbox`)
  await page.getByRole('button', { name: '+30 min' }).click()
  await page.getByText('Demo clock:').waitFor()
  assert.equal(await stateOf(orderNo), before, 'half an hour is not enough')
  await page.getByRole('button', { name: '+2 h' }).click()
  await until('the order is launched', async () => (await stateOf(orderNo)) !== before)

  const colleague = await house.signedIn('dealer')
  await colleague.getByText('演示时钟：').waitFor()
  await colleague.goto(`${house.url}/sandbox`)
  await colleague.getByText('您的角色不能进行此操作').waitFor()
  await page.goto(`${house.url}/audit?action=sandbox.move-clock`)
  await page.getByText('sandbox.move-clock').first().waitFor()
})
