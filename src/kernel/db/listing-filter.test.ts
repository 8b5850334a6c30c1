import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asked, conditions, fits, hasType, implied, type Filter } from './listing-filter.ts'
import { sql, statement, type Sql } from './sql.ts'

const filters: Readonly<Record<string, Filter>> = {
  state: { kind: 'any-of', column: 'state', type: 'integer' },
  sent: {
    kind: 'range',
    column: 'sent_at',
    type: 'timestamptz',
    halfOpen: true,
    neverBelow: ['seen_at'],
  },
  weight: { kind: 'range', column: 'weight', type: 'bigint' },
  number: {
    kind: 'prefix',
    column: 'number',
    implies: () => ({ weight: { from: 10n, to: 20n } }),
  },
  person: { kind: 'through', type: 'bytea', condition: (value) => sql`person = ${value}` },
}

const text = (parts: readonly Sql[]): readonly string[] =>
  parts.map((part) => {
    const { text: written, values } = statement(part)
    return written.replace(/\$(\d+)/gu, (_, at: string) => String(values[Number(at) - 1]))
  })

const [early, late] = [new Date(1), new Date(2)]

// prettier-ignore
const cases: readonly (readonly [string, Parameters<typeof asked>[1], readonly string[]])[] = [
  ['one value',              { state: [7] },                     ['state = 7::integer']],
  ['a value given twice',    { state: [7, 7] },                  ['state = 7::integer']],
  ['several values',         { state: [7, 8] },                  ['state = any(7,8::integer[])']],
  ['no value at all',        { state: [] },                      ['state = any(::integer[])']],
  ['a range',                { weight: { from: 1n, to: 2n } },   ['weight >= 1::bigint',
                                                                  'weight <= 2::bigint']],
  ['a range without end',    { weight: { from: 1n } },           ['weight >= 1::bigint']],
  ['a half-open range',      { sent: { to: late } },
    [`sent_at < ${String(late)}::timestamptz`]],
  ['a beginning',            { number: 'P1' },
    ['number >= P1', 'number < P1\u{10FFFF}', 'weight >= 10::bigint', 'weight <= 20::bigint']],
  ['a beginning and a range that it narrows', { number: 'P', weight: { from: 15n, to: 99n } },
    ['number >= P', 'number < P\u{10FFFF}', 'weight >= 15::bigint', 'weight <= 20::bigint']],
  ['a person',               { person: Buffer.from('x') },       ['person = x']],
  ['an unanswered question', { state: undefined },               []],
]

for (const [name, given, expected] of cases) {
  test(`${name} becomes a condition`, () => {
    assert.deepEqual(text(conditions(asked(filters, given))), expected)
  })
}

test('a range tells where a column that is never below it begins', () => {
  const questions = asked(filters, { sent: { from: early, to: late } })
  assert.deepEqual(text(implied(questions, 'seen_at')), [
    `seen_at >= ${String(early)}::timestamptz`,
  ])
  assert.deepEqual(implied(questions, 'weight'), [])
  assert.deepEqual(implied(asked(filters, { sent: { to: late } }), 'seen_at'), [])
})

test('a filter that the list does not have is the programmer’s mistake', () => {
  assert.throws(() => asked(filters, { colour: ['red'] }), /no filter colour/u)
})

for (const [name, value] of Object.entries<unknown>({
  state: 'seven',
  sent: { from: 'yesterday' },
  weight: { from: 1 },
  number: 7,
  person: 'x',
})) {
  test(`a value of another type does not fit the filter ${name}`, () => {
    const filter = filters[name]
    assert.ok(filter)
    assert.ok(!fits(filter, value))
  })
}

test('an any-of takes a hundred values and not one more', () => {
  const values = Array.from({ length: 101 }, (_, at) => at)
  const state = filters['state']
  assert.ok(state && fits(state, values.slice(1)) && !fits(state, values))
})

type Case = readonly [
  type: Parameters<typeof hasType>[0],
  right: readonly unknown[],
  wrong: readonly unknown[],
]

// prettier-ignore
const types: readonly Case[] = [
  ['text',        ['', '流'],                       [1, 'a\0b', null]],
  ['integer',     [0, -2147483647, 2147483647],     [1.5, 2147483648, 1n, '1']],
  ['bigint',      [0n, 9223372036854775807n],       [1, 9223372036854775808n]],
  ['timestamptz', [new Date(0)],                    [new Date(Number.NaN), '2026-01-01', 0]],
  ['uuid',        ['01990000-0000-7000-8000-000000000001'], ['1', 'x', 1]],
  ['bytea',       [Buffer.from('x')],               ['x', new Uint8Array(1)]],
]

for (const [type, right, wrong] of types) {
  test(`what PostgreSQL would refuse as ${type} is seen before`, () => {
    for (const value of right) assert.ok(hasType(type, value), String(value))
    for (const value of wrong) assert.ok(!hasType(type, value), String(value))
  })
}
