import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, businessDate } from '../clock/index.ts'
import {
  accountsHeld,
  balanceAt,
  balanceSeries,
  findJournals,
  linksOf,
  listAccounts,
  listJournals,
  trialBalance,
  type AccountFilter,
  type HeldAccount,
  type JournalFilter,
  type Place,
  type TrialLine,
} from './index.ts'
import { account, base, hold, open, pay, testBooks } from './testing.ts'

const zone = 'Asia/Shanghai'
const books = await testBooks(['ann', 'bob'])
const { database, clock, must } = books
await open(
  database,
  [
    account('c-100', { name: 'Zhang San', owner: 'own-1', merchantNo: 'm-77' }),
    account('c-101', { name: '张三丰', owner: 'own-2', currency: 'USD' }),
    account('d-100', { name: 'zhang li', owner: 'c-own' }),
  ],
  clock,
)

interface Move {
  readonly no: string
  readonly to: string
  readonly day: string
  readonly type: string
  readonly legs: number
}

// Forty journals over a month, some for another day than their own, some with three legs.
const moves: Move[] = []
for (let at = 0; at < 40; at++) {
  clock.advance(64_800_000)
  const booked = businessDate(clock.now(), zone)
  const day = at % 6 === 2 ? addDays(booked, -5) : booked
  const to = at % 3 === 0 ? 'bob' : 'ann'
  const [type, legs] = [at % 4 === 0 ? 'FEE' : 'PAY', at % 5 === 0 ? 3 : 1]
  const transfer = { debit: 'bank', credit: to, amount: BigInt(at + 1), mode: 'exact' as const }
  const transfers = Array.from({ length: legs }, () => transfer)
  const no = `n-${String(at).padStart(2, '0')}`
  await must(pay(no, ['bank', to, 1n], { bizType: type, effectiveDate: day, transfers }))
  moves.push({ no, to, day, type, legs })
}
const newest = (list: readonly Move[]): readonly string[] =>
  list
    .map(({ no, day }, at) => ({ no, day, at }))
    .toSorted((one, other) => other.day.localeCompare(one.day) || other.no.localeCompare(one.no))
    .map(({ no }) => no)

async function walk(filter: JournalFilter, limit: number): Promise<readonly string[]> {
  const seen: string[] = []
  let after: Place | undefined
  do {
    const page = await listJournals(database, { filter, after, limit })
    assert.ok(page.items.length <= limit)
    seen.push(...page.items.map(({ bizNo }) => bizNo))
    after = page.next
  } while (after !== undefined)
  return seen
}

// prettier-ignore
const filters: readonly [what: string, filter: JournalFilter, wanted: (move: Move) => boolean][] = [
  ['nothing', {}, () => true],
  ['a first day', { from: '2026-01-10' }, ({ day }) => day >= '2026-01-10'],
  ['a last day', { to: '2026-01-10' }, ({ day }) => day <= '2026-01-10'],
  ['a type', { bizType: 'FEE' }, ({ type }) => type === 'FEE'],
  ['a type within days', { bizType: 'PAY', from: '2026-01-06', to: '2026-01-20' },
    ({ type, day }) => type === 'PAY' && day >= '2026-01-06' && day <= '2026-01-20'],
  ['what the number begins with', { bizNo: 'n-1' }, ({ no }) => no.startsWith('n-1')],
  ['a number and a type', { bizNo: 'n-2', bizType: 'FEE' }, ({ no, type }) => no.startsWith('n-2') && type === 'FEE'],
  ['a caller that never posted', { caller: 'nobody' }, () => false],
  ['days the wrong way round', { from: '2026-01-20', to: '2026-01-02' }, () => false],
]
for (const [what, filter, wanted] of filters) {
  test(`journals filtered by ${what}, page by page, the newest first`, async () => {
    const right = newest(moves.filter(wanted))
    for (const limit of [1, 4, 100]) assert.deepEqual(await walk(filter, limit), right)
  })
}

test('journals of an account come in the order of booking, each once, however pages fall', async () => {
  for (const no of ['ann', 'bob', 'bank']) {
    const own = moves.filter(({ to }) => no === 'bank' || to === no).map((move) => move.no)
    for (const limit of [1, 2, 3, 7, 100]) {
      assert.deepEqual(await walk({ accountNo: no }, limit), own.toReversed(), `${no} by ${limit}`)
    }
  }
  assert.deepEqual(await walk({ accountNo: 'nobody' }, 10), [])
  const fees = moves.filter(({ to, type }) => to === 'bob' && type === 'FEE')
  const found = await walk({ accountNo: 'bob', bizType: 'FEE' }, 2)
  assert.deepEqual(found, fees.map(({ no }) => no).toReversed())
})

test('a journal says what it moved, in each currency', async () => {
  const page = await listJournals(database, { filter: { bizNo: 'n-35' }, limit: 5 })
  const [row] = page.items
  assert.deepEqual([row?.legs, row?.debit, row?.credit], [3, 'bank', 'ann'])
  assert.deepEqual(row?.moved, [{ currency: 'CNY', amount: '108' }])
})

async function numbers(filter: AccountFilter): Promise<readonly string[]> {
  const at = clock.now()
  const found = await listAccounts(database, { filter, limit: 50, at })
  return found.map(({ accountNo }) => accountNo)
}

