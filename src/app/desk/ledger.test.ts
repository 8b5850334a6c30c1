import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Json } from '#kernel/problem'
import { account, bank, journal, must, openLedgerDesk } from './test-ledger.ts'
import { field, outcome } from './testing.ts'

const { approve, as, balance, clock, get, post } = await openLedgerDesk()
must(await post('/accounts', account('bank', bank)))
for (const no of ['ann', 'bob', 'carl', 'dora']) must(await post('/accounts', account(no)))

test('an account is opened, read and listed; what is wrong with it is named', async () => {
  assert.equal(outcome(await post('/accounts', account('ann'))), '201')
  assert.equal(
    outcome(await post('/accounts', account('ann', { currency: 'USD' }))),
    '409 account_exists',
  )
  const typed = account('new', { accountType: '9' })
  assert.equal(outcome(await post('/accounts', typed)), '422 account_type_unknown')
  assert.equal(outcome(await post('/accounts', account('a b'))), '400 request_invalid')
  assert.equal(outcome(await get('/accounts/nobody')), '404 account_not_found')
  const first = must(await get('/accounts?limit=2'))
  const second = must(await get(`/accounts?cursor=${String(field(first, 'nextCursor'))}&limit=9`))
  const numbers = [first, second].flatMap((page) =>
    (field(page, 'items') as { accountNo: string }[]).map(({ accountNo }) => accountNo),
  )
  assert.deepEqual(numbers, ['ann', 'bank', 'bob', 'carl', 'dora'])
  assert.equal(outcome(await get('/accounts?limit=2&cursor=x')), '400 cursor_invalid')
  assert.equal((field(must(await get('/account-types')), 'items') as object[]).length, 2)
})

test('only staff with a role of the ledger sees it, and only those who keep it write', async () => {
  for (const path of ['/accounts', '/accounts/ann', '/trial-balance', '/periods', '/verify']) {
    assert.equal(outcome(await get(path, 'dealer')), '403 actor_not_allowed', path)
    assert.equal((await get(path)).status, 200, path)
  }
  for (const [path, body] of [
    ['/journals', journal('no', 'bank', 'ann', 1)],
    ['/accounts/ann/freeze', { reason: 'x' }],
    ['/periods/2026-01/close', { reason: 'x' }],
  ] as const) {
    for (const name of ['dealer', 'auditor'] as const) {
      assert.equal(outcome(await post(path, body, name)), '403 actor_not_allowed', path)
    }
  }
})

test('a journal is posted once: the same again answers as before, another content is refused', async () => {
  const first = must(await post('/journals', journal('j-1', 'bank', 'ann', 1_000)))
  assert.equal(field(first, 'replayed'), false)
  const again = must(await post('/journals', journal('j-1', 'bank', 'ann', '1000'), 'checker'))
  assert.equal(field(again, 'replayed'), true)
  assert.equal(field(again, 'journal.id'), field(first, 'journal.id'))
  const other = await post('/journals', journal('j-1', 'bank', 'ann', 1_001))
  assert.equal(outcome(other), '422 exists_with_different_transfers')
  assert.equal(await balance('ann'), 1_000)
})

test('an Idempotency-Key makes a whole list repeatable', async () => {
  const list = [journal('k-1', 'bank', 'bob', 5), journal('k-2', 'bob', 'bank', 50)]
  const [one, two] = [
    await as('maker', 'POST /ledger/journals', list, 'key-1'),
    await as('maker', 'POST /ledger/journals', list, 'key-1'),
  ]
  assert.deepEqual(must(one), must(two))
  assert.equal(two.headers['idempotent-replayed'], 'true')
})

test('a list answers for each of its journals, in its order; a chain succeeds or fails as one', async () => {
  const body = must(
    await post('/journals', [
      journal('l-1', 'bank', 'carl', 100),
      journal('l-2', 'carl', 'bank', 101),
      { ...journal('l-3', 'bank', 'carl', 7), linked: true },
      journal('l-4', 'carl', 'nobody', 1),
      journal('l-5', 'carl', 'bank', 100),
    ]),
  )
  const results = field(body, 'results') as { posted: boolean; code?: string; status?: number }[]
  assert.deepEqual(
    results.map((one) => (one.posted ? 'ok' : `${one.status} ${one.code}`)),
    ['ok', '422 insufficient_available', '422 chain_member_failed', '404 account_not_found', 'ok'],
  )
  assert.equal(await balance('carl'), 0)
})

