/** What is sent to a funder's bank and what it answers. Amounts in fen, days as YYYY-MM-DD. */
import { Type, type Static } from 'typebox'

const Optional = Type.Optional
const amount = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const number = Type.String({ minLength: 1, maxLength: 128 })
const term = Type.Integer({ minimum: 1, maximum: 600 })
const rate = Type.String({ pattern: '^[0-9]{1,9}(\\.[0-9]{1,18})?$' })
const day = Type.String({ format: 'date' })
const reason = Type.String({ maxLength: 200 })

export interface ApplicationRequest {
  readonly applicationNo: string
  readonly orderNo: string
  readonly product: string
  readonly amount: bigint
  readonly term: number
  readonly region: string
  readonly carType: string
  readonly applicant: {
    readonly nameMasked: string
    readonly idNumberHash: string
    readonly age: number
  }
  readonly callbackUrl: string
}

export interface LoanRequest {
  readonly loanRequestNo: string
  readonly applicationNo: string
  readonly orderNo: string
  readonly amount: bigint
  readonly term: number
  readonly payee: { readonly dealerNo: string; readonly name: string }
  readonly callbackUrl: string
}

export const Instalment = Type.Object({
  no: Type.Integer({ minimum: 1, maximum: 600 }),
  dueOn: day,
  principal: amount,
  interest: amount,
})

/** Any 2xx answer may be a refusal in the agreed form: then `code` says which. */
const refused = { code: Optional(Type.String({ maxLength: 100 })) }

export const Accepted = Type.Object({
  applicationNo: Optional(number),
  loanRequestNo: Optional(number),
  status: Optional(Type.String()),
  ...refused,
})

export const ApplicationAnswer = Type.Object({
  applicationNo: number,
  status: Type.Enum(['PROCESSING', 'PASS', 'FAIL']),
  approvedAmount: Optional(amount),
  approvedTerm: Optional(term),
  monthlyRate: Optional(rate),
  reasonCode: Optional(reason),
})
export type ApplicationAnswer = Static<typeof ApplicationAnswer>

export const LoanAnswer = Type.Object({
  loanRequestNo: number,
  status: Type.Enum(['PROCESSING', 'LOANED', 'LOAN_FAILED']),
  amount: Optional(amount),
  loanDate: Optional(day),
  contractNo: Optional(number),
  repayPlan: Optional(Type.Array(Instalment, { maxItems: 600 })),
  reasonCode: Optional(reason),
})
export type LoanAnswer = Static<typeof LoanAnswer>

/** What the funder sends to /callback/funder/{code}; its signature stands in the headers. */
export const Callback = Type.Object({
  applicationNo: Optional(number),
  loanRequestNo: Optional(number),
  orderNo: Optional(number),
  result: Type.Enum(['PASS', 'FAIL', 'LOANED', 'LOAN_FAILED']),
  amount: Optional(amount),
  approvedAmount: Optional(amount),
  approvedTerm: Optional(term),
  monthlyRate: Optional(rate),
  loanDate: Optional(day),
  contractNo: Optional(number),
  repayPlan: Optional(Type.Array(Instalment, { maxItems: 600 })),
  reasonCode: Optional(reason),
})
export type Callback = Static<typeof Callback>

/** The bank never received it: a definite answer. */
export const notFound = 'NOT_FOUND'

/** Codes that say something about us, not about the order: it was not looked at. */
const aboutUs: ReadonlySet<string> = new Set([
  'SIGNATURE_INVALID',
  'SIGNATURE_EXPIRED',
  'NONCE_USED',
  'FUNDER_UNKNOWN',
  'INVALID_REQUEST',
])

export const isAboutUs = (code: string): boolean => aboutUs.has(code)
