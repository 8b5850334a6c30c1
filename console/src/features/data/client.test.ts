import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conditionOf, filterText, relationAddress, takesValue, valuesOf } from './client.ts'

test('a condition survives the address, whatever its value holds', () => {
  for (const value of ['10', '', 'a:b:c', '2026-01-05T10:00:00+08:00', '中文 %&=']) {
    assert.deepEqual(conditionOf(filterText('state', 'ge', value)), {
      column: 'state',
      operator: 'ge',
      value,
    })
  }
  assert.equal(conditionOf('state:like:1'), undefined)
  assert.equal(conditionOf('state'), undefined)
})

test('only a question for emptiness takes no value', () => {
  assert.deepEqual(
    (['eq', 'contains', 'null', 'notnull'] as const).map((one) => takesValue(one)),
    [true, true, false, false],
  )
})

const relation = {
  schema: 'auto_loan',
  table: 'car',
  match: [
    { here: 'bucket', there: 'bucket' },
    { here: 'id', there: 'order_id' },
  ],
}

test('a relation leads to the rows that it means, and nowhere when a part of it is empty', () => {
  const details = ['bucket', 'id', 'note'].map((name) => ({
    name,
    type: 'text',
    nullable: true,
    care: 'open' as const,
    key: null,
    indexed: false,
    sortable: true,
    operators: [],
  }))
  const values = valuesOf({ details }, { key: 'k', cells: ['7', 'a b', null] })
  assert.deepEqual(values, { bucket: '7', id: 'a b', note: null })
  assert.equal(
    relationAddress(relation, values),
    '/data/auto_loan/car?filter=bucket%3Aeq%3A7&filter=order_id%3Aeq%3Aa+b',
  )
  assert.equal(relationAddress(relation, { ...values, id: null }), undefined)
})
