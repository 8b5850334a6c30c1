/** Tables on the page: filtered, a row opened, a relation followed, and an .ods for LibreOffice. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { pathToFileURL } from 'node:url'
import { after, before, test } from 'node:test'
import { readCsv } from '#kernel/sheet'
import { client } from '../house.ts'
import { browserHouse, fitsWidth, narrow, password } from './house.ts'
import { submittedOrders } from './submitted.ts'

const house = await browserHouse()
const folder = mkdtempSync(path.join(tmpdir(), 'liushui-data-'))
after(() => rmSync(folder, { recursive: true, force: true }))
let orders: readonly string[] = []

before(async () => {
  orders = await submittedOrders(house.url, 3)
})

/** The cells that LibreOffice itself finds in a file. */
function cellsOf(file: string): readonly (readonly string[])[] {
  const profile = pathToFileURL(path.join(folder, 'profile')).href
  const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1'
  const words = [`-env:UserInstallation=${profile}`, '--headless', '--convert-to', filter]
  execFileSync('soffice', [...words, '--outdir', folder, file], { stdio: 'ignore' })
  const csv = readFileSync(file.replace(/\.ods$/u, '.csv'), 'utf8')
  return readCsv(csv).map(({ cells }) => cells)
}

test('a table is found, filtered, sorted and exported, and LibreOffice has the right cells', async () => {
  const page = await house.signedIn('admin')
  await page.goto(`${house.url}/data`)
  await page.getByText('由数据库的只读账号保护').waitFor()
  await page.getByLabel('查找表').fill('订单 auto')
  await page.getByRole('link', { name: 'auto_order', exact: true }).click()
  await page.getByRole('heading', { name: 'auto_loan.auto_order' }).waitFor()
  await page.locator('[data-row]').nth(2).waitFor()

  await page.getByLabel('列', { exact: true }).fill('order_no')
  await page.keyboard.press('Enter')
  await page.getByLabel('值').fill(orders[1] ?? '')
  await page.keyboard.press('Enter')
  await page.waitForURL(/filter=order_no/u)
  await page.getByText(`order_no 等于 ${orders[1]}`).waitFor()
  await page.locator('[data-row]').nth(1).waitFor({ state: 'detached' })
  await page.reload()
  await page.locator('[data-row]', { hasText: orders[1] ?? '' }).waitFor()
  await page.getByRole('button', { name: /^去掉条件/u }).click()
  await page.locator('[data-row]').nth(2).waitFor()
  await page.getByRole('button', { name: 'order_no' }).click()
  await page.waitForURL(/sort=order_no/u)

  await page.getByRole('button', { name: '导出' }).click()
  await page.getByRole('menuitem', { name: '.ods' }).click()
  await page.getByRole('progressbar').waitFor()
  const link = page.getByRole('link', { name: /auto_order-\d+\.ods/u })
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  const file = path.join(folder, 'orders.ods')
  await download.saveAs(file)

  const [head = [], ...rows] = cellsOf(file)
  const admin = await signedIn('admin')
  const listed = await admin.get('/api/v1/auto-loan/orders?sort=created')
  const at = (name: string): number => head.indexOf(name)
  assert.deepEqual(
    rows.map((cells) => [cells[at('order_no')], cells[at('state')], cells[at('deposit_amount')]]),
    listed.body.items.map((order: Record<string, unknown>) => [
      order['orderNo'],
      String(order['state']),
      String(order['depositAmount']),
    ]),
  )
  assert.ok(rows.length >= 3 && !head.includes('secret_sealed'))
})

async function signedIn(username: string) {
  const login = { username, password }
  const { body } = await client(house.url, '').post('/api/v1/auth/login', login)
  return client(house.url, String(body.token))
}

test('a row is opened, its relation followed, and a masked value shown with a reason', async () => {
  const page = await house.signedIn('admin', { language: 'en' })
  await page.goto(`${house.url}/data/auto_loan/auto_order?filter=order_no:eq:${orders[0]}`)
  await page.locator('[data-row]').first().click()
  await page.getByRole('dialog', { name: 'One row' }).waitFor()
  await page.waitForURL(/row=/u)
  await page.getByRole('link', { name: 'See auto_loan.car' }).first().click()
  await page.getByRole('heading', { name: 'auto_loan.car' }).waitFor()
  await page.locator('[data-row]').first().click()
  await page
    .getByText(/^LSV|^L\*+/u)
    .first()
    .waitFor()
  await page.getByRole('button', { name: 'Show vin in clear' }).click()
  await page.getByLabel('Reason').fill('the insurer asks for it')
  await page.keyboard.press('Control+Enter')
  const clear = await page.locator('.data-clear').textContent()
  assert.match(clear ?? '', /^[A-Z0-9]{17}$/u)
  const admin = await signedIn('admin')
  const trail = await admin.get('/api/v1/audit?action=data.unmask')
  assert.equal(trail.body.items[0].reason, 'the insurer asks for it')
  assert.ok(!JSON.stringify(trail.body.items).includes(clear ?? ''))
})

test('on a phone the rows are cards, and the auditor sees masks without a way past them', async () => {
  const page = await house.signedIn('auditor', narrow)
  await page.goto(`${house.url}/data`)
  await page.getByRole('link', { name: 'user_account', exact: true }).click()
  await page.locator('.list-cards > li').first().waitFor()
  await fitsWidth(page)
  await page.goto(`${house.url}/data/auto_loan/car`)
  await page.locator('[data-row]').first().click()
  await page.getByText('已打码').first().waitFor()
  assert.equal(await page.getByRole('button', { name: /显示 vin/u }).count(), 0)
  await fitsWidth(page)
})

test('a dealer is refused the tables, and finds no way there', async () => {
  const page = await house.signedIn('dealer')
  assert.equal(await page.getByRole('link', { name: '数据', exact: true }).count(), 0)
  const dealer = await signedIn('dealer')
  for (const at of ['/data/tables', '/data/tables/auto_loan/auto_order/rows']) {
    assert.equal((await dealer.get(`/api/v1${at}`)).status, 403)
  }
  const body = { source: 'data.auto_loan.auto_order', query: {}, format: 'ods' }
  assert.equal((await dealer.post('/api/v1/exports', body)).status, 403)
})
