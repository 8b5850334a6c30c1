import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '../db/index.ts'
import { testDatabase } from '#test/database'
import { bare, bytes, instants, texts } from './arrays.ts'

const { database } = await testDatabase()

test('what is written as an array literal is what PostgreSQL reads', async () => {
  const words = [
    'a',
    'NULL',
    'null',
    null,
    '',
    ' ',
    '{}',
    'a,b',
    '"',
    '\\',
    '\\"',
    '订单',
    "it's",
    '\n',
  ]
  const times = [new Date(0), null, new Date('2026-01-01T12:34:56.789Z'), new Date(0)]
  const buffers = [Buffer.from([0, 1, 255]), Buffer.alloc(0), Buffer.from('\\"')]
  const row = await database.row(sql`
    select ${texts(words)}::text[] as words, ${instants(times)}::timestamptz[] as times,
           ${bytes(buffers)}::bytea[] as buffers, ${bare([1n, -(2n ** 63n)])}::int8[] as numbers,
           ${bare([])}::int8[] as none, ${bare(['2026-01-31'])}::date[] = '{2026-01-31}' as days`)
  assert.deepEqual(row, {
    words,
    times,
    buffers,
    numbers: [1n, -(2n ** 63n)],
    none: [],
    days: true,
  })
})
