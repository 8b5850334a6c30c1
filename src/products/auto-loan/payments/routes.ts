import { Type } from 'typebox'
import { command, DateTime, Day, Minor, Text, type Route } from '#kernel/http'
import { minorJson } from '#kernel/money'
import { accept, type Result } from '#kernel/problem'
import { literals } from '../catalogue/index.ts'
import { orderNoPattern, strict } from '../orders/index.ts'
import {
  EarlySettlement,
  NewReceipt,
  NewRepayment,
  type Instalment,
  type Receipt,
  type Refund,
  type Repayment,
} from './model.ts'
import {
  decideRefund,
  recordReceipt,
  recordRepayment,
  requestRefund,
  settleEarlyNow,
  type Settlement,
} from './service.ts'

const nullable = <S extends Parameters<typeof Type.Array>[0]>(schema: S) =>
  Type.Union([schema, Type.Null()])

export const ReceiptAnswer = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  amount: Minor,
  reference: nullable(Type.String()),
  imageSha256: nullable(Type.String()),
  receivedOn: Day,
  recordedBy: Type.String(),
  recordedAt: DateTime,
})

export const receiptAnswer = (one: Receipt) => ({
  id: one.id,
  kind: one.kind,
  amount: minorJson(one.amount),
  reference: one.reference,
  imageSha256: one.imageSha256,
  receivedOn: one.receivedOn,
  recordedBy: one.recordedBy,
  recordedAt: one.recordedAt.toISOString(),
})

export const RefundAnswer = Type.Object({
  refundNo: Type.String(),
  amount: Minor,
  state: Type.String(),
  reason: Type.String(),
  reference: nullable(Type.String()),
  requestedBy: Type.String(),
  requestedAt: DateTime,
})

export const refundAnswer = (one: Refund) => ({
  refundNo: one.refundNo,
  amount: minorJson(one.amount),
  state: one.state,
  reason: one.reason,
  reference: one.reference,
  requestedBy: one.requestedBy,
  requestedAt: one.requestedAt.toISOString(),
})

export const InstalmentAnswer = Type.Object({
  no: Type.Integer(),
  dueOn: Day,
  principal: Minor,
  interest: Minor,
  penalty: Minor,
  principalPaid: Minor,
  interestPaid: Minor,
  penaltyPaid: Minor,
  settledOn: nullable(Day),
  settledEarly: Type.Boolean(),
})

export const instalmentAnswer = (one: Instalment) => ({
  no: one.no,
  dueOn: one.dueOn,
  principal: minorJson(one.principal),
  interest: minorJson(one.interest),
  penalty: minorJson(one.penalty),
  principalPaid: minorJson(one.principalPaid),
  interestPaid: minorJson(one.interestPaid),
  penaltyPaid: minorJson(one.penaltyPaid),
  settledOn: one.settledOn,
  settledEarly: one.settledEarly,
})

export const RepaymentAnswer = Type.Object({
  /** Null for an early settlement of all that was left. */
  instalment: nullable(Type.Integer()),
  amount: Minor,
  reference: Type.String(),
  receivedOn: Day,
  recordedBy: Type.String(),
  recordedAt: DateTime,
})

export const repaymentAnswer = (one: Repayment) => ({
  instalment: one.instalmentNo,
  amount: minorJson(one.amount),
  reference: one.reference,
  receivedOn: one.receivedOn,
  recordedBy: one.recordedBy,
  recordedAt: one.recordedAt.toISOString(),
})

const SettlementAnswer = Type.Object({
  instalments: Type.Array(InstalmentAnswer),
  settled: Type.Boolean(),
})

const settled = ({ instalments, settled: all }: Settlement) => ({
  instalments: instalments.map(instalmentAnswer),
  settled: all,
})

function map<T, U>(result: Result<T>, of: (value: T) => U): Result<U> {
  return result.ok ? accept(of(result.value)) : result
}

const path = '/api/v1/auto-loan/orders/:no'
const orderNo = Type.String({ pattern: orderNoPattern })
const ByOrder = strict({ no: orderNo })
const common = { tag: 'auto-loan', access: ['finance-ops'] } as const

export const paymentRoutes = (refundDays: RefundDays): readonly Route[] => [
  command({
    ...common,
    path: `${path}/receipts`,
    operationId: 'recordReceipt',
    summary: 'Records money that came in: a deposit, or a part of the down payment',
    params: ByOrder,
    body: NewReceipt,
    answer: ReceiptAnswer,
    status: 201,
    problems: ['order_not_found', 'order_closed', 'receipt_without_proof', 'receipt_known'],
    each: async (tx, call) =>
      map(await recordReceipt(tx, { ...call, orderNo: call.params.no }), receiptAnswer),
  }),
  ...refundRoutes(refundDays),
  ...repaymentRoutes(),
]

/** Days after a rejection, by the parameter of that moment. */
export type RefundDays = (at: Readonly<Date>) => Promise<number>

const refundRoutes = (refundDays: RefundDays): readonly Route[] => [
  command({
    ...common,
    path: `${path}/refunds`,
    operationId: 'requestRefund',
    summary: 'Begins to refund what is left of the deposit',
    params: ByOrder,
    body: strict({ reason: Text(500) }),
    answer: RefundAnswer,
    status: 201,
    problems: ['order_not_found', 'guard_failed'],
    each: async (tx, call) => {
      const days = await refundDays(call.at)
      return map(await requestRefund(tx, { ...call, orderNo: call.params.no }, days), refundAnswer)
    },
  }),
  command({
    ...common,
    path: `${path}/refunds/:refundNo/result`,
    operationId: 'decideRefund',
    summary: 'Records that a refund was paid, or could not be paid',
    params: strict({ no: orderNo, refundNo: Text(64) }),
    body: strict({
      result: literals(['paid', 'failed']),
      reference: Type.Optional(Text(100)),
    }),
    answer: RefundAnswer,
    problems: ['order_not_found', 'refund_not_found', 'refund_decided'],
    each: async (tx, call) => {
      const { no, refundNo } = call.params
      return map(await decideRefund(tx, refundNo, { ...call, orderNo: no }), refundAnswer)
    },
  }),
]

const repaymentRoutes = (): readonly Route[] => [
  command({
    ...common,
    path: `${path}/repayments`,
    operationId: 'recordRepayment',
    summary: 'Records money for instalments; the last one lets the system pay the order off',
    params: ByOrder,
    body: NewRepayment,
    answer: SettlementAnswer,
    problems: ['order_not_found', 'instalment_not_found', 'repayment_too_much'],
    each: async (tx, call) =>
      map(await recordRepayment(tx, { ...call, orderNo: call.params.no }), settled),
  }),
  command({
    ...common,
    path: `${path}/early-settlement`,
    operationId: 'settleEarly',
    summary: 'Records the early settlement of all that is left; the amount must be exact',
    params: ByOrder,
    body: EarlySettlement,
    answer: SettlementAnswer,
    problems: ['order_not_found', 'instalment_not_found', 'settlement_amount_wrong'],
    each: async (tx, call) =>
      map(await settleEarlyNow(tx, { ...call, orderNo: call.params.no }), settled),
  }),
]
