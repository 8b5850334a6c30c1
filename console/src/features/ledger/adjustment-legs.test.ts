import assert from 'node:assert/strict'
import { test } from 'node:test'
import { legsOfSearch, totalOf } from './adjustment-legs.ts'

// prettier-ignore
const rows: readonly (readonly [search: string, legs: object[]])[] = [
  ['', [{ debit: undefined }]],
  ['debit=bank', [{ debit: 'bank' }]],
  ['leg=a%3Eb%3A1200', [{ debit: 'a', credit: 'b', amount: '12.00' }]],
  ['leg=a%3Ap%3Eb%3Aq%3A5&leg=x%3Ey%3A1', [{ debit: 'a:p', credit: 'b:q', amount: '0.05' }, { debit: 'x', credit: 'y', amount: '0.01' }]],
  ['leg=nonsense&leg=a%3Eb', [{ debit: undefined }]],
]
test('the legs of an adjustment are taken from the address, and nonsense is no leg', () => {
  for (const [search, legs] of rows) {
    assert.deepEqual(legsOfSearch(new URLSearchParams(search), 2), legs, search)
  }
})

test('what the legs move together counts only what is an amount', () => {
  assert.equal(totalOf([{ amount: '1.10' }, { amount: '2' }, { amount: 'x' }, undefined], 2), 310n)
  assert.equal(totalOf([{ amount: '9007199254740993' }], 0), 9007199254740993n)
})
