import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays } from '#kernel/clock'
import { fraction, plus, type Fraction } from '#kernel/money'
import { dayCounts, gridDay, yearFraction, type DayCount, type Grid } from './index.ts'

const monthly: Grid = { anchor: '2024-01-31', dueDay: 31, every: 1, unit: 'month' }

test('a due day that a month does not have is its last, and comes back in the next', () => {
  const days = [-2, -1, 0, 1, 2, 3, 13].map((at) => gridDay(monthly, at))
  const expected = ['2023-11-30', '2023-12-31', '2024-01-31', '2024-02-29', '2024-03-31']
  assert.deepEqual(days, [...expected, '2024-04-30', '2025-02-28'])
})

test('days and weeks come in multiples', () => {
  assert.equal(gridDay({ ...monthly, every: 15, unit: 'day' }, 2), '2024-03-01')
  assert.equal(gridDay({ ...monthly, every: 2, unit: 'week' }, -1), '2024-01-17')
  assert.equal(gridDay({ ...monthly, every: 3 }, 1), '2024-04-30')
})

// prettier-ignore
const stretches: readonly [DayCount, string, string, Fraction][] = [
  ['30/360',  '2024-01-31', '2024-02-29', fraction(1n, 12n)],
  ['30/360',  '2024-02-29', '2024-03-31', fraction(1n, 12n)],
  ['30/360',  '2024-01-31', '2024-02-10', fraction(10n, 29n * 12n)],
  ['30/360',  '2024-01-21', '2024-02-29', fraction(41n, 31n * 12n)],
  ['act/360', '2024-01-31', '2024-02-29', fraction(29n, 360n)],
  ['act/365', '2024-01-31', '2024-02-29', fraction(29n, 365n)],
  ['364',     '2024-01-01', '2024-01-08', fraction(1n, 52n)],
  ['act/act', '2023-12-12', '2024-01-12', plus(fraction(20n, 365n), fraction(11n, 366n))],
  ['act/act', '2024-01-01', '2025-01-01', fraction(1n, 1n)],
]

test('each day count gives its part of a year', () => {
  for (const [dayCount, from, to, expected] of stretches) {
    assert.deepEqual(yearFraction(from, to, dayCount, monthly), expected, `${dayCount} ${from}`)
  }
})

test('whole months of 30 days need months: weeks are counted by their days', () => {
  const weekly: Grid = { ...monthly, unit: 'week' }
  assert.deepEqual(yearFraction('2024-01-31', '2024-02-07', '30/360', weekly), fraction(7n, 360n))
})

const grids = fc.record({
  anchor: fc.constantFrom('2024-01-31', '2023-02-28', '2024-02-29', '2025-12-15'),
  dueDay: fc.constantFrom(28, 29, 30, 31, 15),
  every: fc.constantFrom(1, 2, 3, 6, 12),
  unit: fc.constantFrom('month', 'week', 'day'),
})

test('a stretch is the sum of its parts, wherever it is cut', () => {
  const day = fc.integer({ min: -800, max: 800 }).map((days) => addDays('2024-06-15', days))
  fc.assert(
    fc.property(grids, fc.constantFrom(...dayCounts), day, day, day, (grid, count, ...days) => {
      const [from = '', cut = '', to = ''] = days.toSorted()
      const whole = yearFraction(from, to, count, grid)
      const first = yearFraction(from, cut, count, grid)
      assert.deepEqual(plus(first, yearFraction(cut, to, count, grid)), whole)
    }),
  )
})
