/** What an administrator looks after: people, keys, and the trail of who did what. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { client } from '../house.ts'
import { browserHouse, fitsWidth, narrow, signIn } from './house.ts'
import { apiUser } from './submitted.ts'

const house = await browserHouse()

async function chooseRole(page: Page, role: string): Promise<void> {
  await page.getByRole('dialog').getByLabel('角色').click()
  await page.locator('.ant-select-item-option', { hasText: role }).click()
  await page.keyboard.press('Escape')
}

/** A secret as it stands in its dialog; the dialog is closed behind it. */
async function secretOf(page: Page, close: string): Promise<string> {
  const secret = await page.locator('[data-secret] code').innerText()
  await page.getByRole('button', { name: close }).click()
  await page.locator('[data-secret]').waitFor({ state: 'detached' })
  return secret
}

test('a user is made, signs in with the password that is shown once, and must change it', async () => {
  const admin = await house.signedIn('admin')
  await admin.goto(`${house.url}/users`)
  await admin.getByRole('button', { name: '新建用户' }).click()
  const dialog = admin.getByRole('dialog')
  await dialog.getByLabel('用户名').fill('xiaozhou')
  await dialog.getByLabel('姓名').fill('小周')
  await chooseRole(admin, '信审')
  await dialog.getByRole('button', { name: '新建用户' }).click()
  const first = await secretOf(admin, '我已记下')
  await admin.getByRole('heading', { name: '小周' }).waitFor()
  assert.ok(!(await admin.content()).includes(first), 'it is not shown again')

  const newcomer = await house.open()
  await signIn(newcomer, 'xiaozhou', first)
  await newcomer.getByText('请先修改初始密码').waitFor()
  await newcomer.locator('#currentPassword').fill(first)
  await newcomer.locator('#newPassword').fill('a sentence of my own 7')
  await newcomer.locator('#repeated').fill('a sentence of my own 7')
  await newcomer.locator('button[type=submit]').click()
  await newcomer.locator('.bar').waitFor()

  await admin.reload()
  const sessions = admin.getByRole('region', { name: '登录会话' })
  await sessions
    .getByRole('button', { name: /结束会话/u })
    .first()
    .click()
  await admin.getByText('会话已结束').waitFor()
  await newcomer.reload()
  await newcomer.locator('input[autocomplete=username]').waitFor()
})

test('a password is reset, a user disabled and enabled again', async () => {
  const admin = await house.signedIn('admin', narrow)
  await admin.goto(`${house.url}/users?text=dealer2`)
  await admin.locator('a[data-row]').first().click()
  await fitsWidth(admin)
  await admin.getByRole('button', { name: '重设密码' }).click()
  await admin.getByRole('dialog').getByRole('button', { name: '确定' }).click()
  const secret = await secretOf(admin, '我已记下')
  const login = (password: string) =>
    client(house.url, '').post('/api/v1/auth/login', { username: 'dealer2', password })
  assert.equal((await login(secret)).body.mustChangePassword, true)
  await admin.getByRole('button', { name: '停用' }).click()
  await admin.getByRole('dialog').getByRole('button', { name: '确定' }).click()
  await admin.getByRole('button', { name: '恢复' }).waitFor()
  assert.equal((await login(secret)).status, 401)
})

test('the page of roles names every move that the lifecycle gives to a role', async () => {
  const auditor = await apiUser(house.url, 'auditor')
  const { body } = await auditor.get('/api/v1/roles')
  const role = body.items.find((one: { role: string }) => one.role === 'lending-auditor')
  const titles: string[] = role.moves.map(({ title }: { title: { en: string } }) => title.en)
  assert.ok(titles.length > 3)
  const page = await house.signedIn('auditor', { language: 'en' })
  await page.goto(`${house.url}/users/roles?role=lending-auditor`)
  const parts = page.locator('.role-parts')
  await parts.getByText('Moves of orders').waitFor()
  const shown = await parts.innerText()
  for (const title of titles) assert.ok(shown.includes(title), title)
})

test('an API key is shown once, works, says when it was used, and is revoked', async () => {
  const finance = await house.signedIn('finance')
  await finance.goto(`${house.url}/api-keys`)
  await finance.getByText('还没有密钥').waitFor()
  await finance.getByRole('button', { name: '新建密钥' }).click()
  const dialog = finance.getByRole('dialog')
  await dialog.getByLabel('名称').fill('对账程序')
  // The list is long: only what is sought is on the page.
  await dialog.getByLabel('范围').fill('ledger:read')
  await finance.locator('.ant-select-item-option', { hasText: 'ledger:read' }).click()
  await finance.keyboard.press('Escape')
  await dialog.getByRole('button', { name: '新建密钥' }).click()
  const key = await secretOf(finance, '我已保存')
  const accounts = () => client(house.url, key).get('/api/v1/ledger/accounts')
  assert.equal((await accounts()).status, 200)

  await finance.reload()
  const row = finance.getByRole('row', { name: /对账程序/u })
  await row.getByText('有效').waitFor()
  assert.ok(!(await row.innerText()).includes('从未使用'))
  await row.getByRole('button', { name: '吊销「对账程序」' }).click()
  await finance.getByRole('dialog').getByRole('button', { name: '吊销' }).click()
  await row.getByText('已吊销').waitFor()
  assert.equal((await accounts()).status, 401)
})

test('the audit trail is searched by words, opened with before and after, and verified', async () => {
  const maker = await apiUser(house.url, 'finance')
  const made = await maker.post('/api/v1/api-keys', { title: '审计样本', scopes: ['ledger:read'] })
  await maker.send('DELETE', `/api/v1/api-keys/${made.body.apiKey.id}`)

  const admin = await house.signedIn('admin')
  await admin.goto(`${house.url}/audit`)
  await admin.getByText('还没有核验过。').waitFor()
  await admin.getByRole('button', { name: '立即核验' }).click()
  await admin.getByText(/条记录逐条核对无误/u).waitFor()

  await admin.getByLabel('内容包含').fill('审计样本')
  await admin.getByLabel('内容包含').press('Enter')
  await admin.waitForURL(/text=/u)
  await admin.getByText('auth.sign-in').first().waitFor({ state: 'detached' })
  await admin.getByText('auth.api-key-revoke').waitFor()
  await admin
    .getByRole('row', { name: /auth\.api-key-create/u })
    .locator('[data-row]')
    .click()
  const change = admin.getByRole('table', { name: '变更内容' })
  await change.getByRole('row', { name: /title.*审计样本/u }).waitFor()
  await admin.reload()
  await admin.getByText('auth.api-key-create').waitFor()

  const dealer = await house.signedIn('dealer')
  await dealer.goto(`${house.url}/audit`)
  await dealer.getByText('您的角色不能进行此操作').first().waitFor()
})
