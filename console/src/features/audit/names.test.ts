import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shortSubject } from './subject.ts'
import { idsIn } from './names.ts'

const id = '01a1fd25-980b-7ab3-a961-2261090e3582'

test('only people are asked for, each once', () => {
  assert.deepEqual(idsIn([`user:${id}`, 'system:demo', null, `user:${id}`, 'user:x']), [id])
})

// prettier-ignore
const table: readonly (readonly [subject: string, short: string])[] = [
  [`proposal:${id}`,                  'proposal:…090e3582'],
  ['order:AF20260101000001',          'order:AF20260101000001'],
  ['parameter:auto-loan.refund_days', 'parameter:auto-loan.refund_days'],
  ['',                                ''],
]
for (const [subject, short] of table) {
  test(`"${subject}" is shown as "${short}"`, () => assert.equal(shortSubject(subject), short))
}
