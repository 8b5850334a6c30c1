/** Two versions side by side: an order keeps the one it was born with. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { newOrder, openAutoLoan } from '#test/auto-loan'

const house = await openAutoLoan()
const sources = new URL('../docs/sources/', import.meta.url)
const base = '/api/v1/auto-loan/orders'

/** Version 9: as 8, but whoever gives up before the first audit has to say so to the auditor. */
const asNine = (name: string): string =>
  readFileSync(new URL(name, sources), 'utf8')
    .replaceAll('| 8 ', '| 9 ')
    .split('\n')
    .filter((line) => !/\| 0 +\| 99999 +\| cancel/u.test(line))
    .join('\n')

const files = ['000_c23e34179e43ca84.txt', '000-amendments.md'].map((name) => ({
  name: name.replace('.txt', '.md'),
  base64: Buffer.from(asNine(name)).toString('base64'),
}))

async function publishNine(): Promise<void> {
  const [maker, checker] = [await house.person(['admin']), await house.as('admin2')]
  const saved = await maker.post('/api/v1/lifecycles/drafts', { machine: 'auto-loan', files })
  assert.equal(saved.status, 201, JSON.stringify(saved.body))
  const nine = saved.body.items.find((one: { version: string }) => one.version === '9')
  const proposed = await maker.post('/api/v1/lifecycles/auto-loan/9/publish', {
    hash: nine.hash,
    takesNewOrders: true,
    reason: 'no silent cancelling of drafts',
  })
  const approve = `/api/v1/proposals/${proposed.body.proposalId}/approve`
  assert.equal((await maker.post(approve, { comment: 'mine' })).status, 403)
  assert.equal((await checker.post(approve, { comment: 'looked through' })).status, 200)
}

test('a second person publishes a changed lifecycle, and a running order keeps its version', async () => {
  const dealer = await house.as('dealer')
  const old = (await dealer.post(base, newOrder)).body.orderNo as string
  await publishNine()
  const fresh = (await dealer.post(base, newOrder)).body.orderNo as string

  const versions = await Promise.all(
    [old, fresh].map(async (no) => (await dealer.get(`${base}/${no}`)).body.smVersion),
  )
  assert.deepEqual(versions, ['8', '9'])

  const refused = await dealer.post(`${base}/${fresh}/events/cancel`, { payload: {} })
  assert.deepEqual([refused.status, refused.body.code], [409, 'state_conflict'])
  assert.ok(!refused.body.allowed.includes('cancel'))
  const done = await dealer.post(`${base}/${old}/events/cancel`, { payload: {} })
  assert.deepEqual([done.status, done.body.state], [200, 99_999])

  const credit = await house.as('credit')
  const next = await dealer.post(`${base}/${fresh}/events/submit_order`, { payload: {} })
  assert.equal(next.status, 200)
  const passed = await credit.post(`${base}/${fresh}/events/qualification_audit_pass`, {
    payload: {},
  })
  assert.deepEqual([passed.status, passed.body.state], [200, 10_050])
})
