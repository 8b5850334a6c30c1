/**
 * Numbers that carry the day they were given, `AF20260101000017`, and what their beginning says.
 */
import { addDays, instantAt, isBusinessDate, type Zone } from '../clock/index.ts'
import type { PrefixFilter, Range } from './listing-filter.ts'

/**
 * For a prefix filter's `implies`: a number is `letters`, the day in `zone` as YYYYMMDD, and
 * digits. Any beginning names a range of days, `AF20261` the last quarter of 2026; one that no
 * number can have names no day at all.
 */
export function numberedByDay(
  letters: string,
  filter: string,
  zone: Zone,
): NonNullable<PrefixFilter['implies']> {
  return (beginning) => ({ [filter]: daysOf(letters, beginning, zone) })
}

const never: Range = { from: new Date(0), to: new Date(0) }

function daysOf(letters: string, beginning: string, zone: Zone): Range {
  const known = beginning.slice(0, letters.length)
  if (!letters.startsWith(known)) return never
  const digits = beginning.slice(letters.length, letters.length + 'YYYYMMDD'.length)
  if (!/^\d*$/u.test(digits)) return never
  const first = digits.padEnd(8, '0')
  const last = digits.padEnd(8, '9')
  const [month, lastMonth] = [atLeast(first.slice(4, 6)), atMost(last.slice(4, 6), 12)]
  if (month > lastMonth) return never
  const from = dayOf(first.slice(0, 4), month, atLeast(first.slice(6)))
  const monthEnd = daysIn(last.slice(0, 4), lastMonth)
  const to = dayOf(last.slice(0, 4), lastMonth, atMost(last.slice(6), monthEnd))
  if (!isBusinessDate(from) || !isBusinessDate(to) || to < from) return never
  return { from: instantAt(from, '00:00', zone), to: instantAt(addDays(to, 1), '00:00', zone) }
}

const atLeast = (text: string): number => Math.max(1, Number(text))
const atMost = (text: string, most: number): number => Math.min(Number(text), most)

const daysIn = (year: string, month: number): number =>
  new Date(Date.UTC(Number(year), month, 0)).getUTCDate()

const dayOf = (year: string, month: number, day: number): string =>
  [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-')
