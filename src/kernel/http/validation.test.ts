import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type, type TSchema } from 'typebox'
import {
  Currency,
  DateTime,
  Day,
  Decimal,
  Minor,
  pageQuery,
  pageSizeMax,
  PositiveMinor,
  Text,
} from './index.ts'
import { InputInvalid, validator, type Part } from './validation.ts'

function checked(schema: TSchema, part: Part, given: unknown): unknown {
  const result = validator(schema, part)(given)
  return 'error' in result ? result.error : result.value
}

const Query = Type.Object({
  count: Type.Optional(Type.Integer()),
  rate: Type.Optional(Type.Number()),
  flag: Type.Optional(Type.Boolean()),
  list: Type.Optional(Type.Array(Type.Integer())),
  text: Type.Optional(Type.String()),
  amount: Type.Optional(Minor),
  state: Type.Optional(Type.Enum([10, 20])),
  three: Type.Optional(Type.Literal(3)),
  some: Type.Optional(Type.Union([Type.Integer(), Type.Boolean()])),
})

// prettier-ignore
const becomes: readonly [Readonly<Record<string, unknown>>, unknown][] = [
  [{ count: '5' }, { count: 5 }],
  [{ count: '-5' }, { count: -5 }],
  [{ count: '0' }, { count: 0 }],
  [{ rate: '0.25' }, { rate: 0.25 }],
  [{ flag: 'true' }, { flag: true }],
  [{ flag: 'false' }, { flag: false }],
  [{ list: '1' }, { list: [1] }],
  [{ list: ['1', '2'] }, { list: [1, 2] }],
  [{ text: '5' }, { text: '5' }],
  [{ text: 'true' }, { text: 'true' }],
  [{ amount: '9007199254740993' }, { amount: '9007199254740993' }],
  [{ state: '10' }, { state: 10 }],
  [{ three: '3' }, { three: 3 }],
  [{ some: '7' }, { some: 7 }],
  [{ some: 'false' }, { some: false }],
  [{ unknown: '1' }, { unknown: '1' }],
  [{}, {}],
]

test('a text of the query becomes exactly what the schema says', () => {
  for (const [given, wanted] of becomes)
    assert.deepEqual(checked(Query, 'querystring', given), wanted)
})

// prettier-ignore
const stays: readonly [Readonly<Record<string, unknown>>, RegExp][] = [
  [{ count: '' }, /querystring\/count must be integer/],
  [{ count: '5.5' }, /count/],
  [{ count: '5.0' }, /count/],
  [{ count: ' 5' }, /count/],
  [{ count: '+5' }, /count/],
  [{ count: '05' }, /count/],
  [{ count: '0x10' }, /count/],
  [{ count: '1e2' }, /count/],
  [{ count: 'true' }, /count/],
  [{ count: 'Infinity' }, /count/],
  [{ count: '٥' }, /count/],
  [{ count: '9007199254740993' }, /count/],
  [{ count: ['1', '2'] }, /count/],
  [{ rate: '.5' }, /rate/],
  [{ rate: 'NaN' }, /rate/],
  [{ flag: '1' }, /flag/],
  [{ flag: 'TRUE' }, /flag/],
  [{ flag: '' }, /flag/],
  [{ list: '1,2' }, /list\/0/],
  [{ list: ['1', 'x'] }, /list\/1/],
  [{ text: ['a', 'b'] }, /text/],
  [{ amount: '1.5' }, /amount/],
  [{ state: '30' }, /state/],
  [{ state: '10.0' }, /state/],
]

test('what is no value of the kind is refused: nothing is rounded, guessed or cut', () => {
  for (const [given, says] of stays) {
    const refused = checked(Query, 'querystring', given)
    assert.ok(refused instanceof InputInvalid, JSON.stringify(given))
    assert.match(refused.message, says)
  }
})

test('a body is taken as it is: its texts become nothing', () => {
  assert.ok(checked(Query, 'body', { count: '5' }) instanceof InputInvalid)
  assert.ok(checked(Query, 'body', { flag: 'true' }) instanceof InputInvalid)
  assert.deepEqual(checked(Query, 'body', { count: 5 }), { count: 5 })
})

