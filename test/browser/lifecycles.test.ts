/** A lifecycle on the page: imported, refused, mended, published by a second person, migrated. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { browserHouse, fitsWidth, narrow, password } from './house.ts'

const house = await browserHouse()
const sources = new URL('../../docs/sources/', import.meta.url)
const textOf = (name: string): string => readFileSync(new URL(name, sources), 'utf8')
const documentName = '000_c23e34179e43ca84.txt'

/**
 * Version 9: other words for the first audit, and no state 10050 any more; the audit leads straight
 * to that of the materials.
 */
const changed = (text: string): string =>
  text
    .replaceAll('| 8 ', '| 9 ')
    .replaceAll('初审中', '初审审核中')
    .split('\n')
    .filter((line) => !/\|\s*10050\s*\|\s*(?:99999|40010)\s*\||^\|[^|]*\|\s*10050\s*\|/u.test(line))
    .join('\n')
    .replaceAll(/\| 10010\s*\| 10050\s*\|/gu, '| 10010      | 40010      |')

const fileOf = (name: string, text: string) => ({
  name,
  mimeType: 'text/markdown',
  buffer: Buffer.from(text),
})

const newOrder = {
  applicant: { name: '张三', idNumber: '110105199003072311', phone: '13800138000' },
  car: {
    usage: 'own',
    energy: 'combustion',
    condition: 'new',
    maker: '某某汽车',
    style: '豪华型 2.0T',
    salePrice: 15_000_000,
  },
  deposit: 100_000,
}

interface Order {
  readonly orderNo: string
  readonly smVersion: string
  readonly version: number
}

