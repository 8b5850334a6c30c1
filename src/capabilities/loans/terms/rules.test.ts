import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Compile } from 'typebox/compile'
import { resolveTerms, LoanTerms } from './index.ts'

const form = Compile(LoanTerms)

const plain: LoanTerms = {
  currency: 'CNY',
  principal: 1_200_000,
  annualRate: '0.12',
  method: 'equal_instalment',
  periods: 12,
}

test('only five fields are needed, and the rest is as the surfaces say', () => {
  const terms = resolveTerms(plain)
  assert.ok(terms.ok)
  const { grid, disbursedOn, dayCount, rounding, disbursements } = terms.value
  assert.equal(disbursedOn, '2026-01-01')
  assert.deepEqual(grid, { anchor: '2026-02-01', dueDay: 1, every: 1, unit: 'month' })
  assert.equal(dayCount, '30/360')
  assert.deepEqual(rounding, { mode: 'half_up', unit: 1n, instalmentUnit: 1n })
  assert.deepEqual(disbursements, [{ on: '2026-01-01', amount: 1_200_000n }])
})

test('the day of the loan is kept where a month is too short for it', () => {
  const at = (given: Partial<LoanTerms>) => {
    const terms = resolveTerms({ ...plain, ...given })
    return terms.ok ? terms.value.grid.dueDay : terms.problem.detail
  }
  assert.equal(at({ disbursedOn: '2026-01-31' }), 31)
  assert.equal(at({ disbursedOn: '2026-01-31', firstDueOn: '2026-02-28' }), 31)
  assert.equal(at({ disbursedOn: '2026-01-15', firstDueOn: '2026-02-28' }), 28)
  assert.equal(at({ disbursedOn: '2026-01-15', firstDueOn: '2026-02-28', dueDay: 31 }), 31)
})

// prettier-ignore
const refused: readonly [Partial<LoanTerms>, string, RegExp][] = [
  [{ disbursedOn: '2026-02-30' },                                'disbursedOn',          /like 2026-01-31/],
  [{ firstDueOn: '2025-12-31' },                                 'firstDueOn',           /after the disbursement on 2026-01-01/],
  [{ firstDueOn: '2040-01-01' },                                 'firstDueOn',           /at most 3660 days/],
  [{ firstDueOn: '2026-02-15', dueDay: 20 },                     'dueDay',               /day of the month/],
  [{ annualRate: '12' , rateChanges: [] },                       '',                     /./],
  [{ annualRate: '100' },                                        'annualRate',           /12 % is written 0.12/],
  [{ downPayment: '1' },                                         'downPayment',          /less than 1/],
  [{ disbursements: [{ on: '2026-01-01', amount: 1 }] },         'disbursements',        /add up to 1, not the principal of 1200000/],
  [{ disbursements: [{ on: '2027-01-01', amount: 1_200_000 }] }, '',                     /./],
  [{ rounding: { unit: 10, instalmentUnit: 15 } },               'rounding.instalmentUnit', /whole multiple/],
  [{ fees: [{ name: 'x', on: 'each' }] },                        'fees[0]',              /either an amount or a rate/],
  [{ fees: [{ name: 'x', on: 'each', amount: 1, rate: '1' }] },  'fees[0]',              /either an amount or a rate/],
  [{ principalGracePeriods: 12 },                                'principalGracePeriods', /fewer than the 12/],
  [{ interestGracePeriods: 12 },                                 'interestGracePeriods', /fewer than the 12/],
]

test('terms that do not fit together are refused by field, with what would be right', () => {
  for (const [given, field, detail] of refused) {
    const terms = resolveTerms({ ...plain, ...given })
    if (field === '') {
      assert.ok(terms.ok, JSON.stringify(given))
      continue
    }
    assert.ok(!terms.ok, JSON.stringify(given))
    assert.equal(terms.problem.facts?.['field'], field)
    assert.match(terms.problem.detail, detail)
  }
})

test('two rates on one day, and money lent after the end, are refused', () => {
  const twice = [
    { on: '2026-03-01', annualRate: '0.1' },
    { on: '2026-03-01', annualRate: '0.2' },
  ]
  const terms = resolveTerms({ ...plain, rateChanges: twice })
  assert.ok(!terms.ok && terms.problem.facts?.['field'] === 'rateChanges')
  const late = [
    { on: '2026-01-01', amount: 1_000_000 },
    { on: '2027-01-01', amount: 200_000 },
  ]
  const lent = resolveTerms({ ...plain, disbursements: late })
  assert.ok(!lent.ok && lent.problem.facts?.['field'] === 'disbursements')
})

test('a form that says too much or in another way is no form of terms', () => {
  assert.ok(form.Check(plain))
  const wrong = [
    { extra: 1 },
    { annualRate: 0.12 },
    { annualRate: '-1' },
    { periods: 0 },
    { principal: 1.5 },
  ]
  for (const given of wrong) assert.ok(!form.Check({ ...plain, ...given }), JSON.stringify(given))
})
