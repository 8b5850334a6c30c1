import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DashboardFigures } from './client.ts'
import { funnelPicture, hoursPicture, hoursText, ordersPicture, timesPicture } from './pictures.ts'

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
  assert.deepEqual(labels, ['状态0 0', '状态10010 10010'])
  assert.deepEqual(series[0]?.values, [3, 9])
})

test('the funnel keeps the order of the steps; before the first order there is none', () => {
  assert.deepEqual(funnelPicture(figures, reader).series[0]?.values, [12, 9])
  const empty = { ...figures, funnel: figures.funnel.map((step) => ({ ...step, reached: 0 })) }
  assert.deepEqual(funnelPicture(empty, reader).labels, [])
})

test('times are shown of states that orders have left', () => {
  const { labels, series } = timesPicture(figures, { ...reader, language: 'en' })
  assert.deepEqual(labels, ['State 10010 10010', 'State 99999 99999'])
  assert.deepEqual(series[0]?.values, [2, 2])
})

test('hours without an event are hours with none, up to the moment of the figures', () => {
  const { labels, series } = hoursPicture(figures, reader)
  assert.deepEqual(series[0]?.values, [4, 0, 0, 2, 0])
  assert.deepEqual([labels[0], labels.at(-1)], ['03-02 09:00', '03-02 13:00'])
  assert.deepEqual(hoursPicture({ ...figures, hours: [], asOf: null }, reader).labels, [])
})

// prettier-ignore
const times = [[0.25, '15 min'], [1, '1 h'], [7.46, '7.5 h'], [47, '47 h'], [60, '2.5 d'], [2_400, '100 d']] as const

test('a time is told in one unit', () => {
  for (const [hours, text] of times) assert.equal(hoursText(hours, 'en'), text)
})