test('journals that arrive together from many callers keep their own answers', async () => {
  const calls = Array.from({ length: 60 }, (_, at) =>
    post('/journals', journal(`many-${at}`, at % 3 === 0 ? 'dora' : 'bank', 'carl', 1)),
  )
  const answers = (await Promise.all(calls)).map(outcome)
  assert.deepEqual(
    answers,
    answers.map((_, at) => (at % 3 === 0 ? '422 insufficient_available' : '200')),
  )
  assert.equal(await balance('carl'), 40)
})

test('as much as possible: up to the amount, and what moved is answered', async () => {
  const sweep = {
    bizNo: 'sweep',
    bizType: 'SWEEP',
    transfers: [{ debit: 'carl', credit: 'bank', amount: 1_000_000, mode: 'up_to' }],
  }
  const body = must(await post('/journals', sweep))
  assert.equal((field(body, 'journal.legs') as { amount: number }[])[0]?.amount, 40)
})

test('a journal is found by its number and reversed in part, then never more than was posted', async () => {
  must(await post('/journals', journal('rev', 'bank', 'bob', 90)))
  const undo = (bizNo: string, amount?: number) =>
    post('/journals/rev/reverse', {
      bizNo,
      originalBizType: 'PAY',
      ...(amount === undefined ? {} : { amount }),
    })
  assert.equal(outcome(await undo('r-1', 30)), '200')
  assert.equal(outcome(await undo('r-2', 61)), '422 exceeds_original')
  assert.equal(outcome(await undo('r-3')), '200')
  assert.equal(outcome(await undo('r-4')), '409 already_reversed')
  const [found] = field(must(await get('/journals/rev')), 'items') as {
    legs: { reversed: number }[]
  }[]
  assert.equal(found?.legs[0]?.reversed, 90)
  assert.equal(outcome(await get('/journals/none')), '404 journal_not_found')
})

test('a hold reserves, is posted in part once, and gives the rest back', async () => {
  const made = must(
    await post('/holds', { bizNo: 'h-1', bizType: 'HOLD', accountNo: 'ann', amount: 600 }),
  )
  const id = String(field(made, 'id'))
  assert.equal(field(must(await get('/accounts/ann')), 'available'), 400)
  const posting = { bizNo: 'h-1-post', to: 'bob', amount: 250 }
  assert.equal(outcome(await post(`/holds/${id}/post`, posting)), '200')
  assert.equal(outcome(await post(`/holds/${id}/post`, posting)), '200')
  const other = { bizNo: 'h-1-more', to: 'bob' }
  assert.equal(outcome(await post(`/holds/${id}/post`, other)), '409 hold_already_posted')
  const free = { bizNo: 'h-1-void' }
  assert.equal(outcome(await post(`/holds/${id}/void`, free)), '409 hold_already_posted')
  assert.deepEqual(field(must(await get(`/holds/${id}`)), 'status'), 'posted')
  assert.equal(field(must(await get('/accounts/ann')), 'available'), 750)
  const none = '00000000-0000-7000-8000-000000000000'
  assert.equal(outcome(await post(`/holds/${none}/void`, free)), '404 hold_not_found')
})

