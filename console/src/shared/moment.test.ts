import assert from 'node:assert/strict'
import { test } from 'node:test'
import { durationText, relativeText } from './moment.ts'

const nowMs = Date.parse('2026-03-02T01:00:00Z')
const before = (ms: number): string => new Date(nowMs - ms).toISOString()

test('how long ago is said in the largest unit that fits, and never too long', () => {
  // prettier-ignore
  const cases: readonly (readonly [number, string, string])[] = [
    [0, '0秒钟前', '0 sec ago'],
    [59_999, '59秒钟前', '59 secs ago'],
    [60_000, '1分钟前', '1 min ago'],
    [3_599_999, '59分钟前', '59 mins ago'],
    [86_399_999, '23小时前', '23 hr ago'],
    [2.9 * 86_400_000, '2天前', '2 days ago'],
    [-7_200_000, '2小时后', 'in 2 hr'],
  ]
  for (const [ms, zh, en] of cases) {
    // How the languages write a unit is the browser's; that number and direction hold is ours.
    const said = relativeText(before(ms), nowMs, 'zh')
    assert.equal(said.replaceAll(/[^0-9前后天]/gu, ''), zh.replaceAll(/[^0-9前后天]/gu, ''), said)
    const english = relativeText(before(ms), nowMs, 'en')
    assert.equal(/\d+/u.exec(english)?.[0], /\d+/u.exec(en)?.[0], english)
  }
})

test('a length of time is told by its two largest units', () => {
  // prettier-ignore
  const cases: readonly (readonly [number, string, string])[] = [
    [0, '0 秒', '0 s'],
    [999, '0 秒', '0 s'],
    [65_000, '1 分钟 5 秒', '1 min 5 s'],
    [3_600_000, '1 小时', '1 h'],
    [90_061_000, '1 天 1 小时', '1 d 1 h'],
    [86_400_000 * 12, '12 天', '12 d'],
  ]
  for (const [ms, zh, en] of cases) {
    assert.equal(durationText(ms, 'zh'), zh)
    assert.equal(durationText(ms, 'en'), en)
  }
})
