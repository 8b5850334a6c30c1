/**
 * Time, and the calendar of a business. The database keeps UTC; "D day 09:00" or "00:01 daily" is
 * computed here, in the zone of the business.
 */
import chineseDays from 'chinese-days'
import { Temporal } from 'temporal-polyfill'

/** A point in time, UTC, to the millisecond. Never changed in place. */
export type Instant = Readonly<Date>

/** A calendar day of a business zone, `2026-01-31`. */
export type BusinessDate = string

export type Zone = 'Asia/Shanghai' | 'Asia/Jakarta' | 'UTC'

export interface Clock {
  now(): Instant
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock that stands still until it is told to move: for tests, and for a demo instance. */
export interface MovableClock extends Clock {
  moveTo(instant: Instant): void
  advance(milliseconds: number): void
}

export const isMovable = (clock: Clock): clock is MovableClock => 'advance' in clock

export function fixedClock(start: string): MovableClock {
  let nowMs = Date.parse(start)
  return {
    now: () => new Date(nowMs),
    moveTo: (instant) => {
      nowMs = instant.getTime()
    },
    advance: (milliseconds) => {
      nowMs += milliseconds
    },
  }
}

/** Runs with the system clock, but so many milliseconds ahead of it. */
export function shiftedClock(): MovableClock {
  let aheadMs = 0
  return {
    now: () => new Date(Date.now() + aheadMs),
    moveTo: (instant) => {
      aheadMs = instant.getTime() - Date.now()
    },
    advance: (milliseconds) => {
      aheadMs += milliseconds
    },
  }
}

const zoned = (instant: Instant, zone: Zone): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone)

/** How far the clocks of `zone` are ahead of UTC at `instant`. */
export const offsetMs = (instant: Instant, zone: Zone): number =>
  zoned(instant, zone).offsetNanoseconds / 1_000_000

/** The calendar day that `instant` falls on in `zone`. */
export const businessDate = (instant: Instant, zone: Zone): BusinessDate =>
  zoned(instant, zone).toPlainDate().toString()

/** The instant at which the clocks of `zone` show `time` (`09:00`, `00:01:30`) on `date`. */
export function instantAt(date: BusinessDate, time: string, zone: Zone): Instant {
  const local = Temporal.PlainDate.from(date).toZonedDateTime({
    timeZone: zone,
    plainTime: Temporal.PlainTime.from(time),
  })
  return new Date(local.epochMilliseconds)
}

/** The first instant after `after` at which the clocks of `zone` show `time`. */
export function nextAt(time: string, zone: Zone, after: Instant): Instant {
  const today = businessDate(after, zone)
  const first = instantAt(today, time, zone)
  return first > after ? first : instantAt(addDays(today, 1), time, zone)
}

export const addDays = (date: BusinessDate, days: number): BusinessDate =>
  Temporal.PlainDate.from(date).add({ days }).toString()

/** Same day so many months later; month end where that day does not exist. */
export const addMonths = (date: BusinessDate, months: number): BusinessDate =>
  Temporal.PlainDate.from(date).add({ months }).toString()

/** Whole days from `from` to `to`; negative when `to` lies before. */
export const daysBetween = (from: BusinessDate, to: BusinessDate): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days

/** Completed years from `born` to `on`: a person's age, by the calendar. */
export const yearsBetween = (born: BusinessDate, on: BusinessDate): number =>
  Temporal.PlainDate.from(born).until(Temporal.PlainDate.from(on), { largestUnit: 'year' }).years

export function isBusinessDate(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text).toString() === text
  } catch {
    // Temporal says what is no date by throwing; that is the answer here.
    return false
  }
}

/** A working day in mainland China, with its published holidays and make-up days. */
export const isChineseWorkday = (date: BusinessDate): boolean => chineseDays.isWorkday(date)
