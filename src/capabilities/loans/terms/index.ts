/** The terms of a loan, checked and filled in. */
export {
  LoanTerms,
  methods,
  Ratio,
  type Disbursement,
  type Fee,
  type Method,
  type Prepayment,
  type RateChange,
  type Rounding,
  type Terms,
} from './model.ts'
export { rateOf, resolveTerms, type TermsRefusal } from './rules.ts'
