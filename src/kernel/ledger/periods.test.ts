import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemActor, type Deed } from '../auth/index.ts'
import { sql } from '../db/index.ts'
import { asId } from '../id/index.ts'
import { csvOf, readCsv } from '../sheet/index.ts'
import {
  beginClosing,
  bringInOpening,
  finishClosing,
  listPeriods,
  previewOpening,
  trialBalance,
  undoOpening,
  verifyLedger,
  voucherLines,
} from './index.ts'
import { account, base, codes, hold, open, pay, testBooks } from './testing.ts'

const books = await testBooks(['ann', 'bob'])
const { database, clock, options, run, must, balance } = books
const deed = (): Deed => ({ actor: systemActor('test'), at: clock.now(), requestId: 'r-1' })
await open(
  database,
  [account('cash', { normalSide: 'debit' }), account('dollar', { currency: 'USD' })],
  clock,
)

const close = async (period: string, today = '2026-03-15') => {
  const closing = { period, reason: 'month end', today }
  const result = await database.transaction((tx) => beginClosing(tx, closing, deed()))
  return result.ok ? 'ok' : result.problem.code
}
const bring = (text: string, given: { effectiveDate?: string; dryRun?: boolean } = {}) =>
  database.transaction((tx) =>
    bringInOpening(
      tx,
      { text, effectiveDate: '2026-01-01', dryRun: false, ...given },
      { deed: deed(), options },
    ),
  )
const undo = async (id: string) => {
  const wanted = { id: asId<'opening'>(id), reason: 'wrong file' }
  const result = await database.transaction((tx) =>
    undoOpening(tx, wanted, { deed: deed(), options }),
  )
  return result.ok ? 'ok' : result.problem.code
}

const good = 'account_no,balance\ncash,"1,000.50"\nann,600.50\nbob,400\n'

test('a file of opening balances is looked at first: lines, totals, and every fault by its line', async () => {
  const fine = await previewOpening(database, good)
  assert.deepEqual(fine.faults, [])
  assert.deepEqual(fine.totals, [{ currency: 'CNY', debit: 100_050n, credit: 100_050n }])
  const bad = 'balance,account_no\n1,nobody\n1.005,ann\n2,ann\n-3,bob\nx,cash\n'
  const { faults } = await previewOpening(database, bad)
  assert.deepEqual(
    faults.map(({ line, detail }) => `${line} ${detail.split(/[:,]/u)[0]}`),
    [
      '2 There is no account "nobody".',
      '3 "1.005" is no amount with at most 2 decimals',
      '4 ann stands in an earlier line too.',
      '5 bob may not go below zero',
      '6 "x" is no amount with at most 2 decimals',
    ],
  )
  assert.match((await previewOpening(database, 'a,b\n')).faults[0]?.detail ?? '', /must name/)
  assert.match((await previewOpening(database, '')).faults[0]?.detail ?? '', /must name/)
})

test('what does not balance, or has faults, is not brought in', async () => {
  const odd = await bring('account_no,balance\ncash,10\nann,9\n')
  assert.equal(odd.ok ? '' : odd.problem.code, 'opening_not_balanced')
  const faulty = await bring('account_no,balance\nnobody,10\n')
  assert.equal(faulty.ok ? '' : faulty.problem.code, 'opening_invalid')
})

test('a dry run says what would happen and leaves nothing behind', async () => {
  assert.ok((await bring(good, { dryRun: true })).ok)
  assert.equal(await balance('ann'), 0n)
  assert.equal(await balance('OPENING:CNY'), undefined)
})

test('opening balances come in once, and can be undone until the period closes', async () => {
  const first = await bring(good)
  assert.ok(first.ok)
  assert.deepEqual(
    [await balance('cash'), await balance('ann'), await balance('OPENING:CNY')],
    [100_050n, 60_050n, 0n],
  )
  const again = await bring(good)
  assert.equal(again.ok ? '' : again.problem.code, 'opening_exists')
  assert.equal(await undo(first.value.id), 'ok')
  assert.equal(await undo(first.value.id), 'opening_undone')
  assert.deepEqual([await balance('cash'), await balance('ann')], [0n, 0n])
  assert.ok((await bring(good)).ok)
})

test('1,203 lines come in as linked journals, all or none', async () => {
  const many = Array.from({ length: 1_203 }, (_, at) => `many-${at}`)
  await open(
    database,
    many.map((no) => account(no)),
    clock,
  )
  const lines = many.map((no) => `${no},1`).join('\n')
  const brought = await bring(`account_no,balance\n${lines}\ncash,1203\n`)
  assert.ok(brought.ok)
  assert.equal(await balance('many-1202'), 100n)
  await must(pay('spend', ['many-7', 'bank', 60n]))
  assert.equal(await undo(brought.value.id), 'insufficient_available')
  assert.equal(await balance('many-6'), 100n)
})

test('months close in their order, when they are over', async () => {
  assert.equal(await close('2026-1'), 'period_invalid')
  assert.equal(await close('2026-03'), 'period_not_over')
  assert.equal(await close('2026-01'), 'ok')
  assert.equal(await close('2026-01'), 'period_not_next')
  assert.equal(await close('2026-03', '2026-04-20'), 'period_not_next')
  assert.deepEqual(
    (await listPeriods(database)).map(({ period, status }) => [period, status]),
    [['2026-01', 'closing']],
  )
})

