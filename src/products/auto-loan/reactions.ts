/**
 * What happens when a funder answers: by callback or by query, in time, late, twice, or for an
 * order
 * that is no longer its own. Signed is not enough: number, funder, amount and state are compared.
 */
import type { Actor } from '#kernel/auth'
import type { Instant } from '#kernel/clock'
import type { Tx } from '#kernel/db'
import { raiseAlarm } from '#kernel/jobs'
import type { Kernel } from '#kernel/module'
import { accept, refuse, type Json, type Result } from '#kernel/problem'
import type { Callback } from './channels/index.ts'
import type { EventCall } from './model.ts'
import { bucketOfOrder, lockOrders, type Order } from './orders/index.ts'
import { readNumbers, readPayments, type Disbursement } from './payments/index.ts'
import { findApplication, orderNoOf, readApplications, type Application } from './routing/index.ts'
import { applyEvents } from './service.ts'

/** An answer of a funder, however it came. */
export interface Heard {
  readonly funder: string
  readonly said: Callback
  readonly actor: Actor
  readonly at: Instant
}

/** `ignored`: nothing moves, and whoever told us need not tell us again. */
export type Reaction = 'applied' | 'repeated' | 'ignored'
export type HeardRefusal = 'order_not_found' | 'answer_differs'

/** Refusals: order_not_found (no such number at this funder), answer_differs. */
export const hearFunder =
  (kernel: Kernel) =>
  (tx: Tx, heard: Heard): Promise<Result<Reaction, HeardRefusal>> => {
    const { result } = heard.said
    return result === 'PASS' || result === 'FAIL'
      ? hearOfApplication(kernel, tx, heard)
      : hearOfLoan(kernel, tx, heard)
  }

const unknownNumber = (no: string | undefined) =>
  refuse('order_not_found', `${no ?? 'nothing'} was never asked of this funder`)

async function hearOfApplication(
  kernel: Kernel,
  tx: Tx,
  heard: Heard,
): Promise<Result<Reaction, HeardRefusal>> {
  const { funder, said } = heard
  const orderNo = orderNoOf(said.applicationNo ?? '')
  const [order] = await lockOrders(tx, [orderNo])
  const applicationNo = said.applicationNo ?? ''
  const key = { bucket: bucketOfOrder(orderNo), applicationNo }
  const application = await findApplication(tx, key)
  if (order === undefined || application?.funderCode !== funder) {
    return unknownNumber(said.applicationNo)
  }
  switch (application.state) {
    case 'passed':
    case 'refused': {
      const same = (application.state === 'passed') === (said.result === 'PASS')
      return same ? accept('repeated') : await late(tx, heard, order, application.state)
    }
    case 'withdrawing':
    case 'withdrawn':
      return await late(tx, heard, order, 'skipped or abandoned')
    case 'created':
    case 'unknown':
    case 'accepted':
      return await decide(kernel, tx, heard, { order, application })
  }
}

interface Asked {
  readonly order: Order
  readonly application: Application
}

async function decide(
  kernel: Kernel,
  tx: Tx,
  heard: Heard,
  { order, application }: Asked,
): Promise<Result<Reaction, HeardRefusal>> {
  const { said, funder } = heard
  if (said.result !== 'PASS') {
    const payload =
      said.reasonCode === undefined ? { funder } : { funder, reasonCode: said.reasonCode }
    return await move(kernel, tx, heard, { order, event: 'fund_final_audit_fail', payload })
  }
  const { approvedAmount, approvedTerm, monthlyRate, amount } = said
  if (approvedAmount === undefined || approvedTerm === undefined || monthlyRate === undefined) {
    return await differs(tx, heard, order, 'it passes without amount, term and rate')
  }
  if (amount !== undefined && BigInt(amount) !== application.amount) {
    return await differs(tx, heard, order, `it names ${amount} fen, not ${application.amount}`)
  }
  const payload = { funder, approvedAmount, approvedTerm, monthlyRate }
  return await move(kernel, tx, heard, { order, event: 'fund_final_audit_pass', payload })
}

interface Move {
  readonly order: Order
  readonly event: string
  readonly payload: Json
}

/** The event, once: the number and the result make its request id. */
async function move(
  kernel: Kernel,
  tx: Tx,
  heard: Heard,
  { order, event, payload }: Move,
): Promise<Result<Reaction, HeardRefusal>> {
  const { funder, said, actor, at } = heard
  const no = said.applicationNo ?? said.loanRequestNo ?? order.orderNo
  const call: EventCall = {
    orderNo: order.orderNo,
    event,
    payload,
    actor,
    actorSystem: `funder:${funder}`,
    requestId: `funder:${funder} ${no} ${said.result}`,
    at,
    dryRun: false,
  }
  const [applied] = await applyEvents(kernel)(tx, [call])
  if (applied?.ok) return accept('applied')
  const { code = '', detail = '' } = applied?.problem ?? {}
  if (code === 'guard_failed' || code === 'event_payload_invalid') {
    return await differs(tx, heard, order, detail)
  }
  return await late(tx, heard, order, detail)
}

