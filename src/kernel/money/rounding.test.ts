import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { divide, roundingModes, type RoundingMode } from './index.ts'

const tenths = (mode: RoundingMode) => (dividend: bigint) => divide(dividend, 10n, mode)

test('each rounding mode does what its name says, above and below zero', () => {
  // prettier-ignore
  const table: readonly (readonly [RoundingMode, ...bigint[]])[] = [
    // tenths     -25  -21  -15  -10    0    5   14   15   21   25   26
    ['half_up',   -3n, -2n, -2n, -1n,  0n,  1n,  1n,  2n,  2n,  3n,  3n],
    ['half_even', -2n, -2n, -2n, -1n,  0n,  0n,  1n,  2n,  2n,  2n,  3n],
    ['up',        -3n, -3n, -2n, -1n,  0n,  1n,  2n,  2n,  3n,  3n,  3n],
    ['down',      -2n, -2n, -1n, -1n,  0n,  0n,  1n,  1n,  2n,  2n,  2n],
    ['floor',     -3n, -3n, -2n, -1n,  0n,  0n,  1n,  1n,  2n,  2n,  2n],
    ['ceiling',   -2n, -2n, -1n, -1n,  0n,  1n,  2n,  2n,  3n,  3n,  3n],
  ]
  const dividends = [-25n, -21n, -15n, -10n, 0n, 5n, 14n, 15n, 21n, 25n, 26n]
  for (const [mode, ...wanted] of table) assert.deepEqual(dividends.map(tenths(mode)), wanted, mode)
  assert.deepEqual(
    table.map(([mode]) => mode),
    roundingModes,
    'every mode stands in the table',
  )
})

const dividend = fc.bigInt(-(10n ** 30n), 10n ** 30n)
const divisor = fc.bigInt(1n, 10n ** 20n)

test('a rounded quotient is never a whole unit away from the exact one', () => {
  fc.assert(
    fc.property(dividend, divisor, fc.constantFrom(...roundingModes), (whole, by, mode) => {
      const error = divide(whole, by, mode) * by - whole
      assert.ok(error < by && error > -by)
    }),
  )
})

test('both half modes are at most half a unit away, and differ only at the half', () => {
  fc.assert(
    fc.property(dividend, divisor, (whole, by) => {
      const up = divide(whole, by, 'half_up')
      const even = divide(whole, by, 'half_even')
      for (const quotient of [up, even]) {
        const twice = 2n * (quotient * by - whole)
        assert.ok(twice <= by && twice >= -by)
      }
      if (up !== even) assert.equal((2n * whole) % by, 0n)
    }),
  )
})

test('floor and ceiling stand on either side, and meet where the division is exact', () => {
  fc.assert(
    fc.property(dividend, divisor, (whole, by) => {
      const low = divide(whole, by, 'floor')
      const high = divide(whole, by, 'ceiling')
      assert.ok(low * by <= whole && whole <= high * by)
      assert.equal(high - low, whole % by === 0n ? 0n : 1n)
    }),
  )
})

test('the opposite amount is rounded to the opposite in every mode that has no direction', () => {
  fc.assert(
    fc.property(
      dividend,
      divisor,
      fc.constantFrom<RoundingMode>('half_up', 'half_even', 'up', 'down'),
      (whole, by, mode) => assert.equal(divide(-whole, by, mode), -divide(whole, by, mode)),
    ),
  )
})

test('dividing by zero or less is our own mistake', () => {
  assert.throws(() => divide(1n, 0n, 'down'), /greater than zero/u)
  assert.throws(() => divide(1n, -3n, 'down'), /greater than zero/u)
})
