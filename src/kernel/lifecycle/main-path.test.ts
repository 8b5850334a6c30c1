import assert from 'node:assert/strict'
import { test } from 'node:test'
import { define } from './define.ts'
import { mainPath } from './main-path.ts'
import { shipped } from './test-fixture.ts'

const { v8, simple } = await shipped()

test('the main path of a car loan leads from the draft to the last instalment', () => {
  const path = mainPath(v8)
  assert.equal(path[0], 0)
  assert.equal(path.at(-1), 60150)
  assert.ok(
    [10010, 10050, 40010, 40050, 40110, 40150, 50350].every((state) => path.includes(state)),
  )
  assert.ok([10030, 40020, 40030, 40130, 99999].every((state) => !path.includes(state)))
  assert.equal(new Set(path).size, path.length)
  assert.deepEqual(mainPath(simple), [0, 10110, 10150, 50250, 60050, 60150])
})

test('where two ways lead on, it takes the one that most orders took', () => {
  const withDownPayment = mainPath(v8, ({ to }) => (to === 50250 ? 9 : to === 50310 ? 1 : 0))
  const without = mainPath(v8, ({ to }) => (to === 50250 ? 1 : to === 50310 ? 9 : 0))
  assert.ok(withDownPayment.includes(30050) && !withDownPayment.includes(50310))
  assert.ok(without.includes(50310) && !without.includes(30050))
})

test('however often orders go back or give up, the path leads on', () => {
  const path = mainPath(v8, ({ event }) =>
    event === 'cancel' || event.startsWith('return') ? 99 : 0,
  )
  assert.equal(path.at(-1), 60150)
})

test('a machine without an end has the path to its farthest state', () => {
  const circle = define({
    machine: 'circle',
    version: '1',
    initial: 1,
    states: { 1: { name: 'one' }, 2: { name: 'two' }, 3: { name: 'three' } },
    events: {
      on: {
        label: 'on',
        roles: ['admin'],
        rows: [
          [1, 2],
          [2, 3],
        ],
      },
      back: { label: 'back', roles: ['admin'], rows: [[3, 1]] },
    },
  })
  assert.deepEqual(mainPath(circle), [1, 2, 3])
})