test('an account is found by what its number, name, owner or merchant begins with', async () => {
  assert.deepEqual(await numbers({ search: 'c-1' }), ['c-100', 'c-101'])
  assert.deepEqual(await numbers({ search: 'ZHANG' }), ['c-100', 'd-100'])
  assert.deepEqual(await numbers({ search: '张三' }), ['c-101'])
  assert.deepEqual(await numbers({ search: 'own-2' }), ['c-101'])
  assert.deepEqual(await numbers({ search: 'm-77' }), ['c-100'])
  assert.deepEqual(await numbers({ search: 'c-' }), ['c-100', 'c-101', 'd-100'])
  assert.deepEqual(await numbers({ search: 'c-', currency: 'USD' }), ['c-101'])
  assert.deepEqual(await numbers({ search: 'hang' }), [])
  assert.deepEqual(await numbers({ status: 'frozen' }), [])
})

test('the line of an account shows each day what the books say of that day', async () => {
  const now = clock.now()
  const asked = { from: '2025-12-28', to: '2026-02-05', now }
  for (const no of ['ann', 'bob', 'bank', 'c-100']) {
    const series = await balanceSeries(database, no, asked)
    assert.deepEqual([series?.step, series?.points.length], [1, 40])
    for (const { day, booked, effective } of series?.points ?? []) {
      const one = await balanceAt(database, no, { basis: 'booked', day })
      const other = await balanceAt(database, no, { basis: 'effective', day })
      assert.deepEqual([booked, effective], [one?.balance, other?.balance], `${no} on ${day}`)
    }
  }
  assert.equal(await balanceSeries(database, 'nobody', asked), undefined)
})

test('a line over ten years has no more points than a chart can show, and ends on its last day', async () => {
  const asked = { from: '2018-01-01', to: '2028-01-01', now: clock.now() }
  const series = await balanceSeries(database, 'ann', asked)
  assert.ok(series && series.points.length <= 400 && series.step === 10)
  assert.equal(series.points.at(-1)?.day, '2028-01-01')
  assert.equal(series.points.at(-1)?.booked, await books.balance('ann'))
})

async function heldBy(line: TrialLine, at: Date): Promise<readonly HeldAccount[]> {
  const held: HeldAccount[] = []
  for (let after: string | undefined; ; after = held.at(-1)?.accountNo) {
    const page = await accountsHeld(database, { ...line, at, after, limit: 2 })
    held.push(...page)
    if (page.length < 2) return held
  }
}

test('the accounts behind a line of the trial balance hold together what the line says', async () => {
  for (const at of [new Date('2026-01-15T04:00:00Z'), new Date(clock.now())]) {
    for (const line of (await trialBalance(database, at)).lines) {
      const balances = (await heldBy(line, at)).map(({ balance }) => balance)
      const sum = (list: readonly bigint[]) => list.reduce((total, one) => total + one, 0n)
      assert.equal(BigInt(balances.length), line.accounts)
      // All accounts of these books have their normal side on credit.
      assert.equal(String(sum(balances.filter((one) => one > 0n))), line.credit)
      assert.equal(String(-sum(balances.filter((one) => one < 0n))), line.debit)
    }
  }
})

test('a journal is found by its own number, whatever its day', async () => {
  for (const no of ['n-02', 'n-39']) {
    const [wanted] = await findJournals(database, no)
    const page = await listJournals(database, { filter: { id: wanted?.id }, limit: 5 })
    assert.deepEqual(
      page.items.map(({ bizNo }) => bizNo),
      [no],
    )
  }
  assert.deepEqual((await listJournals(database, { filter: { id: 1n }, limit: 5 })).items, [])
})

test('a reversal leads to its original, and the original to all that reversed it', async () => {
  const undo = (bizNo: string, amount: bigint | null) =>
    must({
      ...base,
      kind: 'reverse',
      bizType: 'UNDO/ALL',
      bizNo,
      originalBizType: 'FEE',
      originalBizNo: 'n-20',
      amount,
    })
  await undo('back-1', 10n)
  clock.advance(1_000)
  await undo('back-2', null)
  const [original] = await findJournals(database, 'n-20')
  const [back] = await findJournals(database, 'back-2')
  assert.ok(original && back)
  const of = await linksOf(database, original)
  assert.deepEqual(
    of.followers.map(({ bizNo }) => bizNo),
    ['back-1', 'back-2'],
  )
  assert.equal(of.source, undefined)
  const to = await linksOf(database, back)
  assert.deepEqual([to.source?.bizType, to.source?.bizNo, to.followers], ['FEE', 'n-20', []])
})

test('a hold leads to the journal that posted it, and that one back to the hold', async () => {
  await must(hold('h/1', 'ann', 20n))
  await must({
    ...base,
    kind: 'post_hold',
    bizType: 'TAKE',
    bizNo: 'take-1',
    to: 'bob',
    amount: 15n,
    holdBizType: 'TEST',
    holdBizNo: 'h/1',
  })
  const [held] = await findJournals(database, 'h/1')
  const [taken] = await findJournals(database, 'take-1')
  assert.ok(held && taken)
  const followers = (await linksOf(database, held)).followers.map(({ bizNo }) => bizNo)
  assert.deepEqual(followers, ['take-1'])
  assert.equal((await linksOf(database, taken)).source?.bizNo, 'h/1')
})
