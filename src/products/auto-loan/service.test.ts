import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openAutoLoan, create, walk, path, apply } from '#test/auto-loan'

const house = await openAutoLoan()
const { kernel } = house

test('an order walks from the draft to the paid-out loan', async () => {
  const [orderNo = ''] = await create(kernel)
  assert.match(orderNo, /^AF20260105\d{6}$/u)
  assert.equal(await walk(kernel, orderNo, path), 60050)
  const early = await apply(kernel, orderNo, 'pay_off', { role: 'system' })
  assert.equal(early.ok, false)
  assert.equal(early.problem.code, 'guard_failed')
})
