/** Sums and limits over the money facts. Pure. */
import type { BusinessDate, Instant } from '#kernel/clock'
import { portion } from '#kernel/money'
import { rateOf } from '../catalogue/index.ts'
import type { FinancePlan } from '../cars/index.ts'
import type { Order } from '../orders/index.ts'
import type { Application } from '../routing/index.ts'
import type { Disbursement, Instalment, Loan, Receipt, Refund } from './model.ts'

export interface PaymentFacts {
  readonly receipts: readonly Receipt[]
  readonly refunds: readonly Refund[]
  readonly disbursements: readonly Disbursement[]
  readonly loan: Loan | undefined
  readonly instalments: readonly Instalment[]
  /** To which order a loan request number belongs, for those that this batch would use. */
  readonly numbersTaken: ReadonlyMap<string, string>
  /** How long after a rejection the deposit may be asked back. */
  readonly refundDays: number
}

const sum = <Item>(items: readonly Item[], of: (item: Item) => bigint): bigint =>
  items.reduce((total, item) => total + of(item), 0n)

export const received = (receipts: readonly Receipt[], kind: Receipt['kind']): bigint =>
  sum(
    receipts.filter((receipt) => receipt.kind === kind),
    ({ amount }) => amount,
  )

/** What was refunded or is on its way back. */
export const refunding = (refunds: readonly Refund[]): bigint =>
  sum(
    refunds.filter(({ state }) => state !== 'failed'),
    ({ amount }) => amount,
  )

/** The deposit that is still ours to give back. */
export const depositLeft = ({ receipts, refunds }: PaymentFacts): bigint =>
  received(receipts, 'deposit') - refunding(refunds)

const dayMs = 86_400_000

export interface RefundFault {
  readonly fault: 'no_deposit' | 'refund_running' | 'deposit_refunded' | 'refund_too_late'
  readonly detail: string
  readonly detailZh: string
}

/** Why the deposit may not be refunded; undefined when it may. */
export function refundFault(
  facts: PaymentFacts,
  rejectedAt: Instant | undefined,
  at: Instant,
): RefundFault | undefined {
  if (received(facts.receipts, 'deposit') === 0n) {
    return { fault: 'no_deposit', detail: 'no deposit was paid', detailZh: '没有收过押金' }
  }
  if (facts.refunds.some(({ state }) => state === 'running')) {
    return { fault: 'refund_running', detail: 'a refund is running', detailZh: '正在退款' }
  }
  if (depositLeft(facts) <= 0n) {
    return { fault: 'deposit_refunded', detail: 'the deposit was refunded', detailZh: '押金已退' }
  }
  const until = (rejectedAt?.getTime() ?? 0) + facts.refundDays * dayMs
  if (rejectedAt !== undefined && at.getTime() < until) return undefined
  const days = facts.refundDays
  return {
    fault: 'refund_too_late',
    detail: `it is not less than ${days} days since the rejection`,
    detailZh: `须在拒绝后 ${days} 天内申请`,
  }
}

/**
 * What the customer has to pay before signing counts: the planned part, and what the funder lends
 * less than was asked.
 */
export const downPaymentRequired = (
  order: Order,
  plan: FinancePlan | undefined,
  approval: Pick<Application, 'approvedAmount'> | undefined,
): bigint => {
  const asked = plan?.financeAmount ?? order.financeAmount
  return order.downPaymentAmount + asked - (approval?.approvedAmount ?? asked)
}

export const isSettled = ({ settledOn }: Instalment): boolean => settledOn !== null

/** What is still to be paid of an instalment. */
export const owed = (one: Instalment): bigint =>
  one.penalty -
  one.penaltyPaid +
  one.interest -
  one.interestPaid +
  one.principal -
  one.principalPaid

export interface Paid {
  readonly instalment: Instalment
  /** What was more than owed; nothing of it was taken. */
  readonly over: bigint
}

/** Penalty first, then interest, then principal. */
export function pay(instalment: Instalment, amount: bigint, on: BusinessDate): Paid {
  const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)
  const penalty = least(amount, instalment.penalty - instalment.penaltyPaid)
  const interest = least(amount - penalty, instalment.interest - instalment.interestPaid)
  const principal = least(
    amount - penalty - interest,
    instalment.principal - instalment.principalPaid,
  )
  const paid: Instalment = {
    ...instalment,
    penaltyPaid: instalment.penaltyPaid + penalty,
    interestPaid: instalment.interestPaid + interest,
    principalPaid: instalment.principalPaid + principal,
  }
  const settledOn = owed(paid) === 0n ? on : null
  return { instalment: { ...paid, settledOn }, over: amount - penalty - interest - principal }
}

/**
 * Early settlement: everything due until that day, the principal that is left, and the product's
 * fee on it (half_up). Interest of later instalments falls away.
 */
export function earlySettlement(
  instalments: readonly Instalment[],
  rate: string,
  on: BusinessDate,
): bigint {
  const open = instalments.filter((one) => !isSettled(one))
  const due = open.filter(({ dueOn }) => dueOn <= on)
  const later = open.filter(({ dueOn }) => dueOn > on)
  const principalLater = sum(later, (one) => one.principal - one.principalPaid)
  const penaltyLater = sum(later, (one) => one.penalty - one.penaltyPaid)
  const fee = portion(principalLater, rateOf(rate), 'half_up')
  return sum(due, owed) + principalLater + penaltyLater + fee
}

export const settleEarly = (one: Instalment, on: BusinessDate): Instalment =>
  isSettled(one)
    ? one
    : {
        ...one,
        principalPaid: one.principal,
        penaltyPaid: one.penalty,
        interestPaid: one.dueOn <= on ? one.interest : one.interestPaid,
        settledOn: on,
        settledEarly: one.dueOn > on,
      }