test('a hold is voided, or expires by itself at its time', async () => {
  const hold = (bizNo: string, given: object) =>
    post('/holds', { bizNo, bizType: 'HOLD', accountNo: 'ann', amount: 100, ...given })
  const voided = String(field(must(await hold('h-2', {})), 'id'))
  assert.equal(outcome(await post(`/holds/${voided}/void`, { bizNo: 'h-2-void' })), '200')
  const expiresAt = new Date(clock.now().getTime() + 60_000).toISOString()
  const brief = String(field(must(await hold('h-3', { expiresAt })), 'id'))
  clock.advance(60_000)
  assert.equal(field(must(await get(`/holds/${brief}`)), 'status'), 'expired')
  assert.equal(field(must(await get('/accounts/ann')), 'available'), 750)
  const late = await post(`/holds/${brief}/post`, { bizNo: 'h-3-post', to: 'bob' })
  assert.equal(outcome(late), '409 hold_expired')
  const listed = field(must(await get('/holds?accountNo=ann')), 'items') as { status: string }[]
  assert.deepEqual(
    listed.map(({ status }) => status),
    ['posted', 'voided', 'expired'],
  )
  const open = field(must(await get('/holds?accountNo=ann&status=open')), 'items')
  assert.deepEqual(open, [])
})

test('entries are read page by page, with filters; a statement holds the same', async () => {
  const seen: string[] = []
  let cursor = ''
  do {
    const page = must(await get(`/accounts/ann/entries?limit=1${cursor}`))
    seen.push(...(field(page, 'items') as { bizNo: string }[]).map(({ bizNo }) => bizNo))
    const next = field(page, 'nextCursor')
    cursor = next === null ? '' : `&cursor=${JSON.stringify(next).slice(1, -1)}`
  } while (cursor !== '')
  assert.deepEqual(seen, ['h-1-post', 'j-1'])
  const credits = must(await get('/accounts/ann/entries?direction=credit&amountMin=1000'))
  assert.equal((field(credits, 'items') as object[]).length, 1)
  const csv = await get('/accounts/ann/statement?from=2026-03-01&to=2026-03-31')
  assert.match(String(csv.body), /期初 Opening[^\n]*0\.00\r\n1,.*j-1,bank,,10\.00,10\.00\r\n/u)
  assert.match(String(csv.headers['content-disposition']), /ann-2026-03-01-2026-03-31\.csv/u)
  const xlsx = await get('/accounts/ann/statement?from=2026-03-01&to=2026-03-31&format=xlsx')
  assert.match(String(xlsx.body), /^PK/u)
  const none = await get('/accounts/nobody/statement?from=2026-03-01&to=2026-03-31')
  assert.equal(outcome(none), '404 account_not_found')
})

test('the balance of an instant and of a day, and what it is made of', async () => {
  const asked = async (query: string) =>
    field(must(await get(`/accounts/ann/balance${query}`)), 'balance')
  assert.equal(await asked(''), 750)
  assert.equal(await asked('?at=2026-03-01'), 0)
  assert.equal(await asked('?at=2026-03-02'), 750)
  assert.equal(await asked('?at=2026-03-02T00:59:59Z'), 0)
  assert.equal(await asked('?at=2026-03-02T01:00:00Z'), 750)
  assert.equal(await asked('?at=2026-03-02&basis=effective'), 750)
  const odd = await get('/accounts/ann/balance?at=2026-03-02T01:00:00Z&basis=effective')
  assert.equal(outcome(odd), '400 request_invalid')
  const explained = must(await get('/accounts/ann/explain'))
  const parts = field(explained, 'parts') as { effect: number }[]
  const sum = parts.reduce(
    (total, { effect }) => total + effect,
    Number(field(explained, 'before')),
  )
  assert.equal(sum, 750)
})

test('freezing stops what goes out, with a reason; only an empty account is closed', async () => {
  assert.equal(outcome(await post('/accounts/ann/freeze', {})), '400 request_invalid')
  assert.equal(outcome(await post('/accounts/ann/freeze', { reason: 'court' })), '200')
  const out = await post('/journals', journal('f-1', 'ann', 'bank', 1))
  assert.equal(outcome(out), '422 account_frozen')
  assert.equal(outcome(await post('/accounts/ann/unfreeze', { reason: 'lifted' })), '200')
  assert.equal(outcome(await post('/accounts/ann/close', { reason: 'x' })), '409 account_not_empty')
  assert.equal(outcome(await post('/accounts/dora/close', { reason: 'left' })), '200')
})

