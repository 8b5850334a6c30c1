import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayQuery } from './days.ts'

test('a range of days begins at midnight in Shanghai and holds its last day', () => {
  assert.deepEqual(dayQuery('2026-03-01', '2026-03-02'), {
    from: '2026-02-28T16:00:00.000Z',
    to: '2026-03-02T16:00:00.000Z',
  })
  assert.deepEqual(dayQuery(undefined, '2026-03-02'), { to: '2026-03-02T16:00:00.000Z' })
})

test('what is no day asks for nothing', () => {
  for (const odd of ['yesterday', '2026-3-1', '2026-13-01', '']) {
    assert.deepEqual(dayQuery(odd, undefined), {}, odd)
  }
})
