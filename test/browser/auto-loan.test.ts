/** A car loan from create_order to pay_off on the page, a different person for each role. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { browserHouse, fitsWidth, narrow } from './house.ts'

const house = await browserHouse()

/** A car for ¥150,000, bought by somebody whom funders take. */
const order = {
  applicant_name: '张三',
  applicant_idNumber: '110105199003072311',
  applicant_phone: '13800138000',
  car_maker: '某某汽车',
  car_style: '豪华型 2.0T',
  car_salePrice: '150,000',
  deposit: '1000',
} as const

async function choose(page: Page, field: string, title: string): Promise<void> {
  await page.locator(`#${field}`).click()
  const options = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)')
  await options.locator('.ant-select-item-option', { hasText: title }).click()
}

/** Opens the form of a move, fills it, sends it, and waits until it is done. */
async function happens(
  page: Page,
  event: string,
  fill: (page: Page) => Promise<void> = async () => undefined,
): Promise<void> {
  await page.locator(`button[data-event=${event}]:enabled`).click()
  await fill(page)
  await page.locator('.ant-drawer-footer button.ant-btn-primary').click()
  await page.locator('.ant-drawer-footer').waitFor({ state: 'detached' })
}

const untilState = (page: Page, state: number) =>
  page.locator('.page-head .state-code', { hasText: String(state) }).waitFor({ timeout: 60_000 })

