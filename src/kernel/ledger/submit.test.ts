import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'node:test'
import { Overloaded, sql } from '../db/index.ts'
import { openSubmit, submitUsual, type Command } from './index.ts'
import { base, codes, pay, testBooks } from './testing.ts'

const books = await testBooks(['a', 'b', 'c', 'd', 'e', 'f'])
const { database, options, must, balance } = books
const usual = { ...options, ...submitUsual, database }
const submit = openSubmit(usual)
/** A second one, as another process would have it. */
const other = openSubmit(usual)

const all = async (calls: readonly Promise<Awaited<ReturnType<typeof submit>>>[]) =>
  codes((await Promise.all(calls)).flat())

test('2 × 500 opposing transfers at once: all succeed, the balances are as before', async () => {
  await must(pay('fund-a', ['bank', 'a', 100_000n]), pay('fund-b', ['bank', 'b', 100_000n]))
  const calls = Array.from({ length: 500 }, (_, at) => [
    submit([pay(`there-${at}`, ['a', 'b', 7n])]),
    other([pay(`back-${at}`, ['b', 'a', 7n])]),
  ]).flat()
  assert.deepEqual(new Set(await all(calls)), new Set(['ok']))
  assert.deepEqual([await balance('a'), await balance('b')], [100_000n, 100_000n])
})

test('opposing lists, each over both accounts, do not surface a deadlock either', async () => {
  const lists = Array.from({ length: 40 }, (_, list) =>
    Array.from({ length: 10 }, (__, at) =>
      (list + at) % 2 === 0
        ? pay(`list-${list}-${at}`, ['a', 'b', 3n])
        : pay(`list-${list}-${at}`, ['b', 'a', 3n]),
    ),
  )
  const calls = lists.map((list, at) => (at % 2 === 0 ? submit(list) : other(list)))
  assert.deepEqual(new Set(await all(calls)), new Set(['ok']))
  assert.deepEqual([await balance('a'), await balance('b')], [100_000n, 100_000n])
})

test('the same bizNo through two processes at once is booked once', async () => {
  const calls = Array.from({ length: 100 }, (_, at) =>
    [submit, other].map((one) => one([pay(`twice-${at}`, ['bank', 'c', 1n])])),
  ).flat()
  assert.deepEqual(new Set(await all(calls)), new Set(['ok']))
  assert.equal(await balance('c'), 100n)
})

test('a reversal that arrives with its original finds it or not, and never half', async () => {
  const reversal = (at: number): Command => ({
    ...base,
    kind: 'reverse',
    bizNo: `undo-${at}`,
    originalBizType: 'TEST',
    originalBizNo: `late-${at}`,
    amount: null,
  })
  const pairs = Array.from({ length: 60 }, (_, at) => [
    other([pay(`late-${at}`, ['bank', 'd', 5n])]),
    submit([reversal(at)]),
  ]).flat()
  const answers = await all(pairs)
  const wrong = answers.filter((code) => code !== 'ok' && code !== 'journal_not_found')
  assert.deepEqual(wrong, [])
  const undone = answers.filter((code, at) => at % 2 === 1 && code === 'ok').length
  assert.equal(await balance('d'), BigInt(60 - undone) * 5n)
})

test('a chain that one call leaves open takes nobody else’s command into it', async () => {
  const open = submit([pay('open', ['bank', 'e', 1n], { linked: true })])
  const next = submit([pay('next', ['bank', 'e', 2n])])
  assert.deepEqual(await all([open, next]), ['chain_open', 'ok'])
  assert.equal(await balance('e'), 2n)
})

test('one command that breaks a promise fails alone: its neighbours are posted', async () => {
  const poison = { ...pay('poison', ['bank', 'f', 1n]), transfers: undefined as never }
  const calls = Array.from({ length: 20 }, (_, at) =>
    at === 9 ? submit([poison]) : submit([pay(`good-${at}`, ['bank', 'f', 1n])]),
  )
  const settled = await Promise.allSettled(calls)
  assert.deepEqual(
    settled.map(({ status }) => status),
    Array.from({ length: 20 }, (_, at) => (at === 9 ? 'rejected' : 'fulfilled')),
  )
  assert.equal(await balance('f'), 19n)
})

test('beyond its queue a call is turned away, and nothing of it is posted', async () => {
  const narrow = openSubmit({ ...usual, batchMax: 1, parallelMax: 1, queueMax: 3 })
  const before = await balance('e')
  const calls = Array.from({ length: 10 }, (_, at) => narrow([pay(`n-${at}`, ['bank', 'e', 1n])]))
  const settled = await Promise.allSettled(calls)
  const turned = settled.filter((one) => one.status === 'rejected')
  assert.ok(turned.length > 0 && turned.every((one) => one.reason instanceof Overloaded))
  assert.equal(await balance('e'), (before ?? 0n) + BigInt(10 - turned.length))
})

test('a call that waited too long is turned away before it is posted', async () => {
  const impatient = openSubmit({ ...usual, batchMax: 1, parallelMax: 1, waitMsMax: 100 })
  const held = database.transaction(async (tx) => {
    await tx.rows(sql`select 1 from ledger.account where account_no = 'f' for update`)
    await sleep(300)
  })
  await sleep(50)
  const before = await balance('f')
  const calls = ['one', 'two'].map((no) => impatient([pay(`slow-${no}`, ['bank', 'f', 1n])]))
  const [first, second] = await Promise.allSettled(calls)
  await held
  assert.equal(first?.status, 'fulfilled')
  assert.ok(second?.status === 'rejected' && second.reason instanceof Overloaded)
  assert.equal(await balance('f'), (before ?? 0n) + 1n)
})

test('a list is decided in its order, each command with its own result', async () => {
  await must(pay('fund-c', ['bank', 'c', 1_000n]))
  const answers = await all([
    submit([
      pay('drain', ['c', 'd', 1_100n]),
      pay('more', ['c', 'd', 1n]),
      pay('fill', ['bank', 'c', 5n]),
      pay('rest', ['c', 'd', 5n]),
    ]),
  ])
  assert.deepEqual(answers, ['ok', 'insufficient_available', 'ok', 'ok'])
})
