import assert from 'node:assert/strict'
import { test } from 'node:test'
import readExcel from 'read-excel-file/node'
import { addDays, businessDate } from '../clock/index.ts'
import { csvOf, readCsv, xlsxOf } from '../sheet/index.ts'
import {
  balanceAt,
  explain,
  findAccount,
  listEntries,
  openStatement,
  statementLines,
  trialBalance,
  type EntryFilter,
} from './index.ts'
import { codes, hold, pay, testBooks } from './testing.ts'

const zone = 'Asia/Shanghai'
const books = await testBooks(['ann', 'bob', 'idle'])
const { database, clock, must } = books

interface Move {
  readonly no: string
  readonly to: 'ann' | 'bob'
  readonly amount: bigint
  readonly at: Date
  readonly booked: string
  readonly effective: string
  readonly type: string
}

const moves: Move[] = []
const types = ['PAY', 'FEE', 'SETTLEMENT']
// Ten days, five journals a day; every seventh counts from another day than the one it is booked.
for (let at = 0; at < 50; at++) {
  clock.advance(at % 5 === 0 ? 9_600_000 : 19_200_000)
  const now = new Date(clock.now())
  const booked = businessDate(now, zone)
  const shift = at % 7 === 3 ? -4 : at % 7 === 5 ? 3 : 0
  const to = at % 3 === 0 ? 'bob' : 'ann'
  const effective = addDays(booked, shift)
  const type = types[at % types.length] ?? 'PAY'
  const move = {
    no: `no-${at}`,
    to,
    amount: BigInt(at + 1),
    at: now,
    booked,
    effective,
    type,
  } as const
  await must(pay(move.no, ['bank', to, move.amount], { effectiveDate: effective, bizType: type }))
  moves.push(move)
}
const sum = (list: readonly Move[], to: string): bigint =>
  list.reduce(
    (total, move) => total + (to === 'bank' ? -move.amount : move.to === to ? move.amount : 0n),
    0n,
  )
const first = moves[0]?.at ?? new Date()
const last = moves.at(-1)?.at ?? new Date()

test('the balance at any instant is the sum of what was booked by then', async () => {
  for (const no of ['ann', 'bob', 'bank', 'idle']) {
    for (let ms = first.getTime() - 1; ms < last.getTime() + 20_000_000; ms += 4_799_999) {
      const at = new Date(ms)
      const found = await balanceAt(database, no, { basis: 'booked', at })
      assert.equal(
        found?.balance,
        sum(
          moves.filter((move) => move.at <= at),
          no,
        ),
        `${no} at ${ms}`,
      )
    }
  }
  for (const { at } of moves) {
    const found = await balanceAt(database, 'bank', { basis: 'booked', at })
    assert.equal(
      found?.balance,
      sum(
        moves.filter((move) => move.at <= at),
        'bank',
      ),
    )
  }
})

test('the balance of a day is told by the day of booking and by the day that counts', async () => {
  for (let day = '2025-12-25'; day < '2026-01-30'; day = addDays(day, 1)) {
    for (const no of ['ann', 'bob', 'bank', 'idle']) {
      const booked = await balanceAt(database, no, { basis: 'booked', day })
      const effective = await balanceAt(database, no, { basis: 'effective', day })
      assert.equal(
        booked?.balance,
        sum(
          moves.filter((move) => move.booked <= day),
          no,
        ),
      )
      const due = moves.filter((move) => move.effective <= day)
      assert.equal(effective?.balance, sum(due, no), `${no} on ${day}`)
    }
  }
})

test('an account that does not exist has no balance, entries, statement or explanation', async () => {
  const now = clock.now()
  assert.equal(await balanceAt(database, 'nobody', { basis: 'booked', at: now }), undefined)
  assert.equal(await listEntries(database, 'nobody', { filter: {}, limit: 5 }), undefined)
  assert.equal(await explain(database, 'nobody', { at: now, now }), undefined)
  const asked = { accountNo: 'nobody', from: '2026-01-01', to: '2026-01-02', now }
  assert.equal(await openStatement(database, asked), undefined)
})

async function walk(no: string, filter: EntryFilter, limit: number): Promise<readonly string[]> {
  const seen: string[] = []
  let below: bigint | undefined
  do {
    const page = await listEntries(database, no, { filter, below, limit })
    assert.ok(page && page.items.length <= limit)
    seen.push(...page.items.map(({ bizNo }) => bizNo))
    below = page.nextBelow
  } while (below !== undefined)
  return seen
}

