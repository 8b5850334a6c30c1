/** What a loan costs. */
export type { Cost, Totals } from './model.ts'
export { costOf, totalsOf } from './rules.ts'
