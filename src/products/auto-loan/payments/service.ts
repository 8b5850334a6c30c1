/** Recording money facts that are no events: receipts, refunds of a deposit, repayments. */
import type { Actor } from '#kernel/auth'
import { addDays, businessDate, type Instant } from '#kernel/clock'
import type { Tx } from '#kernel/db'
import { newId } from '#kernel/id'
import { enqueue } from '#kernel/jobs'
import { minorJson } from '#kernel/money'
import { accept, refuse, type Result } from '#kernel/problem'
import { readAudits, rejectedAt } from '../audits/index.ts'
import { readPlans } from '../cars/index.ts'
import { lockOrder, type Order } from '../orders/index.ts'
import { zone } from '../routing/index.ts'
import {
  payOffTask,
  type EarlySettlement,
  type Instalment,
  type NewReceipt,
  type NewRepayment,
  type Receipt,
  type Refund,
  type Repayment,
} from './model.ts'
import {
  depositLeft,
  earlySettlement,
  isSettled,
  owed,
  pay,
  refundFault,
  settleEarly,
  type PaymentFacts,
} from './rules.ts'
import {
  insertReceipts,
  insertRefund,
  insertRepayments,
  readPayments,
  setInstalments,
  setRefund,
} from './store.ts'

export interface Deed<Body> {
  readonly orderNo: string
  readonly body: Body
  readonly actor: Actor
  readonly at: Instant
}

const notFound = (orderNo: string) => refuse('order_not_found', `There is no order ${orderNo}.`)

/** A closed order takes no more money; what arrives for it is refunded outside. */
const closedStates: readonly number[] = [60150, 99999]

export async function recordReceipt(tx: Tx, deed: Deed<NewReceipt>): Promise<Result<Receipt>> {
  const { orderNo, body, actor, at } = deed
  const order = await lockOrder(tx, orderNo, actor)
  if (order === undefined) return notFound(orderNo)
  if (closedStates.includes(order.state)) {
    return refuse('order_closed', `Order ${orderNo} is closed in state ${order.state}.`)
  }
  if (body.reference === undefined && body.image === undefined) {
    return refuse('receipt_without_proof', 'Send a payment reference or the image of a receipt.')
  }
  const receipt: Receipt = {
    bucket: order.bucket,
    orderId: order.id,
    id: newId(),
    kind: body.kind,
    amount: BigInt(body.amount),
    reference: body.reference ?? null,
    imageSha256: body.image ?? null,
    receivedOn: body.receivedOn,
    recordedBy: actor.name,
    recordedAt: at,
  }
  const { receipts } = await readPayments(tx, [order])
  const known = receipts.find(
    ({ kind, reference }) =>
      reference !== null && kind === receipt.kind && reference === receipt.reference,
  )
  if (known === undefined) {
    await insertReceipts(tx, [{ kind: 'receipt.add', receipt }])
    return accept(receipt)
  }
  if (known.amount === receipt.amount) return accept(known)
  return refuse('receipt_known', `${body.reference} was recorded with ${known.amount} fen.`)
}

async function factsOf(tx: Tx, order: Order, refundDays: number): Promise<PaymentFacts> {
  const { loans, ...rest } = await readPayments(tx, [order])
  return { ...rest, loan: loans[0], numbersTaken: new Map(), refundDays }
}

/** 退款单: of all that is left of the deposit; finance operations pay it and report the result. */
export async function requestRefund(
  tx: Tx,
  { orderNo, body, actor, at }: Deed<{ readonly reason: string }>,
  refundDays: number,
): Promise<Result<Refund>> {
  const order = await lockOrder(tx, orderNo, actor)
  if (order === undefined) return notFound(orderNo)
  const facts = await factsOf(tx, order, refundDays)
  const fault = refundFault(facts, rejectedAt(await readAudits(tx, [order])), at)
  if (fault !== undefined) {
    const { fault: which, detail } = fault
    const known = { guard: 'deposit_refundable', fault: which, refundDays }
    return refuse('guard_failed', `No refund: ${detail}.`, known)
  }
  const refund: Refund = {
    bucket: order.bucket,
    orderId: order.id,
    refundNo: `${orderNo}-R${facts.refunds.length + 1}`,
    amount: depositLeft(facts),
    state: 'running',
    reason: body.reason,
    reference: null,
    requestedBy: actor.name,
    requestedAt: at,
    decidedAt: null,
  }
  await insertRefund(tx, refund)
  return accept(refund)
}

export interface RefundResult {
  readonly result: 'paid' | 'failed'
  readonly reference?: string
}

export async function decideRefund(
  tx: Tx,
  refundNo: string,
  { orderNo, body, actor, at }: Deed<RefundResult>,
): Promise<Result<Refund>> {
  const order = await lockOrder(tx, orderNo, actor)
  if (order === undefined) return notFound(orderNo)
  const { refunds } = await readPayments(tx, [order])
  const refund = refunds.find((one) => one.refundNo === refundNo)
  if (refund === undefined) return refuse('refund_not_found', `There is no refund ${refundNo}.`)
  if (refund.state !== 'running') {
    return refuse('refund_decided', `Refund ${refundNo} is ${refund.state} already.`)
  }
  const decided: Refund = {
    ...refund,
    state: body.result,
    reference: body.reference ?? null,
    decidedAt: at,
  }
  await setRefund(tx, decided)
  return accept(decided)
}

