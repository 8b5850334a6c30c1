// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.

export * as apiKeys from './api-keys.ts'
export * as audit from './audit.ts'
export * as auth from './auth.ts'
export * as autoLoan from './auto-loan.ts'
export * as callbacks from './callbacks.ts'
export * as lifecycles from './lifecycles.ts'
export * as parameters from './parameters.ts'
export * as proposals from './proposals.ts'
export * as users from './users.ts'
