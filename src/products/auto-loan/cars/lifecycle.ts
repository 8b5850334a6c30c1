/** Choosing a product: the plan must fit the product's limits and the general rules. Pure. */
import type { Instant } from '#kernel/clock'
import { accept, refuse, type Result } from '#kernel/problem'
import type { Dealer, Funder, LoanRules, Product } from '../catalogue/index.ts'
import { unfitFor } from '../catalogue/index.ts'
import {
  fieldsOf,
  launchKey,
  launchTask,
  rule,
  strict,
  type EventRefusal,
  type EventRule,
  type Occurrence,
  type OrderEffect,
  type SystemEffect,
} from '../orders/index.ts'
import { PlanPayload, type Car, type FinancePlan, type PlanEffect } from './model.ts'
import { feesOf, offerOf } from './rules.ts'

export interface OfferFacts {
  readonly car: Car
  readonly plan: FinancePlan | undefined
  readonly dealer: Dealer
  readonly funders: readonly Funder[]
  readonly products: readonly Product[]
  readonly loanRules: LoanRules
  /** From the choice of a product to automatic routing; 0 is never. */
  readonly launchMinutes: number
}

export type OfferEffect = PlanEffect | OrderEffect | SystemEffect
type OfferRule = EventRule<OfferFacts, OfferEffect>

export const offerEvents = {
  save_product: rule(PlanPayload, ['offer'], saveProduct),
  reselect_product: rule(strict({}), [], reselect),
} satisfies Readonly<Record<string, OfferRule>>

function saveProduct({
  order,
  payload,
  facts,
  at,
}: Occurrence<OfferFacts, PlanPayload>): Result<readonly OfferEffect[], EventRefusal> {
  const product = facts.products.find((one) => one.code === payload.product)
  if (product === undefined) {
    const message = `there is no product ${payload.product}`
    const errors = [{ path: 'payload/product', message }]
    return refuse('event_payload_invalid', `payload/product: ${message}`, { errors })
  }
  const offer = offerOf(facts.car, payload)
  const unfit = unfitFor(product, offer, facts.loanRules)
  const term = product.terms.find(({ periods }) => periods === payload.term)
  if (unfit.length > 0 || term === undefined) {
    const detail = unfit.map((fault) => `${fault.limit}: ${fault.detail}`).join('; ')
    const limits = unfit.map((fault) => ({ ...fault }))
    return refuse('guard_failed', detail, { guard: 'product_limits', limits })
  }
  const plan: FinancePlan = {
    bucket: order.bucket,
    orderId: order.id,
    productCode: product.code,
    term: payload.term,
    salePrice: facts.car.salePrice,
    downPayment: offer.downPayment,
    fees: feesOf(payload),
    financeAmount: offer.financeAmount,
    yearRate: product.yearRate,
    dailyLateRate: product.dailyLateRate,
    earlySettlementRate: term.earlySettlementRate,
    savedAt: at,
  }
  const { downPayment: downPaymentAmount, financeAmount } = plan
  const fields = { productId: product.code, downPaymentAmount, financeAmount }
  return accept([
    { kind: 'plan.save', plan },
    { kind: 'order.set', order, fields: { ...fieldsOf(order), ...fields } },
    ...launchLater(order.orderNo, facts.launchMinutes, at),
  ])
}

const minuteMs = 60_000

/** Whoever confirms in time clears it; after that the system starts by itself. */
function launchLater(orderNo: string, minutes: number, at: Instant): readonly SystemEffect[] {
  const key = launchKey(orderNo)
  if (minutes === 0) return [{ kind: 'deadline.clear', key }]
  const dueAt = new Date(at.getTime() + minutes * minuteMs)
  const deadline = { key, dueAt, task: launchTask, payload: { orderNo } }
  return [{ kind: 'deadline.set', deadline }]
}

/** The plan stays until another is saved, so that the dealer sees what did not fit. */
function reselect({
  order,
}: Occurrence<OfferFacts, unknown>): Result<readonly OfferEffect[], EventRefusal> {
  const fields = { ...fieldsOf(order), productId: null, funderId: null }
  return accept([{ kind: 'order.set', order, fields }])
}
