import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fieldsOfSearch, hiddenOf, nextSort, searchOfFields, sortOfSearch } from './state.ts'

const kinds = { state: 'many', dealerId: 'one', phone: 'hidden' } as const
const sorts = ['-created', 'created', '-amount']

test('an address says the filters and says them again, word for word', () => {
  const address = new URLSearchParams('state=1010&state=1020&dealerId=D1&sort=created')
  const fields = fieldsOfSearch(kinds, address, { phone: '138' })
  assert.deepEqual(fields, { state: ['1010', '1020'], dealerId: 'D1', phone: '138' })
  const again = searchOfFields(kinds, fields, { sort: 'created', usual: '-created' })
  assert.equal(again.toString(), address.toString())
})

test('a personal number never stands in the address', () => {
  const fields = { phone: ' 13800000000 ', dealerId: ' ' }
  assert.equal(searchOfFields(kinds, fields, {}).toString(), '')
  assert.deepEqual(hiddenOf(kinds, fields), { phone: '13800000000' })
  assert.deepEqual(fieldsOfSearch(kinds, new URLSearchParams('phone=138'), {}), {})
})

test('new filters begin at the first page and leave the page’s other parameters alone', () => {
  const before = new URLSearchParams('tab=open&cursor=abc&dealerId=D1&sort=-amount')
  const after = searchOfFields(kinds, { dealerId: 'D2' }, { usual: '-created' }, before)
  assert.equal(after.toString(), 'tab=open&dealerId=D2')
})

test('an unknown sort is the usual one, and a list without sorts has none', () => {
  // prettier-ignore
  const cases: readonly (readonly [readonly string[], string, string | undefined])[] = [
    [sorts, '', '-created'],
    [sorts, 'sort=-amount', '-amount'],
    [sorts, 'sort=drop table', '-created'],
    [[], 'sort=-amount', undefined],
  ]
  for (const [known, search, sort] of cases) {
    assert.equal(sortOfSearch(known, new URLSearchParams(search)), sort, search)
  }
})

test('a click on a column’s head turns the sort round, where both ways are offered', () => {
  assert.equal(nextSort(sorts, 'created', '-created'), 'created')
  assert.equal(nextSort(sorts, 'created', 'created'), '-created')
  assert.equal(nextSort(sorts, 'amount', '-created'), '-amount')
  assert.equal(nextSort(sorts, 'amount', '-amount'), '-amount')
})

test('an address of any length is cut to what a list can use', () => {
  const long = new URLSearchParams({ dealerId: 'x'.repeat(5_000) })
  for (let count = 0; count < 500; count++) long.append('state', String(count))
  const fields = fieldsOfSearch(kinds, long, {})
  assert.equal(fields['dealerId']?.length, 200)
  assert.equal(fields['state']?.length, 100)
})
