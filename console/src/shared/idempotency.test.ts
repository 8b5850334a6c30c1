import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal, Unanswered } from '../api.ts'
import { keyOf, once } from './idempotency.ts'

function store() {
  const kept = new Map<string, string>()
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  }
}

const refusal = (code: 'guard_failed' | 'idempotency_key_in_flight') =>
  new Refusal({ type: '', title: '', status: 409, code, detail: '', instance: '' })

const failing = (error: Error) => () => Promise.reject(error)

test('a form keeps its key until the server has answered definitely', async () => {
  const page = store()
  const first = keyOf('form', page)
  await assert.rejects(once('form', failing(new Unanswered('network', first)), page))
  assert.equal(keyOf('form', page), first)
  await assert.rejects(once('form', failing(refusal('idempotency_key_in_flight')), page))
  assert.equal(keyOf('form', page), first)
  const used = await once('form', (key) => Promise.resolve(key), page)
  assert.equal(used, first)
  assert.notEqual(keyOf('form', page), first)
})

test('a refusal is definite: the next try is another one', async () => {
  const page = store()
  const first = keyOf('form', page)
  await assert.rejects(once('form', failing(refusal('guard_failed')), page))
  assert.notEqual(keyOf('form', page), first)
})

test('two forms have two keys', () => {
  const page = store()
  assert.notEqual(keyOf('one', page), keyOf('other', page))
})
