/** What is financed, and how a car counts for limits. Pure. */
import type { CarCategory, Offer } from '../catalogue/index.ts'
import type { Car, PlanPayload, PlannedFee } from './model.ts'

/** A used car counts as used whatever it is used for. */
export const categoryOf = ({ condition, usage, energy }: Car): CarCategory =>
  condition === 'used' ? 'used' : `${usage}_${energy}`

/** Sale price − down payment + the fees that are financed. */
export const financeAmount = (
  salePrice: bigint,
  downPayment: bigint,
  fees: readonly PlannedFee[],
): bigint =>
  fees.reduce(
    (sum, { amount, financed }) => (financed ? sum + amount : sum),
    salePrice - downPayment,
  )

export const feesOf = ({ fees = [] }: PlanPayload): readonly PlannedFee[] =>
  fees.map(({ kind, amount, financed }) => ({ kind, amount: BigInt(amount), financed }))

/** A loan is measured against the lower of what is asked and what the car is worth. */
export const priceOf = ({ salePrice, assessedPrice }: Car): bigint =>
  assessedPrice !== null && assessedPrice < salePrice ? assessedPrice : salePrice

export function offerOf(car: Car, payload: PlanPayload): Offer {
  const fees = feesOf(payload)
  const downPayment = BigInt(payload.downPayment)
  return {
    category: categoryOf(car),
    salePrice: car.salePrice,
    price: priceOf(car),
    downPayment,
    financeAmount: financeAmount(car.salePrice, downPayment, fees),
    term: payload.term,
    fees,
  }
}
