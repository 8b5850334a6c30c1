/** The order pages as people use them: views, exports, unmasking, dry runs, images and keys. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import readXlsxFile from 'read-excel-file/node'
import { browserHouse, fitsWidth, narrow, password } from './house.ts'
import { seedBooks, signedInByApi } from './ledger-books.ts'

const house = await browserHouse()

const order = {
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

interface Sent {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

/** Asks the server as the page does: with its cookie and token. */
async function ask(page: Page, path: string, body?: object): Promise<Sent> {
  const given = JSON.stringify({ path: `/api/v1${path}`, body })
  const answer: unknown = await page.evaluate(`(async ({ path, body }) => {
    const me = await (await fetch('/api/v1/auth/me')).json()
    const headers = { 'x-csrf-token': me.csrfToken, 'idempotency-key': crypto.randomUUID() }
    if (body !== undefined) headers['content-type'] = 'application/json'
    const method = body === undefined ? 'GET' : 'POST'
    const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) })
    return { status: answer.status, body: await answer.json() }
  })(${given})`)
  // Made by the lines above.
  return answer as Sent
}

async function born(dealer: Page): Promise<string> {
  const made = await ask(dealer, '/auto-loan/orders', order)
  assert.equal(made.status, 201, JSON.stringify(made.body))
  return String(made.body['orderNo'])
}

async function event(page: Page, orderNo: string, name: string, payload = {}): Promise<void> {
  const done = await ask(page, `/auto-loan/orders/${orderNo}/events/${name}`, { payload })
  assert.equal(done.status, 200, JSON.stringify(done.body))
}

const dealer = await house.signedIn('dealer')
const credit = await house.signedIn('credit')
const pageOf = (orderNo: string): string => `${house.url}/auto-loan/orders/${orderNo}`

test('an order says in one sentence how it came here and what it waits for, in both languages', async () => {
  const orderNo = await born(dealer)
  await event(dealer, orderNo, 'submit_order')
  await credit.goto(pageOf(orderNo))
  const sentence = credit.getByRole('region', { name: '现在的情况' })
  await sentence.waitFor()
  assert.match(
    (await sentence.textContent()) ?? '',
    /，dealer「提交订单」后进入此状态；等待信审「初审拒绝」或「初审通过」。$/u,
  )
  const english = await house.signedIn('lending', { ...narrow, language: 'en' })
  await english.goto(pageOf(orderNo))
  const told = english.getByRole('region', { name: 'Where it stands' })
  await told.waitFor()
  assert.match(
    (await told.textContent()) ?? '',
    /by “Submit the order” \(dealer\); waits for Credit auditor: “Reject the first audit” or/u,
  )
  await fitsWidth(english)
})

test('a personal field is shown for a reason, masked again elsewhere, and its audit row is found', async () => {
  const orderNo = await born(dealer)
  await credit.goto(pageOf(orderNo))
  await credit.getByText('138****8000').waitFor()
  await credit.getByRole('button', { name: '查看手机号' }).click()
  const asking = credit.getByRole('dialog', { name: '查看完整信息：手机号' })
  await asking.getByRole('button', { name: /查\s*看/u }).click()
  await asking.getByText('请').first().waitFor()
  await asking.getByLabel('查看原因').fill('电话核实')
  await asking.getByRole('button', { name: /查\s*看/u }).click()
  await credit.getByText('13800138000').waitFor()
  await credit.reload()
  await credit.getByText('138****8000').waitFor()
  assert.equal(await credit.getByText('13800138000').count(), 0)

  const auditor = await house.signedIn('auditor')
  await auditor.goto(pageOf(orderNo))
  await auditor.getByRole('link', { name: '此订单的审计记录' }).click()
  await auditor.waitForURL(/\/audit\?subject=order/u)
  const trail = await ask(auditor, `/audit?subject=${encodeURIComponent(`order:${orderNo}`)}`)
  const rows = trail.body['items'] as readonly Readonly<Record<string, unknown>>[]
  const row = rows.find(({ action }) => action === 'secret.unmask')
  assert.equal(row?.['reason'], '电话核实')
  assert.equal(Object(row['after']).field, 'applicant.phone')
  assert.ok(!JSON.stringify(rows).includes('13800138000'))
})

