import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseRate, type Rate } from '#kernel/money'
import type { Policy } from '../rows/index.ts'
import { resolveTerms, type LoanTerms } from '../terms/index.ts'
import { counted, happened, newBook, quoted, replay, suspenseOf } from './index.ts'
import type { Book, Fact } from './index.ts'

const rate = (text: string): Rate => {
  const read = parseRate(text)
  assert.ok(read.ok)
  return read.value
}

const policy: Policy = {
  allocation: ['fee', 'penalty', 'interest', 'principal'],
  allocates: 'row',
  penalty: { dailyRate: rate('0.0005'), on: 'principal', graceDays: 0, lateFee: 0n },
  settlementFees: [rate('0.03'), rate('0.02'), rate('0.01')],
}

const terms: LoanTerms = {
  currency: 'CNY',
  principal: 1_200_000,
  annualRate: '0.12',
  method: 'equal_instalment',
  periods: 12,
  disbursedOn: '2026-01-01',
}

function bookOf(facts: readonly Fact[], until: string, changes: Partial<Policy> = {}): Book {
  const resolved = resolveTerms(terms)
  assert.ok(resolved.ok)
  const found = replay(newBook(resolved.value, { ...policy, ...changes }), facts, until)
  assert.ok(found.ok, found.ok ? '' : found.problem.detail)
  return found.value
}

const lent: Fact = { kind: 'disbursed', on: '2026-01-01', amount: 1_200_000n }
const received = (on: string, amount: bigint, excess: 'suspense' | 'next' = 'suspense'): Fact => ({
  kind: 'received',
  on,
  amount,
  excess,
})
const row = (book: Book, no: number) => book.rows.find((one) => one.no === no)

test('an instalment that is five days late bears the penalty of the specification', () => {
  const owed = (on: string, changes: Partial<Policy>) => {
    const late = bookOf([lent], on, changes)
    return quoted(late).overdue.penalty
  }
  const whole = { penalty: { ...policy.penalty, on: 'due' } } as const
  assert.equal(owed('2026-02-06', {}), 237n)
  assert.equal(owed('2026-02-06', whole), 267n)
  assert.equal(owed('2026-02-01', {}), 0n)
})

test('within its grace nothing is charged, and after it all days count', () => {
  const patient = { penalty: { ...policy.penalty, graceDays: 5, lateFee: 2_000n } }
  const late = (on: string) => quoted(bookOf([lent], on, patient)).overdue
  assert.deepEqual([late('2026-02-06').penalty, late('2026-02-06').fee], [0n, 0n])
  assert.deepEqual([late('2026-02-07').penalty, late('2026-02-07').fee], [284n, 2_000n])
  const paid = bookOf([lent, received('2026-02-06', 106_619n)], '2026-02-28', patient)
  assert.deepEqual(row(paid, 1)?.closed, { on: '2026-02-06', by: 'paid' })
  assert.equal(row(paid, 1)?.paid.penalty, 0n)
})

test('a payment goes to fee, penalty, interest and principal of the oldest row first', () => {
  const book = bookOf([lent, received('2026-02-06', 50_000n)], '2026-02-06')
  assert.deepEqual(row(book, 1)?.paid, {
    fee: 0n,
    penalty: 237n,
    interest: 12_000n,
    principal: 37_763n,
  })
  assert.equal(row(book, 1)?.closed, undefined)
})

test('what is paid too much waits, and is used when the next row falls due', () => {
  const book = bookOf([lent, received('2026-02-01', 150_000n)], '2026-02-28')
  assert.equal(suspenseOf(book), 43_381n)
  const later = counted(book, '2026-03-01')
  assert.equal(suspenseOf(later), 0n)
  assert.equal(row(later, 2)?.paid.principal, 43_381n - 11_054n)
})

test('what is paid for the next instalment closes it early', () => {
  const book = bookOf([lent, received('2026-02-01', 213_238n, 'next')], '2026-02-01')
  assert.deepEqual(row(book, 2)?.closed, { on: '2026-02-01', by: 'paid' })
  assert.equal(suspenseOf(book), 0n)
})

const prepaid = (excess: 'lower_instalment' | 'shorten_term'): Book => {
  const amount = 106_619n + 500_000n
  const facts: Fact[] = [lent, { kind: 'received', on: '2026-02-01', amount, excess }]
  return bookOf(facts, '2026-02-01')
}

