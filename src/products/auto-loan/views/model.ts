/** One order as it is shown: personal data masked, amounts in minor units. */
import { Type, type Static } from 'typebox'
import { DateTime, Day, Minor } from '#kernel/http'
import { ImageAnswer } from '../materials/index.ts'
import {
  InstalmentAnswer,
  ReceiptAnswer,
  RefundAnswer,
  RepaymentAnswer,
} from '../payments/index.ts'

type Schema = Parameters<typeof Type.Array>[0]
const nullable = <S extends Schema>(schema: S) => Type.Union([schema, Type.Null()])
const text = Type.String()
const whole = Type.Integer()

export const OrderRow = Type.Object({
  orderNo: text,
  state: whole,
  stateName: text,
  stateNameEn: text,
  version: whole,
  smVersion: text,
  dealerId: text,
  productId: nullable(text),
  funderId: nullable(text),
  depositAmount: Minor,
  downPaymentAmount: Minor,
  financeAmount: Minor,
  currency: text,
  createdAt: DateTime,
  updatedAt: DateTime,
  /** Since when it stands in its state. */
  stateSince: DateTime,
})
export type OrderRow = Static<typeof OrderRow>

export const ListRow = Type.Object({
  ...OrderRow.properties,
  /** Masked; null once the person's data was erased. */
  applicantName: nullable(text),
})
export type ListRow = Static<typeof ListRow>

const Person = Type.Object({
  /** False once the person's data was erased. */
  readable: Type.Boolean(),
  groups: Type.Record(text, Type.Record(text, text)),
})

const Car = Type.Object({
  usage: text,
  energy: text,
  condition: text,
  category: text,
  maker: text,
  style: text,
  colour: nullable(text),
  vin: nullable(text),
  engineNo: nullable(text),
  salePrice: Minor,
  assessedPrice: nullable(Minor),
})

const Plan = Type.Object({
  product: text,
  term: whole,
  salePrice: Minor,
  downPayment: Minor,
  fees: Type.Array(Type.Object({ kind: text, amount: Minor, financed: Type.Boolean() })),
  financeAmount: Minor,
  yearRate: text,
  dailyLateRate: text,
  earlySettlementRate: text,
  savedAt: DateTime,
})

const Check = nullable(
  Type.Object({
    result: text,
    reason: Type.Optional(text),
    comment: Type.Optional(text),
  }),
)

const Audit = Type.Object({
  event: text,
  conclusion: text,
  conditions: nullable(text),
  netCheck: Check,
  phoneCheck: Check,
  comment: nullable(text),
  auditor: text,
  concludedAt: DateTime,
})

const Choice = Type.Object({
  round: whole,
  position: whole,
  funder: text,
  state: text,
  reason: nullable(text),
  application: nullable(
    Type.Object({
      applicationNo: text,
      state: text,
      amount: Minor,
      term: whole,
      approvedAmount: nullable(Minor),
      approvedTerm: nullable(whole),
      monthlyRate: nullable(text),
      reasonCode: nullable(text),
      asked: whole,
    }),
  ),
})

const ContractSet = Type.Object({
  revision: whole,
  funder: text,
  documents: Type.Array(text),
  createdAt: DateTime,
  voidedAt: nullable(DateTime),
  voidReason: nullable(text),
  signatures: Type.Array(
    Type.Object({ document: text, signer: text, signedOn: Day, file: nullable(text) }),
  ),
})

const Disbursement = Type.Object({
  loanRequestNo: text,
  funder: text,
  amount: Minor,
  term: whole,
  state: text,
  reasonCode: nullable(text),
  requestedAt: DateTime,
})

const Loan = Type.Object({
  funder: text,
  loanRequestNo: nullable(text),
  contractNo: text,
  amount: Minor,
  term: whole,
  loanedOn: Day,
})

export const ReasonAnswer = Type.Object({
  code: text,
  zh: text,
  en: text,
  guard: Type.Optional(text),
  facts: Type.Optional(Type.Record(text, Type.Unknown())),
})

const MoveAnswer = Type.Object({
  event: text,
  kind: text,
  to: whole,
  toName: text,
  label: text,
  labelEn: text,
  origin: text,
  allowed: Type.Boolean(),
  reason: nullable(ReasonAnswer),
})

const AwaitedMove = Type.Object({
  event: text,
  label: text,
  labelEn: text,
  to: whole,
  unmet: nullable(ReasonAnswer),
})

/** The most telling first; nothing for an order that ended. */
const Awaited = Type.Union([
  Type.Object({
    kind: Type.Literal('answer'),
    partner: text,
    since: DateTime,
    asked: whole,
    askedAgainAt: nullable(DateTime),
  }),
  Type.Object({
    kind: Type.Literal('people'),
    roles: Type.Array(text),
    moves: Type.Array(AwaitedMove),
  }),
  Type.Object({
    kind: Type.Literal('timer'),
    event: text,
    label: text,
    labelEn: text,
    at: DateTime,
  }),
  Type.Object({ kind: Type.Literal('system'), moves: Type.Array(AwaitedMove) }),
])

const Waiting = Type.Object({
  entered: nullable(Type.Object({ event: text, actor: text, actorSystem: text, at: DateTime })),
  waitsFor: Type.Array(Awaited),
})
export type Waiting = Static<typeof Waiting>

export const OrderView = Type.Object({
  ...OrderRow.properties,
  subsystem: Type.Object({
    credit_audit_status: nullable(whole),
    compass_status: nullable(whole),
    lend_audit_status: nullable(whole),
  }),
  lendPreaudit: text,
  applicant: Person,
  coBorrower: nullable(Person),
  car: Car,
  plan: nullable(Plan),
  images: Type.Array(ImageAnswer),
  audits: Type.Array(Audit),
  routing: Type.Array(Choice),
  contracts: Type.Array(ContractSet),
  receipts: Type.Array(ReceiptAnswer),
  refunds: Type.Array(RefundAnswer),
  disbursements: Type.Array(Disbursement),
  loan: nullable(Loan),
  instalments: Type.Array(InstalmentAnswer),
  repayments: Type.Array(RepaymentAnswer),
  waiting: Waiting,
  moves: Type.Array(MoveAnswer),
})
export type OrderView = Static<typeof OrderView>
