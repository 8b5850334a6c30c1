import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemActor, type Deed } from '../auth/index.ts'
import { sql } from '../db/index.ts'
import type { AccountStatus } from './model.ts'
import {
  changeStatus,
  chartOfAccounts,
  defineAccountTypes,
  findAccount,
  listAccounts,
  openAccounts,
  releaseExpiredHolds,
  verifyLedger,
  type AccountFilter,
  type NewAccount,
} from './index.ts'
import { account, codes, hold, open, pay, testBooks } from './testing.ts'

const books = await testBooks(['ann', 'bob', 'eve'])
const { database, clock, must, run } = books
const deed: Deed = { actor: systemActor('test'), at: clock.now(), requestId: 'r-1' }

const opening = async (...accounts: readonly NewAccount[]) => {
  const result = await database.transaction((tx) => openAccounts(tx, accounts, clock.now()))
  return result.ok ? 'ok' : result.problem.code
}
const change = async (accountNo: string, to: AccountStatus, at = clock.now()) => {
  const wanted = { accountNo, to, reason: 'court order 7' }
  const result = await database.transaction((tx) => changeStatus(tx, wanted, { ...deed, at }))
  return result.ok ? 'ok' : result.problem.code
}

test('an account is opened once; with other content it is refused', async () => {
  assert.equal(await opening(account('new')), 'ok')
  assert.equal(await opening(account('new')), 'ok')
  for (const other of [
    account('new', { currency: 'USD' }),
    account('new', { normalSide: 'debit' }),
    account('new', { mayGoNegative: true }),
    account('new', { merchantNo: 'M1' }),
  ]) {
    assert.equal(await opening(other), 'account_exists')
  }
})

test('an account has a number that can stand in a path and a hash, and a type of the chart', async () => {
  for (const no of ['', ' a', 'a b', 'a/b', '中', 'a\u001fb', 'x'.repeat(65), '_a']) {
    assert.equal(await opening(account(no)), 'account_no_invalid', JSON.stringify(no))
  }
  assert.equal(await opening(account('typed', { accountType: 'NONE' })), 'account_type_unknown')
  assert.equal(await findAccount(database, 'typed', clock.now()), undefined)
})

test('the chart is defined at every start; names may change, a category may not', async () => {
  const cash = {
    accountType: '1002',
    nameZh: '银行存款',
    nameEn: 'Bank',
    category: 'asset',
  } as const
  const define = (given: object) =>
    database.transaction((tx) => defineAccountTypes(tx, [{ ...cash, ...given }], clock.now()))
  await define({})
  await define({ nameEn: 'Cash at bank' })
  await assert.rejects(define({ category: 'expense' }), /never changes its category/)
  const found = await chartOfAccounts(database)
  assert.deepEqual(found[0], { ...cash, nameEn: 'Cash at bank' })
})

test('frozen: money comes in, none goes out; unfrozen: as before', async () => {
  await must(pay('fund', ['bank', 'ann', 100n]))
  assert.equal(await change('ann', 'frozen'), 'ok')
  assert.equal(await change('ann', 'frozen'), 'account_status_unchanged')
  const tries = [
    pay('in', ['bank', 'ann', 5n]),
    pay('out', ['ann', 'bank', 5n]),
    hold('keep', 'ann', 5n),
  ]
  assert.deepEqual(codes(await run(...tries)), ['ok', 'account_frozen', 'account_frozen'])
  assert.equal(await change('ann', 'normal'), 'ok')
  assert.deepEqual(codes(await run(pay('out', ['ann', 'bank', 5n]))), ['ok'])
})

test('only an empty account is closed, and then nothing moves on it any more', async () => {
  await must(pay('bob-in', ['bank', 'bob', 7n]))
  assert.equal(await change('bob', 'closed'), 'account_not_empty')
  const soon = new Date(clock.now().getTime() + 1_000)
  await must(pay('eve-in', ['bank', 'eve', 7n]), hold('eve-hold', 'eve', 7n, soon))
  await must(pay('bob-out', ['bob', 'bank', 7n]))
  assert.equal(await change('bob', 'closed'), 'ok')
  assert.deepEqual(codes(await run(pay('late', ['bank', 'bob', 1n]))), ['account_closed'])
  assert.equal(await change('bob', 'normal'), 'account_closed')
  assert.equal(await change('nobody', 'frozen'), 'account_not_found')
})

test('what was done to an account stands in the audit trail, with its reason', async () => {
  const rows = await database.rows<{ action: string; reason: string }>(sql`
    select action, reason from audit.entry where subject = 'account:ann' order by id`)
  assert.deepEqual(
    rows.map(({ action }) => action),
    ['ledger.account-frozen', 'ledger.account-normal'],
  )
  assert.ok(rows.every(({ reason }) => reason === 'court order 7'))
})

test('expired holds are released by the sweep, and posting one afterwards says that it expired', async () => {
  clock.advance(5_000)
  assert.equal(await releaseExpiredHolds(database, clock.now()), 1)
  assert.equal(await releaseExpiredHolds(database, clock.now()), 0)
  const row = await database.row<{ frozen: bigint }>(sql`
    select frozen_amount as frozen from ledger.account where account_no = 'eve'`)
  assert.equal(row?.frozen, 0n)
  assert.equal(await verifyLedger(database), undefined)
})

test('accounts are listed by number, page by page, with each filter', async () => {
  await open(
    database,
    [
      account('L-1', { owner: 'o1', merchantNo: 'M7' }),
      account('L-2', { owner: 'o1', currency: 'USD' }),
      account('L-3', { merchantNo: 'M7' }),
    ],
    clock,
  )
  const list = async (filter: AccountFilter, after?: string) => {
    const found = await listAccounts(database, { filter, after, limit: 50, at: clock.now() })
    return found.map(({ accountNo }) => accountNo)
  }
  assert.deepEqual(await list({ prefix: 'L-' }), ['L-1', 'L-2', 'L-3'])
  assert.deepEqual(await list({ prefix: 'L-' }, 'L-1'), ['L-2', 'L-3'])
  assert.deepEqual(await list({ owner: 'o1' }), ['L-1', 'L-2'])
  assert.deepEqual(await list({ merchantNo: 'M7' }), ['L-1', 'L-3'])
  assert.deepEqual(await list({ currency: 'USD' }), ['L-2'])
  assert.deepEqual(await list({ status: 'closed' }), ['bob'])
  assert.deepEqual(await list({ accountType: 'NONE' }), [])
  assert.deepEqual(await list({ accountType: 'TEST', prefix: 'L-3' }), ['L-3'])
})
