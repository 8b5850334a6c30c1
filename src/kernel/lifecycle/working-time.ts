/**
 * How long somebody may be waited for: minutes round the clock, but none on days on which nobody
 * works. Limits are counted forward from a moment, lateness backward from now.
 */
import {
  addDays,
  businessDate,
  instantAt,
  isChineseWorkday,
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
const hourMs = 3_600_000

interface Day {
  readonly startMs: number
  readonly endMs: number
  readonly works: boolean
}

/** A page asks for the same few days fifty times, and the calendar is slow to tell. */
const known = new Map<number, Day>()
const knownMax = 10_000

/** The day of the business in which a moment lies. Its midnights are full hours of UTC. */
function dayAt(ms: number): Day {
  const hour = Math.floor(ms / hourMs)
  const before = known.get(hour)
  if (before !== undefined) return before
  const date = businessDate(new Date(ms), workZone)
  const day = {
    startMs: instantAt(date, '00:00', workZone).getTime(),
    endMs: instantAt(addDays(date, 1), '00:00', workZone).getTime(),
    works: isChineseWorkday(date),
  }
  if (known.size >= knownMax) known.clear()
  for (let each = day.startMs; each < day.endMs; each += hourMs) known.set(each / hourMs, day)
  return day
}

/** The moment at which so many working minutes have passed since `from`. */
export function afterWorkingMinutes(from: Instant, minutes: number): Instant {
  let leftMs = minutes * minuteMs
  let atMs = from.getTime()
  for (let days = 0; days < daysMax; days++) {
    const { endMs, works } = dayAt(atMs)
    if (works) {
      if (atMs + leftMs <= endMs) return new Date(atMs + leftMs)
      leftMs -= endMs - atMs
    }
    atMs = endMs
  }
  assert(false, `a limit of ${minutes} minutes ends within ${daysMax} days`)
}

/** Since when so many working minutes have passed at `at`: what waits longer is late. */
export function beforeWorkingMinutes(at: Instant, minutes: number): Instant {
  let leftMs = minutes * minuteMs
  let atMs = at.getTime()
  for (let days = 0; days < daysMax; days++) {
    // Midnight belongs to the day that ends with it.
    const { startMs, works } = dayAt(atMs - 1)
    if (works) {
      if (atMs - leftMs >= startMs) return new Date(atMs - leftMs)
      leftMs -= atMs - startMs
    }
    atMs = startMs
  }
  assert(false, `a limit of ${minutes} minutes began within ${daysMax} days`)
}
