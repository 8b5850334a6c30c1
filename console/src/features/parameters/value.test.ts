import assert from 'node:assert/strict'
import { test } from 'node:test'
import { moduleOf, valueLines, type ValueWords } from './value.ts'

const words: ValueWords = {
  quantity: (unit, text) => (unit === 'days' ? `${text} days` : undefined),
  yes: 'Yes',
  no: 'No',
  nameOf: (name) => (name === 'used' ? 'Used car' : name),
}

// prettier-ignore
const table: readonly (readonly [unit: string, value: unknown, lines: readonly string[]])[] = [
  ['days',  7,                              ['7 days']],
  ['count', 60,                             ['60']],
  ['ratio', '0.80',                         ['80%']],
  ['ratio', { used: '0.70', new: '0.855' }, ['Used car: 70%', 'new: 85.5%']],
  ['flag',  true,                           ['Yes']],
  ['flag',  false,                          ['No']],
  ['json',  { a: [1, 2] },                  ['a: [1,2]']],
  ['text',  null,                           ['—']],
  ['rate',  '0.0005',                       ['0.05%']],
]
for (const [unit, value, lines] of table) {
  test(`${JSON.stringify(value)} in ${unit} reads ${lines.join(', ')}`, () => {
    const read = valueLines(value, unit, words).map(({ name, text }) =>
      name === '' ? text : `${name}: ${text}`,
    )
    assert.deepEqual(read, lines)
  })
}

test('a parameter belongs to the module that its name begins with', () => {
  assert.equal(moduleOf('auto-loan.refund_days'), 'auto-loan')
})