/** Instalments after the money was counted, and whether everything is settled now. */
export interface Settlement {
  readonly instalments: readonly Instalment[]
  readonly settled: boolean
}

/** Money for one or several instalments. When it settles the last one, the system pays off. */
export async function recordRepayment(
  tx: Tx,
  { orderNo, body, actor, at }: Deed<NewRepayment>,
): Promise<Result<Settlement>> {
  const order = await lockOrder(tx, orderNo, actor)
  if (order === undefined) return notFound(orderNo)
  const { instalments } = await readPayments(tx, [order])
  const changed: Instalment[] = []
  for (const { no, amount, penalty } of body.instalments) {
    const before = changed.find((one) => one.no === no) ?? instalments.find((one) => one.no === no)
    if (before === undefined) {
      return refuse('instalment_not_found', `Order ${orderNo} has no instalment ${no}.`)
    }
    const due = penalty === undefined ? before : { ...before, penalty: BigInt(penalty) }
    if (due.penalty < due.penaltyPaid) {
      return refuse('repayment_too_much', `${due.penaltyPaid} fen of penalty are paid already.`)
    }
    const asked = amount === undefined ? owed(due) : BigInt(amount)
    const { instalment, over } = pay(due, asked, body.receivedOn)
    if (over > 0n) {
      const detail = `Instalment ${no} owes ${owed(due)} fen, not ${asked}.`
      return refuse('repayment_too_much', detail, { instalment: no, owed: minorJson(owed(due)) })
    }
    changed.push(instalment)
  }
  const after = latest([...instalments, ...changed])
  await keep(tx, order, { before: instalments, after, body, actor, at })
  return accept(await settlement(tx, order, after))
}

const latest = (instalments: readonly Instalment[]): readonly Instalment[] => [
  ...new Map(instalments.map((one) => [one.no, one])).values(),
]

const paidOf = (one: Instalment): bigint => one.principalPaid + one.interestPaid + one.penaltyPaid

interface Kept {
  readonly before: readonly Instalment[]
  readonly after: readonly Instalment[]
  readonly body: Pick<NewRepayment, 'reference' | 'receivedOn'>
  readonly actor: Actor
  readonly at: Instant
}

async function keep(tx: Tx, order: Order, { before, after, body, actor, at }: Kept): Promise<void> {
  const changed = after.filter((one) => !before.includes(one))
  if (changed.length > 0) await setInstalments(tx, changed)
  const rows = changed.flatMap((one): Repayment[] => {
    const amount = paidOf(one) - paidOf(before.find(({ no }) => no === one.no) ?? one)
    return amount === 0n
      ? []
      : [repayment(order, { instalmentNo: one.no, amount, body, actor, at })]
  })
  await insertRepayments(tx, rows)
}

const repayment = (
  order: Order,
  given: Pick<Kept, 'body' | 'actor' | 'at'> & Pick<Repayment, 'instalmentNo' | 'amount'>,
): Repayment => ({
  bucket: order.bucket,
  orderId: order.id,
  id: newId(),
  instalmentNo: given.instalmentNo,
  amount: given.amount,
  reference: given.body.reference,
  receivedOn: given.body.receivedOn,
  recordedBy: given.actor.name,
  recordedAt: given.at,
})

async function settlement(
  tx: Tx,
  order: Order,
  instalments: readonly Instalment[],
): Promise<Settlement> {
  const settled = instalments.length > 0 && instalments.every(isSettled)
  const payload = { orderNo: order.orderNo }
  if (settled) await enqueue(tx, [{ task: payOffTask, payload, key: `pay-off:${order.orderNo}` }])
  return { instalments, settled }
}

/** 提前结清: the whole rest at once, to the fen. */
export async function settleEarlyNow(
  tx: Tx,
  { orderNo, body, actor, at }: Deed<EarlySettlement>,
): Promise<Result<Settlement>> {
  const order = await lockOrder(tx, orderNo, actor)
  if (order === undefined) return notFound(orderNo)
  const { instalments } = await readPayments(tx, [order])
  const [plan] = await readPlans(tx, [order])
  const on = body.receivedOn
  if (instalments.every(isSettled) || on > addDays(businessDate(at, zone), 1)) {
    return refuse('instalment_not_found', `Order ${orderNo} has nothing to settle on ${on}.`)
  }
  const wanted = earlySettlement(instalments, plan?.earlySettlementRate ?? '0', on)
  if (BigInt(body.amount) !== wanted) {
    const facts = { required: minorJson(wanted) }
    return refuse('settlement_amount_wrong', `On ${on} it takes exactly ${wanted} fen.`, facts)
  }
  const after = instalments.map((one) => settleEarly(one, on))
  await setInstalments(
    tx,
    after.filter((one, index) => one !== instalments[index]),
  )
  const row = repayment(order, { instalmentNo: null, amount: wanted, body, actor, at })
  await insertRepayments(tx, [row])
  return accept(await settlement(tx, order, after))
}
