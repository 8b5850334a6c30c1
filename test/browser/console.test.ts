/** What every page of the console has from its frame and its lists. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { client } from '../house.ts'
import { browserHouse, narrow, password } from './house.ts'
import { newOrder } from './life.ts'

const house = await browserHouse()
const orders = `${house.url}/auto-loan/orders`

async function createOrders(count: number): Promise<void> {
  const said = await client(house.url, '').post('/api/v1/auth/login', {
    username: 'dealer',
    password,
  })
  const dealer = client(house.url, String(said.body.token))
  for (let at = 0; at < count; at++) {
    const made = await dealer.post('/api/v1/auto-loan/orders', newOrder(at), {
      'idempotency-key': `console ${at}`,
    })
    assert.equal(made.status, 201, JSON.stringify(made.body))
  }
}

await createOrders(3)

const look = (page: Page): Promise<unknown> =>
  page.evaluate('document.documentElement.dataset.look')
const focused = (page: Page): Promise<unknown> => page.evaluate('document.activeElement.localName')
const rows = (page: Page) => page.locator('[data-row]')

test('the look follows the system until somebody chooses, and the choice survives a reload', async () => {
  const page = await house.signedIn('credit')
  await page.emulateMedia({ colorScheme: 'dark' })
  assert.equal(await look(page), 'dark')
  await page.getByRole('button', { name: '外观' }).click()
  await page.getByRole('menuitem', { name: '浅色' }).click()
  assert.equal(await look(page), 'light')
  await page.reload({ waitUntil: 'commit' })
  // Before anything of the console has run, so that no page flashes.
  await page.waitForFunction("document.documentElement.dataset.look === 'light'")
})

test('filters stand in the address: a reload, a link and the way back show the same', async () => {
  const page = await house.signedIn('credit')
  await page.goto(orders)
  await rows(page).nth(2).waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('AF9999')
  await page.keyboard.press('Enter')
  await page.waitForURL(/orderNo=AF9999/u)
  await page.getByText('没有符合条件的').first().waitFor()
  await page.reload()
  await page.getByText('没有符合条件的').first().waitFor()
  await page.goBack()
  await rows(page).nth(2).waitFor()
})

test('a list is walked by keys and a row opened by Enter; its name has the focus then', async () => {
  const page = await house.signedIn('credit')
  await page.goto(orders)
  await rows(page).nth(2).waitFor()
  const second = await rows(page).nth(1).textContent()
  for (const key of ['j', 'j', 'j', 'k', 'Enter']) await page.keyboard.press(key)
  await page.getByRole('heading', { level: 1, name: second?.trim() ?? '' }).waitFor()
  assert.equal(await focused(page), 'h1')
  assert.match(await page.title(), new RegExp(`${second?.trim()} · 流水`, 'u'))
})

test('g and a letter goes to a place, ? tells the keys, and letters typed into a field go nowhere', async () => {
  const page = await house.signedIn('credit', { language: 'en' })
  await page.goto(orders)
  await rows(page).nth(2).waitFor()
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keys' }).getByText('Next row').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' })
  await page.keyboard.press('/')
  await page.keyboard.type('gs')
  assert.match(page.url(), /auto-loan\/orders/u)
  await page.keyboard.press('Tab')
  await page.locator('h1').focus()
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await page.waitForURL(`${house.url}/lifecycles`)
})

test('columns are chosen once, for every machine of a person', async () => {
  const page = await house.signedIn('finance')
  await page.goto(orders)
  await rows(page).nth(2).waitFor()
  const heads = page.locator('.list-table th')
  const before = await heads.count()
  await page.getByRole('button', { name: '列', exact: true }).click()
  await page.locator('.column-choice input:checked').first().click()
  await page.waitForFunction(`document.querySelectorAll('.list-table th').length === ${before - 1}`)
  const elsewhere = await house.signedIn('finance')
  await elsewhere.goto(orders)
  await rows(elsewhere).nth(2).waitFor()
  await elsewhere.waitForFunction(
    `document.querySelectorAll('.list-table th').length === ${before - 1}`,
  )
})

async function openViews(page: Page, address = orders): Promise<void> {
  await page.goto(address)
  await page.getByRole('button', { name: '视图' }).click()
}

test('a view is saved under a name and shared with colleagues, and no dealer sees it', async () => {
  const page = await house.signedIn('credit')
  await openViews(page, `${orders}?orderNo=AF2&sort=-amount`)
  await page.getByRole('button', { name: /保存当前视图/u }).click()
  await page.getByLabel('视图名称').fill('二字头')
  await page.getByLabel('同事也能看到').check()
  await page.keyboard.press('Control+Enter')
  await page.getByText('视图已保存').waitFor()
  const colleague = await house.signedIn('lending')
  await openViews(colleague)
  await colleague.getByRole('button', { name: '二字头' }).click()
  await colleague.waitForURL(/orderNo=AF2&sort=-amount/u)
  const dealer = await house.signedIn('dealer')
  await openViews(dealer)
  await dealer.getByText('还没有保存的视图').waitFor()
})

test('the side bar folds away and stays so; on a phone it is a drawer that closes behind a choice', async () => {
  const page = await house.signedIn('admin')
  await page.goto(orders)
  const places = page.locator('.side .places')
  await places.waitFor()
  await page.getByRole('button', { name: '菜单' }).click()
  await places.waitFor({ state: 'detached' })
  await page.reload()
  await page.getByRole('heading', { level: 1 }).waitFor()
  assert.equal(await places.count(), 0)
  const phone = await house.signedIn('admin', narrow)
  await phone.getByRole('button', { name: '菜单' }).click()
  await phone.getByRole('link', { name: '生命周期' }).click()
  await phone.waitForURL(`${house.url}/lifecycles`)
  await phone.getByRole('heading', { level: 1, name: '生命周期' }).waitFor()
  await phone.locator('.ant-drawer-content-wrapper').waitFor({ state: 'hidden' })
})

const firstLoadBytesMax = 450_000

/** What the browser really received: the files as they travel, compressed. */
async function received(page: Page): Promise<number> {
  await page.waitForLoadState('networkidle')
  const bytes = await page.evaluate(`performance
    .getEntriesByType('resource')
    .concat(performance.getEntriesByType('navigation'))
    .filter(({ name }) => !name.includes('/api/'))
    .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`)
  return Number(bytes)
}

test('the first load of the way in, of the first page and of the orders is at most 450 KB', async (t) => {
  const way = await house.open()
  await way.locator('input[autocomplete=username]').waitFor()
  const home = await house.signedIn('credit')
  await home.goto(house.url)
  await home.getByRole('heading', { level: 1 }).waitFor()
  const ready = Number(await home.evaluate('performance.now()'))
  const list = await house.signedIn('credit')
  await list.goto(orders)
  await rows(list).first().waitFor()
  for (const [name, page] of [
    ['sign-in', way],
    ['home', home],
    ['orders', list],
  ] as const) {
    const bytes = await received(page)
    t.diagnostic(`${name}: ${bytes} bytes`)
    assert.ok(bytes > 50_000 && bytes <= firstLoadBytesMax, `${name} is ${bytes} bytes`)
  }
  t.diagnostic(`the first page was ready after ${Math.round(ready)} ms`)
})
