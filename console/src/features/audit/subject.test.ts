import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pageOfSubject } from './subject.ts'

const table: readonly (readonly [subject: string, page: string | undefined])[] = [
  ['order:AF20260101000001', '/auto-loan/orders/AF20260101000001'],
  ['parameter:auto-loan.refund_days', '/parameters/auto-loan.refund_days'],
  ['user:0190', '/users/0190'],
  ['account:1001/x', '/ledger/accounts/1001%2Fx'],
  ['proposal:0190', '/approvals/0190'],
  ['task:audit.verify', undefined],
  ['order:', undefined],
  ['order', undefined],
  ['', undefined],
]
for (const [subject, page] of table) {
  test(`the page of "${subject}" is ${page ?? 'none'}`, () => {
    assert.equal(pageOfSubject(subject), page)
  })
}
