import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ageOn, birthDate, idNumberFault, maskedGroups, merged } from './rules.ts'

test('an ID number has the check digit of GB 11643 and a birth date that exists', () => {
  assert.equal(idNumberFault('11010519491231002X'), undefined)
  assert.match(idNumberFault('110105194912310021') ?? '', /check digit/u)
  assert.match(idNumberFault('110105194913310023') ?? '', /check digit|birth date/u)
})

test('a wrong birth date is refused though its check digit is right', () => {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const body = '11010519490230002'
  const sum = weights.reduce((total, weight, at) => total + weight * Number(body[at]), 0)
  assert.match(idNumberFault(body + '10X98765432'[sum % 11]) ?? '', /birth date/u)
})

test('the age counts completed years, by the calendar', () => {
  assert.equal(birthDate('110105199003072311'), '1990-03-07')
  assert.equal(ageOn('110105199003072311', '2026-03-06'), 35)
  assert.equal(ageOn('110105199003072311', '2026-03-07'), 36)
})

test('only groups that change are written, and what was not sent stays', () => {
  const before = { basic: { phone: '13800138000', city: '上海' }, work: { unitName: '甲' } }
  const after = merged(before, { phone: '13900139000', licenceClass: 'C1', nobody: 'x' })
  assert.deepEqual(after, {
    basic: { phone: '13900139000', city: '上海' },
    licence: { licenceClass: 'C1' },
  })
  assert.deepEqual(before.basic, { phone: '13800138000', city: '上海' })
})

test('what is shown of a person names nobody', () => {
  const shown = maskedGroups({
    identity: { name: '欧阳娜娜', idNumber: '11010519491231002X', nation: '汉' },
    basic: { phone: '13800138000', homeAddress: '人民路 1 号', city: '上海' },
    work: { monthlyIncome: 2_000_000, position: '经理' },
  })
  assert.deepEqual(shown, {
    identity: { name: '欧阳**', idNumber: '110105********002X', nation: '汉' },
    basic: { phone: '138****8000', homeAddress: '***', city: '上海' },
    work: { monthlyIncome: '***', position: '经理' },
  })
})
