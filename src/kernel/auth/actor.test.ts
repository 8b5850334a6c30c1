import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  hasRole,
  isRole,
  partnerActor,
  personOf,
  roles,
  subjectOf,
  systemActor,
  type Actor,
} from './actor.ts'

const wang: Actor = { kind: 'user', id: '0190', name: 'wang', roles: ['dealer'], party: undefined }
const key: Actor = { ...wang, kind: 'api-key', id: '0777', name: 'wang/till', ownerId: '0190' }

test('the house and its partners act as the system; no person can have that role', () => {
  assert.equal(hasRole(systemActor('timer'), ['system']), true)
  assert.equal(hasRole(partnerActor('BANK_A'), ['system']), true)
  assert.equal(isRole('system'), false)
  assert.ok(roles.every(isRole))
})

test('one of the wanted roles is enough, and none of them is not', () => {
  assert.equal(hasRole(wang, ['admin', 'dealer']), true)
  assert.equal(hasRole(wang, ['admin']), false)
  assert.equal(hasRole(wang, []), false)
})

test('a person with a key is still the same person', () => {
  assert.equal(personOf(key), personOf(wang))
  assert.equal(personOf(systemActor('timer')), 'system:timer')
})

test('the audit trail names everybody with their kind', () => {
  assert.equal(subjectOf(wang), 'user:0190')
  assert.equal(subjectOf(key), 'api-key:0777')
  assert.equal(subjectOf(systemActor('timer')), 'system:timer')
  assert.equal(subjectOf(partnerActor('BANK_A')), 'partner:BANK_A')
})
