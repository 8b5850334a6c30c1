import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { readCursor, sameFilters, writeCursor, type Cursor } from './listing-cursor.ts'

const cursor: Cursor = {
  list: 'parcels',
  sort: '-weight',
  filters: {
    state: [1, 2],
    weight: { from: 9_007_199_254_740_993n },
    sent: { from: new Date('2026-01-01T00:00:00.123Z'), to: new Date('2026-02-01T00:00:00Z') },
    person: Buffer.from([0, 255, 7]),
    number: '流水',
  },
  after: [5n, '01990000-0000-7000-8000-000000000001'],
}

test('a cursor comes back as it was written, whatever its values are', () => {
  assert.deepEqual(readCursor(writeCursor(cursor)), cursor)
})

test('a cursor can stand in a URL as it is', () => {
  assert.match(writeCursor(cursor), /^[\w-]+$/u)
})

test('a cursor with any one character changed is none', () => {
  const text = writeCursor(cursor)
  for (let at = 0; at < text.length; at++) {
    const other = text[at] === 'A' ? 'B' : 'A'
    assert.equal(readCursor(text.slice(0, at) + other + text.slice(at + 1)), undefined, String(at))
  }
})

test('what is shorter, longer or something else is no cursor', () => {
  const text = writeCursor(cursor)
  for (const wrong of ['', 'A', '!', text.slice(1), text.slice(0, -1), `${text}AAAA`, '流水']) {
    assert.equal(readCursor(wrong), undefined, wrong)
  }
})

test('a right checksum over something else is no cursor', () => {
  for (const body of ['', 'null', '[]', '{}', '{"list":"parcels"}', '{"sort":1,"after":[]}']) {
    const sum = createHash('sha256').update(body).digest().subarray(0, 6)
    const text = Buffer.concat([sum, Buffer.from(body)]).toString('base64url')
    assert.equal(readCursor(text), undefined, body)
  }
})

test('filters are the same in any order of names, and when a name has no value', () => {
  const sent = { from: new Date(0), to: undefined }
  assert.ok(sameFilters({ state: [1], sent }, { number: undefined, sent, state: [1] }))
})

for (const [name, other] of Object.entries({
  'another value': { state: [2] },
  'another order of values': { state: [1, 2] },
  'another type': { state: ['1'] },
  'another filter': { shop: [1] },
  nothing: {},
})) {
  test(`filters differ by ${name}`, () => {
    assert.ok(!sameFilters({ state: [1] }, other))
  })
}