/** What a program of a dealer or a clerk would do, over the public API. */
async function asking(username: string) {
  const post = async (path: string, body: unknown, token = ''): Promise<unknown> => {
    const answer = await fetch(`${house.url}/api/v1${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': crypto.randomUUID(),
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    })
    assert.ok(answer.ok, `${path}: ${await answer.clone().text()}`)
    return await answer.json()
  }
  const signedIn = await post('/auth/login', { username, password })
  const token = String(Reflect.get(Object(signedIn), 'token'))
  return async (path: string, body: unknown) => (await post(path, body, token)) as Order
}

async function orderThatPassed(): Promise<string> {
  const [dealer, credit] = [await asking('dealer'), await asking('credit')]
  const { orderNo, version } = await dealer('/auto-loan/orders', newOrder)
  const events = `/auto-loan/orders/${orderNo}/events`
  const payload = {}
  await dealer(`${events}/submit_order`, { payload, expectedVersion: version })
  const pass = { payload, expectedVersion: version + 1 }
  await credit(`${events}/qualification_audit_pass`, pass)
  return orderNo
}

const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()

/** Whatever is asked for a reason. */
async function withReason(page: Page, reason: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.locator('textarea').fill(reason)
  await dialog.locator('.ant-modal-footer .ant-btn-primary').click()
  await dialog.waitFor({ state: 'hidden' })
}

test('a changed document is refused by lint, mended, and in force when a second person approves', async () => {
  const old = await orderThatPassed()
  const maker = await house.signedIn('admin')
  await maker.goto(`${house.url}/lifecycles`)
  await maker.getByRole('link', { name: '导入文档' }).click()
  const input = maker.locator('input[type=file]')

  // A letter O where a figure belongs: the line is named.
  const misspelt = changed(textOf(documentName)).replace(
    '| 10010      | 10030 ',
    '| 10010 | 1003O ',
  )
  await input.setInputFiles(fileOf('document.md', misspelt))
  await says(maker, /document\.md 第 \d+ 行无法读取/u)

  // The document alone would strand orders: lint says where, and nothing can be saved.
  await input.setInputFiles(fileOf('document.md', changed(textOf(documentName))))
  await says(maker, '因此不能保存')
  await says(maker, '状态表中没有此状态')
  await maker.locator('.box[class*=box] .finding-error').first().waitFor()
  assert.equal(await maker.getByRole('button', { name: '保存为草稿' }).count(), 0)

  await input.setInputFiles(fileOf('amendments.md', changed(textOf('000-amendments.md'))))
  await says(maker, '已与发布的版本 8 比较。')
  await maker.locator('.difference-removed', { hasText: '初审通过' }).first().waitFor()
  await maker.getByRole('button', { name: '保存为草稿' }).click()
  await maker.getByRole('link', { name: '打开版本 9' }).click()

  await maker.getByRole('button', { name: '提议发布' }).click()
  await withReason(maker, '初审通过后直接审核材料')
  await says(maker, '这是您提议的，须由另一位管理员审批。')
  assert.equal(await maker.getByRole('button', { name: '批准' }).count(), 0)

  const checker = await house.signedIn('admin2', { language: 'en' })
  await checker.goto(maker.url())
  await checker.getByRole('button', { name: 'Approve' }).click()
  await withReason(checker, 'seen')
  await says(checker, 'Takes new orders')

  const dealer = await asking('dealer')
  const { orderNo } = await dealer('/auto-loan/orders', newOrder)
  const versionOf = async (one: string) => {
    await maker.goto(`${house.url}/auto-loan/orders/${one}`)
    return await maker.locator('a[href^="/lifecycles/auto-loan/"]').first().getAttribute('href')
  }
  assert.equal(await versionOf(orderNo), '/lifecycles/auto-loan/9')
  assert.equal(await versionOf(old), '/lifecycles/auto-loan/8')
})

test('a migration is rehearsed with its refused orders, mapped, and done when two agree', async () => {
  const maker = await house.signedIn('admin')
  const address = `${house.url}/lifecycles/auto-loan/orders/migration?from=8&to=9`
  await maker.goto(address)
  const refused = maker.getByRole('region', { name: '无法迁移的订单' })
  await refused.locator('tbody tr').first().waitFor()
  assert.equal(await refused.locator('tbody tr').count(), 1)
  await says(maker, '还有 1 个订单无法迁移')
  assert.equal(await maker.getByRole('button', { name: '提议迁移' }).count(), 0)

  await maker.getByLabel('选择新状态: 10050 初审通过').click()
  await maker.keyboard.type('40010')
  await maker.keyboard.press('Enter')
  await maker.waitForURL(/map=10050(?:=|%3D)40010/u)
  await refused.waitFor({ state: 'detached' })
  await maker.getByRole('button', { name: '提议迁移' }).click()
  await withReason(maker, '统一流程')
  await says(maker, '这是您提议的')

  const checker = await house.signedIn('admin2')
  await checker.goto(address)
  await checker.getByRole('button', { name: '批准' }).click()
  await withReason(checker, '同意')
  const past = checker.getByRole('region', { name: '迁移记录' })
  await past.getByText('已完成').waitFor()
  await past.getByText('1 / 1').waitFor()
})

test('the graph is searched, chosen, magnified by keys, and its rows lead back to it', async () => {
  const page = await house.signedIn('credit', { language: 'en' })
  await page.goto(`${house.url}/lifecycles/auto-loan/8`)
  await page.locator('.box[style]').first().waitFor()
  assert.equal(await page.locator('.box').count(), 19)
  await page.getByLabel('Find a state').click()
  await page.keyboard.type('Funder final')
  await page.keyboard.press('Enter')
  const panel = page.getByRole('region', { name: 'State Funder final audit 40110' })
  await panel.getByRole('button', { name: /^Funder passes/u }).click()
  await page.getByRole('region', { name: 'Move Funder passes' }).waitFor()
  await page.waitForURL(/move=40110/u)
  const scale = async () => (await page.locator('.graph-plane').getAttribute('style')) ?? ''
  const before = await scale()
  await page.getByRole('group', { name: /State graph/u }).press('+')
  assert.notEqual(await scale(), before)
  await page.getByRole('tab', { name: /^Moves/u }).click()
  await page.locator('.row-name', { hasText: 'Submit the order' }).click()
  await page.getByRole('region', { name: 'Move Submit the order' }).waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('button', { name: 'Download' })
      .click()
      .then(() => page.getByRole('link', { name: /Mermaid/u }).click()),
  ])
  assert.equal(download.suggestedFilename(), 'auto-loan-8.mmd')
})

test('two versions are compared in colours, signs and words; a phone shows lists first', async () => {
  const page = await house.signedIn('auditor', { ...narrow, language: 'en' })
  await page.goto(`${house.url}/lifecycles/auto-loan/versions/compare?from=8&to=9`)
  await page.locator('.difference-added', { hasText: 'Pass the first audit' }).waitFor()
  await page.locator('.box.mark-removed', { hasText: '10050' }).waitFor()
  await fitsWidth(page)
  await page.goto(`${house.url}/lifecycles/auto-loan/9`)
  await page.getByRole('tab', { name: 'States 18', selected: true }).waitFor()
  await fitsWidth(page)
})
