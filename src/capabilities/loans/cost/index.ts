/** What a loan costs. */
export type { Cost } from './model.ts'
export { costOf } from './rules.ts'
