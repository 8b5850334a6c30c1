import assert from 'node:assert/strict'
import { test } from 'node:test'
import { path, safeNext } from './path.ts'

test('after signing in nobody is led to another site', () => {
  for (const next of [null, '', '//evil.example', '/\\evil.example', 'https://evil.example']) {
    assert.equal(safeNext(next), path.home(), String(next))
  }
  assert.equal(safeNext('/lifecycles?tab=moves'), '/lifecycles?tab=moves')
})

test('the way back to the door is not kept', () => {
  assert.equal(safeNext('/sign-in?next=/sign-in'), path.home())
  assert.equal(path.signIn('/'), '/sign-in')
})

test('what stands in an address is escaped', () => {
  assert.equal(path.order('AF/1?x'), '/auto-loan/orders/AF%2F1%3Fx')
})
