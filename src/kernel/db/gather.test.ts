import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gather, gatherReads, Overloaded, sql, type Tx } from './index.ts'
import { testDatabase } from '#test/database'

const { database } = await testDatabase()
const limits = { database, batchMax: 100, parallelMax: 2, queueMax: 1_000 }

test('calls that arrive together share one transaction and get their own answers', async () => {
  const sizes: number[] = []
  const double = gather<number, number>({
    ...limits,
    serve: async (_tx, items) => {
      sizes.push(items.length)
      return items.map((item) => item * 2)
    },
  })
  const answers = await Promise.all(Array.from({ length: 150 }, (_, at) => double(at)))
  assert.deepEqual(
    answers,
    Array.from({ length: 150 }, (_, at) => at * 2),
  )
  assert.deepEqual(
    sizes.toSorted((a, b) => b - a),
    [100, 50],
  )
})

test('one poisoned call fails alone, and its neighbours are written once', async () => {
  const write = gather<number, number>({
    ...limits,
    serve: async (tx: Tx, items) => {
      await tx.run(sql`
        insert into db.series (name, last)
        select 'poison:' || given.number, given.number
          from unnest(${[...items]}::int[]) as given (number)`)
      return items
    },
  })
  const settled = await Promise.allSettled([1, 2, 0, 3, 4, 5].map((number) => write(number)))
  assert.deepEqual(
    settled.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled'],
  )
  const rows = await database.rows<{ last: number }>(
    sql`select last from db.series where name like 'poison:%' order by last`,
  )
  assert.deepEqual(
    rows.map(({ last }) => last),
    [1, 2, 3, 4, 5],
  )
})

test('beyond the queue a call is turned away at once', async () => {
  const slow = gather<number, number>({
    ...limits,
    batchMax: 1,
    parallelMax: 1,
    queueMax: 3,
    serve: async (_tx, items) => items,
  })
  const settled = await Promise.allSettled(Array.from({ length: 8 }, (_, at) => slow(at)))
  const refused = settled.filter(
    (one) => one.status === 'rejected' && one.reason instanceof Overloaded,
  )
  assert.equal(refused.length, 5)
})

test('reads that arrive together become one query, and a failing query fails each of them', async () => {
  const asked: number[] = []
  const ask = gatherReads<number, number>(async (questions) => {
    asked.push(questions.length)
    if (questions.includes(-1)) throw new Error('no such number')
    return questions.map((question) => question + 1)
  }, 10)
  assert.deepEqual(await Promise.all([1, 2, 3].map(ask)), [2, 3, 4])
  const failed = await Promise.allSettled([5, -1].map(ask))
  assert.deepEqual(
    failed.map(({ status }) => status),
    ['rejected', 'rejected'],
  )
  assert.equal((await Promise.all(Array.from({ length: 25 }, (_, at) => ask(at)))).length, 25)
  assert.deepEqual(asked, [3, 2, 10, 10, 5])
})
