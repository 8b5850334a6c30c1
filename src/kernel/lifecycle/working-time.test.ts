import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isChineseWorkday, businessDate } from '../clock/index.ts'
import { afterWorkingMinutes, beforeWorkingMinutes } from './working-time.ts'

// prettier-ignore
const limits: readonly (readonly [why: string, from: string, minutes: number, until: string])[] = [
  ['within a day',                          '2026-03-03T02:00:00Z', 60,    '2026-03-03T03:00:00Z'],
  ['over midnight of a working day',        '2026-03-03T15:30:00Z', 60,    '2026-03-03T16:30:00Z'],
  ['from Friday evening over the weekend',  '2026-03-06T12:00:00Z', 1_440, '2026-03-09T12:00:00Z'],
  ['from a Sunday: it begins on Monday',    '2026-03-08T04:00:00Z', 60,    '2026-03-08T17:00:00Z'],
  ['over the holidays of October',          '2026-09-30T12:00:00Z', 1_440, '2026-10-08T12:00:00Z'],
]

for (const [why, from, minutes, until] of limits) {
  test(`a limit ${why} ends when so many working minutes have passed`, () => {
    assert.equal(
      afterWorkingMinutes(new Date(from), minutes).toISOString(),
      new Date(until).toISOString(),
    )
  })
}

test('what is late by the clock forward is late by the clock backward', () => {
  const start = Date.parse('2026-01-01T00:00:00Z')
  const moment = fc.integer({ min: 0, max: 300 * 1_440 }).map((at) => new Date(start + at * 60_000))
  fc.assert(
    fc.property(moment, moment, fc.integer({ min: 1, max: 10_000 }), (since, now, minutes) => {
      // A limit that ends on a day off is the same limit as the one at the end of the day before.
      fc.pre(isChineseWorkday(businessDate(since, 'Asia/Shanghai')))
      const forward = afterWorkingMinutes(since, minutes) < now
      const backward = since < beforeWorkingMinutes(now, minutes)
      const limit = afterWorkingMinutes(since, minutes)
      const dayOff = !isChineseWorkday(businessDate(now, 'Asia/Shanghai'))
      if (forward !== backward) assert.ok(dayOff || limit.getTime() === now.getTime())
    }),
  )
})
