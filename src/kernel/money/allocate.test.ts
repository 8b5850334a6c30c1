import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { allocate, type RemainderTo } from './index.ts'

test('known divisions come out as everybody expects', () => {
  // prettier-ignore
  const table: readonly [bigint, readonly bigint[], RemainderTo, readonly bigint[]][] = [
    [ 100n, [1n, 1n, 1n], 'first',   [ 34n,  33n,  33n]],
    [ 100n, [1n, 1n, 1n], 'last',    [ 33n,  33n,  34n]],
    [ 100n, [1n, 1n, 1n], 'largest', [ 34n,  33n,  33n]],
    [ 101n, [3n, 7n],     'largest', [ 30n,  71n]],
    [ 101n, [3n, 7n],     'first',   [ 31n,  70n]],
    [   5n, [1n, 1n, 1n], 'first',   [  3n,   1n,   1n]],
    [   5n, [1n, 1n, 1n], 'largest', [  2n,   2n,   1n]],
    [-100n, [1n, 1n, 1n], 'last',    [-33n, -33n, -34n]],
    [-101n, [3n, 7n],     'largest', [-30n, -71n]],
    [   1n, [0n, 7n, 0n], 'last',    [  0n,   1n,   0n]],
    [   1n, [0n, 1n, 1n], 'first',   [  0n,   1n,   0n]],
    [   0n, [1n, 2n],     'largest', [  0n,   0n]],
    [   7n, [1n],         'first',   [  7n]],
  ]
  for (const [amount, weights, to, parts] of table) {
    assert.deepEqual(
      allocate(amount, weights, to),
      parts,
      `${amount} by ${weights.join()} to ${to}`,
    )
  }
})

const amount = fc.bigInt(-(10n ** 18n), 10n ** 18n)
const weight = fc.oneof(fc.bigInt(0n, 5n), fc.bigInt(0n, 10n ** 15n))
const weights = fc
  .array(weight, { minLength: 1, maxLength: 30 })
  .filter((all) => all.some((each) => each > 0n))
const remainderTo = fc.constantFrom<RemainderTo>('first', 'last', 'largest')

const sum = (values: readonly bigint[]): bigint => values.reduce((all, each) => all + each, 0n)

test('the parts always add up to the amount, and none has the other sign', () => {
  fc.assert(
    fc.property(amount, weights, remainderTo, (whole, by, to) => {
      const parts = allocate(whole, by, to)
      assert.equal(parts.length, by.length)
      assert.equal(sum(parts), whole)
      assert.ok(parts.every((part) => (whole < 0n ? part <= 0n : part >= 0n)))
    }),
  )
})

test('a part without weight gets nothing', () => {
  fc.assert(
    fc.property(amount, weights, remainderTo, (whole, by, to) => {
      for (const [at, part] of allocate(whole, by, to).entries()) {
        if (by[at] === 0n) assert.equal(part, 0n)
      }
    }),
  )
})

test('with the largest remainder every part is less than one unit from its exact share', () => {
  fc.assert(
    fc.property(amount, weights, (whole, by) => {
      const all = sum(by)
      for (const [at, part] of allocate(whole, by, 'largest').entries()) {
        const error = part * all - whole * (by[at] ?? 0n)
        assert.ok(error < all && error > -all)
      }
    }),
  )
})

test('with the largest remainder equal weights differ by a unit at most, earlier first', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 12n), fc.integer({ min: 1, max: 40 }), (whole, count) => {
      const parts = allocate(
        whole,
        Array.from({ length: count }, () => 3n),
        'largest',
      )
      for (const [at, part] of parts.entries()) {
        const next = parts[at + 1] ?? part
        assert.ok(part - next === 0n || part - next === 1n)
      }
      assert.ok((parts[0] ?? 0n) - (parts.at(-1) ?? 0n) <= 1n)
    }),
  )
})

test('all parts but the one that takes the remainder are cut towards zero', () => {
  fc.assert(
    fc.property(amount, weights, (whole, by) => {
      const exact = by.map((each) => (whole * each) / sum(by))
      const taker = by.findLastIndex((each) => each > 0n)
      const parts = allocate(whole, by, 'last')
      assert.deepEqual(parts.with(taker, 0n), exact.with(taker, 0n))
    }),
  )
})

test('the opposite amount divides into the opposite parts', () => {
  fc.assert(
    fc.property(amount, weights, remainderTo, (whole, by, to) => {
      const opposite = allocate(-whole, by, to).map((part) => -part)
      assert.deepEqual(opposite, allocate(whole, by, to))
    }),
  )
})

test('a division that means nothing is our own mistake', () => {
  assert.throws(() => allocate(1n, [], 'first'), /something has weight/u)
  assert.throws(() => allocate(1n, [0n, 0n], 'last'), /something has weight/u)
  assert.throws(() => allocate(1n, [2n, -1n], 'largest'), /zero or more/u)
})
