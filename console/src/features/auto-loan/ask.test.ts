import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask } from './ask.ts'

test('a day is asked from its first moment to that of the next, in the business zone', () => {
  assert.deepEqual(ask({ createdFrom: '2026-01-05', createdTo: '2026-01-05' }), {
    createdFrom: '2026-01-04T16:00:00.000Z',
    createdTo: '2026-01-05T16:00:00.000Z',
  })
})

test('amounts are typed in yuan and asked in fen', () => {
  assert.deepEqual(ask({ amountFrom: '120,000', amountTo: '120000.50' }), {
    amountFrom: 12_000_000,
    amountTo: 12_000_050,
  })
})

test('several states, dealers and a person’s number are asked as they are', () => {
  const given = { state: ['10010', '40050'], dealerId: ['D001'], phone: '13800138000' }
  assert.deepEqual(ask(given), { ...given, state: [10_010, 40_050] })
})

test('what a link made wrong is not asked for', () => {
  assert.deepEqual(ask({ state: ['x', '1;2'], createdFrom: 'soon', amountTo: 'much' }), {})
})
