/** The terms of a loan, checked and filled in. */
export {
  feeMoments,
  LoanTerms,
  methods,
  periodsMax,
  type Disbursement,
  type Fee,
  type FeeMoment,
  type Method,
  type Prepayment,
  type RateChange,
  type Rounding,
  type Terms,
} from './model.ts'
export { resolveTerms, type TermsRefusal } from './rules.ts'
