/** The dashboard on the page: its figures are those of the orders, and lead to them. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { browserHouse, fitsWidth, narrow } from './house.ts'
import { apiUser, draftOrders, happens, submittedOrders } from './submitted.ts'

const house = await browserHouse()

before(async () => {
  await submittedOrders(house.url, 3)
  const [given = ''] = await draftOrders(house.url, 2)
  await happens(await apiUser(house.url, 'dealer'), given, 'cancel')
  await folded(9)
})

const triesMax = 100

/** Until the figures know of so many events. */
async function folded(events: number): Promise<void> {
  const auditor = await apiUser(house.url, 'auditor')
  for (let tries = 0; tries < triesMax; tries++) {
    const { body } = await auditor.get('/api/v1/dashboard')
    if (body.today?.events === events) return
    await sleep(200)
  }
  assert.fail('the figures were not folded')
}

const figure = (page: Page, label: string) =>
  page.locator('.figure-card', { hasText: label }).locator('.figure-value').textContent()

test('key figures and charts say what the orders say, and a figure leads to its orders', async () => {
  const page = await house.signedIn('auditor')
  await page.goto(`${house.url}/dashboard`)
  await page.locator('.chart svg').first().waitFor()
  assert.equal(await figure(page, '在途订单'), '4')
  assert.equal(await figure(page, '今日新增'), '5')
  assert.equal(await figure(page, '今日结束'), '1')
  assert.equal(await figure(page, '今日操作'), '9')
  assert.equal(await figure(page, '超时待办'), '0')
  await page.getByText('截至').waitFor()

  const byState = page.getByRole('region', { name: '各状态在途订单' })
  await byState.getByRole('button', { name: '看表格' }).click()
  const rows = byState.getByRole('row')
  assert.deepEqual(await rows.allTextContents(), ['状态订单数', '未生效1', '初审中3'])
  await byState.getByRole('link', { name: '初审中' }).click()
  await page.waitForURL(/orders\?state=10010$/u)
  await page.locator('[data-row]').first().waitFor()
  assert.equal(await page.locator('[data-row]').count(), 3)
})

test('the funnel counts who ever came there, and a period is kept in the address', async () => {
  const page = await house.signedIn('admin', { language: 'en' })
  await page.goto(`${house.url}/dashboard`)
  const funnel = page.getByRole('region', { name: 'Funnel of the main path' })
  await funnel.getByRole('button').click()
  const [, first, second] = await funnel.getByRole('row').allTextContents()
  assert.match(first ?? '', /^100% .*5$/u)
  assert.match(second ?? '', /^60% .*3$/u)
  await page.getByText('7 days').click()
  await page.waitForURL(/period=week/u)
  await page.reload()
  await page.locator('.ant-segmented-item-selected', { hasText: '7 days' }).waitFor()
  assert.equal(await figure(page, 'Open orders'), '4')
})

test('a phone shows the charts under one another, and a dealer has no dashboard', async () => {
  const page = await house.signedIn('auditor', narrow)
  await page.goto(`${house.url}/dashboard`)
  await page.locator('.chart svg').first().waitFor()
  await fitsWidth(page)
  const dealer = await house.signedIn('dealer')
  await dealer.goto(`${house.url}/dashboard`)
  await dealer.getByRole('alert').waitFor()
})
