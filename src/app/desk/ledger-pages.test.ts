import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLog } from '#kernel/log'
import { sql } from '#kernel/db'
import type { Json } from '#kernel/problem'
import { account, bank, journal, must, openLedgerDesk } from './test-ledger.ts'
import { field, outcome, type Answer } from './testing.ts'

const { approve, as, clock, database, daysLater, get, post, tasks } = await openLedgerDesk()

const items = <T>(answer: Answer): readonly T[] => field(must(answer), 'items') as T[]
const numbersOf = async (path: string) =>
  items<{ bizNo: string }>(await get(path)).map(({ bizNo }) => bizNo)

must(await post('/accounts', account('bank', bank)))
for (const no of ['ann', 'bob']) must(await post('/accounts', account(no, { owner: `of-${no}` })))
const caused = { metadata: { orderNo: 'AF20260302000001', product: 'auto-loan' } }
must(await post('/journals', { ...journal('p-1', 'bank', 'ann', 900), ...caused }))
await daysLater(1)
must(await post('/journals', { ...journal('p-2', 'bank', 'bob', 50), bizType: 'FEE' }))
must(await post('/journals', { ...journal('p-3', 'ann', 'bob', 300), effectiveDate: '2026-03-01' }))

test('the ledger’s pages are for its readers alone', async () => {
  const paths = ['/journals', '/openings', '/verifications', '/accounts/ann/series']
  for (const path of [...paths, '/trial-balance/file', '/journals/p-1']) {
    assert.equal(outcome(await get(path, 'dealer')), '403 actor_not_allowed', path)
    assert.equal((await get(path)).status, 200, path)
  }
  const type = { accountType: '9', nameZh: '九', nameEn: 'Nine', category: 'asset' }
  for (const [path, body] of [
    ['/account-types', type],
    ['/verify', {}],
    ['/periods/2026-01/reopen', { reason: 'x' }],
  ] as const) {
    assert.equal(outcome(await post(path, body, 'auditor')), '403 actor_not_allowed', path)
  }
})

test('journals are listed page by page and filtered; a cursor of another list is refused', async () => {
  assert.deepEqual(await numbersOf('/journals'), ['p-2', 'p-1', 'p-3'])
  assert.deepEqual(await numbersOf('/journals?bizType=FEE'), ['p-2'])
  assert.deepEqual(await numbersOf('/journals?bizNo=p-'), ['p-2', 'p-1', 'p-3'])
  assert.deepEqual(await numbersOf('/journals?accountNo=ann'), ['p-3', 'p-1'])
  assert.deepEqual(await numbersOf('/journals?from=2026-03-02&to=2026-03-02'), ['p-1'])
  const first = must(await get('/journals?limit=2'))
  const cursor = String(field(first, 'nextCursor'))
  assert.deepEqual(await numbersOf(`/journals?limit=2&cursor=${cursor}`), ['p-3'])
  assert.equal(outcome(await get(`/accounts?cursor=${cursor}`)), '400 cursor_invalid')
  const one = must(await get('/journals?accountNo=bob&limit=1'))
  const next = String(field(one, 'nextCursor'))
  assert.deepEqual(await numbersOf(`/journals?limit=1&cursor=${next}`), ['p-2'])
  const [row] = items<{ id: string; moved: Json }>(await get('/journals?bizNo=p-2'))
  assert.deepEqual(row?.moved, [{ currency: 'CNY', amount: '50' }])
  assert.deepEqual(await numbersOf(`/journals?id=${row?.id}`), ['p-2'])
})

interface Detail {
  readonly cause: Json
  readonly source: { readonly bizNo: string } | null
  readonly followers: readonly { readonly bizNo: string }[]
  readonly reversal: { readonly left: number; readonly refusal: string | null }
  readonly accounts: readonly { readonly accountNo: string }[]
}
const detail = async (bizNo: string, query = '') => {
  const [found] = items<Detail>(await get(`/journals/${bizNo}${query}`))
  assert.ok(found)
  return found
}

