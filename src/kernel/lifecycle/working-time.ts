/**
 * How long somebody may be waited for: minutes round the clock, but none on days on which nobody
 * works. Limits are counted forward from a moment, lateness backward from now.
 */
import {
  addDays,
  businessDate,
  instantAt,
  isChineseWorkday,
  type BusinessDate,
  type Instant,
  type Zone,
} from '../clock/index.ts'
import { assert } from '../problem/index.ts'

/** The zone whose midnights end a working day. */
export const workZone: Zone = 'Asia/Shanghai'

/** The longest limit: thirty days. */
export const limitMinutesMax = 43_200
/** Days walked at most: thirty working days and every holiday between them. */
const daysMax = 120
const minuteMs = 60_000

const midnight = (date: BusinessDate): number => instantAt(date, '00:00', workZone).getTime()

/** The moment at which so many working minutes have passed since `from`. */
export function afterWorkingMinutes(from: Instant, minutes: number): Instant {
  let leftMs = minutes * minuteMs
  let atMs = from.getTime()
  let date = businessDate(from, workZone)
  for (let days = 0; days < daysMax; days++) {
    const endMs = midnight(addDays(date, 1))
    if (isChineseWorkday(date)) {
      if (atMs + leftMs <= endMs) return new Date(atMs + leftMs)
      leftMs -= endMs - atMs
    }
    atMs = endMs
    date = addDays(date, 1)
  }
  assert(false, `a limit of ${minutes} minutes ends within ${daysMax} days`)
}

/** Since when so many working minutes have passed at `at`: what waits longer is late. */
export function beforeWorkingMinutes(at: Instant, minutes: number): Instant {
  let leftMs = minutes * minuteMs
  let atMs = at.getTime()
  let date = businessDate(at, workZone)
  for (let days = 0; days < daysMax; days++) {
    const startMs = midnight(date)
    if (isChineseWorkday(date)) {
      if (atMs - leftMs >= startMs) return new Date(atMs - leftMs)
      leftMs -= atMs - startMs
    }
    atMs = startMs
    date = addDays(date, -1)
  }
  assert(false, `a limit of ${minutes} minutes began within ${daysMax} days`)
}
