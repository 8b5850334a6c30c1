/** From the down payment to the settled loan. Pure. */
import { businessDate } from '#kernel/clock'
import { newId } from '#kernel/id'
import { minorJson } from '#kernel/money'
import { accept, refuse, type Refused, type Result } from '#kernel/problem'
import { rejectedAt, type AuditFacts } from '../audits/index.ts'
import type { OfferFacts } from '../cars/index.ts'
import {
  rule,
  strict,
  type Condition,
  type EventRefusal,
  type EventRule,
  type Guard,
  type GuardRefusal,
  type Occurrence,
  type Order,
  type SystemEffect,
} from '../orders/index.ts'
import { approval, zone, type Application, type RoutingFacts } from '../routing/index.ts'
import {
  DownPaymentPayload,
  LoanedPayload,
  LoanFailedPayload,
  LoanPayload,
  payKey,
  payTask,
  type Disbursement,
  type Instalment,
  type Loan,
  type PaymentEffect,
} from './model.ts'
import {
  depositLeft,
  downPaymentRequired,
  isSettled,
  owed,
  received,
  refundFault,
  type PaymentFacts,
} from './rules.ts'

type Facts = PaymentFacts & RoutingFacts & OfferFacts & AuditFacts
export type PaymentEffects = PaymentEffect | SystemEffect
type PaymentRule = EventRule<Facts, PaymentEffects>
type Effects = Result<readonly PaymentEffects[], EventRefusal>
type Given<Payload> = Occurrence<Facts, Payload>

export const paymentEvents = {
  down_payment_done: rule(DownPaymentPayload, ['payments'], receive),
  submit_fund_loan: rule(LoanPayload, ['routing', 'payments'], request),
  loaned: rule(LoanedPayload, ['routing', 'payments'], recordLoan),
  fund_loan_failed: rule(LoanFailedPayload, ['payments'], recordFailure),
  pay_off: rule(strict({}), [], () => accept([])),
} satisfies Readonly<Record<string, PaymentRule>>

export const paymentGuards = {
  deposit_refundable: {
    needs: ['audits', 'payments'],
    refusal: ({ facts, at }) => {
      const fault = refundFault(facts, rejectedAt(facts.audits), at)
      if (fault === undefined) return undefined
      const { fault: which, detail, detailZh } = fault
      const known = { fault: which, refundDays: facts.refundDays }
      return { detail, detailZh: `押金不可退：${detailZh}`, facts: known }
    },
  } satisfies Guard<PaymentFacts & AuditFacts>,
  deposit_refund_begun: { needs: ['payments'], refusal: notBegun } satisfies Guard<PaymentFacts>,
  down_payment_received: {
    needs: ['offer', 'routing', 'payments'],
    refusal: notReceived,
  } satisfies Guard<Facts>,
  all_settled: { needs: ['payments'], refusal: unsettled } satisfies Guard<PaymentFacts>,
}

function notBegun({ facts }: Condition<PaymentFacts>): GuardRefusal | undefined {
  const left = depositLeft(facts)
  if (left <= 0n) return undefined
  return {
    detail: `${left} fen of the deposit are not being refunded: create the refund first`,
    detailZh: `押金尚有 ${left} 分未发起退款，请先创建退款单`,
    facts: { depositLeft: minorJson(left) },
  }
}

/** Without a payload money may still come with the event. */
function notReceived({ order, facts, payload }: Condition<Facts>): GuardRefusal | undefined {
  if (payload === undefined) return undefined
  const required = downPaymentRequired(order, facts.plan, approval(facts))
  const { amount = 0, reference } = payload as DownPaymentPayload
  // The same payment may have been recorded before the event came.
  const known = facts.receipts.some((one) => one.reference !== null && one.reference === reference)
  const arrived = received(facts.receipts, 'down_payment') + (known ? 0n : BigInt(amount))
  if (arrived >= required) return undefined
  return {
    detail: `received ${arrived} fen of ${required}`,
    detailZh: `首付已收 ${arrived} 分，应收 ${required} 分`,
    facts: { received: minorJson(arrived), required: minorJson(required) },
  }
}

