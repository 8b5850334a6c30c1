import assert from 'node:assert/strict'
import { test } from 'node:test'
import { letters, placesFor, type PlaceGroup } from './places.ts'

const groups: readonly PlaceGroup[] = [
  { word: 'daily', places: [] },
  { word: 'ledgerGroup', places: [{ to: '/ledger', word: 'ledger', roles: ['finance'] }] },
  { word: 'platform', places: [{ to: '/lifecycles', word: 'lifecycles' }] },
]

test('the side bar shows only what a role may open, and no empty heading', () => {
  assert.deepEqual(
    placesFor(['dealer'], groups).map(({ word }) => word),
    ['platform'],
  )
  assert.deepEqual(
    placesFor(['dealer', 'finance'], groups).map(({ word }) => word),
    ['ledgerGroup', 'platform'],
  )
})

test('no two places have the same letter, and none is the g that comes before it', () => {
  const used = Object.values(letters)
  assert.equal(new Set(used).size, used.length)
  assert.deepEqual(
    used.filter((letter) => !/^[a-z]$/u.test(letter) || letter === 'g'),
    [],
  )
})
