import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays } from '#kernel/clock'
import { allocate, roundingModes } from '#kernel/money'
import { dayCounts, units } from '../calendar/index.ts'
import { methods, resolveTerms, type LoanTerms } from '../terms/index.ts'
import { instalmentsOf, type Instalment } from './index.ts'

const rows = (given: LoanTerms): readonly Instalment[] => {
  const terms = resolveTerms(given)
  assert.ok(terms.ok, terms.ok ? '' : terms.problem.detail)
  return instalmentsOf(terms.value)
}

type Given = Partial<LoanTerms> & Pick<LoanTerms, 'principal' | 'annualRate' | 'periods'>

const loan = (given: Given): LoanTerms => ({
  currency: 'CNY',
  method: 'equal_instalment',
  disbursedOn: '2024-01-01',
  ...given,
})

const totals = (given: Given) => rows(loan(given)).map(({ total }) => Number(total))
const interest = (given: Given) => rows(loan(given)).map((row) => Number(row.interest))

const repeated = (times: number, amount: number, last: number): number[] => [
  ...Array.from({ length: times }, () => amount),
  last,
]

// prettier-ignore
const instalments: readonly [Given, readonly number[]][] = [
  [{ principal: 1_200_000, annualRate: '0.12', periods: 12 }, repeated(11, 106_619, 106_614)],
  [{ principal: 1_000_000, annualRate: '0.24', periods: 3 }, [346_755, 346_755, 346_754]],
  [{ principal: 10_500_000, annualRate: '0.09', periods: 36 }, repeated(35, 333_897, 333_904)],
  [{ principal: 10_000, annualRate: '0.094822', periods: 6 }, repeated(5, 1_713, 1_713)],
  [{ principal: 10_000, annualRate: '0.07', periods: 6 }, repeated(5, 1_701, 1_700)],
  [{ principal: 10_000, annualRate: '0.15678', periods: 6, dayCount: 'act/365' }, repeated(5, 1_743, 1_747)],
  [{ principal: 100_000, annualRate: '0', periods: 4 }, repeated(3, 25_000, 25_000)],
  [{ principal: 10_000, annualRate: '0.094822', periods: 6, every: 1, unit: 'week', dayCount: '364' }, repeated(5, 1_677, 1_678)],
  [{ principal: 10_000, annualRate: '0.094822', periods: 3, every: 2, unit: 'week', dayCount: '364' }, [3_358, 3_358, 3_356]],
  [{ principal: 10_000, annualRate: '0.094822', periods: 6, every: 15, unit: 'day' }, repeated(5, 1_690, 1_689)],
  [{ principal: 10_000, annualRate: '0.094822', periods: 6, dayCount: 'act/act', disbursedOn: '2023-12-12' }, repeated(5, 1_713, 1_713)],
  [{ principal: 1_000_000, annualRate: '0.12', periods: 3, method: 'equal_principal' }, [343_333, 340_000, 336_667]],
  [{ principal: 1_000_000, annualRate: '0.12', periods: 3, method: 'interest_only' }, [10_000, 10_000, 1_010_000]],
  [{ principal: 1_000_000, annualRate: '0.12', periods: 3, method: 'bullet' }, [1_030_000]],
  [{ principal: 1_000_000, annualRate: '0.10', periods: 12, method: 'flat' }, repeated(11, 91_667, 91_663)],
]

test('every way of repaying gives the published instalments, to the cent', () => {
  for (const [given, expected] of instalments) {
    assert.deepEqual(totals(given), expected, JSON.stringify(given))
  }
})

test('a mortgage of 240 months and a car loan of 12 have the instalments that banks quote', () => {
  assert.equal(totals({ principal: 60_000_000, annualRate: '0.05537', periods: 240 })[0], 413_987)
  assert.equal(totals({ principal: 1_000_000, annualRate: '0.10', periods: 12 })[0], 87_916)
})

test('interest falls with the balance', () => {
  const six = { principal: 10_000, annualRate: '0.094822', periods: 6 }
  assert.deepEqual(interest(six), [79, 66, 53, 40, 27, 13])
  assert.deepEqual(
    interest({ ...six, dayCount: 'act/act', disbursedOn: '2023-12-12' }),
    [80, 67, 50, 41, 26, 14],
  )
})

