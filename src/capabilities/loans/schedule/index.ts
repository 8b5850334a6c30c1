/** What a loan owes when. */
export type { Instalment } from './model.ts'
export { instalmentsOf } from './rules.ts'
