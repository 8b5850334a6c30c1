export { openFunderBank, type FunderBank, type FunderBankPlace } from './funder-bank/adapter.ts'
export {
  Callback,
  isAboutUs,
  notFound,
  type ApplicationAnswer,
  type LoanAnswer,
} from './funder-bank/contract.ts'