/** The answer comes too late to matter: nothing moves, and a person hears of it. */
async function late(
  tx: Tx,
  { funder, said, at }: Heard,
  { orderNo, state }: Order,
  why: string,
): Promise<Result<Reaction, HeardRefusal>> {
  await raiseAlarm(tx, {
    code: 'late_funder_answer',
    // Money that was paid out although we moved on cannot wait.
    severity: said.result === 'LOANED' ? 'critical' : 'warning',
    owner: said.result === 'LOANED' ? 'finance-ops' : 'fund-router',
    subject: `order:${orderNo}`,
    detail: `${funder} answered ${said.result}; the order is in ${state}: ${why}`,
    link: `/auto-loan/orders/${orderNo}`,
    at,
  })
  return accept('ignored')
}

async function differs(
  tx: Tx,
  { funder, said, at }: Heard,
  { orderNo }: Order,
  why: string,
): Promise<Result<Reaction, HeardRefusal>> {
  await raiseAlarm(tx, {
    code: 'funder_answer_differs',
    severity: 'critical',
    owner: said.result === 'PASS' || said.result === 'FAIL' ? 'fund-router' : 'finance-ops',
    subject: `order:${orderNo}`,
    detail: `${funder} answered ${said.result}: ${why}`,
    link: `/auto-loan/orders/${orderNo}`,
    at,
  })
  return refuse('answer_differs', why)
}

async function hearOfLoan(
  kernel: Kernel,
  tx: Tx,
  heard: Heard,
): Promise<Result<Reaction, HeardRefusal>> {
  const { funder, said } = heard
  const orderNo = await orderOfLoan(tx, said)
  const [order] = orderNo === undefined ? [] : await lockOrders(tx, [orderNo])
  if (order === undefined) return unknownNumber(said.loanRequestNo)
  const applications = await readApplications(tx, [order])
  const known = applications.some(({ funderCode }) => funderCode === funder)
  if (!known) return unknownNumber(said.loanRequestNo)
  const { disbursements, loans } = await readPayments(tx, [order])
  const asked = disbursements.find(({ loanRequestNo }) => loanRequestNo === said.loanRequestNo)
  if (said.result === 'LOANED') {
    if (loans.length > 0) return accept('repeated')
    return await recordPayout(kernel, tx, heard, { order, asked })
  }
  if (asked === undefined) return unknownNumber(said.loanRequestNo)
  if (asked.state === 'failed') return accept('repeated')
  const { loanRequestNo } = asked
  const { reasonCode } = said
  const payload = reasonCode === undefined ? { loanRequestNo } : { loanRequestNo, reasonCode }
  return await move(kernel, tx, heard, { order, event: 'fund_loan_failed', payload })
}

/** A funder that pays without having been asked names the order or its application. */
async function orderOfLoan(tx: Tx, said: Callback): Promise<string | undefined> {
  const { loanRequestNo, applicationNo, orderNo } = said
  const numbers = loanRequestNo === undefined ? [] : [loanRequestNo]
  const known = await readNumbers(tx, numbers)
  const named = orderNo ?? (applicationNo === undefined ? undefined : orderNoOf(applicationNo))
  return known.get(loanRequestNo ?? '') ?? named
}

interface Payout {
  readonly order: Order
  readonly asked: Disbursement | undefined
}

async function recordPayout(
  kernel: Kernel,
  tx: Tx,
  heard: Heard,
  { order, asked }: Payout,
): Promise<Result<Reaction, HeardRefusal>> {
  const { funder, said } = heard
  const { amount, loanDate, contractNo, repayPlan, loanRequestNo } = said
  if (asked?.state === 'failed') return await late(tx, heard, order, 'the request had failed')
  if (
    amount === undefined ||
    loanDate === undefined ||
    contractNo === undefined ||
    repayPlan === undefined
  ) {
    return await differs(tx, heard, order, 'amount, date, contract number or plan is missing')
  }
  const paid = { funder, amount, loanDate, contractNo, repayPlan }
  const payload = loanRequestNo === undefined ? paid : { ...paid, loanRequestNo }
  return await move(kernel, tx, heard, { order, event: 'loaned', payload })
}
