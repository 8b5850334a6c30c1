/** Loans: what they owe when, and what they cost. */
import type { Module } from '#kernel/module'
import { problems } from './model.ts'
import { routes } from './routes.ts'

export const loans: Module = {
  name: 'loans',
  problems,
  parameters: [],
  lifecycles: [],
  shipped: async () => [],
  proposalKinds: () => [],
  routes,
  tasks: () => [],
  crons: () => [],
  subscriptions: () => [],
  verify: async () => undefined,
}

export { schedule, type Schedule } from './rules.ts'
export { scheduleAnswer } from './routes.ts'
export { LoanTerms } from './terms/index.ts'
