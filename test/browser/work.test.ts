/** The work list on the page: two auditors, the next order for each, and giving one back. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { browserHouse, fitsWidth, narrow } from './house.ts'
import { newColleague, submittedOrders } from './submitted.ts'

const house = await browserHouse()
let orders: readonly string[] = []

before(async () => {
  orders = await submittedOrders(house.url, 3)
  await newColleague(house.url, 'credit2', 'credit-auditor')
})

const inWork = async (page: Page): Promise<Page> => {
  await page.goto(`${house.url}/work`)
  await page.locator('[data-row]').first().waitFor()
  return page
}

const orderNoOf = async (page: Page): Promise<string> => {
  await page.waitForURL(/\/auto-loan\/orders\/AF\d+$/u)
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

const row = (page: Page, orderNo: string) => page.locator('tr', { hasText: orderNo })

test('two auditors who take the next order at the same time get two different ones', async () => {
  const one = await inWork(await house.signedIn('credit'))
  const other = await inWork(await house.signedIn('credit2', { language: 'en' }))
  await Promise.all([
    one.getByRole('button', { name: '领取下一个' }).click(),
    other.getByRole('button', { name: 'Take the next one' }).click(),
  ])
  const taken = await Promise.all([orderNoOf(one), orderNoOf(other)])
  assert.deepEqual(new Set(taken), new Set(orders.slice(0, 2)))

  const [own, theirs] = taken
  await inWork(one)
  await row(one, own).getByText('我，到').waitFor()
  await row(one, theirs).getByText('credit2，到').waitFor()
  assert.equal(await row(one, theirs).getByRole('button').count(), 0)

  await one.getByRole('button', { name: `放回 ${own}` }).click()
  await row(one, own).getByText('无人领取').waitFor()
  await inWork(other)
  await other.getByRole('button', { name: `Take ${own}` }).click()
  await row(other, own).getByText('You, until').waitFor()
  await other.getByText('Taken by me').click()
  await other.waitForURL(/mine=true/u)
  await row(other, theirs).waitFor()
  await row(other, own).waitFor()
  // Until the new page is there, the old one stays in sight.
  await row(other, orders[2] ?? '').waitFor({ state: 'detached' })
  assert.equal(await other.locator('[data-row]').count(), 2)
})

test('the list is walked by keys, n takes the next, and a phone shows cards', async () => {
  const page = await inWork(await house.signedIn('credit', narrow))
  await fitsWidth(page)
  assert.equal(await page.locator('.list-cards > li').count(), 3)
  await page.keyboard.press('j')
  const focused = await page.evaluate('document.activeElement.textContent')
  assert.equal(focused, orders[0])
  await page.keyboard.press('n')
  assert.equal(await orderNoOf(page), orders[2])
})

test('when everything is taken the page says so', async () => {
  const page = await inWork(await house.signedIn('credit'))
  await page.getByRole('button', { name: '领取下一个' }).click()
  await page.getByText('没有无人领取的待办了').waitFor()
})

test('a dealer sees its own drafts only, and an auditor everything without a button', async () => {
  const auditor = await inWork(await house.signedIn('auditor'))
  assert.equal(await auditor.locator('[data-row]').count(), 3)
  assert.equal(await auditor.locator('td button, td .ant-btn').count(), 0)
  const dealer = await house.signedIn('dealer2')
  await dealer.goto(`${house.url}/work`)
  await dealer.getByText('没有等待您处理的订单').waitFor()
})
