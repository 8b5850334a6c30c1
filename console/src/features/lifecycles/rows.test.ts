import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Finding, Move, State } from './client.ts'
import { countOf, isSame, marksOf, together, type Difference } from './difference.ts'
import { durationOf, indexOf, percentText } from './figures.ts'
import { findingsOf, rowOf, worst } from './findings.ts'
import { base64Of, shifted } from './importing.ts'
import { mapped, mappingOf, mapText, percentOf } from './migrations.ts'

const place = { file: 'a.md', line: 7 }
const state = (code: number): State => ({
  code,
  name: String(code),
  terminal: false,
  origin: 'document',
  amended: [],
  place,
})
const go: Move = {
  event: 'go',
  from: 1,
  to: 2,
  kind: 'transition',
  roles: [],
  mirrors: [],
  label: 'go',
  origin: 'document',
  amended: [],
  place,
}
const finding = (subject: string, severity: Finding['severity'] = 'error'): Finding => ({
  code: 'dead_end',
  severity,
  version: '9',
  place,
  subject,
  message: { zh: '死路', en: 'dead end' },
})

test('a finding stands at the state, the row or the event that it is about, and nowhere else', () => {
  const rows = { states: [state(1), state(2)], moves: [go] }
  const cases = [
    ['1', rows.states[0]],
    ['1 go 2', go],
    ['go', go],
    ['*', undefined],
  ] as const
  for (const [subject, row] of cases) {
    assert.equal(rowOf(rows, finding(subject)), row, subject)
    if (row) assert.equal(findingsOf([finding(subject)], row).length, 1, subject)
  }
  assert.deepEqual(findingsOf([finding('1')], state(11)), [])
  assert.equal(worst([finding('1', 'warning'), finding('1')]), 'error')
  assert.equal(worst([]), undefined)
})

const nothing = { added: [], removed: [], changed: [] }
const difference: Difference = {
  states: { added: [state(3)], removed: [state(2)], changed: [] },
  moves: { ...nothing, changed: [{ before: go, after: go, attributes: ['roles'] }] },
  initial: null,
}

test('a graph of two versions holds what was removed as well, each row with its mark', () => {
  const after = { initial: 1, states: [state(1), state(3)], moves: [go] }
  const both = together(after, difference)
  assert.deepEqual(
    both.states.map(({ code }) => code),
    [1, 3, 2],
  )
  const marks = marksOf(difference)
  assert.deepEqual(
    [...marks.states],
    [
      [3, 'added'],
      [2, 'removed'],
    ],
  )
  assert.deepEqual([...marks.moves], [['1 go 2', 'changed']])
  assert.equal(countOf(difference.states), 2)
  assert.equal(isSame(difference), false)
  assert.equal(isSame({ states: nothing, moves: nothing, initial: null }), true)
  const moved = { before: 0, after: 1 }
  assert.equal(isSame({ states: nothing, moves: nothing, initial: moved }), false)
})

test('shares and times are written as people read them', () => {
  const shares = [
    [0, '0%'],
    [0.031_2, '3.1%'],
    [0.05, '5%'],
    [0.624, '62%'],
    [1, '100%'],
  ] as const
  for (const [share, text] of shares) assert.equal(percentText(share), text)
  const times = [
    [0, 'seconds', 0],
    [119, 'seconds', 119],
    [600, 'minutes', 10],
    [7_200, 'hours', 2],
    [86_400 * 3, 'days', 3],
  ] as const
  for (const [seconds, unit, count] of times) {
    assert.deepEqual(durationOf(seconds), { unit, count }, String(seconds))
  }
})

test('figures are found by the row they belong to, and none are found where none are known', () => {
  const known = indexOf({
    asOf: '2026-01-01T00:00:00Z',
    states: [{ code: 1, orders: 5, medianSeconds: 60, p90Seconds: null }],
    moves: [{ event: 'go', from: 1, to: 2, count: 4, share: 0.8 }],
  })
  assert.equal(known.state(1)?.orders, 5)
  assert.equal(known.move('1 go 2')?.share, 0.8)
  assert.equal(known.state(2), undefined)
  assert.equal(indexOf(undefined).state(1), undefined)
})

test('files change places, and their bytes travel as base64, large ones too', () => {
  assert.deepEqual(shifted(['a', 'b', 'c'], 2, -1), ['a', 'c', 'b'])
  assert.deepEqual(shifted(['a', 'b'], 0, -1), ['a', 'b'])
  assert.deepEqual(shifted(['a', 'b'], 1, 1), ['a', 'b'])
  const bytes = Uint8Array.from({ length: 100_000 }, (_, at) => at % 251)
  assert.equal(base64Of(bytes), Buffer.from(bytes).toString('base64'))
})

test('a map of states stands in the address, and changes state by state', () => {
  assert.equal(mapped('', 10010, 10020), '10010=10020')
  assert.equal(mapped('10010=10020', 5, 6), '5=6,10010=10020')
  assert.equal(mapped('5=6,10010=10020', 5, 7), '5=7,10010=10020')
  assert.equal(mapped('5=6,10010=10020', 5, undefined), '10010=10020')
  assert.equal(mapText(mappingOf('')), '')
  assert.equal(mapText(mappingOf('nonsense')), '')
})

test('progress counts to a hundred and never beyond', () => {
  const of = (ordersDone: number, ordersTotal: number) =>
    percentOf({ ordersDone, ordersTotal } as Parameters<typeof percentOf>[0])
  assert.deepEqual([of(0, 3), of(2, 3), of(3, 3), of(5, 3), of(0, 0)], [0, 66, 100, 100, 100])
})
