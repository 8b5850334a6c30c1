/** Due days and day counts. Pure; calendar days of the business zone. */
import { addDays, addMonths, daysBetween, type BusinessDate } from '#kernel/clock'
import { fraction, nothing, plus, times, type Fraction } from '#kernel/money'
import type { DayCount, Grid } from './model.ts'

const daysOfWeek = 7

export const dayOfMonth = (date: BusinessDate): number => Number(date.slice(8))

/** The regular day so many periods after the anchor, or before it. */
export function gridDay(grid: Grid, periods: number): BusinessDate {
  const { anchor, every, unit } = grid
  if (unit === 'day') return addDays(anchor, periods * every)
  if (unit === 'week') return addDays(anchor, periods * every * daysOfWeek)
  const first = addMonths(`${anchor.slice(0, 8)}01`, periods * every)
  const last = dayOfMonth(addDays(addMonths(first, 1), -1))
  return `${first.slice(0, 8)}${String(Math.min(grid.dueDay, last)).padStart(2, '0')}`
}

/** Which part of a year lies from one day to another that is not before it. */
export function yearFraction(
  from: BusinessDate,
  to: BusinessDate,
  dayCount: DayCount,
  grid: Grid,
): Fraction {
  switch (dayCount) {
    case '30/360':
      return grid.unit === 'month' ? inMonths(from, to, grid) : overDays(from, to, 360n)
    case 'act/360':
      return overDays(from, to, 360n)
    case 'act/365':
      return overDays(from, to, 365n)
    case '364':
      return overDays(from, to, 364n)
    case 'act/act':
      return byYear(from, to)
  }
}

const overDays = (from: BusinessDate, to: BusinessDate, base: bigint): Fraction =>
  fraction(BigInt(daysBetween(from, to)), base)

const inMonths = (from: BusinessDate, to: BusinessDate, grid: Grid): Fraction =>
  times(periodsBetween(from, to, grid), fraction(BigInt(grid.every), 12n))

/** Regular periods are whole, however many days they have; of others only their part counts. */
export function periodsBetween(from: BusinessDate, to: BusinessDate, grid: Grid): Fraction {
  let sum = nothing
  let at = periodOf(from, grid)
  for (let start = from; start < to; at += 1) {
    const [opens, closes] = [gridDay(grid, at), gridDay(grid, at + 1)]
    const end = closes < to ? closes : to
    const days = BigInt(daysBetween(start, end))
    sum = plus(sum, fraction(days, BigInt(daysBetween(opens, closes))))
    start = end
  }
  return sum
}

/** The regular period in which a day lies: 0 begins at the anchor. */
function periodOf(date: BusinessDate, grid: Grid): number {
  const { anchor, every, unit } = grid
  if (unit !== 'month') {
    return Math.floor(daysBetween(anchor, date) / (unit === 'week' ? every * daysOfWeek : every))
  }
  const guess = Math.floor((monthNumber(date) - monthNumber(anchor)) / every)
  // A period opens within the month that was guessed, and perhaps after this day of it.
  return gridDay(grid, guess) > date ? guess - 1 : guess
}

const monthNumber = (date: BusinessDate): number =>
  Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7))

function byYear(from: BusinessDate, to: BusinessDate): Fraction {
  let sum = nothing
  for (let start = from; start < to;) {
    const year = Number(start.slice(0, 4))
    const next = `${String(year + 1).padStart(4, '0')}-01-01`
    const end = next < to ? next : to
    const length = daysBetween(`${start.slice(0, 4)}-01-01`, next)
    sum = plus(sum, overDays(start, end, BigInt(length)))
    start = end
  }
  return sum
}
