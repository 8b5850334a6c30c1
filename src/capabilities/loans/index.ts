/** Loans: what they owe when, what they cost, and their books while they run. */
import type { Schema } from '#kernel/db'
import type { Module } from '#kernel/module'
import { crons } from './jobs.ts'
import { loanAccountTypes, loanProblems } from './model.ts'
import { routes } from './routes.ts'
import { verifyLoans } from './service.ts'

export const loansSchema: Schema = {
  name: 'loans',
  directory: new URL('./sql/', import.meta.url),
  appendOnly: ['fact'],
  columns: {
    'contract.terms': 'open',
    'contract.policy': 'open',
    'contract.accounts': 'open',
    'contract.changes': 'open',
    'fact.detail': 'open',
    'instalment.accrues': 'open',
  },
}

export const loans: Module = {
  name: 'loans',
  schema: loansSchema,
  problems: loanProblems,
  accountTypes: loanAccountTypes,
  parameters: [],
  lifecycles: [],
  shipped: async () => [],
  proposalKinds: () => [],
  routes,
  tasks: () => [],
  crons,
  subscriptions: () => [],
  verify: ({ database }, onProgress) =>
    database.snapshot((reader) => verifyLoans(reader, onProgress)),
}

export { schedule, type Schedule } from './rules.ts'
export { scheduleAnswer } from './routes.ts'
export { LoanTerms } from './terms/index.ts'
export type { Fact } from './book/index.ts'
export {
  loanChargedOff,
  loanCurrent,
  loanOverdue,
  loanReopened,
  loanSettled,
  openContracts,
  recordFacts,
} from './contracts/index.ts'
export { closeLoans, yesterday } from './service.ts'
