import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseRate, portion, rateText, ratio, type Rate } from './index.ts'

function rate(text: string): Rate {
  const parsed = parseRate(text)
  assert.ok(parsed.ok, text)
  return parsed.value
}

test('a rate is read exactly, and equal rates look equal', () => {
  assert.deepEqual(rate('0.0075'), { units: 75n, decimals: 4 })
  assert.deepEqual(rate('0.00750'), rate('0.0075'))
  assert.deepEqual(rate('1'), { units: 1n, decimals: 0 })
  assert.deepEqual(rate('1.000'), rate('1'))
  assert.deepEqual(rate('0'), { units: 0n, decimals: 0 })
  assert.deepEqual(rate('0.000000000000000001'), { units: 1n, decimals: 18 })
})

test('what is no rate is refused with an example of one', () => {
  const wrong = [
    '', ' ', '.5', '5.', '-0.1', '+0.1', '1e-3', '0,75', '0.75%', '00.1', 'NaN', '０.１', '0.1 ',
    '1234567890', '0.0000000000000000001', '9'.repeat(5_000),
  ] // prettier-ignore
  for (const text of wrong) {
    const parsed = parseRate(text)
    assert.ok(!parsed.ok, text)
    assert.equal(parsed.problem.code, 'rate_invalid')
    assert.match(parsed.problem.detail, /like 0\.0075/u)
    assert.ok(parsed.problem.detail.length < 200)
  }
})

const rates = fc
  .record({ whole: fc.nat({ max: 999_999_999 }), decimals: fc.stringMatching(/^\d{0,18}$/u) })
  .map(({ whole, decimals }) => (decimals === '' ? String(whole) : `${whole}.${decimals}`))

test('every rate survives being written and read again', () => {
  fc.assert(
    fc.property(rates, (text) => {
      assert.deepEqual(rate(rateText(rate(text))), rate(text))
      assert.equal(Number(rateText(rate(text))), Number(text))
    }),
  )
})

const amount = fc.bigInt(-(10n ** 18n), 10n ** 18n)
const share = fc
  .bigInt(0n, 10n ** 6n)
  .map((units) => rate(`${units / 10n ** 6n}.${String(units % 10n ** 6n).padStart(6, '0')}`))

test('known portions come out to the fen', () => {
  // 105,000.00 at 0.75 % a month; 946.19 at 0.05 % a day for 5 days; half a fen in two modes.
  assert.equal(portion(10_500_000n, rate('0.0075'), 'half_up'), 78_750n)
  assert.equal(portion(94_619n * 5n, rate('0.0005'), 'half_up'), 237n)
  assert.equal(portion(250n, rate('0.01'), 'half_up'), 3n)
  assert.equal(portion(250n, rate('0.01'), 'half_even'), 2n)
  assert.equal(portion(-250n, rate('0.01'), 'half_up'), -3n)
  assert.equal(portion(2n ** 63n - 1n, rate('1'), 'down'), 2n ** 63n - 1n)
})

test('a portion at a rate up to one is never more than the whole', () => {
  fc.assert(
    fc.property(amount, share, (whole, at) => {
      const part = portion(whole, at, 'half_up')
      assert.ok(whole < 0n ? part >= whole && part <= 0n : part <= whole && part >= 0n)
    }),
  )
})

test('a portion and the portion of the rest differ from the whole by one unit at most', () => {
  fc.assert(
    fc.property(amount, fc.bigInt(0n, 10_000n), (whole, units) => {
      const one = portion(whole, { units, decimals: 4 }, 'half_even')
      const rest = portion(whole, { units: 10_000n - units, decimals: 4 }, 'half_even')
      const difference = one + rest - whole
      assert.ok(difference <= 1n && difference >= -1n)
    }),
  )
})

test('a ratio has the decimals that were asked for', () => {
  assert.equal(ratio(8_000_000n, 10_000_000n, 4, 'half_up'), '0.8000')
  assert.equal(ratio(1n, 3n, 6, 'half_up'), '0.333333')
  assert.equal(ratio(2n, 3n, 6, 'half_up'), '0.666667')
  assert.equal(ratio(-1n, 20n, 2, 'half_up'), '-0.05')
  assert.equal(ratio(5n, 2n, 0, 'half_even'), '2')
  assert.equal(ratio(0n, 7n, 2, 'up'), '0.00')
  assert.throws(() => ratio(1n, 0n, 2, 'half_up'), /greater than zero/u)
  assert.throws(() => ratio(1n, 3n, 19, 'half_up'), /0 to 18 decimals/u)
})

test('a ratio, read as a rate, gives its part back as nearly as its decimals allow', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 9n - 1n), fc.bigInt(1n, 10n ** 9n), (part, whole) => {
      const again = portion(whole, rate(ratio(part, whole, 18, 'half_even')), 'half_even')
      assert.equal(again, part)
    }),
  )
})