test('a manual adjustment is posted when a second person has approved it', async () => {
  const before = Number(await balance('bob'))
  const transfers = [{ debit: 'bank', credit: 'bob', amount: 77 }]
  const proposed = await post('/adjustments', { transfers, reason: 'a lost fee' })
  assert.equal(await balance('bob'), before)
  assert.equal(outcome(await approve(proposed)), '200')
  assert.equal(await balance('bob'), before + 77)
  const nobody = [{ debit: 'bank', credit: 'nobody', amount: 1 }]
  assert.equal(
    outcome(await post('/adjustments', { transfers: nobody, reason: 'x' })),
    '404 account_not_found',
  )
  const self = [{ debit: 'bob', credit: 'bob', amount: 1 }]
  assert.equal(
    outcome(await post('/adjustments', { transfers: self, reason: 'x' })),
    '422 same_account',
  )
})

test('opening balances are looked at, tried, brought in and undone', async () => {
  const file = 'account_no,balance\nbank,12.00\ncarl,12.00\n'
  const preview = must(await post('/openings/preview', { file }))
  assert.deepEqual([field(preview, 'lines'), field(preview, 'balanced')], [2, true])
  const wanted = { file, effectiveDate: '2026-01-01' }
  const tried = must(await post('/openings', { ...wanted, dryRun: true }))
  assert.deepEqual([field(tried, 'id'), await balance('carl')], [null, 0])
  const brought = must(await post('/openings', wanted))
  assert.equal(await balance('carl'), 1_200)
  assert.equal(outcome(await post('/openings', wanted)), '409 opening_exists')
  const id = String(field(brought, 'id'))
  assert.equal(outcome(await post(`/openings/${id}/undo`, { reason: 'wrong file' })), '200')
  assert.equal(await balance('carl'), 0)
  const odd = await post('/openings', { ...wanted, file: 'account_no,balance\nbank,1\n' })
  assert.equal(outcome(odd), '422 opening_not_balanced')
})

test('a month closes by two people, and takes nothing more', async () => {
  assert.equal(
    outcome(await approve(await post('/periods/2026-03/close', { reason: 'x' }))),
    '409 period_not_over',
  )
  assert.equal(outcome(await approve(await post('/periods/2026-02/close', { reason: 'x' }))), '200')
  const late = { ...journal('late', 'bank', 'bob', 1), effectiveDate: '2026-02-28' }
  assert.equal(outcome(await post('/journals', late)), '422 period_closed')
  const months = field(must(await get('/periods')), 'items') as { period: string; status: string }[]
  const closed = months.filter(({ status }) => status !== 'open').map(({ period }) => period)
  assert.deepEqual([months[0]?.period, closed], ['2026-03', ['2026-02']])
})

test('debits and credits agree, and vouchers hold both', async () => {
  const trial = must(await get('/trial-balance'))
  assert.equal(field(trial, 'balanced'), true)
  assert.equal((field(trial, 'lines') as object[]).length, 3)
  const csv = String((await get('/vouchers?from=2026-03-02&to=2026-03-02')).body)
  assert.match(csv, /20260302-1,2026-03-02,PAY,j-1,,1002,bank,CNY,10\.00,\r\n/u)
})

test('what is no journal is refused by the schema or by name, never by a crash', async () => {
  const good = journal('bad', 'bank', 'bob', 1)
  for (const body of [
    null,
    {},
    [],
    { ...good, amount: 1 },
    { ...good, bizNo: 'a\u001fb' },
    { ...good, effectiveDate: '2026-02-30' },
    { ...good, transfers: [{ debit: 'bank', credit: 'bob', amount: 1.5 }] },
    { ...good, transfers: [{ debit: 'bank', credit: 'bob', amount: -1 }] },
    { ...good, transfers: [{ debit: 'ba nk', credit: 'bob', amount: 1 }] },
    { ...good, memo: 'm'.repeat(501) },
  ]) {
    assert.equal(
      outcome(await post('/journals', body as Json)),
      '400 request_invalid',
      JSON.stringify(body),
    )
  }
  const large = { ...good, metadata: { text: 'm'.repeat(5_000) } }
  assert.equal(outcome(await post('/journals', large)), '422 metadata_invalid')
  assert.equal(outcome(await post('/journals', { ...good, transfers: [] })), '422 journal_empty')
})
