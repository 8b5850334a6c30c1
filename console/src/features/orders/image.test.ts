import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deedOf, fit, larger, smaller, stepped, turned } from './image.ts'

const times = <T>(count: number, step: (given: T) => T, from: T): T =>
  Array.from({ length: count }).reduce<T>((given) => step(given), from)

test('an image grows and shrinks between a quarter and eight times its size', () => {
  assert.equal(larger(fit).scale, 1.25)
  assert.equal(smaller(larger(fit)).scale, 1)
  assert.equal(times(50, larger, fit).scale, 8)
  assert.equal(times(50, smaller, fit).scale, 0.25)
})

test('four quarter turns are none', () => {
  assert.equal(turned(fit).turn, 90)
  assert.deepEqual(times(4, turned, fit), fit)
})

test('after the last image comes the first, and before the first the last', () => {
  assert.deepEqual([stepped(0, 1, 3), stepped(2, 1, 3), stepped(0, -1, 3)], [1, 0, 2])
  assert.equal(stepped(0, 1, 1), 0)
})

test('keys that mean nothing do nothing', () => {
  assert.deepEqual(['ArrowRight', '+', '-', 'r', '0', 'x', 'Enter'].map(deedOf), [
    'next',
    'larger',
    'smaller',
    'turn',
    'fit',
    undefined,
    undefined,
  ])
})
