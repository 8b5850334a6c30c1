/**
 * Trouble on the pages: a funder answers wrongly, an alarm is raised, and the webhook that should
 * carry it fails until it is dead, is mended, and the dead letter is done anew.
 */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { browserHouse } from './house.ts'
import { apiUser, draftOrders } from './submitted.ts'

/** Where alarms are sent: out of order until it is mended. */
const receiver = { works: false, heard: 0 }
const server = createServer((request, response) => {
  request.resume()
  if (receiver.works) receiver.heard += 1
  response.writeHead(receiver.works ? 200 : 500).end()
}).listen(0, '127.0.0.1')
await once(server, 'listening')
after(() => server.close())
const address = server.address()
assert.ok(address !== null && typeof address === 'object')
process.env['LIUSHUI_ALARM_WEBHOOK_URL'] = `http://127.0.0.1:${address.port}/`
process.env['LIUSHUI_ALARM_WEBHOOK_SECRET'] = `whsec_${Buffer.alloc(24, 7).toString('base64')}`

const house = await browserHouse()
const admin = await apiUser(house.url, 'admin')
const product = { product: 'P_STANDARD', term: 36, downPayment: 6_000_000 }

const steps = [
  ['submit_order', 'dealer', {}],
  ['qualification_audit_pass', 'credit', {}],
  ['submit_materials_audit', 'dealer', {}],
  ['materials_audit_pass', 'credit', {}],
  ['save_product', 'dealer', product],
  ['product_confirmed', 'dealer', {}],
] as const

/** An order whose funder names another amount than it was asked for. */
async function orderInTrouble(): Promise<string> {
  for (const bank of ['BANK_A', 'BANK_B', 'BANK_C']) {
    const plan = { partner: `funder:${bank}`, behaviour: 'wrong_amount' }
    // The house is ready before its simulated partners are.
    await until('the sandbox', async () => {
      const { status } = await admin.post('/api/v1/sandbox/next', plan)
      return status === 200 ? status : undefined
    })
  }
  const [orderNo = ''] = await draftOrders(house.url, 1)
  for (const [event, who, payload] of steps) {
    const person = await apiUser(house.url, who)
    const path = `/api/v1/auto-loan/orders/${orderNo}/events/${event}`
    const answer = await person.post(path, { payload })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
  }
  return orderNo
}

interface Job {
  readonly id: string
  readonly task: string
  readonly attempts: number
}

const jobs = async (list: string): Promise<readonly Job[]> =>
  (await admin.get(`/api/v1/jobs/${list}`)).body.items

async function until<Found>(what: string, look: () => Promise<Found | undefined>): Promise<Found> {
  for (let tries = 0; tries < 240; tries++) {
    const found = await look()
    if (found !== undefined) return found
    await sleep(250)
  }
  return assert.fail(`never: ${what}`)
}

test('an alarm is acknowledged and resolved with a note, and leads to its order', async () => {
  const orderNo = await orderInTrouble()
  await until('the alarm', async () => (await admin.get('/api/v1/alarms')).body.items[0])
  const router = await house.signedIn('router')
  await router.goto(`${house.url}/alarms?state=open`)
  await router.locator('[data-row]').first().click()
  const drawer = router.locator('.ant-drawer')
  await drawer.getByText(`order:${orderNo}`).waitFor()
  await drawer.getByRole('button', { name: '认领' }).click()
  await router.getByRole('dialog').last().getByRole('button', { name: '认领' }).click()
  await drawer.getByText('认领人').waitFor()
  await drawer.getByRole('button', { name: '解除' }).click()
  const asking = router.locator('.ant-modal')
  await asking.getByLabel('备注').fill('已与银行核对')
  await asking.getByRole('button', { name: '解除' }).click()
  await drawer.getByText('已与银行核对').waitFor()
  await drawer.getByRole('button', { name: '前往处理' }).click()
  await router.waitForURL(new RegExp(`/auto-loan/orders/${orderNo}$`, 'u'))
})

test('a failing job is retried on the page, dies, and is done when it is replayed', async () => {
  const failing = await until('a failing job', async () => (await jobs('failing'))[0])
  assert.match(failing.task, /alarm-webhook/u)
  const page = await house.signedIn('admin')
  await page.goto(`${house.url}/jobs?tab=failing`)
  await page.getByText('the alarm webhook answered 500').first().waitFor()
  await page.getByRole('button', { name: new RegExp(`立即重试: .* ${failing.id}$`, 'u') }).click()
  await until('another attempt', async () => {
    const again = (await jobs('failing')).find(({ id }) => id === failing.id)
    return again !== undefined && again.attempts > failing.attempts ? again : undefined
  })
  // The rest of its attempts, without waiting for hours.
  await until('the dead letter', async () => {
    for (const { id } of await jobs('failing')) {
      await admin.post(`/api/v1/jobs/failing/${id}/retry`, {})
    }
    return (await jobs('dead-letters?state=waiting'))[0]
  })

  receiver.works = true
  await page.goto(`${house.url}/jobs?tab=dead-letters&state=waiting`)
  await page.locator('[data-row]').first().click()
  await page.getByRole('button', { name: '重放' }).click()
  const asking = page.locator('.ant-modal')
  await asking.getByLabel('原因').fill('接收方已修好')
  await asking.getByRole('button', { name: '重放' }).click()
  await until('the alarm is heard', async () => (receiver.heard > 0 ? receiver.heard : undefined))
  await page.goto(`${house.url}/jobs?tab=dead-letters&state=replayed`)
  await page.getByText('已重放').first().waitFor()
})

test('queues, crons and partners are shown with what they do and when', async () => {
  const auditor = await house.signedIn('auditor', { language: 'en' })
  await auditor.goto(`${house.url}/jobs?tab=crons`)
  const row = auditor.getByRole('row', { name: /audit\.verify-nightly/u })
  await row.getByText('Daily at 03:40 (Asia/Shanghai)').waitFor()
  await auditor.goto(`${house.url}/partner-calls`)
  const partners = auditor.getByRole('region', { name: 'How partners are doing' })
  await partners.getByText('Well').first().waitFor()
  await auditor.locator('[data-row]').first().click()
  await auditor.getByRole('heading', { name: 'Answer' }).waitFor()
})