test('a dealer is offered no way to unmask', async () => {
  const orderNo = await born(dealer)
  await dealer.goto(pageOf(orderNo))
  await dealer.getByText('138****8000').waitFor()
  assert.equal(await dealer.getByRole('button', { name: /^查看手机号/u }).count(), 0)
})

test('a dry run shows what a move would do, and does none of it', async () => {
  const orderNo = await born(dealer)
  await event(dealer, orderNo, 'submit_order')
  await event(credit, orderNo, 'qualification_audit_pass')
  await event(dealer, orderNo, 'submit_materials_audit')
  await event(credit, orderNo, 'materials_audit_pass')
  const plan = { product: 'P_STANDARD', term: 36, downPayment: 4_500_000 }
  await event(dealer, orderNo, 'save_product', plan)
  await dealer.goto(pageOf(orderNo))
  await dealer.locator('button[data-event=product_confirmed]').click()
  await dealer.getByRole('button', { name: '预演' }).click()
  const outlook = dealer.getByRole('region', { name: '提交后会发生什么' })
  await outlook.getByText('资方终审中').waitFor()
  await outlook.getByText(`向 BANK_A 发送进件申请 ${orderNo}-A1-1`).waitFor()
  await outlook.getByText('没有资金变动').waitFor()
  const after = await ask(dealer, `/auto-loan/orders/${orderNo}`)
  assert.deepEqual([after.body['state'], after.body['routing']], [40_050, []])
})

test('a dry run that would be refused says why in the reader’s language', async () => {
  const orderNo = await born(dealer)
  await event(dealer, orderNo, 'submit_order')
  await event(credit, orderNo, 'qualification_audit_pass')
  await event(dealer, orderNo, 'submit_materials_audit')
  await event(credit, orderNo, 'materials_audit_pass')
  await dealer.goto(`${pageOf(orderNo)}?do=save_product`)
  await dealer.locator('#product').fill('P_STANDARD')
  await dealer.locator('#term').fill('36')
  await dealer.locator('#downPayment').fill('100')
  await dealer.getByRole('button', { name: '预演' }).click()
  await dealer.getByText(/照此提交会被拒绝：不符合产品限制：.*首付比例/u).waitFor()
})

test('a form keeps its Idempotency-Key over clicks and a reload, so it is done once', async () => {
  const orderNo = await born(dealer)
  await dealer.goto(pageOf(orderNo))
  const keys: string[] = []
  await dealer.route('**/events/submit_order', async (route) => {
    keys.push(route.request().headers()['idempotency-key'] ?? '')
    if (keys.length > 2) return await route.continue()
    // The first two answers are lost on the way; the server did what was asked.
    await route.fetch()
    await route.abort('connectionreset')
  })
  await dealer.locator('button[data-event=submit_order]').click()
  const send = dealer.locator('.ant-drawer-footer button.ant-btn-primary')
  const lost = dealer.getByText('没有收到服务器的明确答复')
  await send.click()
  await lost.waitFor()
  await send.click()
  await dealer.waitForFunction(`document.querySelectorAll('.ant-btn-loading').length === 0`)
  // The order has moved on already: the page reads it anew and the form is still open.
  await dealer.goto(`${pageOf(orderNo)}?do=submit_order`)
  assert.equal(keys.length, 2)
  assert.equal(keys[0], keys[1])
  const kept = await dealer.evaluate(`sessionStorage.getItem(
    'liushui.key.event ${orderNo} submit_order 1')`)
  assert.equal(kept, keys[0])
  await dealer.unroute('**/events/submit_order')
  const history = await ask(dealer, `/auto-loan/orders/${orderNo}/history`)
  const events = (history.body['items'] as readonly { event: string }[]).map((row) => row.event)
  assert.deepEqual(events, ['create_order', 'submit_order'])
})