function unsettled({ facts }: Condition<PaymentFacts>): GuardRefusal | undefined {
  const open = facts.instalments.filter((one) => !isSettled(one))
  const left = open.reduce((total, one) => total + owed(one), 0n)
  const penalty = open.reduce((total, one) => total + one.penalty - one.penaltyPaid, 0n)
  if (open.length === 0 && facts.instalments.length > 0) return undefined
  return {
    detail: `${open.length} instalments owe ${left} fen, ${penalty} of it penalty`,
    detailZh: `尚有 ${open.length} 期未结清，共 ${left} 分，其中罚息 ${penalty} 分`,
    facts: { open: open.length, owed: minorJson(left), penalty: minorJson(penalty) },
  }
}

function receive({ order, payload, actor, at }: Given<DownPaymentPayload>): Effects {
  if (payload.amount === undefined) return accept([])
  const proof = payload.reference ?? payload.image
  if (proof === undefined) {
    const message = 'a payment reference or the image of a receipt is needed'
    const errors = [{ path: 'payload/reference', message }]
    return refuse('event_payload_invalid', `payload/reference: ${message}`, { errors })
  }
  const receipt = {
    bucket: order.bucket,
    orderId: order.id,
    id: newId<'receipt'>(),
    kind: 'down_payment' as const,
    amount: BigInt(payload.amount),
    reference: payload.reference ?? null,
    imageSha256: payload.image ?? null,
    receivedOn: payload.receivedOn ?? businessDate(at, zone),
    recordedBy: actor.name,
    recordedAt: at,
  }
  return accept([{ kind: 'receipt.add', receipt }])
}

const guarded = (guard: string, detail: string): Refused<'guard_failed'> =>
  refuse('guard_failed', detail, { guard })

/** The request that is under way, or was paid. */
export const openDisbursement = ({ disbursements }: PaymentFacts): Disbursement | undefined =>
  disbursements.find(({ state }) => state !== 'failed')

/** `AF20260101000017-L1`, or the next one that this order has not used. */
export function requestNumber({ orderNo }: Order, { disbursements }: PaymentFacts): string {
  const used = new Set(disbursements.map(({ loanRequestNo }) => loanRequestNo))
  const tries = Array.from({ length: used.size + 1 }, (_, at) => `${orderNo}-L${at + 1}`)
  return tries.find((number) => !used.has(number)) ?? `${orderNo}-L${used.size + 1}`
}

const ourNumber = /^(AF\d+)-L\d+$/u

function request({ order, payload, facts, at }: Given<LoanPayload>): Effects {
  const application = approval(facts)
  const amount = application?.approvedAmount ?? null
  if (application === undefined || amount === null) {
    return guarded('funder_passed', 'no funder has passed this order')
  }
  const loanRequestNo = payload.loanRequestNo ?? requestNumber(order, facts)
  const owner = ourNumber.exec(loanRequestNo)?.[1] ?? order.orderNo
  const taken = owner === order.orderNo ? facts.numbersTaken.get(loanRequestNo) : owner
  if (taken !== undefined) {
    const detail = `${loanRequestNo} belongs to ${taken}: a new request needs a new number`
    return guarded('loan_request_no_unused', detail)
  }
  const disbursement: Disbursement = {
    bucket: order.bucket,
    orderId: order.id,
    loanRequestNo,
    funderCode: application.funderCode,
    applicationNo: application.applicationNo,
    amount,
    term: application.approvedTerm ?? application.term,
    state: 'created',
    reasonCode: null,
    asked: 0,
    requestedAt: at,
    updatedAt: at,
  }
  const payloadOfJob = { orderNo: order.orderNo, loanRequestNo }
  return accept([
    { kind: 'disbursement.add', orderNo: order.orderNo, disbursement },
    { kind: 'job', job: { task: payTask, payload: payloadOfJob, key: payKey(loanRequestNo) } },
  ])
}