test('a second disbursement on a due day raises the instalments from then on', () => {
  const on = (day: string) => ({ on: day, amount: 10_000 })
  const given = {
    principal: 20_000,
    annualRate: '0.094822',
    periods: 6,
    disbursements: [on('2024-01-01'), on('2024-03-01')],
  }
  assert.deepEqual(totals(given), [1_713, 1_713, 4_263, 4_263, 4_263, 4_261])
  assert.deepEqual(interest(given), [79, 66, 132, 99, 67, 33])
})

test('a disbursement within a period bears interest from its own day', () => {
  const on = (day: string) => ({ on: day, amount: 100_000 })
  const given = { principal: 200_000, annualRate: '0.07', periods: 1 }
  const twice = { ...given, disbursements: [on('2024-01-01'), on('2024-01-15')] }
  assert.deepEqual(totals(twice), [200_903])
})

// prettier-ignore
const changes: readonly [string, readonly number[]][] = [
  ['2024-02-01', [1_701, 1_688, 1_688, 1_688, 1_688, 1_689]],
  ['2024-02-14', [1_701, 1_690, 1_690, 1_690, 1_690, 1_690]],
]

test('a new rate changes the instalments from the period in which it begins', () => {
  for (const [on, expected] of changes) {
    const rateChanges = [{ on, annualRate: '0.04' }]
    const given = { principal: 10_000, annualRate: '0.07', periods: 6, rateChanges }
    assert.deepEqual(totals(given), expected, on)
  }
})

test('a day that a month does not have is its end, and the loan keeps its own day', () => {
  const given = { principal: 10_000, annualRate: '0.07', periods: 4, disbursedOn: '2024-01-31' }
  const days = rows(loan(given)).map(({ dueOn }) => dueOn)
  assert.deepEqual(days, ['2024-02-29', '2024-03-31', '2024-04-30', '2024-05-31'])
  // Each of these months is a whole one, so they cost the same as any others.
  assert.deepEqual(totals(given), totals({ ...given, disbursedOn: '2024-01-01' }))
})

test('a longer first period bears more interest, a shorter one less', () => {
  const given = { principal: 1_000_000, annualRate: '0.12', periods: 3 }
  const first = (firstDueOn: string): number | undefined => interest({ ...given, firstDueOn })[0]
  assert.equal(first('2024-02-01'), 10_000)
  assert.equal(first('2024-02-15'), 14_516)
  assert.equal(first('2024-01-16'), 4_839)
})

test('during grace only interest is paid, and then the whole principal in what is left', () => {
  const given = { principal: 1_000_000, annualRate: '0.12', periods: 5, principalGracePeriods: 2 }
  const found = rows(loan(given))
  assert.deepEqual(
    found.map(({ principal }) => Number(principal)),
    [0, 0, 330_022, 333_322, 336_656],
  )
  assert.deepEqual(interest(given).slice(0, 3), [10_000, 10_000, 10_000])
})

test('interest of its grace is collected with the next instalment, rounded once', () => {
  const given = { principal: 1_000_000, annualRate: '0.12', periods: 4, principalGracePeriods: 2 }
  const grace = { ...given, interestGracePeriods: 2 }
  assert.deepEqual(interest(grace).slice(0, 2), [0, 0])
  assert.equal(interest(grace)[2], 30_000)
  const sum = (amounts: readonly number[]): number => amounts.reduce((all, one) => all + one, 0)
  assert.equal(sum(interest(grace)), sum(interest(given)))
})

