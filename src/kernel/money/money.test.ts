import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  add,
  amountMax,
  currencies,
  decimalText,
  formatMoney,
  isCurrency,
  minorJson,
  money,
  parseMinor,
  subtract,
  type Currency,
} from './index.ts'

const safeMax = 2n ** 53n - 1n
const amount = fc.bigInt(-amountMax, amountMax)
const names: readonly Currency[] = ['CNY', 'USD', 'EUR', 'IDR']

test('the rupiah has no minor unit, the other currencies have two decimals', () => {
  assert.deepEqual(currencies, { CNY: 2, USD: 2, EUR: 2, IDR: 0 })
  assert.ok(names.every(isCurrency))
  for (const text of ['cny', '', 'RMB', 'toString', '__proto__']) assert.ok(!isCurrency(text), text)
})

test('amounts of one currency add up, and those of two do not mix', () => {
  const a = money(5n, 'CNY')
  assert.deepEqual(add(a, money(-7n, 'CNY')), money(-2n, 'CNY'))
  assert.deepEqual(subtract(a, money(7n, 'CNY')), money(-2n, 'CNY'))
  assert.throws(() => add(a, money(1n, 'IDR')), /CNY and IDR do not mix/u)
  assert.throws(() => subtract(a, money(1n, 'USD')), /CNY and USD do not mix/u)
})

test('an amount is a JSON number while that is exact, and a string beyond', () => {
  assert.equal(minorJson(0n), 0)
  assert.equal(minorJson(safeMax), 9007199254740991)
  assert.equal(minorJson(-safeMax), -9007199254740991)
  assert.equal(minorJson(safeMax + 1n), '9007199254740992')
  assert.equal(minorJson(-safeMax - 1n), '-9007199254740992')
})

test('every amount survives the way through JSON', () => {
  fc.assert(
    fc.property(amount, (value) => {
      // JSON says what was written: a number or a string, nothing else.
      const json = JSON.parse(JSON.stringify(minorJson(value))) as number | string
      assert.deepEqual(parseMinor(json), { ok: true, value })
      assert.deepEqual(parseMinor(String(value)), { ok: true, value })
    }),
  )
})

test('what is no amount is refused, and the refusal says what would be right', () => {
  const wrong = [
    0.5, Number.NaN, Infinity, 2 ** 53, -(2 ** 53), 1e21, '', ' 1', '1.0', '1e3', '0x10', '-0',
    '007', '１２', '1_000', '+5', 'abc', String(amountMax + 1n), String(-amountMax - 1n),
    '9'.repeat(10_000),
  ] // prettier-ignore
  for (const json of wrong) {
    const parsed = parseMinor(json)
    assert.ok(!parsed.ok, String(json))
    assert.equal(parsed.problem.code, 'amount_invalid')
    assert.match(parsed.problem.detail, /write whole minor units/u)
    assert.ok(parsed.problem.detail.length < 200)
  }
})

test('a decimal text has exactly the decimals of its currency', () => {
  assert.equal(decimalText(money(123_450n, 'CNY')), '1234.50')
  assert.equal(decimalText(money(5n, 'CNY')), '0.05')
  assert.equal(decimalText(money(-5n, 'USD')), '-0.05')
  assert.equal(decimalText(money(1_234n, 'IDR')), '1234')
  assert.equal(decimalText(money(amountMax, 'EUR')), '92233720368547758.07')
})

test('people read amounts as their language writes them', () => {
  assert.equal(formatMoney(money(123_450n, 'CNY'), 'zh'), '¥1,234.50')
  assert.equal(formatMoney(money(123_450n, 'CNY'), 'en'), 'CN¥1,234.50')
  assert.equal(formatMoney(money(-99n, 'USD'), 'en'), '-$0.99')
  assert.equal(formatMoney(money(-99n, 'USD'), 'zh'), '-US$0.99')
  assert.equal(formatMoney(money(50_000n, 'IDR'), 'en'), 'IDR\u00a050,000')
  assert.equal(formatMoney(money(amountMax, 'CNY'), 'zh'), '¥92,233,720,368,547,758.07')
})

test('a formatted amount holds every digit of the amount, however large', () => {
  fc.assert(
    fc.property(
      amount,
      fc.constantFrom(...names),
      fc.constantFrom('zh', 'en'),
      (value, name, language) => {
        const digits = formatMoney(money(value, name), language).replaceAll(/\D/gu, '')
        const width = currencies[name] + 1
        assert.equal(digits, String(value < 0n ? -value : value).padStart(width, '0'))
      },
    ),
  )
})
