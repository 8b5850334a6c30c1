import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { maskCard, maskIdNumber, maskName, maskPhone } from './index.ts'

test('a phone keeps its ends', () => {
  assert.equal(maskPhone('13800138000'), '138****8000')
  assert.equal(maskPhone('+628123456789'), '+62****6789')
  assert.equal(maskPhone('12345'), '*****')
  assert.equal(maskPhone(''), '')
})

test('an identity number keeps region and check digits, and loses the birthday', () => {
  assert.equal(maskIdNumber('11010519491231002X'), '110105********002X')
  assert.equal(maskIdNumber('1101054912'), '**********')
})

test('a card keeps its first and last four digits, whatever its length', () => {
  assert.equal(maskCard('6222020200000000006'), '6222 **** **** 0006')
  assert.equal(maskCard('6222 0202 0000 0006'), '6222 **** **** 0006')
  assert.equal(maskCard('62220202000'), '***********')
})

test('a name keeps its surname', () => {
  // prettier-ignore
  const table: readonly (readonly [string, string])[] = [
    ['张三', '张*'],
    ['张三丰', '张**'],
    ['欧阳修文', '欧阳**'],
    ['欧阳修', '欧阳*'],
    ['欧阳', '欧*'],
    ['张', '*'],
    ['  李四 ', '李*'],
    ['买买提·吐尔逊', '买**·***'],
    ['Budi Santoso', 'B*** S******'],
    ['𠮷田', '𠮷*'],
    ['', ''],
  ]
  for (const [name, masked] of table) assert.equal(maskName(name), masked)
})

test('no mask ever shows more than eight characters of a number, or any of a short one', () => {
  const digits = fc.stringMatching(/^\d{0,30}$/u)
  fc.assert(
    fc.property(digits, fc.constantFrom(maskPhone, maskCard, maskIdNumber), (text, mask) => {
      const masked = mask(text)
      const shown = masked.replaceAll(/\D/gu, '').length
      assert.ok(shown <= 10)
      assert.ok(text.length === 0 || masked.includes('*'))
      if (text.length <= 7) assert.equal(shown, 0)
    }),
  )
})
