import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  divide,
  fraction,
  nothing,
  parseRate,
  plus,
  rateFraction,
  rounded,
  times,
} from './index.ts'

test('a third and a sixth are exactly a half, and a half is rounded up once', () => {
  const sum = plus(fraction(1n, 3n), fraction(1n, 6n))
  assert.deepEqual(sum, { over: 1n, under: 2n })
  assert.equal(rounded(sum, 'half_up'), 1n)
  assert.equal(rounded(sum, 'half_even'), 0n)
})

test('an amount is rounded to whole multiples of its unit', () => {
  assert.equal(rounded(fraction(87_916n, 1n), 'half_up', 100n), 87_900n)
  assert.equal(rounded(fraction(87_916n, 1n), 'ceiling', 100n), 88_000n)
  assert.equal(rounded(fraction(-250n, 1n), 'half_even', 100n), -200n)
})

test('a rate becomes the fraction that it is', () => {
  const rate = parseRate('0.0750')
  assert.ok(rate.ok)
  assert.deepEqual(rateFraction(rate.value), { over: 3n, under: 40n })
})

const part = fc
  .tuple(fc.bigInt({ min: -9_999n, max: 9_999n }), fc.bigInt({ min: 1n, max: 9_999n }))
  .map(([over, under]) => fraction(over, under))

test('sums and products of fractions are those of the numbers', () => {
  fc.assert(
    fc.property(part, part, (a, b) => {
      const sum = plus(a, b)
      assert.equal(sum.over * a.under * b.under, (a.over * b.under + b.over * a.under) * sum.under)
      const product = times(a, b)
      assert.equal(product.over * a.under * b.under, a.over * b.over * product.under)
      assert.deepEqual(plus(a, nothing), a)
      assert.equal(rounded(a, 'floor'), divide(a.over, a.under, 'floor'))
    }),
  )
})
