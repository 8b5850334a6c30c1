import assert from 'node:assert/strict'
import { test } from 'node:test'
import { blindIndexWith, type IndexKind } from './blind-index.ts'

const index = blindIndexWith(Buffer.alloc(32, 7))
const same = (kind: IndexKind, a: string, b: string): boolean =>
  index(kind, a).equals(index(kind, b))

test('values that mean the same have the same index', () => {
  // prettier-ignore
  const table: readonly (readonly [IndexKind, string, string])[] = [
    ['phone', '13800138000', '+86 138 0013 8000'],
    ['phone', '13800138000', '0086-138-0013-8000'],
    ['phone', '13800138000', '8613800138000'],
    ['phone', '13800138000', '１３８００１３８０００'],
    ['phone', '+628123456789', '+62 812-3456-789'],
    ['phone', '+628123456789', '00628123456789'],
    ['id_number', '11010519491231002X', ' 110105 19491231 002x '],
    ['card_number', '6222020200000000006', '6222 0202 0000 0000 006'],
    ['name', '张三', ' 张三 '],
    ['name', 'Budi Santoso', 'budi  SANTOSO'],
  ]
  for (const [kind, a, b] of table) assert.ok(same(kind, a, b), `${kind}: ${a} and ${b}`)
})

test('values that differ have different indexes', () => {
  assert.ok(!same('phone', '13800138000', '13800138001'))
  assert.ok(!same('phone', '+628613800138000', '13800138000'))
  assert.ok(!same('name', '张三', '张三丰'))
  assert.ok(!same('id_number', '110105194912310021', '11010519491231002X'))
})

test('the same digits as phone and as card are not the same index', () => {
  assert.ok(!index('phone', '13800138000').equals(index('card_number', '13800138000')))
})

test('another key gives other indexes, of 32 bytes', () => {
  const other = blindIndexWith(Buffer.alloc(32, 8))
  assert.ok(!index('name', '张三').equals(other('name', '张三')))
  assert.equal(index('name', '张三').length, 32)
})
