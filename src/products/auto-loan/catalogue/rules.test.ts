import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CarCategory, Funder, Product, ProductAnswer } from './model.ts'
import {
  funderFault,
  ineligible,
  productFault,
  route,
  unfitFor,
  type Candidate,
  type LoanRules,
  type Offer,
} from './rules.ts'

const rules: LoanRules = {
  loanToPriceMax: {
    own_combustion: '0.80',
    own_new_energy: '0.85',
    commercial_combustion: '0.70',
    commercial_new_energy: '0.75',
    used: '0.70',
  },
  termMonthsMax: { new: 60, used: 36 },
}

const sold: ProductAnswer = {
  code: 'P',
  name: 'P',
  active: true,
  repayMethod: 'equal_instalment',
  currency: 'CNY',
  loanMin: 1_000_000,
  loanMax: 50_000_000,
  yearRate: '0.09',
  dailyLateRate: '0.0005',
  dailyExtensionRate: '0.0005',
  salePriceMin: 2_000_000,
  salePriceMax: 100_000_000,
  downPaymentRatioMin: '0.10',
  downPaymentRatioMax: '0.90',
  terms: [36, 48, 60].map((periods) => ({
    periods,
    financeFeeRate: '0.01',
    earlySettlementRate: '0.03',
  })),
  feeLimits: [{ fee: 'gps', min: 0, max: 300_000 }],
}

const product: Product = {
  ...sold,
  loanMin: 1_000_000n,
  loanMax: 50_000_000n,
  salePriceMin: 2_000_000n,
  salePriceMax: 100_000_000n,
}

const offer: Offer = {
  category: 'own_combustion',
  salePrice: 10_000_000n,
  price: 10_000_000n,
  downPayment: 2_000_000n,
  financeAmount: 8_000_000n,
  term: 36,
  fees: [],
}

const limitsOf = (change: Partial<Offer>): readonly string[] =>
  unfitFor(product, { ...offer, ...change }, rules).map(({ limit }) => limit)

// prettier-ignore
const ratios: readonly (readonly [CarCategory, bigint, bigint])[] = [
  ['own_combustion',        8_000_000n, 8_000_001n],
  ['own_new_energy',        8_500_000n, 8_500_001n],
  ['commercial_combustion', 7_000_000n, 7_000_001n],
  ['commercial_new_energy', 7_500_000n, 7_500_001n],
  ['used',                  7_000_000n, 7_000_001n],
]

for (const [category, most, more] of ratios) {
  test(`${category}: ${most} fen of 100,000.00 may be lent, and not one more`, () => {
    assert.deepEqual(limitsOf({ category, financeAmount: most, downPayment: 1_500_000n }), [])
    assert.deepEqual(limitsOf({ category, financeAmount: more, downPayment: 1_500_000n }), [
      'loan_to_price',
    ])
  })
}

test('a used car is financed for three years at most, a new one for five', () => {
  assert.deepEqual(limitsOf({ term: 60 }), [])
  const used = { category: 'used', financeAmount: 7_000_000n } as const
  assert.deepEqual(limitsOf({ ...used, term: 36 }), [])
  assert.deepEqual(limitsOf({ ...used, term: 48 }), ['term'])
  assert.deepEqual(limitsOf({ term: 24 }), ['term'])
})

test('the loan is measured against the lower of price and assessment', () => {
  assert.deepEqual(limitsOf({ price: 9_000_000n }), ['loan_to_price'])
})

test('down payment, price, loan and fees keep to the product', () => {
  assert.deepEqual(limitsOf({ downPayment: 999_999n }), ['down_payment'])
  assert.deepEqual(limitsOf({ downPayment: 9_000_001n }), ['down_payment'])
  assert.deepEqual(limitsOf({ financeAmount: 999_999n }), ['loan_amount'])
  assert.deepEqual(limitsOf({ fees: [{ kind: 'gps', amount: 300_001n }] }), ['fee_gps'])
  assert.deepEqual(limitsOf({ fees: [{ kind: 'transfer', amount: 1n }] }), ['fee_transfer'])
})

const funder: Funder = {
  code: 'B',
  name: 'B',
  baseUrl: 'http://bank',
  callbackBaseUrl: null,
  active: true,
  routingRank: 1,
  products: ['P'],
  regions: ['SH'],
  carCategories: ['own_combustion'],
  amountMin: 5_000_000n,
  amountMax: 9_000_000n,
  termMin: 12,
  termMax: 36,
  ageMin: 20,
  ageMax: 60,
  contractDocuments: ['loan'],
}

const candidate: Candidate = {
  product: 'P',
  term: 36,
  amount: 9_000_000n,
  region: 'SH',
  category: 'own_combustion',
  age: 20,
}

// prettier-ignore
const misfits: readonly (readonly [string, Partial<Candidate>])[] = [
  ['product', { product: 'Q' }],
  ['region',  { region: 'BJ' }],
  ['car',     { category: 'used' }],
  ['amount',  { amount: 9_000_001n }],
  ['amount',  { amount: 4_999_999n }],
  ['term',    { term: 37 }],
  ['age',     { age: 19 }],
  ['age',     { age: 61 }],
]

for (const [limit, change] of misfits) {
  const what = Object.entries(change).map((pair) => pair.join(' '))
  test(`a funder does not take ${what.join()}`, () => {
    const found = ineligible(funder, { ...candidate, ...change }).map((unfit) => unfit.limit)
    assert.deepEqual(found, [limit])
  })
}

test('funders that fit are asked in the order of their rank; closed ones are not', () => {
  const funders = [
    { ...funder, code: 'C', routingRank: 3 },
    { ...funder, code: 'A', routingRank: 2, products: [], regions: [] },
    { ...funder, code: 'X', routingRank: 1, active: false },
    { ...funder, code: 'B', routingRank: 2 },
  ]
  assert.deepEqual(
    route(funders, candidate).map(({ code }) => code),
    ['A', 'B', 'C'],
  )
})

test('a product or funder that contradicts itself names the field', () => {
  assert.equal(productFault(sold), undefined)
  const fields = [
    productFault({ ...sold, loanMin: 60_000_000 }),
    productFault({ ...sold, salePriceMin: 200_000_000 }),
    productFault({ ...sold, feeLimits: [{ fee: 'gps', min: 2, max: 1 }] }),
    funderFault({ ...funder, amountMin: 2, amountMax: 1 }),
    funderFault({ ...funder, amountMin: 1, amountMax: 2, termMin: 37 }),
    funderFault({ ...funder, amountMin: 1, amountMax: 2, callbackBaseUrl: 'house' }),
  ].map((fault) => fault?.problem.facts?.['field'])
  assert.deepEqual(fields, [
    'loanMin',
    'salePriceMin',
    'feeLimits',
    'amountMin',
    'termMin',
    'callbackBaseUrl',
  ])
})
