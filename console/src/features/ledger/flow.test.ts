import assert from 'node:assert/strict'
import { test } from 'node:test'
import { flowOf } from './flow.ts'

const leg = (debit: string, credit: string, amount: number | string) => ({
  debit,
  credit,
  amount,
  reversed: 0,
})

test('payers stand on the left, payees on the right, each with what it pays or gets', () => {
  const flow = flowOf([leg('a', 'x', 600), leg('a', 'y', 300), leg('b', 'y', 100)])
  assert.deepEqual(
    flow.payers.map(({ accountNo, amount }) => [accountNo, amount]),
    [
      ['a', 900n],
      ['b', 100n],
    ],
  )
  assert.deepEqual(
    flow.payees.map(({ accountNo, amount }) => [accountNo, amount]),
    [
      ['x', 600n],
      ['y', 400n],
    ],
  )
})

test('a band is as wide as its amount, and bands of one account do not overlap', () => {
  const flow = flowOf([leg('a', 'x', 600), leg('a', 'y', 300), leg('b', 'y', 100)])
  const edges = flow.bands.map(({ outline }) => {
    const [left = 0] = /^M0 ([\d.]+)/u.exec(outline)?.slice(1).map(Number) ?? []
    const [end = 0] = /0 ([\d.]+)Z$/u.exec(outline)?.slice(1).map(Number) ?? []
    return { left, end }
  })
  const [first, second] = edges
  assert.ok(first && second)
  assert.equal(first.end - first.left, 120)
  assert.equal(second.end - second.left, 60)
  assert.equal(second.left, first.end)
})

test('legs between the same two accounts are one band, however large their sum', () => {
  const flow = flowOf([leg('a', 'x', '9007199254740993'), leg('a', 'x', 1)])
  assert.deepEqual(
    flow.bands.map(({ amount }) => amount),
    [9007199254740994n],
  )
})

test('a journal of many legs shows the largest, and says how many there are', () => {
  const flow = flowOf(Array.from({ length: 40 }, (_, at) => leg('a', `x${at}`, at + 1)))
  assert.deepEqual([flow.pairs, flow.bands.length, flow.bands[0]?.amount], [40, 12, 40n])
  assert.ok(flow.payees.every(({ height }) => height >= 52))
})

test('a journal without legs has nothing to draw', () => {
  assert.deepEqual(flowOf([]), { height: 0, payers: [], payees: [], bands: [], pairs: 0 })
})
