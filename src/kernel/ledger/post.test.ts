import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '../db/index.ts'
import { findAccount, type Command } from './index.ts'
import { base, codes, pay as transfer, testBooks } from './testing.ts'

const { database, clock, run, balance } = await testBooks(['a', 'b', 'c'])

const pay = (bizNo: string, debit: string, credit: string, amount: bigint): Command =>
  transfer(bizNo, [debit, credit, amount])

test('500 journals each reversed twice at once: 500 succeed, 500 are refused, the sum is zero', async () => {
  const many = Array.from({ length: 500 }, (_, at) => pay(`rev-${at}`, 'bank', 'a', 100n))
  assert.ok((await run(...many)).every((outcome) => outcome.ok))
  const reversals = many.flatMap(({ bizNo }) =>
    [1, 2].map((time) => ({
      ...base,
      kind: 'reverse' as const,
      bizNo: `back-${bizNo}-${time}`,
      originalBizType: 'TEST',
      originalBizNo: bizNo,
      amount: null,
    })),
  )
  const halves = [
    reversals.filter((_, at) => at % 2 === 0),
    reversals.filter((_, at) => at % 2 === 1),
  ]
  const outcomes = (await Promise.all(halves.map((half) => run(...half)))).flat()
  assert.equal(outcomes.filter((outcome) => outcome.ok).length, 500)
  assert.equal(codes(outcomes).filter((code) => code === 'already_reversed').length, 500)
  assert.equal(await balance('a'), 0n)
})

test('balance 5,000 and six holds of 1,000 at once: exactly five', async () => {
  await run(pay('fund-b', 'bank', 'b', 5_000n))
  const holds = Array.from({ length: 6 }, (_, at) => ({
    ...base,
    kind: 'hold' as const,
    bizNo: `hold-${at}`,
    accountNo: 'b',
    amount: 1_000n,
    expiresAt: null,
  }))
  const outcomes = (await Promise.all(holds.map((hold) => run(hold)))).flat()
  assert.equal(outcomes.filter((outcome) => outcome.ok).length, 5)
  assert.equal((await findAccount(database, 'b', clock.now()))?.frozen, 5_000n)
})

test('the same bizNo answers as before; with another amount it is refused by that name', async () => {
  assert.deepEqual(codes(await run(pay('again', 'bank', 'c', 7n))), ['ok'])
  assert.deepEqual(codes(await run(pay('again', 'bank', 'c', 7n))), ['ok'])
  assert.deepEqual(codes(await run(pay('again', 'bank', 'c', 8n))), [
    'exists_with_different_transfers',
  ])
  assert.equal(await balance('c'), 7n)
})

test('Σ debit = Σ credit', async () => {
  const row = await database.row<{ sum: bigint }>(sql`
    select sum(case direction when 'debit' then amount else -amount end)::bigint as sum
      from ledger.account_transaction`)
  assert.equal(row?.sum, 0n)
})

test('the same bizNo between other accounts is refused by name, also when those are not its own', async () => {
  assert.deepEqual(codes(await run(pay('moved', 'bank', 'a', 7n))), ['ok'])
  assert.deepEqual(codes(await run(pay('moved', 'bank', 'c', 7n))), [
    'exists_with_different_transfers',
  ])
  assert.deepEqual(codes(await run(pay('moved', 'c', 'b', 7n))), [
    'exists_with_different_transfers',
  ])
})
