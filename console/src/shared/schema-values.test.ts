import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fieldsOf, type Field, type Schema, type Shape } from './schema-fields.ts'
import { faultOf, faultsIn, formPlaceOf, payloadOf } from './schema-values.ts'

const minor: Schema = {
  anyOf: [
    { type: 'integer', minimum: 1 },
    { type: 'string', pattern: '^[0-9]+$' },
  ],
}

const schema: Schema = {
  type: 'object',
  required: ['amount', 'kind'],
  properties: {
    amount: minor,
    kind: { type: 'string', enum: ['deposit'] },
    term: { type: 'integer', minimum: 1, maximum: 120 },
    note: { type: 'string' },
    financed: { type: 'boolean' },
    check: { type: 'object', properties: { result: { type: 'string' }, agreed: minor } },
    rows: { type: 'array', items: { type: 'object', properties: { no: { type: 'integer' } } } },
  },
}
const fields = fieldsOf(schema)

test('what was typed becomes what the server takes, and nothing else is sent', () => {
  const typed = {
    amount: '1,200.50',
    kind: 'deposit',
    term: ' 36 ',
    note: '  ',
    check: { agreed: '7' },
    rows: [{ no: '1' }, { no: 2 }],
  }
  assert.deepEqual(payloadOf(fields, typed, 2), {
    amount: 120_050,
    kind: 'deposit',
    term: 36,
    check: { agreed: 700 },
    rows: [{ no: 1 }, { no: 2 }],
  })
})

test('a group in which nothing was filled in is left out as a whole', () => {
  assert.deepEqual(payloadOf(fields, { kind: 'deposit', check: { result: '' } }, 2), {
    kind: 'deposit',
  })
})

test('a switch that must be answered is answered, one that may be is not', () => {
  const asked = fieldsOf({ ...schema, required: ['financed'] })
  assert.deepEqual(payloadOf(asked, {}, 2), { financed: false })
  assert.deepEqual(payloadOf(fields, {}, 2), {})
})

const field = (shape: Shape, required = false): Field => ({
  name: 'field',
  titles: { zh: '', en: '' },
  required,
  shape,
})
const text: Shape = { kind: 'text', lengthMin: 2, lengthMax: 4, prose: false }

test('every fault is named', () => {
  // prettier-ignore
  const cases: readonly (readonly [Field, unknown, string | undefined])[] = [
    [field(text, true), '', 'required'],
    [field(text), '', undefined],
    [field(text), 'a', 'tooShort'],
    [field(text), 'abcde', 'tooLong'],
    [field({ ...text, pattern: '^[0-9]+$' }), 'abc', 'pattern'],
    [field({ ...text, pattern: '^[0-9]+$' }), '123', undefined],
    [field({ kind: 'amount', positive: true }), '0', 'positiveAmount'],
    [field({ kind: 'amount', positive: false }), '0', undefined],
    [field({ kind: 'amount', positive: true }), '1.999', 'amount'],
    [field({ kind: 'whole', minimum: 1, maximum: 9 }), '0', 'tooSmall'],
    [field({ kind: 'whole', minimum: 1, maximum: 9 }), '10', 'tooLarge'],
    [field({ kind: 'whole' }), '1.5', 'whole'],
    [field({ kind: 'decimal' }), '0.0075', undefined],
    [field({ kind: 'decimal' }), '0,0075', 'decimal'],
    [field({ kind: 'json' }), '{', 'json'],
    [field({ kind: 'yes_no' }, true), undefined, undefined],
  ]
  for (const [given, typed, fault] of cases) {
    assert.equal(faultOf(given, typed, 2)?.key, fault, `${given.shape.kind} ${String(typed)}`)
  }
})

test('a fault that the server found stands at its field', () => {
  assert.deepEqual(formPlaceOf('body/payload/rows/0/no'), ['rows', 0, 'no'])
  assert.deepEqual(formPlaceOf('payload/amount'), ['amount'])
  const errors = [{ path: 'payload/car/vin, maker', message: 'is missing' }, { path: 7 }]
  assert.deepEqual(faultsIn({ errors }), [
    { name: ['car', 'vin'], message: 'is missing' },
    { name: ['car', 'maker'], message: 'is missing' },
  ])
  assert.deepEqual(faultsIn({}), [])
})
