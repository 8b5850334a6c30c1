import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instalmentsOf } from '../schedule/index.ts'
import { resolveTerms, type LoanTerms } from '../terms/index.ts'
import { costOf } from './index.ts'

const cost = (given: Partial<LoanTerms>) => {
  const terms = resolveTerms({
    currency: 'CNY',
    principal: 100_000_000_00,
    annualRate: '0.12',
    method: 'equal_instalment',
    periods: 12,
    ...given,
  })
  assert.ok(terms.ok, terms.ok ? '' : terms.problem.detail)
  return costOf(terms.value, instalmentsOf(terms.value))
}

// prettier-ignore
const rates: readonly [Partial<LoanTerms>, apr: string, effective: string][] = [
  [{},                                                   '0.120000', '0.126825'],
  [{ annualRate: '0' },                                  '0.000000', '0.000000'],
  [{ every: 3, periods: 4 },                             '0.120000', '0.125509'],
  [{ method: 'equal_principal' },                        '0.120000', '0.126825'],
  [{ method: 'interest_only' },                          '0.120000', '0.126825'],
  [{ method: 'bullet', every: 12, periods: 1 },          '0.120000', '0.120000'],
  [{ unit: 'week', dayCount: '364', periods: 52 },       '0.120000', '0.127341'],
  [{ downPayment: '0.5' },                               '0.120000', '0.126825'],
]

test('without fees a loan costs its rate, however it is repaid', () => {
  for (const [given, apr, effective] of rates) {
    const found = cost(given)
    assert.deepEqual([found.apr, found.effectiveRate], [apr, effective], JSON.stringify(given))
  }
})

test('interest on what was repaid long ago costs almost twice its rate', () => {
  assert.equal(cost({ method: 'flat', annualRate: '0.10' }).apr, '0.179720')
})

test('a fee on the first day makes the loan dearer by more than itself', () => {
  const fees: LoanTerms['fees'] = [{ name: 'service', rate: '0.01', on: 'disbursement' }]
  const found = cost({ fees })
  assert.equal(found.apr, '0.139131')
  assert.equal(found.totals.fee, 100_000_000n)
  assert.equal(
    found.totals.total,
    found.totals.principal + found.totals.interest + found.totals.fee,
  )
})
