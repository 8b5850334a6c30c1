import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fieldsOf } from '../../shared/schema-fields.ts'
import { carriageOf, type Reader } from './carried.ts'

const reader: Reader = {
  language: 'zh',
  amount: (minor) => `¥${Number(minor) / 100}`,
  code: (code) => (code === 'pass' ? '通过' : code),
  yes: '是',
  no: '否',
  separator: '、',
}

const titled = (type: object, zh: string) => ({ ...type, 'x-title-zh': zh, 'x-title-en': zh })
const amount = { anyOf: [{ type: 'integer' }, { type: 'string' }] }

const fields = fieldsOf({
  type: 'object',
  properties: {
    comment: titled({ type: 'string', 'x-free-text': true }, '意见'),
    amount: titled(amount, '金额（分）'),
    netCheck: titled(
      { type: 'object', properties: { result: titled({ enum: ['pass', 'fail'] }, '结果') } },
      '网核',
    ),
    plan: titled(
      { type: 'array', items: { type: 'object', properties: { no: titled({}, '期次') } } },
      '还款计划',
    ),
    applicant: titled({ type: 'object', properties: { phone: titled({}, '手机号') } }, '申请人'),
  },
})

test('what was written stands open, everything else is a fact under its own title', () => {
  const payload = {
    comment: '照片不清楚',
    amount: 4_500_000,
    netCheck: { result: 'pass' },
    plan: [{ no: 1 }, { no: 2 }],
    later: true,
  }
  assert.deepEqual(carriageOf(fields, payload, reader), {
    notes: ['照片不清楚'],
    facts: [
      ['金额', '¥45000'],
      ['网核 · 结果', '通过'],
      ['还款计划 1 · 期次', '1'],
      ['还款计划 2 · 期次', '2'],
      ['later', '是'],
    ],
    personal: [],
  })
})

test('of personal data only the names of its fields are there, and they get their titles', () => {
  const whole = carriageOf(fields, { fields: ['phone', 'shoeSize'] }, reader)
  assert.deepEqual(whole, { notes: [], facts: [], personal: ['手机号', 'shoeSize'] })
  const part = carriageOf(fields, { applicant: { fields: ['phone', 'name'] } }, reader)
  assert.deepEqual(part.facts, [['申请人', '手机号、name']])
})

test('nothing carried is nothing shown', () => {
  const nothing = { notes: [], facts: [], personal: [] }
  for (const payload of [null, {}, 'text', { comment: '' }]) {
    assert.deepEqual(carriageOf(fields, payload, reader), nothing)
  }
})
