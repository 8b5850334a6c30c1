import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays } from '#kernel/clock'
import { parseRate, type Rate } from '#kernel/money'
import { counted, happened, newBook, quoted, replay, suspenseOf } from '../book/index.ts'
import type { Book, Fact } from '../book/index.ts'
import { isOwn, ownAccounts, type LoanAccount } from './model.ts'
import { movementsBetween, totalsOf } from './postings.ts'
import { total, type Policy } from '../rows/index.ts'
import { methods, resolveTerms } from '../terms/index.ts'

const rate = (text: string): Rate => {
  const read = parseRate(text)
  assert.ok(read.ok)
  return read.value
}

const start = '2026-01-31'

/** What a customer and an operator may do, so many days after the last thing that happened. */
const step = fc.record({
  after: fc.integer({ min: 0, max: 45 }),
  does: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('pay', 'pay_part', 'pay_more') },
    { weight: 2, arbitrary: fc.constantFrom('waive', 'lend', 'change_rate', 'refund') },
    { weight: 1, arbitrary: fc.constantFrom('settle', 'charge_off', 'recover') },
  ),
  share: fc.integer({ min: 1, max: 99 }),
  excess: fc.constantFrom('suspense', 'next', 'lower_instalment', 'shorten_term'),
  component: fc.constantFrom('fee', 'penalty', 'interest'),
})

const life = fc.record({
  principal: fc.integer({ min: 1_000, max: 50_000_000 }),
  annualRate: fc.constantFrom('0', '0.036', '0.12', '0.24'),
  method: fc.constantFrom(...methods),
  periods: fc.integer({ min: 1, max: 12 }),
  dayCount: fc.constantFrom('30/360', 'act/365', 'act/act'),
  penalty: fc.record({
    dailyRate: fc.constantFrom('0', '0.0005').map(rate),
    on: fc.constantFrom('principal', 'due'),
    graceDays: fc.constantFrom(0, 3),
    lateFee: fc.constantFrom(0n, 1_500n),
  }),
  allocates: fc.constantFrom('row', 'component'),
  steps: fc.array(step, { maxLength: 25 }),
})

function factOf(
  book: Book,
  on: string,
  one: typeof step extends fc.Arbitrary<infer T> ? T : never,
) {
  const owed = total(quoted(book).overdue)
  const amounts = {
    pay: owed,
    pay_part: (owed * BigInt(one.share)) / 100n,
    pay_more: owed + 7_777n,
  }
  switch (one.does) {
    case 'pay':
    case 'pay_part':
    case 'pay_more':
      return { kind: 'received', on, amount: amounts[one.does] || 1n, excess: one.excess } as const
    case 'waive':
      return { kind: 'waived', on, component: one.component, amount: BigInt(one.share) } as const
    case 'lend':
      return { kind: 'disbursed', on, amount: BigInt(one.share) * 100n } as const
    case 'change_rate':
      return { kind: 'rate_changed', on, annualRate: rate('0.06') } as const
    case 'refund':
      return { kind: 'refunded', on, amount: BigInt(one.share) } as const
    case 'settle':
      return { kind: 'settled', on, amount: quoted(book).amount } as const
    case 'charge_off':
      return { kind: 'charged_off', on } as const
    case 'recover':
      return { kind: 'recovered', on, amount: BigInt(one.share) } as const
  }
}

test('any life of a loan books what it is: paid is received, and a loan that is over leaves nothing', () => {
  let settled = 0
  fc.assert(
    fc.property(life, ({ penalty, allocates, steps, ...given }) => {
      const terms = resolveTerms({ ...given, currency: 'CNY', disbursedOn: start })
      assert.ok(terms.ok)
      const policy: Policy = {
        allocation: ['fee', 'penalty', 'interest', 'principal'],
        allocates,
        penalty,
        settlementFees: [rate('0.02')],
      }
      const empty = newBook(terms.value, policy)
      const balances = new Map<LoanAccount, bigint>()
      const facts: Fact[] = []
      let book = empty
      let on = start
      const held = (account: LoanAccount): bigint =>
        (balances.get(account) ?? 0n) * (account === 'suspense' ? -1n : 1n)
      const enter = (next: Book): void => {
        for (const { debit, credit, amount } of movementsBetween(totalsOf(book), totalsOf(next))) {
          assert.ok(amount > 0n)
          balances.set(debit, (balances.get(debit) ?? 0n) + amount)
          balances.set(credit, (balances.get(credit) ?? 0n) - amount)
          for (const account of [debit, credit].filter(isOwn)) assert.ok(held(account) >= 0n)
        }
        book = next
      }
      const happens = (fact: Fact): void => {
        const next = happened(book, fact)
        if (!next.ok) return
        facts.push(fact)
        enter(next.value)
      }
      happens({ kind: 'disbursed', on, amount: BigInt(given.principal) })
      for (const one of steps) {
        on = addDays(on, one.after)
        enter(counted(book, on))
        // More is lent only while there are rows to come.
        if (one.does === 'lend' && on >= (book.rows.at(-1)?.dueOn ?? on)) continue
        happens(factOf(book, on, one))
        for (const row of book.rows) {
          const parts = [...Object.values(row.paid), ...Object.values(row.waived)]
          assert.ok(parts.every((part) => part >= 0n))
        }
        assert.ok(suspenseOf(book) >= 0n)
        assert.equal(-(balances.get('suspense') ?? 0n), suspenseOf(book))
      }
      if (book.state === 'running') happens({ kind: 'settled', on, amount: quoted(book).amount })
      const rest = suspenseOf(book)
      if (rest > 0n) happens({ kind: 'refunded', on, amount: rest })
      assert.notEqual(book.state, 'running')
      // Something is found to have been wrong: what it led to is booked back.
      const without = replay(empty, facts.toSpliced(facts.length >> 1, 1), book.asOf)
      if (without.ok && facts.length > 2) {
        const right = book
        enter(without.value)
        enter(right)
      }
      settled += 1
      for (const account of ownAccounts) assert.equal(balances.get(account) ?? 0n, 0n, account)
      const again = replay(empty, facts, book.asOf)
      assert.ok(again.ok)
      assert.deepEqual(again.value, book)
    }),
    { numRuns: 150 },
  )
  assert.equal(settled, 150)
})