async function createOrder(page: Page): Promise<string> {
  await page.goto(`${house.url}/auto-loan/orders`)
  await page.getByRole('link', { name: '新建订单' }).click()
  for (const [field, text] of Object.entries(order)) await page.locator(`#${field}`).fill(text)
  await choose(page, 'car_usage', '自用')
  await choose(page, 'car_energy', '燃油')
  await choose(page, 'car_condition', '新车')
  await page.locator('button[type=submit]').click()
  await page.waitForURL(/\/auto-loan\/orders\/AF\d+$/u)
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

test('a car loan goes from create_order to pay_off on the page, in two languages', async () => {
  const dealer = await house.signedIn('dealer')
  const orderNo = await createOrder(dealer)
  const path = `${house.url}/auto-loan/orders/${orderNo}`
  const opened = async (name: string, view = {}) => {
    const page = await house.signedIn(name, view)
    await page.goto(path)
    return page
  }
  const credit = await opened('credit', { language: 'en' })
  const lending = await opened('lending', { ...narrow, language: 'en' })
  const finance = await opened('finance')

  await happens(dealer, 'submit_order')
  await untilState(dealer, 10010)
  await credit.reload()
  await happens(credit, 'qualification_audit_pass')
  await untilState(credit, 10050)
  await dealer.reload()
  await happens(dealer, 'submit_materials_audit')
  await credit.reload()
  await happens(credit, 'materials_audit_pass')
  await dealer.reload()
  await happens(dealer, 'save_product', async (page) => {
    await page.locator('#product').fill('P_STANDARD')
    await page.locator('#term').fill('36')
    await page.locator('#downPayment').fill('45000')
  })
  await happens(dealer, 'product_confirmed')
  // The funder is asked by the worker and answers by itself; the page looks again by itself too.
  await untilState(dealer, 40150)

  await lending.reload()
  await happens(lending, 'contract_signed')
  await untilState(lending, 50250)
  await fitsWidth(lending)
  await finance.reload()
  await happens(finance, 'down_payment_done', (page) => page.locator('#reference').fill('DP-1'))
  await untilState(finance, 30050)
  await lending.reload()
  await happens(lending, 'pass_loan_material_audit')
  await finance.reload()
  await happens(finance, 'submit_fund_loan')
  await untilState(finance, 60050)

  const instalments = finance.getByRole('region', { name: '还款计划' })
  await instalments.locator('thead .ant-checkbox-input').check()
  await finance.locator('button[data-operation=recordRepayment]').click()
  await finance.locator('#reference').fill('REPAY-1')
  await finance.locator('.ant-drawer-footer button.ant-btn-primary').click()
  await untilState(finance, 60150)
  await finance.getByText('订单已结束，没有后续操作。').waitFor()
  await finance.locator('.history li:first-child .entry-label', { hasText: '已结清' }).waitFor()
})

test('personal data is masked on the page', async () => {
  const dealer = await house.signedIn('dealer')
  const orderNo = await createOrder(dealer)
  await dealer.getByText('138****8000').waitFor()
  const text = await dealer.locator('main').textContent()
  for (const secret of ['张三', '13800138000', '110105199003072311']) {
    assert.ok(!text?.includes(secret), `${orderNo} shows ${secret}`)
  }
})

test('a move that is not mine is shown with its reason, and cannot be pressed', async () => {
  const dealer = await house.signedIn('dealer')
  await createOrder(dealer)
  await happens(dealer, 'submit_order')
  const pass = dealer.locator('button[data-event=qualification_audit_pass]')
  await pass.waitFor()
  assert.equal(await pass.isDisabled(), true)
  await dealer.getByText('需要角色：信审').waitFor()
})

test('another dealer’s order does not exist for a dealer', async () => {
  const dealer = await house.signedIn('dealer')
  const orderNo = await createOrder(dealer)
  const other = await house.signedIn('dealer2')
  await other.goto(`${house.url}/auto-loan/orders/${orderNo}`)
  await other.getByText('没有这个订单').waitFor()
})

test('the list keeps filter and page in its address, and personal numbers out of it', async () => {
  const credit = await house.signedIn('credit')
  await credit.goto(`${house.url}/auto-loan/orders`)
  await credit.getByLabel('订单号前几位').fill('AF2')
  await credit.getByRole('button', { name: '更多条件' }).click()
  await credit.getByLabel('申请人手机号').fill('13800138000')
  await credit.getByRole('button', { name: '查询' }).click()
  await credit.waitForURL(/orderNo=AF2/u)
  assert.doesNotMatch(credit.url(), /13800138000/u)
  const rows = credit.locator('.list-table tbody tr')
  await rows.first().waitFor()
  const before = await rows.count()
  await credit.reload()
  await rows.first().waitFor()
  assert.equal(await rows.count(), before)
  assert.equal(await credit.getByLabel('申请人手机号').inputValue(), '13800138000')
})

test('a form that the server left unanswered is sent again under the same key', async () => {
  const dealer = await house.signedIn('dealer')
  await createOrder(dealer)
  const keys: string[] = []
  await dealer.route('**/events/submit_order', async (route) => {
    keys.push(route.request().headers()['idempotency-key'] ?? '')
    // The server does it, and its answer is lost on the way.
    if (keys.length === 1) {
      await route.fetch()
      await route.abort('connectionreset')
    } else {
      await route.continue()
    }
  })
  await dealer.locator('button[data-event=submit_order]').click()
  const send = dealer.locator('.ant-drawer-footer button.ant-btn-primary')
  await send.click()
  await dealer.getByText('没有收到服务器的明确答复').waitFor()
  await send.click()
  await untilState(dealer, 10010)
  assert.equal(keys.length, 2)
  assert.equal(keys[0], keys[1])
  const labels = await dealer.locator('.history .entry-label').allTextContents()
  assert.equal(labels.filter((label) => label === '提交订单').length, 1)
})

/** The smallest PNG there is: one pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6' +
    'kgAAAABJRU5ErkJggg==',
  'base64',
)

test('an image is uploaded on the page, and shown when somebody asks for it', async () => {
  const dealer = await house.signedIn('dealer')
  await createOrder(dealer)
  await dealer.locator('.upload .ant-select').click()
  await dealer.locator('.ant-select-item-option', { hasText: '身份证正面' }).click()
  const photo = { name: 'front.png', mimeType: 'image/png', buffer: png }
  await dealer.locator('.upload input[type=file]').setInputFiles(photo)
  await dealer.getByText('front.png').click()
  const shown = dealer.locator('.viewer-stage img')
  await shown.waitFor()
  assert.match((await shown.getAttribute('src')) ?? '', /^blob:/u)
})

test('who is late is told so, keeps what was typed, and may go on from what is shown now', async () => {
  const dealer = await house.signedIn('dealer')
  const orderNo = await createOrder(dealer)
  await happens(dealer, 'submit_order')
  const path = `${house.url}/auto-loan/orders/${orderNo}`
  const one = await house.signedIn('credit')
  await one.goto(path)
  await one.locator('button[data-event=save_user_work_info]').click()
  await one.locator('#unitName').fill('上海某某制造')
  const other = await house.signedIn('credit')
  await other.goto(path)
  await happens(other, 'save_user_driver_license', (page) =>
    page.locator('#licenceClass').fill('C1'),
  )
  const send = one.locator('.ant-drawer-footer button.ant-btn-primary')
  await send.click()
  await one.getByText('订单已被他人处理，您填写的内容还在').waitFor()
  await one
    .locator('.conflict-rows', { hasText: 'credit已完成「信审审核系统保存用户驾驶证相关信息」' })
    .waitFor()
  assert.equal(await one.locator('#unitName').inputValue(), '上海某某制造')
  await send.click()
  await send.waitFor({ state: 'detached' })
})
