/** Loans: what they owe when, and what they cost. */
export { schedule, type Schedule } from './rules.ts'
export { LoanTerms } from './terms/index.ts'
