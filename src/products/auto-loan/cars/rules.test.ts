import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Car } from './model.ts'
import { categoryOf, financeAmount, priceOf } from './rules.ts'

const car = {
  usage: 'own',
  energy: 'combustion',
  condition: 'new',
  salePrice: 15_000_000n,
  assessedPrice: null,
} as Car

test('what is financed: the price without the down payment, with the fees that are financed', () => {
  const fees = [
    { kind: 'insurance', amount: 500_000n, financed: true },
    { kind: 'gps', amount: 90_000n, financed: false },
    { kind: 'purchase_tax', amount: 1_300_000n, financed: true },
  ] as const
  assert.equal(financeAmount(15_000_000n, 4_500_000n, []), 10_500_000n)
  assert.equal(financeAmount(15_000_000n, 4_500_000n, fees), 12_300_000n)
})

test('a used car counts as used whatever it is used for', () => {
  assert.equal(categoryOf(car), 'own_combustion')
  assert.equal(categoryOf({ ...car, energy: 'new_energy' }), 'own_new_energy')
  assert.equal(categoryOf({ ...car, usage: 'commercial' }), 'commercial_combustion')
  assert.equal(categoryOf({ ...car, usage: 'commercial', condition: 'used' }), 'used')
})

test('the price that counts is the lower of sale and assessment', () => {
  assert.equal(priceOf(car), 15_000_000n)
  assert.equal(priceOf({ ...car, assessedPrice: 14_000_000n }), 14_000_000n)
  assert.equal(priceOf({ ...car, assessedPrice: 16_000_000n }), 15_000_000n)
})