test('who comes too late keeps what was typed, and hears that the order moved on', async () => {
  const orderNo = await born(dealer)
  await event(dealer, orderNo, 'submit_order')
  await credit.goto(`${pageOf(orderNo)}?do=reject_qualification_audit`)
  await credit.locator('#comment').fill('征信不良，已电话核实')
  const other = await house.signedIn('credit')
  await event(other, orderNo, 'qualification_audit_pass')
  const send = credit.locator('.ant-drawer-footer button.ant-btn-primary')
  await send.click()
  await credit.getByText('订单已被他人处理，您填写的内容还在').waitFor()
  await credit.getByText('credit已完成「初审通过」').waitFor()
  await credit.getByText('订单现在的状态不再允许「初审拒绝」').waitFor()
  assert.equal(await credit.locator('#comment').inputValue(), '征信不良，已电话核实')
  assert.equal(await send.isDisabled(), true)
})

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6' +
    'kgAAAABJRU5ErkJggg==',
  'base64',
)

test('images are looked at one by one: next, larger, turned, by keys', async () => {
  const orderNo = await born(dealer)
  await dealer.goto(pageOf(orderNo))
  const photos = [
    ['front.png', '身份证正面', png],
    ['back.png', '身份证反面', Buffer.concat([png, Buffer.from([0])])],
  ] as const
  for (const [name, kind, buffer] of photos) {
    await dealer.locator('.upload .ant-select').click()
    await dealer.locator('.ant-select-item-option', { hasText: kind }).click()
    const photo = { name, mimeType: 'image/png', buffer }
    await dealer.locator('.upload input[type=file]').setInputFiles(photo)
    await dealer.getByText(name).waitFor()
  }
  await dealer.getByText('front.png').click()
  const shown = dealer.locator('.viewer-stage img')
  const first = await shown.getAttribute('alt')
  await dealer.locator('.viewer-stage:focus').waitFor()
  for (const key of ['+', 'r']) await dealer.keyboard.press(key)
  assert.equal(await shown.getAttribute('style'), 'transform: scale(1.25) rotate(90deg);')
  await dealer.keyboard.press('ArrowRight')
  await dealer.getByText('影像 2 / 2').or(dealer.getByText('影像 1 / 2')).waitFor()
  await dealer.waitForFunction(
    `document.querySelector('.viewer-stage img')?.alt !== ${JSON.stringify(first)}`,
  )
  assert.equal(await shown.getAttribute('style'), 'transform: scale(1) rotate(0deg);')
  await dealer.keyboard.press('Escape')
  await shown.waitFor({ state: 'detached' })
})

test('a filtered list is a saved view, and the view is there after a reload', async () => {
  await born(dealer)
  await dealer.goto(`${house.url}/auto-loan/orders?state=0`)
  const rows = dealer.locator('.list-table tbody tr')
  await rows.first().waitFor()
  await dealer.getByRole('button', { name: '视图' }).click()
  await dealer.getByRole('button', { name: '保存' }).click()
  const naming = dealer.getByRole('dialog')
  await naming.getByRole('textbox').fill('我的草稿')
  await naming.locator('.ant-btn-primary').click()
  await naming.waitFor({ state: 'detached' })
  await dealer.goto(`${house.url}/auto-loan/orders`)
  await dealer.reload()
  await dealer.getByRole('button', { name: '视图' }).click()
  await dealer.getByRole('button', { name: '我的草稿', exact: true }).click()
  await dealer.waitForURL(/\?state=0$/u)
  // The rows of before stay, dimmed, until the others are there.
  await dealer.locator('.list-table:not(.dimmed)').waitFor()
  const states = await dealer.locator('.list-table .state-code').allTextContents()
  assert.deepEqual([...new Set(states)], ['0'])
})

