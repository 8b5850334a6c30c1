import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DashboardFigures } from './client.ts'
import { funnelPicture, hoursPicture, ordersPicture, timesPicture } from './pictures.ts'

const words = { orders: '订单', reached: '到过', median: '中位', p90: '九成', events: '事件' }
const reader = { words, language: 'zh' as const }
const state = (code: number, orders: number, ended = false) => ({
  code,
  name: `状态${code}`,
  nameEn: `State ${code}`,
  ended,
  orders,
  medianSeconds: orders > 5 ? 7_200 : null,
  p90Seconds: orders > 5 ? 86_400 * 5 : null,
})
const figures: DashboardFigures = {
  machine: 'auto-loan',
  version: '8',
  asOf: '2026-03-02T05:30:00.000Z',
  states: [state(0, 3), state(10010, 9), state(10050, 0), state(99999, 40, true)],
  funnel: [
    { code: 0, name: '草稿', nameEn: 'Draft', reached: 12 },
    { code: 10010, name: '初审', nameEn: 'Audit', reached: 9 },
  ],
  hours: [
    { at: '2026-03-02T01:00:00.000Z', events: 4 },
    { at: '2026-03-02T04:00:00.000Z', events: 2 },
  ],
  today: { births: 12, ends: 0, events: 21 },
  openOrders: 12,
  late: 1,
  openAlarms: 0,
}

test('states that are empty or in which orders have ended have no bar', () => {
  const { labels, series } = ordersPicture(figures, reader)
  assert.deepEqual(labels, ['状态0', '状态10010'])
  assert.deepEqual(series[0]?.values, [3, 9])
})

test('the funnel keeps the order of the steps; before the first order there is none', () => {
  const { labels, series } = funnelPicture(figures, reader)
  assert.deepEqual(series[0]?.values, [12, 9])
  assert.deepEqual(labels, ['100% 草稿', '75% 初审'])
  const empty = { ...figures, funnel: figures.funnel.map((step) => ({ ...step, reached: 0 })) }
  assert.deepEqual(funnelPicture(empty, reader).labels, [])
})

test('times are shown of states that orders have left', () => {
  const { labels, series } = timesPicture(figures, { ...reader, language: 'en' })
  assert.deepEqual(labels, ['State 10010', 'State 99999'])
  assert.deepEqual(series[1]?.values, [5, 5])
  assert.deepEqual(series[0]?.values, [1 / 12, 1 / 12])
})

test('times are told in one unit, the largest of which the longest has two', () => {
  const longest = (p90Seconds: number) => {
    const states = figures.states.map((one) => ({ ...one, medianSeconds: 1, p90Seconds }))
    const { series, format } = timesPicture({ ...figures, states }, { ...reader, language: 'en' })
    return format?.(series[1]?.values[0] ?? 0)
  }
  assert.equal(longest(100), '100 s')
  assert.equal(longest(7_000), '117 min')
  assert.equal(longest(27_000), '7.5 h')
  assert.equal(longest(86_400 * 12), '12 d')
})

test('states of the same name are told apart by their codes', () => {
  const states = [state(1, 9), { ...state(2, 8), nameEn: 'State 1' }, state(3, 7)]
  const { labels } = ordersPicture({ ...figures, states }, { ...reader, language: 'en' })
  assert.deepEqual(labels, ['State 1 1', 'State 1 2', 'State 3'])
})

test('hours without an event are hours with none, up to the moment of the figures', () => {
  const { labels, series } = hoursPicture(figures, reader)
  assert.equal(labels.length, 24)
  assert.deepEqual(series[0]?.values.slice(-5), [4, 0, 0, 2, 0])
  assert.deepEqual(
    labels.slice(-5),
    [9, 10, 11, 12, 13].map((hour) => `03-02 ${String(hour).padStart(2, '0')}:00`),
  )
  assert.deepEqual(hoursPicture({ ...figures, hours: [], asOf: null }, reader).labels, [])
})
