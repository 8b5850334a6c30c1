/** The door of the console: wrong entries, the first password, both languages, signing out. */
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { browserHouse, fitsWidth, narrow, password, signIn } from './house.ts'

const house = await browserHouse()

test('a wrong password is refused in the reader’s language, and nothing is opened', async () => {
  const page = await house.open()
  await signIn(page, 'dealer', 'not the password')
  await page.getByText('用户名或密码不正确').waitFor()
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByText('Username or password is wrong').waitFor()
  assert.equal(await page.locator('.bar').count(), 0)
})

test('whoever was on the way to a page comes to it after signing in', async () => {
  const page = await house.open()
  await page.goto(`${house.url}/lifecycles`)
  await signIn(page, 'credit', password)
  await page.waitForURL(`${house.url}/lifecycles`)
  await page.getByRole('heading', { name: '生命周期' }).waitFor()
})

test('an address of a stranger in next leads nowhere but home', async () => {
  const page = await house.open()
  await page.goto(`${house.url}/sign-in?next=//evil.example/`)
  await signIn(page, 'credit', password)
  await page.waitForURL(`${house.url}/work`)
})

test('the first password opens nothing but the form that changes it', async () => {
  const admin = await house.open()
  await signIn(admin, 'admin', password)
  await admin.locator('.bar').waitFor()
  const token = await admin.evaluate(async () => {
    const me = await fetch('/api/v1/auth/me')
    return ((await me.json()) as { csrfToken: string }).csrfToken
  })
  const made = await admin.evaluate(
    async ([csrf, secret]) => {
      const body = {
        username: 'newcomer',
        displayName: '新人',
        roles: ['credit-auditor'],
        password: secret,
      }
      const answer = await fetch('/api/v1/users', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-csrf-token': csrf ?? '',
          'idempotency-key': 'newcomer',
        },
        body: JSON.stringify(body),
      })
      return answer.status
    },
    [token, password],
  )
  assert.equal(made, 201)

  const page = await house.open()
  await signIn(page, 'newcomer', password)
  await page.getByRole('heading', { name: '请先修改初始密码' }).waitFor()
  await page.goto(`${house.url}/auto-loan/orders`)
  await page.getByRole('heading', { name: '请先修改初始密码' }).waitFor()
  await page.getByLabel('当前密码').fill(password)
  await page.getByLabel('新密码', { exact: true }).fill('a password of my own 7')
  await page.getByLabel('再输入一次新密码').fill('a password of my own 7')
  await page.getByRole('button', { name: '修改密码' }).click()
  await page.getByRole('heading', { name: '订单' }).waitFor()
})

test('signing out closes every page of the console', async () => {
  const page = await house.signedIn('lending', { language: 'en', ...narrow })
  await page.getByRole('heading', { name: 'Work list' }).waitFor()
  await fitsWidth(page)
  await page.getByRole('button', { name: /My account/u }).click()
  await page.getByText('Sign out').click()
  await page.waitForURL(/\/sign-in/u)
  await page.goto(`${house.url}/lifecycles`)
  await page.waitForURL(/\/sign-in\?next=/u)
})

/** Six digits of RFC 6238, as an authenticator computes them; `ahead` counts half minutes. */
function codeOf(secret: string, ahead: number): string {
  const bits = Array.from(secret, (sign) => base32.indexOf(sign).toString(2).padStart(5, '0'))
  const key = Buffer.from(
    (bits.join('').match(/.{8}/gu) ?? []).map((byte) => Number.parseInt(byte, 2)),
  )
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead))
  const digest = createHmac('sha1', key).update(counter).digest()
  const at = digest.readUInt8(19) % 16
  const code = (digest.readUInt32BE(at) % 0x80_00_00_00) % 1_000_000
  return String(code).padStart(6, '0')
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

test('a second factor is set up on the page and asked for at the next sign-in', async () => {
  const page = await house.signedIn('router')
  await page.goto(`${house.url}/account`)
  await page.getByRole('button', { name: '启用两步验证' }).click()
  const secret = (await page.locator('.totp-secret').textContent())?.trim() ?? ''
  await page.getByLabel('验证码').fill(codeOf(secret, 0))
  await page.getByRole('button', { name: '确认' }).click()
  await page.getByRole('button', { name: '停用' }).waitFor()

  const next = await house.open()
  await signIn(next, 'router', password)
  await next.getByLabel('验证码').fill('000000')
  await next.getByRole('button', { name: '确认' }).click()
  await next.getByText('验证码不正确').waitFor()
  // A code counts once, so the one that was used above is not taken again.
  await next.getByLabel('验证码').fill(codeOf(secret, 1))
  await next.getByRole('button', { name: '确认' }).click()
  await next.locator('.bar').waitFor()
})