test('a filtered list is exported as .xlsx with exactly its rows, masked as on the page', async () => {
  await dealer.goto(`${house.url}/auto-loan/orders?state=0`)
  const rows = dealer.locator('.list-table tbody tr')
  await rows.first().waitFor()
  const count = await rows.count()
  await dealer.getByRole('button', { name: '导出' }).click()
  await dealer.locator('.ant-dropdown-menu-item', { hasText: '.xlsx' }).click()
  await dealer.locator('.export-panel [role=progressbar]').waitFor()
  const link = dealer.locator('.export-panel a.export-file')
  await link.waitFor()
  const [file] = await Promise.all([dealer.waitForEvent('download'), link.click()])
  const bytes = await readFile(await file.path())
  const cells = await readXlsxFile(bytes)
  const text = JSON.stringify(cells)
  assert.equal(text.match(/AF\d{14}/gu)?.length, count)
  assert.ok(!text.includes('13800138000') && !text.includes('张三'))
})

test('j and k walk along the list, Enter opens, and / goes to the search', async () => {
  await born(dealer)
  await born(dealer)
  await dealer.goto(`${house.url}/auto-loan/orders`)
  await dealer.locator('[data-row]').nth(1).waitFor()
  const second = await dealer.locator('[data-row]').nth(1).textContent()
  for (const key of ['j', 'j', 'j', 'k', 'Enter']) await dealer.keyboard.press(key)
  await dealer.waitForURL(`${house.url}/auto-loan/orders/${second}`)
  await dealer.goBack()
  await dealer.locator('[data-row]').first().waitFor()
  await dealer.keyboard.press('/')
  await dealer.keyboard.type('AF2')
  assert.equal(await dealer.getByLabel('订单号前几位').inputValue(), 'AF2')
})

test('n on an order opens the next one that waits for my role', async () => {
  const orderNo = await born(dealer)
  await event(dealer, orderNo, 'submit_order')
  await credit.goto(pageOf(await born(dealer)))
  await credit.getByRole('region', { name: '现在的情况' }).waitFor()
  await credit.locator('h1').click()
  await credit.keyboard.press('n')
  await credit.locator('.page-head .state-code', { hasText: /^10010$|^40010$/u }).waitFor()
})

test('finance finds the journals that carry the order’s number, and nobody else is asked for any', async () => {
  const orderNo = await born(dealer)
  const books = await signedInByApi(house.url, 'finance', password)
  await seedBooks(books)
  const transfers = [{ debit: 'C-10003', credit: 'B-1002-01', amount: 100 }]
  const posted = await books.post('/api/v1/ledger/journals', {
    bizNo: `${orderNo}-FEE`,
    bizType: 'WITHDRAWAL',
    transfers,
  })
  assert.equal(posted.status, 200, JSON.stringify(posted.body))
  const finance = await house.signedIn('finance')
  await finance.goto(pageOf(orderNo))
  await finance.getByRole('link', { name: `${orderNo}-FEE` }).click()
  await finance.waitForURL(/\/ledger\/journals\//u)
  await dealer.goto(pageOf(orderNo))
  await dealer.getByText('138****8000').waitFor()
  assert.equal(await dealer.getByText(`${orderNo}-FEE`).count(), 0)
})

test('on a phone the list is cards, and list and order fit', async () => {
  const orderNo = await born(dealer)
  const phone = await house.signedIn('dealer', narrow)
  await phone.goto(`${house.url}/auto-loan/orders`)
  await phone.locator('.list-cards').getByText(orderNo).click()
  await phone.getByRole('region', { name: '现在的情况' }).waitFor()
  await fitsWidth(phone)
  await phone.goBack()
  await phone.locator('.list-cards').waitFor()
  await fitsWidth(phone)
})
