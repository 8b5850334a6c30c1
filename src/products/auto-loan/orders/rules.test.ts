import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { freeText, isVisible, orderNumber, personal, strict } from './index.ts'
import { forHistory } from './rules.ts'

test('history keeps what was decided, and of personal data only the names of the fields', () => {
  const schema = strict({
    amount: Type.Integer(),
    comment: freeText('备注', 'Comment'),
    contractNo: Type.String(),
    applicant: personal(strict({ name: Type.String(), phone: Type.String() })),
    checks: Type.Array(strict({ comment: freeText('备注', 'Comment') })),
  })
  const payload = {
    amount: 5,
    comment: '本人 13800138000 接听',
    contractNo: '20260105000123',
    applicant: { phone: '13800138000', name: '张三' },
    checks: [{ comment: '电话 13900139000' }],
  }
  assert.deepEqual(forHistory(schema, payload), {
    amount: 5,
    comment: '本人 138****8000 接听',
    contractNo: '20260105000123',
    applicant: { fields: ['name', 'phone'] },
    checks: [{ comment: '电话 139****9000' }],
  })
})

test('an order number carries its day and a running number', () => {
  assert.equal(orderNumber('2026-01-01', 17), 'AF20260101000017')
  assert.equal(orderNumber('2026-01-01', 1_234_567), 'AF202601011234567')
})

test('a dealer sees its own orders, a funder those it lends for, others nothing, the house all', () => {
  const order = { dealerId: 'D001', funderId: 'BANK_A' }
  assert.ok(isVisible(undefined, order))
  assert.ok(isVisible({ kind: 'dealer', code: 'D001' }, order))
  assert.ok(!isVisible({ kind: 'dealer', code: 'BANK_A' }, order))
  assert.ok(isVisible({ kind: 'funder', code: 'BANK_A' }, order))
  assert.ok(!isVisible({ kind: 'funder', code: 'D001' }, order))
  assert.ok(!isVisible({ kind: 'merchant', code: 'D001' }, order))
})
