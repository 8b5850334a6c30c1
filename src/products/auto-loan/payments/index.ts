export {
  payKey,
  payOffTask,
  payTask,
  type Disbursement,
  type Instalment,
  type Loan,
  type LoanedPayload,
  type LoanPayload,
  type PaymentEffect,
  type Receipt,
  type Refund,
} from './model.ts'
export { owed, type PaymentFacts } from './rules.ts'
export {
  isRepeatedRequest,
  openDisbursement,
  paymentEvents,
  paymentGuards,
  type PaymentEffects,
} from './lifecycle.ts'
export {
  insertDisbursements,
  insertLoans,
  insertReceipts,
  readNumbers,
  readPayments,
  readRepayments,
  setDisbursements,
  staleDisbursements,
} from './store.ts'
export {
  InstalmentAnswer,
  instalmentAnswer,
  paymentRoutes,
  ReceiptAnswer,
  receiptAnswer,
  RefundAnswer,
  refundAnswer,
  RepaymentAnswer,
  repaymentAnswer,
} from './routes.ts'
