import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  addDays,
  addMonths,
  businessDate,
  daysBetween,
  fixedClock,
  instantAt,
  isBusinessDate,
  isChineseWorkday,
  nextAt,
  shiftedClock,
  yearsBetween,
} from './index.ts'

const at = (text: string): Date => new Date(text)

test('a business day begins at midnight of the business zone, not of UTC', () => {
  assert.equal(businessDate(at('2026-01-31T15:59:59Z'), 'Asia/Shanghai'), '2026-01-31')
  assert.equal(businessDate(at('2026-01-31T16:00:00Z'), 'Asia/Shanghai'), '2026-02-01')
  assert.equal(businessDate(at('2026-01-31T16:59:59Z'), 'Asia/Jakarta'), '2026-01-31')
  assert.deepEqual(instantAt('2026-02-01', '09:00', 'Asia/Shanghai'), at('2026-02-01T01:00:00Z'))
})

test('the next 00:01 is today’s when it is still to come, else tomorrow’s', () => {
  const before = at('2026-02-28T16:00:30Z')
  assert.deepEqual(nextAt('00:01', 'Asia/Shanghai', before), at('2026-02-28T16:01:00Z'))
  const exactly = at('2026-02-28T16:01:00Z')
  assert.deepEqual(nextAt('00:01', 'Asia/Shanghai', exactly), at('2026-03-01T16:01:00Z'))
})

// prettier-ignore
const monthEnds: readonly [string, number, string][] = [
  ['2026-01-31', 1, '2026-02-28'],
  ['2028-01-31', 1, '2028-02-29'],
  ['2026-01-31', 2, '2026-03-31'],
  ['2026-03-31', -1, '2026-02-28'],
]

test('a month later is the same day, or the month’s end where it does not exist', () => {
  for (const [from, months, to] of monthEnds) assert.equal(addMonths(from, months), to)
})

test('days and years are counted by the calendar', () => {
  assert.equal(addDays('2026-02-28', 1), '2026-03-01')
  assert.equal(daysBetween('2026-01-01', '2027-01-01'), 365)
  assert.equal(daysBetween('2026-03-01', '2026-02-28'), -1)
  assert.equal(yearsBetween('2000-02-29', '2018-02-28'), 17)
  assert.equal(yearsBetween('2000-02-29', '2018-03-01'), 18)
})

test('only a day that exists, written in full, is a business date', () => {
  assert.equal(isBusinessDate('2026-02-28'), true)
  for (const text of ['2026-02-29', '2026-2-8', '20260228', 'today', '']) {
    assert.equal(isBusinessDate(text), false, text)
  }
})

test('national day is a holiday and its make-up Saturday is worked', () => {
  assert.equal(isChineseWorkday('2025-10-01'), false)
  assert.equal(isChineseWorkday('2025-10-11'), true)
  assert.equal(isChineseWorkday('2025-10-12'), false)
})

test('a fixed clock stands still until it is moved; a shifted one goes on', () => {
  const fixed = fixedClock('2026-01-01T00:00:00Z')
  fixed.advance(1_500)
  assert.deepEqual(fixed.now(), at('2026-01-01T00:00:01.500Z'))
  fixed.moveTo(at('2030-01-01T00:00:00Z'))
  assert.equal(fixed.now().getUTCFullYear(), 2030)
  const shifted = shiftedClock()
  shifted.moveTo(at('2030-01-01T00:00:00Z'))
  shifted.advance(86_400_000)
  const aheadMs = shifted.now().getTime() - at('2030-01-02T00:00:00Z').getTime()
  assert.ok(aheadMs >= 0 && aheadMs < 5_000)
})