test('a name of the language is a name like any other', () => {
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    const given = JSON.parse(`{"${name}":"1"}`) as object
    const value = checked(Query, 'querystring', given)
    assert.ok(!(value instanceof InputInvalid), name)
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined)
  }
})

test('a list has a page of fifty where nobody says how many, and never more than its limit', () => {
  const Page = Type.Object(pageQuery)
  assert.deepEqual(checked(Page, 'querystring', {}), { limit: 50 })
  assert.deepEqual(checked(Page, 'querystring', { limit: '1' }), { limit: 1 })
  for (const limit of ['0', '-1', String(pageSizeMax + 1)]) {
    assert.ok(checked(Page, 'querystring', { limit }) instanceof InputInvalid, limit)
  }
})

// prettier-ignore
const shared: readonly [string, TSchema, readonly unknown[], readonly unknown[]][] = [
  ['Minor', Minor, [0, -5, 2 ** 53 - 1, '9007199254740993', '-1', '9'.repeat(18)],
    [1.5, 2 ** 53, '1.0', '', '+1', '1e3', '9'.repeat(19), null, true, 10n]],
  ['PositiveMinor', PositiveMinor, [1, '1', '9007199254740993'], [0, -1, '0', '-1', '01', '']],
  ['Decimal', Decimal, ['1', '0.1', '-12.50'], ['1.', '.5', '1e3', '1'.repeat(13), 1, '', 'NaN']],
  ['Day', Day, ['2026-02-28', '2024-02-29'], ['2026-02-29', '2026-13-01', '2026-1-1', '20260101', '']],
  ['DateTime', DateTime, ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.123+08:00'],
    ['2026-01-01T00:00:00', '2026-01-01 00:00:00Z', '2026-02-30T00:00:00Z', '2026-01-01T24:00:00Z', 0]],
  ['Currency', Currency, ['CNY', 'IDR'], ['cny', 'GBP', '', null]],
  ['Text(3)', Text(3), ['a', '张三丰'], ['', 'abcd', 5]],
]

test('the schemas that all modules share take what they say and nothing else', () => {
  for (const [name, schema, good, bad] of shared) {
    for (const value of good) {
      assert.deepEqual(checked(schema, 'body', value), value, `${name} takes ${String(value)}`)
    }
    for (const value of bad) {
      const refused = checked(schema, 'body', value) instanceof InputInvalid
      assert.ok(refused, `${name} refuses ${String(value)}`)
    }
  }
})

const Nested = Type.Object({ items: Type.Array(Type.Object({ name: Type.String() })) })

test('each mistake is named by its place, once, and not more than twenty of them', () => {
  const one = checked(Nested, 'body', { items: [{ name: 'a' }, {}, { name: 7 }] })
  assert.ok(one instanceof InputInvalid)
  assert.deepEqual(
    one.errors.map(({ path }) => path),
    ['body/items/1/name', 'body/items/2/name'],
  )
  const many = checked(Nested, 'body', { items: Array.from({ length: 100 }, () => ({})) })
  assert.ok(many instanceof InputInvalid)
  assert.ok(many.errors.length > 1 && many.errors.length <= 20)
  assert.equal(new Set(many.errors.map(({ path }) => path)).size, many.errors.length)
})

test('a body may be nested as deep as anybody needs, and no deeper', () => {
  const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth))
  assert.ok(!(checked(Type.Any(), 'body', nested(64)) instanceof InputInvalid))
  assert.ok(checked(Type.Any(), 'body', nested(65)) instanceof InputInvalid)
})

test('what PostgreSQL cannot keep is found wherever it hides', () => {
  const hidden = [
    { a: [{ b: 'x\u0000' }] },
    { ['a\u0000']: 1 },
    ['\ud800'],
    { ['\udfff']: 1 },
    'x\ud83d',
  ]
  for (const given of hidden) {
    assert.ok(checked(Type.Any(), 'body', given) instanceof InputInvalid, JSON.stringify(given))
  }
  assert.equal(checked(Type.Any(), 'body', '🚗'), '🚗')
})
