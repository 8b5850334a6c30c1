import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../id/index.ts'
import { sql } from '../db/index.ts'
import { testDatabase } from '#test/database'
import { bigints, bytes, instants, literal, smallints, texts, uuids } from './arrays.ts'

const { database } = await testDatabase()

test('what is written as a binary array is what PostgreSQL reads', async () => {
  const words = ['a', 'NULL', null, '', ' ', '{}', 'a,b', '"', '\\', '订单', "it's", '\n', '😀']
  const times = [new Date(0), null, new Date('2026-01-01T12:34:56.789Z'), new Date(-1)]
  const buffers = [Buffer.from([0, 1, 255]), Buffer.alloc(0), Buffer.alloc(32, 7)]
  const numbers = [1n, -(2n ** 63n), 2n ** 63n - 1n, 0n]
  const ids = [newId(), newId()]
  const row = await database.row(sql`
    select ${texts(words)}::text[] as words, ${instants(times)}::timestamptz[] as times,
           ${bytes(buffers)}::bytea[] as buffers, ${bigints(numbers)}::bigint[] as numbers,
           ${uuids(ids)}::uuid[]::text[] as ids,
           ${smallints([0, 63, -1])}::smallint[] as small`)
  assert.deepEqual(row, { words, times, buffers, numbers, ids, small: [0, 63, -1] })
})

test('arrays of nothing are arrays', async () => {
  const row = await database.row(sql`
    select ${texts([])}::text[] as words, ${bigints([])}::bigint[] as numbers`)
  assert.deepEqual(row, { words: [], numbers: [] })
})

test('an array inside an array travels as its text', async () => {
  const words = ['a', 'NULL', 'null', '', 'a,b', '"', '\\', '{}', '订单', 'A-1.b:c_d']
  const row = await database.row(sql`
    select ${literal(words)}::text[] as words, ${literal([1n, -2n])}::bigint[] as numbers`)
  assert.deepEqual(row, { words, numbers: [1n, -2n] })
})
