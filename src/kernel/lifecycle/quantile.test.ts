import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { quantile, secondsOf, stepOf } from './quantile.ts'

/** The smallest value that `part` of all values do not exceed. */
function exact(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(1, Math.ceil(sorted.length * part)) - 1] ?? 0
}

function counted(values: readonly number[]) {
  const groups = Map.groupBy(values, stepOf)
  return [...groups].map(([step, members]) => ({ step, stays: members.length }))
}

test('median and ninetieth percentile are within 5 % of the exact ones, from a second to ten years', () => {
  const duration = fc.integer({ min: 1_000, max: 10 * 365 * 86_400_000 })
  fc.assert(
    fc.property(fc.array(duration, { minLength: 1, maxLength: 300 }), (values) => {
      for (const part of [0.5, 0.9]) {
        const right = exact(values, part) / 1_000
        const read = quantile(counted(values), part) ?? 0
        assert.ok(Math.abs(read - right) <= right * 0.05, `${read} is not ${right}`)
      }
    }),
  )
})

test('stays of less than a second are nothing, and no stays have no median', () => {
  assert.equal(quantile(counted([0, 5, 999]), 0.9), 0)
  assert.equal(quantile([], 0.5), undefined)
  assert.ok(secondsOf(stepOf(1_000)) >= 1)
})

test('ten years fit into the column of a step', () => {
  assert.ok(stepOf(10 * 365 * 86_400_000) < 32_767)
})
