/** Limits of products and funders, and how many months a car may be financed. Pure. */
import { parseRate, portion, type Rate } from '#kernel/money'
import { assert, refuse, type Refused } from '#kernel/problem'
import type { CarCategory, FeeKind, Funder, FunderAnswer, Product, ProductAnswer } from './model.ts'

/** A fault of something offered, for a person and for a program. */
export interface Unfit {
  readonly limit: string
  readonly detail: string
}

const unfit = (limit: string, holds: boolean, detail: string): readonly Unfit[] =>
  holds ? [] : [{ limit, detail }]

/** A rate that was checked when it was written. */
export function rateOf(text: string): Rate {
  const rate = parseRate(text)
  assert(rate.ok, `${text} is a rate`)
  return rate.value
}

/** Financing rules that bind every product; parameters, because notices change them. */
export interface LoanRules {
  /** Of the price, by category: `"0.80"`. */
  readonly loanToPriceMax: Readonly<Record<CarCategory, string>>
  readonly termMonthsMax: { readonly new: number; readonly used: number }
}

export interface Offer {
  readonly category: CarCategory
  readonly salePrice: bigint
  /** The lower of sale price and assessed price. */
  readonly price: bigint
  readonly downPayment: bigint
  readonly financeAmount: bigint
  readonly term: number
  readonly fees: readonly { readonly kind: FeeKind; readonly amount: bigint }[]
}

/** Everything at which the offer breaks a limit of the product or a general rule. */
export function unfitFor(product: Product, offer: Offer, rules: LoanRules): readonly Unfit[] {
  const { financeAmount, salePrice, downPayment, term } = offer
  const most = portion(offer.price, rateOf(rules.loanToPriceMax[offer.category]), 'floor')
  const least = portion(salePrice, rateOf(product.downPaymentRatioMin), 'ceiling')
  const highest = portion(salePrice, rateOf(product.downPaymentRatioMax), 'floor')
  const termMax = rules.termMonthsMax[offer.category === 'used' ? 'used' : 'new']
  return [
    ...unfit('product_active', product.active, `product ${product.code} is closed`),
    ...between('loan_amount', financeAmount, product.loanMin, product.loanMax),
    ...between('sale_price', salePrice, product.salePriceMin, product.salePriceMax),
    ...between('down_payment', downPayment, least, highest),
    ...unfit('loan_to_price', financeAmount <= most, `${financeAmount} is more than ${most}`),
    ...unfit(
      'term',
      term <= termMax && product.terms.some(({ periods }) => periods === term),
      `${term} months; product: ${product.terms.map(({ periods }) => periods).join(', ')}; ` +
        `at most ${termMax}`,
    ),
    ...offer.fees.flatMap(({ kind, amount }) => feeUnfit(product, kind, amount)),
  ]
}

const between = (limit: string, value: bigint, least: bigint, most: bigint): readonly Unfit[] =>
  unfit(limit, least <= value && value <= most, `${value} is not from ${least} to ${most}`)

function feeUnfit(product: Product, kind: FeeKind, amount: bigint): readonly Unfit[] {
  const limit = product.feeLimits.find(({ fee }) => fee === kind)
  if (limit === undefined)
    return unfit(`fee_${kind}`, amount === 0n, `${kind} is not in the product`)
  return between(`fee_${kind}`, amount, BigInt(limit.min), BigInt(limit.max))
}

/** What a funder looks at before it is asked. */
export interface Candidate {
  readonly product: string
  readonly term: number
  readonly amount: bigint
  readonly region: string
  readonly category: CarCategory
  /** Completed years. */
  readonly age: number
}

/** Why this funder would not take the order; nothing when it fits. */
export function ineligible(funder: Funder, candidate: Candidate): readonly Unfit[] {
  const { product, term, amount, region, category, age } = candidate
  const takes = (list: readonly string[], value: string): boolean =>
    list.length === 0 || list.includes(value)
  return [
    ...unfit('funder_active', funder.active, `${funder.code} is closed`),
    ...unfit('product', takes(funder.products, product), `not product ${product}`),
    ...unfit('region', takes(funder.regions, region), `not region ${region}`),
    ...unfit('car', takes(funder.carCategories, category), `not ${category}`),
    ...between('amount', amount, funder.amountMin, funder.amountMax),
    ...between('term', BigInt(term), BigInt(funder.termMin), BigInt(funder.termMax)),
    ...between('age', BigInt(age), BigInt(funder.ageMin), BigInt(funder.ageMax)),
  ]
}

/** The funders that fit, in the order in which they are asked. */
export const route = (funders: readonly Funder[], candidate: Candidate): readonly Funder[] =>
  funders
    .filter((funder) => ineligible(funder, candidate).length === 0)
    .toSorted((a, b) => a.routingRank - b.routingRank || (a.code < b.code ? -1 : 1))

/** A product that could never be sold: refused when it is written. */
export function productFault(given: ProductAnswer): Refused<'product_invalid'> | undefined {
  const rates = [
    given.yearRate,
    given.dailyLateRate,
    given.dailyExtensionRate,
    given.downPaymentRatioMin,
    given.downPaymentRatioMax,
    ...given.terms.flatMap((term) => [term.financeFeeRate, term.earlySettlementRate]),
  ]
  const wrong = rates.find((rate) => !parseRate(rate).ok)
  if (wrong !== undefined) {
    return refuse('product_invalid', `"${wrong}" is no rate: write a decimal like 0.0075`)
  }
  if (BigInt(given.loanMin) > BigInt(given.loanMax)) {
    return refuse('product_invalid', 'loanMin is more than loanMax', { field: 'loanMin' })
  }
  if (BigInt(given.salePriceMin) > BigInt(given.salePriceMax)) {
    return refuse('product_invalid', 'salePriceMin is more than salePriceMax', {
      field: 'salePriceMin',
    })
  }
  const narrow = given.feeLimits.find(({ min, max }) => min > max)
  if (narrow === undefined) return undefined
  return refuse('product_invalid', `fee ${narrow.fee}: min is more than max`, {
    field: 'feeLimits',
  })
}

export function funderFault(given: FunderAnswer): Refused<'funder_invalid'> | undefined {
  if (!isWebAddress(given.baseUrl)) return noAddress('baseUrl')
  if (given.callbackBaseUrl !== null && !isWebAddress(given.callbackBaseUrl)) {
    return noAddress('callbackBaseUrl')
  }
  const pairs = [
    ['amountMin', BigInt(given.amountMin) <= BigInt(given.amountMax)],
    ['termMin', given.termMin <= given.termMax],
    ['ageMin', given.ageMin <= given.ageMax],
  ] as const
  const [field] = pairs.find(([, inOrder]) => !inOrder) ?? []
  if (field === undefined) return undefined
  return refuse('funder_invalid', `${field} is more than its maximum`, { field })
}

const isWebAddress = (text: string): boolean =>
  URL.canParse(text) && /^https?:$/u.test(new URL(text).protocol)

const noAddress = (field: string) =>
  refuse('funder_invalid', `${field} is a URL with http or https`, { field })
