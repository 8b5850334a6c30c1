/** Running loans. */
export {
  accountTypeOf,
  LoanPolicy,
  ownAccountNo,
  ownAccounts,
  SharedAccounts,
  sharedAccounts,
  type Contract,
  type LoanAccount,
  type NewContract,
  type RecordedFact,
} from './model.ts'
export { loanChargedOff, loanCurrent, loanOverdue, loanReopened, loanSettled } from './events.ts'
export { balancesWanted } from './postings.ts'
export { contractsAfter, emptyBook, findContracts, readFacts, standing } from './store.ts'
export {
  closeDays,
  openContracts,
  recordFacts,
  type LoanRefusal,
  type LoanRooms,
  type Recorded,
  type Recording,
} from './service.ts'