function recordLoan({ order, payload, facts, at }: Given<LoanedPayload>): Effects {
  const application = approval(facts)
  const open = openDisbursement(facts)
  const fault = loanFault(payload, application, open)
  if (fault !== undefined) return guarded('loan_as_agreed', fault)
  const loan: Loan = {
    bucket: order.bucket,
    orderId: order.id,
    funderCode: payload.funder,
    loanRequestNo: open?.loanRequestNo ?? payload.loanRequestNo ?? null,
    contractNo: payload.contractNo,
    amount: BigInt(payload.amount),
    term: payload.repayPlan.length,
    loanedOn: payload.loanDate,
    recordedAt: at,
  }
  const instalments = payload.repayPlan.map((one) => planned(order, one))
  const paid: readonly PaymentEffects[] =
    open === undefined
      ? []
      : [
          {
            kind: 'disbursement.set',
            disbursement: { ...open, state: 'loaned', updatedAt: at },
          },
          { kind: 'deadline.clear', key: payKey(open.loanRequestNo) },
        ]
  return accept([{ kind: 'loan.add', loan, instalments }, ...paid])
}

const planned = (order: Order, one: LoanedPayload['repayPlan'][number]): Instalment => ({
  bucket: order.bucket,
  orderId: order.id,
  no: one.no,
  dueOn: one.dueOn,
  principal: BigInt(one.principal),
  interest: BigInt(one.interest),
  penalty: 0n,
  principalPaid: 0n,
  interestPaid: 0n,
  penaltyPaid: 0n,
  settledOn: null,
  settledEarly: false,
})

/** Signed is not enough: who, how much, which request and the plan are compared first. */
function loanFault(
  payload: LoanedPayload,
  application: Application | undefined,
  open: Disbursement | undefined,
): string | undefined {
  if (application?.funderCode !== payload.funder)
    return `${payload.funder} has not passed the order`
  if (BigInt(payload.amount) !== application.approvedAmount) {
    return `${payload.amount} fen were paid out, ${application.approvedAmount} were agreed`
  }
  const { loanRequestNo } = payload
  if (open !== undefined && loanRequestNo !== undefined && loanRequestNo !== open.loanRequestNo) {
    return `${loanRequestNo} is not the open request ${open.loanRequestNo}`
  }
  return planFault(payload)
}

function planFault({ repayPlan, amount }: LoanedPayload): string | undefined {
  if (repayPlan.some(({ no }, at) => no !== at + 1)) return 'instalments are numbered from 1 on'
  if (repayPlan.some((one) => BigInt(one.principal) < 0n || BigInt(one.interest) < 0n)) {
    return 'an instalment is less than nothing'
  }
  const principal = repayPlan.reduce((total, one) => total + BigInt(one.principal), 0n)
  if (principal === BigInt(amount)) return undefined
  return `the principal of the instalments is ${principal}, not ${amount}`
}

function recordFailure({ payload, facts, at }: Given<LoanFailedPayload>): Effects {
  const open = openDisbursement(facts)
  if (open?.loanRequestNo !== payload.loanRequestNo) {
    const which = open?.loanRequestNo ?? 'nothing'
    return guarded('loan_request_open', `${payload.loanRequestNo} is not open: ${which} is`)
  }
  const reasonCode = payload.reasonCode ?? null
  const failed = { ...open, state: 'failed' as const, reasonCode, updatedAt: at }
  return accept([
    { kind: 'disbursement.set', disbursement: failed },
    { kind: 'deadline.clear', key: payKey(open.loanRequestNo) },
  ])
}

/**
 * Asking to pay out what is paid out already, or is being paid out under this very number, changes
 * nothing and is no conflict: a funder may be faster than the answer to our own request.
 */
export function isRepeatedRequest(
  order: Order,
  { loanRequestNo }: LoanPayload,
  facts: PaymentFacts,
): boolean {
  const open = openDisbursement(facts)
  if (open !== undefined) {
    return [60010, 60050, 60150].includes(order.state) && loanRequestNo === open.loanRequestNo
  }
  return order.state === 60050 && facts.loan !== undefined
}