test('a down payment and fees of disbursement stand in a row of their own', () => {
  const fees: LoanTerms['fees'] = [
    { name: 'service', rate: '0.01', on: 'disbursement' },
    { name: 'papers', amount: 500, on: 'first' },
    { name: 'account', amount: 30, on: 'each' },
  ]
  const terms = loan({
    principal: 1_200_000,
    annualRate: '0.12',
    periods: 12,
    downPayment: '0.25',
    fees,
  })
  const [atOnce, first, second] = rows(terms)
  assert.equal(atOnce?.no, 0)
  assert.deepEqual([atOnce?.principal, atOnce?.fee], [300_000n, 12_000n])
  assert.equal(atOnce?.balanceAfter, 900_000n)
  assert.deepEqual([first?.interest, first?.fee, second?.fee], [9_000n, 530n, 30n])
})

test('whole yuan are asked for where the terms say so, and the last instalment closes', () => {
  const rounding = { instalmentUnit: 100 }
  const paid = totals({ principal: 1_200_000, annualRate: '0.12', periods: 12, rounding })
  assert.deepEqual(paid.slice(0, 11), repeated(10, 106_600, 106_600))
  assert.equal(paid[11], 106_836)
})

test('an instalment that would not even pay the interest takes the interest', () => {
  const rateChanges = [{ on: '2024-02-20', annualRate: '90' }]
  const found = rows(loan({ principal: 10_000, annualRate: '0.01', periods: 3, rateChanges }))
  assert.ok(found.every(({ principal }) => principal >= 0n))
  assert.equal(found.at(-1)?.balanceAfter, 0n)
})

const day = (from: string, days: number): string => addDays(from, days)

const anyLoan = fc
  .record({
    principal: fc.integer({ min: 1, max: 2_000_000_00 }),
    annualRate: fc.integer({ min: 0, max: 40_000 }).map((units) => `${units / 100_000}`),
    periods: fc.integer({ min: 1, max: 60 }),
    method: fc.constantFrom(...methods),
    every: fc.constantFrom(1, 2, 3, 6),
    unit: fc.constantFrom(...units),
    dayCount: fc.constantFrom(...dayCounts),
    first: fc.integer({ min: 1, max: 90 }),
    parts: fc.array(fc.tuple(fc.nat(400), fc.integer({ min: 1, max: 9 })), { maxLength: 4 }),
    changes: fc.uniqueArray(fc.nat(400), { maxLength: 3 }),
    grace: fc.tuple(fc.nat(3), fc.nat(3)),
    rounding: fc.record({
      mode: fc.constantFrom(...roundingModes),
      unit: fc.constantFrom(1, 10),
      instalmentUnit: fc.constantFrom(10, 100, 1_000),
    }),
  })
  .map((one): LoanTerms => {
    const { principal, first, parts, changes, grace, ...rest } = one
    const weights = [1n, ...parts.map(([, weight]) => BigInt(weight))]
    const amounts = allocate(BigInt(principal), weights, 'first').map(Number)
    const days = ['2024-01-31', ...parts.map(([after]) => day('2024-01-31', after))]
    const disbursements = days
      .map((on, at) => ({ on, amount: amounts[at] ?? 0 }))
      .filter(({ amount }) => amount > 0)
    return {
      ...rest,
      currency: 'CNY',
      principal,
      firstDueOn: day('2024-01-31', first),
      principalGracePeriods: grace[0],
      interestGracePeriods: grace[1],
      disbursements,
      rateChanges: changes.map((after) => ({ on: day('2024-01-31', after), annualRate: '0.05' })),
    }
  })

test('what is lent is repaid, no row is negative, and each balance follows from the row before', () => {
  let accepted = 0
  fc.assert(
    fc.property(anyLoan, (given) => {
      const terms = resolveTerms(given)
      if (!terms.ok) return
      accepted += 1
      const found = instalmentsOf(terms.value)
      const principal = found.reduce((all, row) => all + row.principal, 0n)
      assert.equal(principal, terms.value.principal)
      assert.equal(found.at(-1)?.balanceAfter, 0n)
      for (const row of found) {
        assert.ok(row.principal >= 0n && row.interest >= 0n && row.fee >= 0n, JSON.stringify(given))
        assert.equal(row.total, row.principal + row.interest + row.fee)
        assert.ok(row.balanceAfter >= 0n)
      }
    }),
    { numRuns: 400 },
  )
  assert.ok(accepted > 120, `only ${accepted} of the loans were loans`)
})
