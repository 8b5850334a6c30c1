import assert from 'node:assert/strict'
import { test } from 'node:test'
import { differences, isChange } from './difference.ts'

const told = (before: unknown, after: unknown): readonly string[] =>
  differences(before, after)
    .filter(isChange)
    .map(({ path, kind, before: was = '', after: is = '' }) =>
      [path.join('.'), kind, was, is].join('|'),
    )

// prettier-ignore
const table: readonly (readonly [string, unknown, unknown, readonly string[]])[] = [
  ['one value',              5,                      7,                      ['|changed|5|7']],
  ['nothing before',         null,                   { a: 1 },               ['a|added||1']],
  ['nothing after',          { a: 1 },               null,                   ['a|removed|1|']],
  ['nothing at all',         null,                   null,                   []],
  ['the same',               { a: [1, { b: 2 }] },   { a: [1, { b: 2 }] },   []],
  ['deep inside',            { a: { b: '0.8' } },    { a: { b: '0.9' } },    ['a.b|changed|0.8|0.9']],
  ['lists count from one',   { t: [1, 2] },          { t: [1, 3, 4] },       ['t.2|changed|2|3', 't.3|added||4']],
  ['null is a value',        { a: null },            { a: 0 },               ['a|changed|null|0']],
  ['empty is a value',       { a: [] },              { a: ['x'] },           ['a|removed|[]|', 'a.1|added||x']],
]
for (const [name, before, after, wanted] of table) {
  test(`difference: ${name}`, () => assert.deepEqual(told(before, after), wanted))
}

test('what stayed the same can be shown too', () => {
  const rows = differences({ a: 1, b: 2 }, { a: 1, b: 3 })
  assert.deepEqual(
    rows.map(({ kind }) => kind),
    ['same', 'changed'],
  )
})
