import assert from 'node:assert/strict'
import { test } from 'node:test'
import { amountText, decimalText, minorOf, percentText } from './amount.ts'

const cny = { code: 'CNY', exponent: 2 }
const idr = { code: 'IDR', exponent: 0 }

test('an amount beyond 2^53 is shown to the last fen', () => {
  assert.equal(amountText('900719925474099267', cny, 'zh'), '¥9,007,199,254,740,992.67')
  assert.equal(amountText(-5, cny, 'en'), '-¥0.05')
})

test('a currency without a minor unit has no decimals', () => {
  assert.equal(decimalText(1_234_567, 0), '1234567')
  assert.match(amountText(1_234_567, idr, 'en'), /1,234,567$/u)
})

test('what a person types becomes minor units, or is refused', () => {
  // prettier-ignore
  const typed: readonly (readonly [string, number, number | string | undefined])[] = [
    ['150,000', 2, 15_000_000],
    ['1200.5', 2, 120_050],
    [' 0.07 ', 2, 7],
    ['1，200', 2, 120_000],
    ['-3', 2, -300],
    ['1.', 2, 100],
    ['90071992547409.93', 2, '9007199254740993'],
    ['1.234', 2, undefined],
    ['1.5', 0, undefined],
    ['abc', 2, undefined],
    ['', 2, undefined],
    ['1e5', 2, undefined],
  ]
  for (const [text, exponent, minor] of typed) assert.equal(minorOf(text, exponent), minor, text)
})

test('typing what is shown gives the same amount again', () => {
  for (const minor of [0, 1, 99, 100, 12_345_678, 9_007_199_254_740_991]) {
    assert.equal(minorOf(decimalText(minor, 2), 2), minor)
  }
})

test('a rate is shown as a percentage without rounding', () => {
  // prettier-ignore
  const rates = [
    ['0.09', '9%'], ['0.0075', '0.75%'], ['0.0005', '0.05%'], ['1', '100%'], ['0', '0%'],
    ['0.5', '50%'], ['-0.01', '-1%'], ['0.123456789', '12.3456789%'], ['n/a', 'n/a'],
  ] as const
  for (const [ratio, percent] of rates) assert.equal(percentText(ratio), percent, ratio)
})
