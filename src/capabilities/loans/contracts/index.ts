/** Running loans. */
export {
  ownAccountNo,
  ownAccounts,
  type Contract,
  type NewContract,
  type RecordedFact,
} from './model.ts'
export { loanChargedOff, loanCurrent, loanOverdue, loanReopened, loanSettled } from './events.ts'
export { balancesWanted } from './postings.ts'
export { contractsAfter, emptyBook, readFacts, standing } from './store.ts'
export { closeDays, openContracts, recordFacts } from './service.ts'
