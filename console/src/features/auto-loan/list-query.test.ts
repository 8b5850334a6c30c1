import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fieldsOfSearch, personOf, queryOf, searchOfFields, sortOfSearch } from './list-query.ts'

test('what was asked stands in the address and is read from it again', () => {
  const fields = {
    state: [10_010, 40_010],
    dealerId: 'D001',
    createdFrom: '2026-01-01',
    amountTo: '1000.50',
    orderNo: ' AF2026 ',
  }
  const search = searchOfFields(fields, 'amount')
  assert.deepEqual(fieldsOfSearch(search, {}), { ...fields, orderNo: 'AF2026' })
  assert.equal(sortOfSearch(search), 'amount')
})

test('personal numbers never stand in the address', () => {
  const fields = { phone: '13800138000', idNumber: '110105199003072311', orderNo: 'AF1' }
  assert.equal(searchOfFields(fields, '-created').toString(), 'orderNo=AF1')
  assert.deepEqual(personOf(fields), { phone: '13800138000', idNumber: '110105199003072311' })
})

test('days begin at midnight of the business zone, and the last day is asked for whole', () => {
  const search = new URLSearchParams('createdFrom=2026-01-01&createdTo=2026-01-31')
  const query = queryOf(search, {})
  assert.equal(query.createdFrom, '2025-12-31T16:00:00.000Z')
  assert.equal(query.createdTo, '2026-01-31T16:00:00.000Z')
})

test('amounts are asked for in minor units', () => {
  const query = queryOf(new URLSearchParams('amountFrom=1,000&amountTo=nonsense'), {})
  assert.equal(query.amountFrom, 100_000)
  assert.equal('amountTo' in query, false)
})

test('a cursor travels alone: it carries its own filter and sort', () => {
  const search = new URLSearchParams('cursor=abc&state=10010&sort=amount')
  assert.deepEqual(queryOf(search, { phone: '13800138000' }), { cursor: 'abc', limit: 50 })
})

test('a mangled address asks for nothing that the server would refuse', () => {
  const search = new URLSearchParams('state=x&sort=drop&createdFrom=yesterday')
  assert.deepEqual(queryOf(search, {}), { sort: '-created', limit: 50 })
})