test('nothing is posted into a closed month; holds are no postings', async () => {
  const dated = (bizNo: string, effectiveDate: string) =>
    pay(bizNo, ['bank', 'ann', 1n], { effectiveDate })
  const back = {
    ...base,
    kind: 'reverse',
    originalBizType: 'TEST',
    originalBizNo: 'spend',
  } as const
  assert.deepEqual(
    codes(
      await run(
        dated('old', '2026-01-31'),
        dated('older', '2025-11-30'),
        dated('new', '2026-02-01'),
        { ...back, bizNo: 'back', effectiveDate: '2026-01-31', amount: null },
        { ...back, bizNo: 'back', effectiveDate: '2026-02-01', amount: null },
        hold('kept', 'ann', 1n),
      ),
    ),
    ['period_closed', 'period_closed', 'ok', 'period_closed', 'ok', 'ok'],
  )
  const brought = await database.row<{ id: string }>(sql`
    select id from ledger.opening where status = 'brought' order by brought_at, id limit 1`)
  assert.equal(await undo(brought?.id ?? ''), 'period_closed')
  const late = await bring('account_no,balance\ncash,1\nann,1\n', { effectiveDate: '2026-01-31' })
  assert.equal(late.ok ? '' : late.problem.code, 'period_closed')
})

test('a month is closed only when every posting that did not know of it has ended', async () => {
  const [locked, until] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const slow = database.transaction(async (tx) => {
    await tx.rows(sql`select 1 from ledger.account where account_no = 'bank' for update`)
    locked.resolve()
    await until.promise
  })
  await locked.promise
  const early = [
    await finishClosing(database, clock.now()),
    await finishClosing(database, clock.now()),
  ]
  until.resolve()
  await slow
  assert.deepEqual(early, [0, 0])
  // Other databases of the test cluster have transactions of their own, which are waited for too.
  let closed = 0
  for (let tries = 0; closed === 0 && tries < 200; tries++) {
    closed = await finishClosing(database, clock.now())
    if (closed === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  assert.equal(closed, 1)
  assert.equal((await listPeriods(database))[0]?.status, 'closed')
})

test('vouchers of a day and of a period: both sides of each transfer, numbered within the day', async () => {
  await must(
    pay('v1', ['bank', 'ann', 150n], { effectiveDate: '2026-02-03', memo: 'first' }),
    {
      ...pay('v2', ['bank', 'ann', 1n], { effectiveDate: '2026-02-03' }),
      transfers: [
        { debit: 'bank', credit: 'ann', amount: 2n, mode: 'exact' },
        { debit: 'ann', credit: 'bob', amount: 3n, mode: 'exact' },
      ],
    },
    pay('v3', ['bank', 'bob', 5n], { effectiveDate: '2026-02-04' }),
  )
  const read = async (from: string, to: string) => {
    const text = await Array.fromAsync(csvOf(voucherLines(database, { from, to })))
    return readCsv(text.join('')).map(({ cells }) => cells)
  }
  assert.deepEqual((await read('2026-02-03', '2026-02-03')).slice(1), [
    ['20260203-1', '2026-02-03', 'TEST', 'v1', 'first', 'TEST', 'bank', 'CNY', '1.50', ''],
    ['20260203-1', '2026-02-03', 'TEST', 'v1', 'first', 'TEST', 'ann', 'CNY', '', '1.50'],
    ['20260203-2', '2026-02-03', 'TEST', 'v2', '', 'TEST', 'bank', 'CNY', '0.02', ''],
    ['20260203-2', '2026-02-03', 'TEST', 'v2', '', 'TEST', 'ann', 'CNY', '', '0.02'],
    ['20260203-2', '2026-02-03', 'TEST', 'v2', '', 'TEST', 'ann', 'CNY', '0.03', ''],
    ['20260203-2', '2026-02-03', 'TEST', 'v2', '', 'TEST', 'bob', 'CNY', '', '0.03'],
  ])
  const period = await read('2026-02-01', '2026-02-28')
  assert.equal(period.at(-1)?.[0], '20260204-1')
  assert.deepEqual(await read('2026-05-01', '2026-05-31'), [period[0]])
})

test('an export of thousands of vouchers misses none and shows none twice', async () => {
  const many = Array.from({ length: 4_321 }, (_, at) =>
    pay(`m-${at}`, ['bank', 'bob', 1n], { effectiveDate: '2026-02-10' }),
  )
  await must(...many)
  const day = { from: '2026-02-10', to: '2026-02-10' }
  const lines = await Array.fromAsync(voucherLines(database, day))
  assert.equal(lines.length, 4_321 * 2 + 1)
  assert.equal(new Set(lines.map((cells) => cells[3])).size, 4_322)
})

test('after all this the books are clean and balanced', async () => {
  assert.equal(await verifyLedger(database), undefined)
  const { totals } = await trialBalance(database, clock.now())
  assert.ok(totals.every(({ balanced }) => balanced))
})
