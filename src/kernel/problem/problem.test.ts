import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accept, all, assert as promise, BrokenPromise, never, refuse } from './index.ts'

test('a refusal carries its code, a sentence and facts for a program', () => {
  assert.deepEqual(refuse('state_conflict', 'It moved on.', { currentState: 40010 }), {
    ok: false,
    problem: { code: 'state_conflict', detail: 'It moved on.', facts: { currentState: 40010 } },
  })
  assert.equal('facts' in refuse('order_not_found', 'No such order.').problem, false)
})

test('all answers every value, or the first refusal', () => {
  assert.deepEqual(all([accept(1), accept(2)]), accept([1, 2]))
  const first = refuse('first', 'The first.')
  assert.equal(all([accept(1), first, refuse('second', 'The second.')]), first)
})

test('a broken promise is a crash and no refusal', () => {
  promise(true, 'held')
  assert.throws(() => promise(0, 'there is a row'), BrokenPromise)
  assert.throws(() => never('surprise' as never), /unexpected value "surprise"/)
})
