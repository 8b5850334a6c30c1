import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fieldsOf, shapeOf, type Schema } from './schema-fields.ts'

const minor: Schema = {
  anyOf: [
    { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
    { type: 'string', pattern: '^[1-9][0-9]{0,17}$' },
  ],
  'x-title-zh': '金额（分）',
  'x-title-en': 'Amount (fen)',
}

test('each kind of schema gets the input that fits it', () => {
  // prettier-ignore
  const kinds: readonly (readonly [Schema, string])[] = [
    [{ type: 'string', maxLength: 40 }, 'text'],
    [{ type: 'string', format: 'date' }, 'day'],
    [{ type: 'string', format: 'date-time' }, 'moment'],
    [{ type: 'string', enum: ['pass', 'fail'] }, 'choice'],
    [{ type: 'string', pattern: '^[0-9a-f]{64}$' }, 'file'],
    [{ type: 'string', pattern: '^-?[0-9]{1,12}(\\.[0-9]{1,12})?$' }, 'decimal'],
    [{ type: 'integer', minimum: 1 }, 'whole'],
    [{ type: 'boolean' }, 'yes_no'],
    [minor, 'amount'],
    [{ anyOf: [{ const: 'a' }, { const: 'b' }] }, 'choice'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'text'],
    [{ const: 'CNY' }, 'fixed'],
    [{ type: 'object', properties: {} }, 'group'],
    [{ type: 'object' }, 'json'],
    [{ type: 'array', items: { type: 'string' } }, 'list'],
    [{ type: 'array' }, 'json'],
    [{}, 'json'],
  ]
  for (const [schema, kind] of kinds) {
    assert.equal(shapeOf(schema).kind, kind, JSON.stringify(schema))
  }
})

test('titles come from the schema, and an amount is not said to be in fen', () => {
  const [amount, plain] = fieldsOf({
    type: 'object',
    properties: { amount: minor, contractNo: { type: 'string' } },
    required: ['amount'],
  })
  assert.deepEqual(amount?.titles, { zh: '金额', en: 'Amount' })
  assert.equal(amount?.required, true)
  assert.deepEqual(plain?.titles, { zh: 'Contract no', en: 'Contract no' })
  assert.equal(plain?.required, false)
})

test('what may be null may be left out', () => {
  const [field] = fieldsOf({
    type: 'object',
    properties: { note: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
    required: ['note'],
  })
  assert.equal(field?.required, false)
})

test('a schema that contains itself too often ends as text', () => {
  const deep = (levels: number): Schema =>
    levels === 0 ? { type: 'string' } : { type: 'object', properties: { inner: deep(levels - 1) } }
  assert.match(JSON.stringify(shapeOf(deep(12))), /"kind":"json"/u)
})
