/** Long lists are written in steps while they are decided: nobody may see that from outside. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'node:test'
import { CommitUnknown, openDatabase, sql } from '../db/index.ts'
import { post, verifyLedger, type Command } from './index.ts'
import { steps } from './post.ts'
import { base, codes, pay, testBooks } from './testing.ts'

const books = await testBooks(['a', 'b', 'c', 'd', 'e'])
const { database, options, run, balance } = books

/** Where the first step ends, the second, and some more. */
const borders = [1, 3, 7].map((times) => times * steps.first)
const [first = 0] = borders
const many = 2 * steps.most

const countOf = async (prefix: string): Promise<number> =>
  (
    await database.row<{ count: number }>(
      sql`select count(*)::int as count from ledger.journal where starts_with(biz_no, ${prefix})`,
    )
  )?.count ?? 0

test('lists that end at a step, before it and behind it are booked whole, in their order', async () => {
  let expected = 0n
  const sizes = borders.flatMap((border) => [border - 1, border, border + 1])
  for (const size of [1, ...sizes, many]) {
    const list = Array.from({ length: size }, (_, at) => pay(`s${size}-${at}`, ['bank', 'a', 1n]))
    assert.deepEqual(new Set(codes(await run(...list))), new Set(['ok']))
    expected += BigInt(size)
    assert.deepEqual([await countOf(`s${size}-`), await balance('a')], [size, expected])
  }
  assert.equal(await verifyLedger(database), undefined)
})

test('a chain over the border of a step succeeds or fails as one', async () => {
  const before = first - 3
  const chainOf = (name: string, amount: bigint): Command[] => [
    ...Array.from({ length: before }, (_, at) => pay(`${name}-x${at}`, ['bank', 'b', 1n])),
    ...Array.from({ length: 6 }, (_, at) =>
      pay(`${name}-c${at}`, ['b', 'c', at === 5 ? amount : 1n], { linked: at < 5 }),
    ),
    pay(`${name}-last`, ['bank', 'b', 1n]),
  ]
  const failed = codes(await run(...chainOf('no', 1_000_000n)))
  assert.deepEqual(failed.slice(before, -1), [
    ...Array.from({ length: 5 }, () => 'chain_member_failed'),
    'insufficient_available',
  ])
  assert.deepEqual([await countOf('no-'), await countOf('no-c')], [before + 1, 0])
  assert.deepEqual(new Set(codes(await run(...chainOf('yes', 1n)))), new Set(['ok']))
  assert.deepEqual([await countOf('yes-c'), await balance('c')], [6, 6n])
  assert.equal(await verifyLedger(database), undefined)
})

test('a reversal finds an original that an earlier step of the same list has sent already', async () => {
  const originals = Array.from({ length: many }, (_, at) => pay(`o${at}`, ['bank', 'd', 2n]))
  const reversals = originals.flatMap(({ bizNo }): Command[] =>
    ['once', 'again'].map((time) => ({
      ...base,
      kind: 'reverse',
      bizNo: `${time}-${bizNo}`,
      originalBizType: 'TEST',
      originalBizNo: bizNo,
      amount: null,
    })),
  )
  const answers = codes(await run(...originals, ...reversals)).slice(many)
  assert.equal(answers.filter((code) => code === 'ok').length, many)
  assert.equal(answers.filter((code) => code === 'already_reversed').length, many)
  assert.equal(await balance('d'), 0n)
})

test('what was sent in steps is undone when the caller’s work fails after it', async () => {
  const list = Array.from({ length: many }, (_, at) => pay(`u${at}`, ['bank', 'e', 1n]))
  const failing = database.transaction(async (tx) => {
    const outcomes = await post(tx, list, options)
    assert.ok(outcomes.every((outcome) => outcome.ok))
    throw new Error('the order was not written')
  })
  await assert.rejects(failing, /the order was not written/u)
  assert.deepEqual([await countOf('u'), await balance('e')], [0, 0n])
})

test('one bizNo for other accounts, at the same instant: one is booked, the other refused by name', async () => {
  await books.must(pay('fund-d', ['bank', 'd', 1_000n]))
  for (let round = 0; round < 20; round++) {
    // They share no account, so that no lock makes one wait for the other: only the key does.
    const both = await Promise.all([
      run(pay(`race-${round}`, ['bank', 'a', 1n])),
      run(pay(`race-${round}`, ['d', 'e', 1n])),
    ])
    assert.deepEqual(codes(both.flat()).toSorted(), ['exists_with_different_transfers', 'ok'])
    assert.equal(await countOf(`race-${round}`), 1)
  }
  assert.equal(await verifyLedger(database), undefined)
})

test('connections that are cut at any moment leave every list whole or absent, and asking again settles it', async () => {
  const own = { connectionsMax: 4, statementTimeoutMs: 30_000, applicationName: 'to-be-cut' }
  const cut = openDatabase(books.applicationUrl, own)
  const lists = Array.from({ length: 10 }, (_, no) =>
    Array.from({ length: 300 }, (__, at) => pay(`cut${no}-${at}`, ['bank', 'c', 1n])),
  )
  const had = (await balance('c')) ?? 0n
  let posting = true
  let cuts = 0
  const killer = async (): Promise<void> => {
    while (posting) {
      await sleep(Math.random() * 120)
      const ended = await database.rows<{ pid: number }>(sql`
        select pid, pg_terminate_backend(pid) from pg_stat_activity
         where application_name = 'to-be-cut' and datname = current_database() limit 1`)
      cuts += ended.length
    }
  }
  const settle = async (list: readonly Command[]): Promise<readonly string[]> => {
    for (;;) {
      try {
        return codes(await cut.transaction((tx) => post(tx, list, options)))
      } catch (problem) {
        // Whether it was booked is asked by asking again; more cuts than attempts are no answer.
        const known = problem instanceof CommitUnknown || /terminat/u.test(String(problem))
        assert.ok(known, String(problem))
      }
    }
  }
  const killing = killer()
  const answers = (await Promise.all(lists.map(settle))).flat()
  posting = false
  await killing
  await cut.close()
  assert.ok(cuts > 0)
  assert.deepEqual(new Set(answers), new Set(['ok']))
  const all = lists.length * 300
  assert.deepEqual([await countOf('cut'), (await balance('c')) ?? 0n], [all, had + BigInt(all)])
  assert.equal(await verifyLedger(database), undefined)
})
