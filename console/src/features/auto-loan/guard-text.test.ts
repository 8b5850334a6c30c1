import assert from 'node:assert/strict'
import { test } from 'node:test'
import { en } from '../../i18n/en.ts'
import { zh } from '../../i18n/zh.ts'
import { guardText } from './guard-text.ts'
import { words } from './words.ts'

const amount = (minor: number | string): string => `¥${Number(minor) / 100}`
const chinese = { own: words.zh, codes: zh.codes, amount, separator: '、' }
const english = { own: words.en, codes: en.codes, amount, separator: ', ' }

const unsigned = [{ document: 'loan_contract', signer: 'borrower' }]
const limits = [{ limit: 'loan_amount' }, { limit: 'fee_gps' }, { limit: 'fee_service' }]

// prettier-ignore
const found: readonly (readonly [guard: string, facts: object, zh: string, en: string])[] = [
  ['deposit_refundable', { fault: 'no_deposit', refundDays: 30 }, '没有收过押金，无需退款', 'No deposit was paid, so there is nothing to refund'],
  ['deposit_refundable', { fault: 'refund_too_late', refundDays: 30 }, '须在拒绝后 30 天内申请退还押金', 'The deposit is asked back within 30 days of the rejection'],
  ['down_payment_received', { received: 0, required: 4_500_000 }, '首付已收 ¥0，应收 ¥45000', 'Down payment received ¥0, required ¥45000'],
  ['contracts_signed', { unsigned }, '尚未签署：贷款合同 (借款人)', 'Not signed yet: Loan contract (Borrower)'],
  ['contracts_signed', { unsigned: [] }, '还没有合同', 'There are no contracts yet'],
  ['funder_active', {}, '当前没有资方在审核', 'No funder is asked now'],
  ['funder_active', { activeFunder: 'BANK_A' }, '当前由 BANK_A 审核', 'BANK_A is asked now'],
  ['product_limits', { limits }, '不符合产品限制：贷款金额、费用', 'Outside the limits of the product: loan amount, fees'],
  ['lend_preaudit_in_order', { lendPreaudit: 'NONE' }, '放款预审核当前为“未提交”，不能这样操作', 'The pre-audit is “Not submitted” and does not take this'],
]

test('what a guard found is said in the reader’s language, with its figures', () => {
  for (const [guard, facts, inChinese, inEnglish] of found) {
    assert.equal(guardText(guard, { ...facts }, chinese), inChinese)
    assert.equal(guardText(guard, { ...facts }, english), inEnglish)
  }
})

test('an unknown guard, or one without its figures, is left to the server’s sentence', () => {
  assert.equal(guardText('brand_new', {}, chinese), undefined)
  assert.equal(guardText('down_payment_received', { received: 1 }, chinese), undefined)
})