test('a journal names its cause, its parties, and what reversed it', async () => {
  const one = await detail('p-1')
  assert.deepEqual(one.cause, {
    kind: 'order',
    product: 'auto-loan',
    orderNo: 'AF20260302000001',
  })
  assert.deepEqual(
    one.accounts.map(({ accountNo }) => accountNo),
    ['ann', 'bank'],
  )
  assert.deepEqual([one.reversal, one.source], [{ left: 900, refusal: null }, null])
  const undo = { bizNo: 'p-2-undo', originalBizType: 'FEE', amount: 20 }
  must(await post('/journals/p-2/reverse', undo))
  const two = await detail('p-2', '?bizType=FEE&caller=api')
  assert.deepEqual(two.reversal, { left: 30, refusal: null })
  assert.deepEqual(
    two.followers.map(({ bizNo }) => bizNo),
    ['p-2-undo'],
  )
  const back = await detail('p-2-undo')
  assert.deepEqual([back.source?.bizNo, back.reversal.refusal], ['p-2', 'not_reversible'])
  assert.equal(outcome(await get('/journals/p-2?bizType=PAY')), '404 journal_not_found')
})

test('an adjustment leads to its proposal, and is not reversed past its two people', async () => {
  const transfers = [{ debit: 'bank', credit: 'bob', amount: 7 }]
  const proposed = await post('/adjustments', { transfers, reason: 'lost' })
  assert.equal(outcome(await approve(proposed)), '200')
  const id = String(field(proposed.body, 'proposalId'))
  const made = await detail(id)
  assert.deepEqual(made.cause, { kind: 'proposal', id })
  assert.equal(made.reversal.refusal, 'not_of_the_desk')
})

test('the line of an account ends at its balance; a range that runs backwards is refused', async () => {
  const body = must(await get('/accounts/ann/series?from=2026-03-01&to=2026-03-04'))
  const points = field(body, 'points') as { day: string; booked: number; effective: number }[]
  assert.deepEqual(
    points.map(({ booked, effective }) => [booked, effective]),
    [
      [0, -300],
      [900, 600],
      [600, 600],
      [600, 600],
    ],
  )
  assert.equal((field(must(await get('/accounts/ann/series')), 'points') as []).length, 90)
  const odd = await get('/accounts/ann/series?from=2026-03-04&to=2026-03-01')
  assert.equal(outcome(odd), '400 request_invalid')
  assert.equal(outcome(await get('/accounts/nobody/series')), '404 account_not_found')
})

test('accounts are searched by number, name and owner', async () => {
  const found = async (search: string) =>
    items<{ accountNo: string }>(await get(`/accounts?search=${search}`)).map(
      (one) => one.accountNo,
    )
  assert.deepEqual(await found('an'), ['ann'])
  assert.deepEqual(await found('of-bob'), ['bob'])
  assert.deepEqual(await found('zzz'), [])
})

test('an account says beforehand why its status cannot be changed', async () => {
  const moves = async (no: string, name: 'auditor' | 'maker') =>
    field(must(await get(`/accounts/${no}`, name)), 'moves')
  assert.deepEqual(await moves('ann', 'maker'), {
    freeze: null,
    unfreeze: 'account_status_unchanged',
    close: 'account_not_empty',
  })
  must(await post('/accounts/bob/freeze', { reason: 'a letter of the court' }))
  const frozen = field(await moves('bob', 'maker'), 'unfreeze')
  assert.equal(frozen, null)
  must(await post('/accounts/bob/unfreeze', { reason: 'lifted' }))
  assert.equal(field(await moves('ann', 'auditor'), 'freeze'), 'actor_not_allowed')
})

test('a type of the chart is added and renamed, but never moved to another category', async () => {
  const type = { accountType: '6001', nameZh: '收入', nameEn: 'Income', category: 'income' }
  assert.equal(outcome(await post('/account-types', type)), '200')
  assert.equal(outcome(await post('/account-types', { ...type, nameEn: 'Revenue' })), '200')
  const moved = await post('/account-types', { ...type, category: 'expense' })
  assert.equal(outcome(moved), '409 account_type_fixed')
  const types = items<{ accountType: string; nameEn: string }>(await get('/account-types'))
  assert.equal(types.find(({ accountType }) => accountType === '6001')?.nameEn, 'Revenue')
})

