import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixedClock, businessDate } from '../clock/index.ts'
import { numberedByDay } from './listing-number.ts'

const implies = numberedByDay('AF', 'created', 'Asia/Shanghai')
const shanghai = (text: string): Date => new Date(`${text}T00:00:00+08:00`)

// prettier-ignore
const days: readonly (readonly [beginning: string, from: string, to: string])[] = [
  ['AF20260131000017', '2026-01-31', '2026-02-01'],
  ['AF20260131',       '2026-01-31', '2026-02-01'],
  ['AF2026013',        '2026-01-30', '2026-02-01'],
  ['AF2026020',        '2026-02-01', '2026-02-10'],
  ['AF2026022',        '2026-02-20', '2026-03-01'],
  ['AF202402',         '2024-02-01', '2024-03-01'],
  ['AF20261',          '2026-10-01', '2027-01-01'],
  ['AF20260',          '2026-01-01', '2026-10-01'],
  ['AF2026',           '2026-01-01', '2027-01-01'],
  ['AF202',            '2020-01-01', '2030-01-01'],
]

for (const [beginning, from, to] of days) {
  test(`numbers that begin with ${beginning} were given from ${from} until before ${to}`, () => {
    assert.deepEqual(implies?.(beginning), {
      created: { from: shanghai(from), to: shanghai(to) },
    })
  })
}

for (const beginning of [
  'B',
  'AFX',
  'AF2026-',
  'AF202613',
  'AF202602300',
  'AF20260231',
  'af2026',
]) {
  test(`no number begins with ${beginning}, so no day is named`, () => {
    const { created } = implies?.(beginning) ?? {}
    assert.deepEqual(created?.from, created?.to)
  })
}

for (const beginning of ['', 'A', 'AF', 'AF2']) {
  test(`"${beginning}" leaves the day open`, () => {
    const { created } = implies?.(beginning) ?? {}
    assert.ok(created?.from && created.from <= shanghai('2000-01-01'))
    assert.ok(created.to && created.to >= shanghai('2999-01-01'))
  })
}

test('every beginning of a number holds the day on which the number was given', () => {
  const clock = fixedClock('2024-01-01T00:00:00Z')
  for (let step = 0; step < 500; step++) {
    clock.advance(53 * 3_600_000 + 17)
    const now = clock.now()
    const number = `AF${businessDate(now, 'Asia/Shanghai').replaceAll('-', '')}000001`
    for (let length = 0; length <= number.length; length++) {
      const { created } = implies?.(number.slice(0, length)) ?? {}
      assert.ok(created?.from && created.from <= now, number.slice(0, length))
      assert.ok(created.to && created.to > now, number.slice(0, length))
    }
  }
})
