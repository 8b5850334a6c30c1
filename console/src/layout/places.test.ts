import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placesFor, type PlaceGroup } from './places.ts'

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