test('the trial balance of a day leads to the accounts behind it, and is a file too', async () => {
  const at = '2026-03-02'
  const trial = must(await get(`/trial-balance?at=${at}`))
  const lines = field(trial, 'lines') as { accountType: string; credit: string }[]
  assert.equal(lines.find(({ accountType }) => accountType === '2001')?.credit, '900')
  const held = items<{ accountNo: string; balance: number }>(
    await get(`/trial-balance/accounts?at=${at}&accountType=2001&currency=CNY`),
  )
  assert.deepEqual(
    held.map(({ accountNo, balance: amount }) => [accountNo, amount]),
    [
      ['ann', 900],
      ['bob', 0],
    ],
  )
  const first = must(
    await get(`/trial-balance/accounts?at=${at}&accountType=2001&currency=CNY&limit=1`),
  )
  assert.ok(field(first, 'nextCursor'))
  const csv = await get(`/trial-balance/file?at=${at}`)
  assert.match(String(csv.body), /合计 Total,,CNY,,9\.00,9\.00\r\n/u)
  assert.match(String(csv.headers['content-disposition']), /trial-balance-2026-03-02\.csv/u)
  assert.match(String((await get('/trial-balance/file?format=xlsx')).body), /^PK/u)
})

test('opening balances that were brought in are listed, and say who took them back', async () => {
  const file = 'account_no,balance\nbank,5.00\nann,5.00\n'
  const brought = must(await post('/openings', { file, effectiveDate: '2026-03-01' }))
  const id = String(field(brought, 'id'))
  must(await post(`/openings/${id}/undo`, { reason: 'twice' }, 'checker'))
  const [one] = items<{ status: string; lines: number; undoneBy: string }>(await get('/openings'))
  assert.deepEqual([one?.status, one?.lines], ['undone', 2])
  assert.match(String(one?.undoneBy), /^user:/u)
  assert.deepEqual((await detail(`${id}-0`)).cause, { kind: 'opening', id })
})

interface Month {
  readonly period: string
  readonly status: string
  readonly mayClose: string | null
  readonly mayReopen: string | null
}
const months = async () => items<Month>(await get('/periods'))

test('months close in their order by two people, and the last one opens again', async () => {
  await daysLater(62)
  const before = await months()
  assert.deepEqual(
    before.map(({ period, mayClose }) => [period, mayClose]),
    [
      ['2026-05', 'period_not_over'],
      ['2026-04', null],
      ['2026-03', null],
    ],
  )
  assert.equal(outcome(await approve(await post('/periods/2026-03/close', { reason: 'x' }))), '200')
  const closing = (await months()).find(({ period }) => period === '2026-03')
  assert.deepEqual([closing?.status, closing?.mayReopen], ['closing', 'period_not_last'])
  const early = await post('/periods/2026-03/reopen', { reason: 'x' })
  assert.equal(outcome(early), '409 period_not_last')
  await database.transaction((tx) => tx.run(sql`update ledger.period set status = 'closed'`))
  const late = { ...journal('late', 'bank', 'bob', 1), effectiveDate: '2026-03-15' }
  assert.equal(outcome(await post('/journals', late)), '422 period_closed')
  const wrong = await post('/periods/2026-02/reopen', { reason: 'x' })
  assert.equal(outcome(wrong), '409 period_not_last')
  const reopened = await approve(await post('/periods/2026-03/reopen', { reason: 'a late bill' }))
  assert.equal(outcome(reopened), '200')
  assert.equal(outcome(await post('/journals', late)), '200')
})

async function runVerification(): Promise<void> {
  const [task] = tasks
  const running = field(must(await get('/verify')), 'running')
  const context = { now: () => clock.now(), attempt: 1, log: openLog('silent') }
  await task?.run({ id: String(field(running, 'id')) }, context)
}

test('a verification that is asked for runs once, and stands in the history', async () => {
  assert.deepEqual(must(await get('/verify')), { last: null, running: null })
  const asked = await post('/verify', {})
  assert.equal(asked.status, 202)
  const again = await as('checker', 'POST /ledger/verify', {})
  assert.equal(field(again.body, 'id'), field(asked.body, 'id'))
  await runVerification()
  const after = must(await get('/verify'))
  assert.deepEqual([field(after, 'last.clean'), field(after, 'running')], [true, null])
  assert.equal(items(await get('/verifications')).length, 1)
})
