/** What a loan owes when. */
export type { Accrual, Instalment } from './model.ts'
export { instalmentsOf, interestOn } from './rules.ts'