// prettier-ignore
const filters: readonly [what: string, filter: EntryFilter, wanted: (move: Move) => boolean][] = [
  ['nothing', {}, () => true],
  ['a first day', { from: '2026-01-05' }, ({ booked }) => booked >= '2026-01-05'],
  ['a last day', { to: '2026-01-05' }, ({ booked }) => booked <= '2026-01-05'],
  ['one day', { from: '2026-01-06', to: '2026-01-06' }, ({ booked }) => booked === '2026-01-06'],
  ['days the wrong way round', { from: '2026-01-08', to: '2026-01-03' }, () => false],
  ['a day before all', { to: '2025-01-01' }, () => false],
  ['a bizType', { bizType: 'FEE' }, ({ type }) => type === 'FEE'],
  ['a counterparty', { counterparty: 'bob' }, ({ to }) => to === 'bob'],
  ['the other side', { direction: 'credit' }, () => false],
  ['amounts', { amountMin: 10n, amountMax: 20n }, ({ amount }) => amount >= 10n && amount <= 20n],
  ['all of it', { from: '2026-01-03', to: '2026-01-09', bizType: 'PAY', counterparty: 'ann', direction: 'debit', amountMin: 3n },
    ({ booked, type, to, amount }) => booked >= '2026-01-03' && booked <= '2026-01-09' && type === 'PAY' && to === 'ann' && amount >= 3n],
]
for (const [what, filter, wanted] of filters) {
  test(`entries filtered by ${what}, page by page, the newest first`, async () => {
    const right = moves
      .filter(wanted)
      .map(({ no }) => no)
      .toReversed()
    for (const limit of [1, 3, 7, 100]) assert.deepEqual(await walk('bank', filter, limit), right)
  })
}

test('at every moment debits and credits agree, and the sums are those of the accounts', async () => {
  for (const { at } of [{ at: new Date(first.getTime() - 1) }, ...moves]) {
    const { totals, lines } = await trialBalance(database, at)
    const moved = moves.filter((move) => move.at <= at)
    const all = String(moved.reduce((total, { amount }) => total + amount, 0n))
    assert.deepEqual(totals, [{ currency: 'CNY', debit: all, credit: all, balanced: true }])
    assert.equal(lines[0]?.accounts, 4n)
  }
})

test('an explanation adds up, and names what reserves', async () => {
  assert.deepEqual(codes(await books.run(hold('mine', 'ann', 5n))), ['ok'])
  const now = clock.now()
  for (const at of [now, moves[20]?.at ?? now, new Date(0)]) {
    const found = await explain(database, 'ann', { at, now })
    assert.ok(found)
    const parts = found.parts.reduce((total, { effect }) => total + effect, 0n)
    assert.equal(found.before + parts, found.balance)
    assert.equal(
      found.balance,
      sum(
        moves.filter((move) => move.at <= at),
        'ann',
      ),
    )
    assert.equal(found.account.available, found.account.balance - 5n)
    assert.deepEqual(
      found.holds.map(({ bizNo, amount }) => [bizNo, amount]),
      [['mine', 5n]],
    )
  }
})

test('an expired hold counts no more on reading, though nothing has released it', async () => {
  const expiry = new Date(clock.now().getTime() + 60_000)
  assert.deepEqual(codes(await books.run(hold('brief', 'bob', 9n, expiry))), ['ok'])
  assert.equal((await findAccount(database, 'bob', clock.now()))?.frozen, 9n)
  const later = await findAccount(database, 'bob', expiry)
  assert.deepEqual([later?.frozen, later?.available], [0n, later?.balance])
  assert.deepEqual((await explain(database, 'bob', { at: expiry, now: expiry }))?.holds, [])
})

async function statement(from: string, to: string) {
  const asked = { accountNo: 'ann', from, to, now: clock.now() }
  const opened = await openStatement(database, asked)
  assert.ok(opened)
  return opened
}

test('a statement begins where the one before it ended, as csv and as xlsx', async () => {
  const [one, two] = [
    await statement('2026-01-01', '2026-01-05'),
    await statement('2026-01-06', '2026-02-01'),
  ]
  assert.deepEqual([one.opening, one.closing, two.closing], [0n, two.opening, sum(moves, 'ann')])
  const csv = (await Array.fromAsync(csvOf(statementLines(one)))).join('')
  const rows = readCsv(csv).map(({ cells }) => cells)
  const own = moves.filter(({ to, booked }) => to === 'ann' && booked <= '2026-01-05')
  assert.equal(rows.length, own.length + 4)
  assert.deepEqual(
    rows.slice(3, -1).map((cells) => [cells[5], cells[8]]),
    own.map(({ no, amount }) => [no, (Number(amount) / 100).toFixed(2)]),
  )
  const again = await statement('2026-01-01', '2026-01-05')
  const file = Buffer.concat(await Array.fromAsync(xlsxOf(statementLines(again))))
  const [sheet] = await readExcel(file)
  assert.deepEqual(
    sheet?.data.map((cells) =>
      cells
        .map((cell) => cell ?? '')
        .join('|')
        .replace(/\|+$/u, ''),
    ),
    rows.map((cells) => cells.join('|').replace(/\|+$/u, '')),
  )
})
