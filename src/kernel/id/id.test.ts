import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bucketCount, bucketOf, isUuid, newId, newNumber } from './index.ts'

test('ids are unique, sortable by time and known by their form', () => {
  const ids = Array.from({ length: 10_000 }, () => newId<'order'>())
  assert.equal(new Set(ids).size, ids.length)
  assert.deepEqual(ids.toSorted(), ids)
  assert.ok(ids.every(isUuid))
  for (const text of ['', 'x', '0190-…', 'A'.repeat(36)]) assert.equal(isUuid(text), false)
})

test('numbers fit into 63 bits, never repeat and never go back, even when the clock does', () => {
  const now = Date.UTC(2026, 0, 1)
  const numbers = Array.from({ length: 50_000 }, (_, at) => newNumber(now - (at % 3)))
  assert.ok(numbers.every((number, at) => at === 0 || number > (numbers[at - 1] ?? 0n)))
  assert.ok(numbers.every((number) => number > 0n && number < 2n ** 63n))
})

// These buckets stand in the keys of every database there is: they must never change.
const buckets: readonly [string, number][] = [
  ['AF20260101000017', 7],
  ['AF20260101000018', 51],
  ['a1', 31],
]

test('the bucket of a key is the same for ever', () => {
  assert.deepEqual(
    buckets.map(([key]) => [key, bucketOf(key)]),
    buckets,
  )
})

test('buckets are filled evenly', () => {
  const filled = Array.from({ length: bucketCount }, () => 0)
  for (let at = 0; at < 64_000; at++) {
    const bucket = bucketOf(`AF20260101${String(at).padStart(6, '0')}`)
    filled[bucket] = (filled[bucket] ?? 0) + 1
  }
  assert.ok(filled.every((count) => count > 850 && count < 1_150))
})
