import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { browserHouse, fitsWidth, narrow, password } from './house.ts'
import { seedBooks, signedInByApi } from './ledger-books.ts'

const house = await browserHouse()
const finance = await signedInByApi(house.url, 'finance', password)
await seedBooks(finance)

/** Looks by a word that stands on the page exactly so. */
const see = (page: Page, text: string) => page.getByText(text, { exact: true }).first().waitFor()
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

const pay = (bizNo: string) =>
  finance.post('/api/v1/ledger/journals', {
    bizNo,
    bizType: 'WITHDRAWAL',
    transfers: [{ debit: 'C-10003', credit: 'B-1002-01', amount: 100 }],
  })

test('an account is found, frozen with a reason, and lets nothing out until it is unfrozen', async () => {
  const page = await house.signedIn('finance')
  await page.goto(`${house.url}/ledger/accounts`)
  await page.getByLabel('搜索').fill('温州')
  await page.getByLabel('搜索').press('Enter')
  await page.getByRole('link', { name: 'C-10003' }).click()
  await page.getByRole('heading', { name: 'C-10003' }).waitFor()
  await see(page, '正常')
  await press(page, '冻结')
  const asked = page.getByRole('dialog')
  await asked.getByLabel('原因').fill('法院协助冻结通知')
  await asked.getByRole('button', { name: '冻结' }).click()
  await see(page, '已冻结')
  const refused = await pay('E2E-1')
  assert.deepEqual([refused.status, refused.body.code], [422, 'account_frozen'])
  await press(page, '解冻')
  await page.getByRole('dialog').getByLabel('原因').fill('解除冻结')
  await page.getByRole('dialog').getByRole('button', { name: '解冻' }).click()
  await see(page, '正常')
  assert.equal((await pay('E2E-1')).status, 200)
})

test('the statement of an account ends with the balance that its page shows', async () => {
  const page = await house.signedIn('finance')
  await page.goto(`${house.url}/ledger/accounts/C-10001`)
  const shown = await page.locator('.figure-value').filter({ hasText: '¥' }).first().innerText()
  await page.getByRole('button', { name: /对账单/u }).click()
  const waiting = page.waitForEvent('download')
  await page.getByRole('link', { name: /下载 csv/u }).click()
  const file = await waiting
  const text = await readFile(await file.path(), 'utf8')
  const closing = /期末 Closing[^\n]*,(-?[\d.]+)\r?\n/u.exec(text)?.[1]
  assert.equal(closing, shown.replaceAll(/[¥,]/gu, ''))
  assert.match(file.suggestedFilename(), /^C-10001-.*\.csv$/u)
})

/** Types the beginning of an account's number and takes the first that is offered. */
async function choose(page: Page, label: string, accountNo: string): Promise<void> {
  const field = page.getByRole('combobox', { name: label })
  await field.click()
  await field.fill(accountNo)
  await page.locator('.ant-select-item-option').filter({ hasText: accountNo }).first().click()
}

async function propose(): Promise<string> {
  const page = await house.signedIn('finance', { ...narrow, language: 'en' })
  await page.goto(`${house.url}/ledger/adjustments/new?debit=F-6001-01`)
  await choose(page, 'Leg 1 Credit account', 'C-10002')
  await page.getByRole('textbox', { name: 'Amount' }).fill('12.50')
  await see(page, '¥12.50')
  await page.getByLabel('Reason').fill('A fee was taken twice')
  await fitsWidth(page)
  await press(page, 'Propose')
  await page.waitForURL(/\/approvals\/[0-9a-f-]{36}/u)
  return page.url().replace(/.*\//u, '')
}

test('an adjustment is proposed on a phone, approved by another person, and its flow shows it', async () => {
  const id = await propose()
  const approver = await signedInByApi(house.url, 'admin2', password)
  const own = await finance.post(`/api/v1/proposals/${id}/approve`, {})
  assert.equal(own.body.code, 'same_person')
  const page = await house.signedIn('admin2', { language: 'en' })
  await page.goto(`${house.url}/approvals/${id}`)
  await page.getByRole('button', { name: 'Approve' }).first().click()
  const dialog = page.getByRole('dialog')
  if (await dialog.isVisible()) await dialog.getByRole('button', { name: 'Approve' }).click()
  await see(page, 'Approved')
  const made = await approver.get(`/api/v1/ledger/journals/${id}`)
  assert.equal(made.status, 200)
  await page.goto(`${house.url}/ledger/journals?bizNo=${id}`)
  await page.getByRole('link', { name: id }).click()
  const flow = page.getByRole('region', { name: 'Flow' })
  await flow.getByRole('link', { name: 'F-6001-01' }).waitFor()
  await flow.getByRole('link', { name: 'C-10002' }).waitFor()
  await flow.getByText('¥12.50').first().waitFor()
  await page.getByRole('link', { name: 'Approval', exact: true }).waitFor()
})

test('a journal is reversed in part, and each of the two leads to the other', async () => {
  const page = await house.signedIn('finance', { language: 'en' })
  await page.goto(`${house.url}/ledger/journals/T-0010?bizType=SETTLEMENT`)
  await press(page, 'Reverse')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reverse a part').check()
  await dialog.getByLabel('Amount to reverse').fill('5.00')
  await dialog.getByLabel('Reason').fill('A customer was charged too much')
  await dialog.getByRole('button', { name: 'Reverse' }).click()
  await page.getByRole('heading', { name: 'T-0010-R1' }).waitFor()
  await page.getByRole('link', { name: 'T-0010', exact: true }).click()
  await page.getByRole('link', { name: 'T-0010-R1' }).waitFor()
})

test('the books are verified on demand, and found to fit', async () => {
  const page = await house.signedIn('finance')
  await page.goto(`${house.url}/ledger/verification`)
  await press(page, '立即核验')
  await page.locator('.figure-value').filter({ hasText: '全部相符' }).waitFor()
  await page.getByRole('table').getByText('全部相符').first().waitFor()
  await page.goto(`${house.url}/ledger/trial-balance`)
  await see(page, '平衡：借方合计等于贷方合计')
  await page.getByRole('button', { name: /客户资金/u }).click()
  await page.getByRole('dialog').getByRole('link', { name: 'C-10002' }).waitFor()
})

test('an auditor reads the books and is offered nothing to change; a dealer has no way there', async () => {
  const page = await house.signedIn('auditor', narrow)
  for (const path of ['accounts', 'journals', 'trial-balance', 'periods', 'verification']) {
    await page.goto(`${house.url}/ledger/${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await fitsWidth(page)
  }
  assert.equal(await page.getByRole('button', { name: '立即核验' }).count(), 0)
  await page.goto(`${house.url}/ledger/accounts/C-10001`)
  await page.getByRole('button', { name: '冻结', exact: true }).waitFor()
  const refused = page.getByRole('button', { name: '冻结', exact: true })
  assert.equal(await refused.getAttribute('aria-disabled'), 'true')
  const dealer = await house.signedIn('dealer')
  assert.equal(await dealer.getByRole('link', { name: '试算平衡' }).count(), 0)
})
