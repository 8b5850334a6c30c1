/** The terms of a loan, checked and filled in. */
export {
  LoanTerms,
  methods,
  type Disbursement,
  type Fee,
  type Method,
  type Prepayment,
  type RateChange,
  type Rounding,
  type Terms,
} from './model.ts'
export { resolveTerms, type TermsRefusal } from './rules.ts'