test('a prepayment lowers the instalments, or shortens the term', () => {
  const lower = prepaid('lower_instalment')
  assert.equal(lower.rows.length, 12)
  // 6053.81 in eleven months at 1 %.
  assert.equal((row(lower, 2)?.principal ?? 0n) + (row(lower, 2)?.interest ?? 0n), 58_391n)
  const shorter = prepaid('shorten_term')
  assert.equal((row(shorter, 2)?.principal ?? 0n) + (row(shorter, 2)?.interest ?? 0n), 106_619n)
  assert.ok(shorter.rows.length < 9)
})

test('an early settlement costs what is left, interest to the day, and the fee of its period', () => {
  const book = bookOf([lent, received('2026-02-01', 106_619n)], '2026-02-15')
  const quote = quoted(book)
  // 11053.81 at 1 % for 14 of the 28 days of February, and 2 % of it in the second period.
  assert.deepEqual(quote.toCome, {
    fee: 22_108n,
    penalty: 0n,
    interest: 5_526n,
    principal: 1_105_381n,
  })
  const short = happened(book, { kind: 'settled', on: '2026-02-15', amount: quote.amount - 1n })
  assert.ok(!short.ok && short.problem.code === 'settlement_short')
  const done = happened(book, { kind: 'settled', on: '2026-02-15', amount: quote.amount })
  assert.ok(done.ok)
  assert.equal(done.value.state, 'settled')
  assert.equal(row(done.value, 3)?.closed?.by, 'settled_early')
  // What the plan said is not rewritten.
  assert.equal(row(done.value, 3)?.principal, row(book, 3)?.principal)
})

test('nothing more happens to a loan that is over, but its suspense can be given back', () => {
  const book = bookOf([lent], '2026-01-15')
  const { amount } = quoted(book)
  const done = happened(book, { kind: 'settled', on: '2026-01-15', amount: amount + 100n })
  assert.ok(done.ok)
  const waived = happened(done.value, {
    kind: 'waived',
    on: '2026-01-16',
    component: 'fee',
    amount: 1n,
  })
  assert.ok(!waived.ok && waived.problem.code === 'loan_closed')
  const back = (of: bigint) =>
    happened(done.value, { kind: 'refunded', on: '2026-01-16', amount: of })
  const tooMuch = back(101n)
  assert.ok(!tooMuch.ok && tooMuch.problem.code === 'amount_too_much')
  const returned = back(100n)
  assert.ok(returned.ok)
  assert.equal(suspenseOf(returned.value), 0n)
})

test('a waiver takes of what is due, and no more than that', () => {
  const book = bookOf([lent], '2026-02-06')
  const waive = (amount: bigint) =>
    happened(book, { kind: 'waived', on: '2026-02-06', component: 'penalty', amount })
  const all = waive(237n)
  assert.ok(all.ok)
  assert.equal(quoted(all.value).overdue.penalty, 0n)
  const tooMuch = waive(238n)
  assert.ok(!tooMuch.ok && /at most 237 of penalty/u.test(tooMuch.problem.detail))
})

test('a payment that was found later is counted from the day on which it came', () => {
  const late = bookOf([lent], '2026-02-20')
  assert.equal(quoted(late).overdue.penalty, 899n)
  const found = bookOf([lent, received('2026-02-03', 106_714n)], '2026-02-20')
  assert.equal(quoted(found).overdue.penalty, 0n)
  assert.deepEqual(row(found, 1)?.closed, { on: '2026-02-03', by: 'paid' })
})

test('a second disbursement and a new rate plan the rows to come anew, and no row before', () => {
  const more: Fact = { kind: 'disbursed', on: '2026-03-01', amount: 600_000n }
  const cheaper: Fact = { kind: 'rate_changed', on: '2026-05-01', annualRate: rate('0.06') }
  const plain = bookOf([lent], '2026-01-01')
  const changed = bookOf([lent, more, cheaper], '2026-05-01')
  for (const no of [1, 2]) assert.equal(row(changed, no)?.principal, row(plain, no)?.principal)
  assert.ok((row(changed, 3)?.principal ?? 0n) > (row(plain, 3)?.principal ?? 0n))
  assert.ok((row(changed, 5)?.interest ?? 0n) < (row(changed, 4)?.interest ?? 0n) / 2n + 1_000n)
  const all = changed.rows.reduce((sum, one) => sum + one.principal, 0n)
  assert.equal(all, 1_800_000n)
})
