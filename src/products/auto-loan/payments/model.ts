/** Money facts of an order: what came in, what goes back, what the funder paid out, what is due. */
import { Type, type Static } from 'typebox'
import type { BusinessDate, Instant } from '#kernel/clock'
import { Day, Minor, PositiveMinor, Text } from '#kernel/http'
import type { Id } from '#kernel/id'
import { code, literals } from '../catalogue/index.ts'
import { Sha256 } from '../materials/index.ts'
import { strict, titled, type OrderKey } from '../orders/index.ts'

const optional = Type.Optional
const amount = titled(PositiveMinor, '金额（分）', 'Amount (fen)')
const reference = titled(Text(100), '付款凭证号', 'Payment reference')
const image = titled(Sha256, '凭证影像 SHA-256', 'SHA-256 of the receipt image')
const receivedOn = titled(Day, '到账日期', 'Received on')

/** Money may come with the event, or have been recorded before. */
export const DownPaymentPayload = strict({
  amount: optional(amount),
  reference: optional(reference),
  image: optional(image),
  receivedOn: optional(receivedOn),
})
export type DownPaymentPayload = Static<typeof DownPaymentPayload>

const requestNo = Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' })

export const LoanPayload = strict({
  loanRequestNo: optional(titled(requestNo, '放款请求号', 'Loan request number')),
})
export type LoanPayload = Static<typeof LoanPayload>

export const PlannedInstalment = strict({
  no: Type.Integer({ minimum: 1, maximum: 600 }),
  dueOn: Day,
  principal: Minor,
  interest: Minor,
})

export const LoanedPayload = strict({
  loanRequestNo: optional(requestNo),
  funder: code,
  amount,
  loanDate: Day,
  contractNo: Text(100),
  repayPlan: Type.Array(PlannedInstalment, { minItems: 1, maxItems: 600 }),
})
export type LoanedPayload = Static<typeof LoanedPayload>

export const LoanFailedPayload = strict({
  loanRequestNo: requestNo,
  reasonCode: optional(Text(100)),
})
export type LoanFailedPayload = Static<typeof LoanFailedPayload>

export const NewReceipt = strict({
  kind: titled(literals(['deposit', 'down_payment']), '款项', 'What for'),
  amount,
  reference: optional(reference),
  image: optional(image),
  receivedOn,
})
export type NewReceipt = Static<typeof NewReceipt>

export const NewRepayment = strict({
  instalments: titled(
    Type.Array(
      strict({
        no: titled(Type.Integer({ minimum: 1, maximum: 600 }), '期次', 'Instalment'),
        /** All that is owed, when left out. */
        amount: optional(amount),
        /** The penalty that has grown until then; it replaces what was recorded before. */
        penalty: optional(titled(Minor, '罚息（分）', 'Penalty (fen)')),
      }),
      { minItems: 1, maxItems: 600 },
    ),
    '期次',
    'Instalments',
  ),
  reference,
  receivedOn,
})
export type NewRepayment = Static<typeof NewRepayment>

export const EarlySettlement = strict({ amount, reference, receivedOn })
export type EarlySettlement = Static<typeof EarlySettlement>

export interface Receipt {
  readonly bucket: number
  readonly orderId: OrderKey['id']
  readonly id: Id<'receipt'>
  readonly kind: NewReceipt['kind']
  readonly amount: bigint
  readonly reference: string | null
  readonly imageSha256: string | null
  readonly receivedOn: BusinessDate
  readonly recordedBy: string
  readonly recordedAt: Instant
}

export interface Refund {
  readonly bucket: number
  readonly orderId: OrderKey['id']
  /** `AF20260101000017-R1` */
  readonly refundNo: string
  readonly amount: bigint
  readonly state: 'running' | 'paid' | 'failed'
  readonly reason: string
  readonly reference: string | null
  readonly requestedBy: string
  readonly requestedAt: Instant
  readonly decidedAt: Instant | null
}

/** A request to pay out; `unknown` is asked again until there is a definite answer. */
export interface Disbursement {
  readonly bucket: number
  readonly orderId: OrderKey['id']
  readonly loanRequestNo: string
  readonly funderCode: string
  readonly applicationNo: string
  readonly amount: bigint
  readonly term: number
  readonly state: 'created' | 'unknown' | 'accepted' | 'loaned' | 'failed'
  readonly reasonCode: string | null
  readonly asked: number
  readonly requestedAt: Instant
  readonly updatedAt: Instant
}

export interface Loan {
  readonly bucket: number
  readonly orderId: OrderKey['id']
  readonly funderCode: string
  /** Null when a one-step funder paid out without being asked. */
  readonly loanRequestNo: string | null
  readonly contractNo: string
  readonly amount: bigint
  readonly term: number
  readonly loanedOn: BusinessDate
  readonly recordedAt: Instant
}

export interface Instalment {
  readonly bucket: number
  readonly orderId: OrderKey['id']
  readonly no: number
  readonly dueOn: BusinessDate
  readonly principal: bigint
  readonly interest: bigint
  readonly penalty: bigint
  readonly principalPaid: bigint
  readonly interestPaid: bigint
  readonly penaltyPaid: bigint
  readonly settledOn: BusinessDate | null
  readonly settledEarly: boolean
}

export interface Repayment {
  readonly bucket: number
  readonly orderId: OrderKey['id']
  readonly id: Id<'repayment'>
  /** Null for an early settlement of all that is left. */
  readonly instalmentNo: number | null
  readonly amount: bigint
  readonly reference: string
  readonly receivedOn: BusinessDate
  readonly recordedBy: string
  readonly recordedAt: Instant
}

export const payTask = 'auto-loan.ask-funder-to-pay'
export const payOffTask = 'auto-loan.pay-off'

/** Of the job that asks for a payout, and of the timer by which it asks again. */
export const payKey = (loanRequestNo: string): string => `pay:${loanRequestNo}`

export type PaymentEffect =
  | { readonly kind: 'receipt.add'; readonly receipt: Receipt }
  | {
      readonly kind: 'disbursement.add'
      readonly orderNo: string
      readonly disbursement: Disbursement
    }
  | { readonly kind: 'disbursement.set'; readonly disbursement: Disbursement }
  | {
      readonly kind: 'loan.add'
      readonly loan: Loan
      readonly instalments: readonly Instalment[]
    }
