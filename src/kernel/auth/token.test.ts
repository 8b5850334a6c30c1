import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csrfTokenOf, hashOfToken, kindOfToken, newToken, shownOfToken } from './token.ts'

test('a token says what it is and is never the same', () => {
  const session = newToken('session')
  const key = newToken('api-key')
  assert.match(session, /^ls_[\w-]{43}$/u)
  assert.match(key, /^lk_[\w-]{43}$/u)
  assert.equal(kindOfToken(session), 'session')
  assert.equal(kindOfToken(key), 'api-key')
  assert.notEqual(session, newToken('session'))
})

test('what cannot be a token is not looked up at all', () => {
  const key = newToken('api-key')
  for (const wrong of [
    '',
    'ls_',
    `${key}x`,
    key.slice(0, -1),
    `x${key}`,
    key.replace('lk', 'lx'),
  ]) {
    assert.equal(kindOfToken(wrong), undefined)
  }
})

test('what is kept and shown of a token does not give it away', () => {
  const key = newToken('api-key')
  assert.equal(hashOfToken(key).length, 32)
  assert.ok(key.startsWith(shownOfToken(key)))
  assert.equal(shownOfToken(key).length, 9)
})

test('the CSRF token follows from the session token alone and differs from session to session', () => {
  const token = newToken('session')
  assert.equal(csrfTokenOf(token), csrfTokenOf(token))
  assert.notEqual(csrfTokenOf(token), csrfTokenOf(newToken('session')))
  assert.ok(!csrfTokenOf(token).includes(token.slice(3)))
})
