/** The only writer of balances. Source: 001 §5.2; specification 6.5. */
import type { Schema } from '../db/index.ts'

export {
  findAccount,
  listAccounts,
  openAccounts,
  type AccountFilter,
  type AccountView,
  type NewAccount,
} from './accounts.ts'
export {
  chartOfAccounts,
  defineAccountType,
  defineAccountTypes,
  type AccountType,
  type Category,
} from './chart.ts'
export { accountsHeld, type HeldAccount, type HeldRequest } from './accounts-held.ts'
export { listOpenings, listVerifications, type OpeningView } from './books-lists.ts'
export {
  linksOf,
  partiesOf,
  type JournalLink,
  type JournalLinks,
  type Party,
} from './journal-links.ts'
export {
  listJournals,
  type JournalFilter,
  type JournalPage,
  type JournalRow,
  type Place,
} from './journal-list.ts'
export { listMonths, periodReopenKind, proposePeriodReopen, type Month } from './months.ts'
export { balancesOf } from './balances.ts'
export { balanceSeries, type Series, type SeriesPoint, type SeriesRequest } from './series.ts'
export { changeStatus, releaseExpiredHolds, statusFault, type StatusChange } from './status.ts'
export { balanceAt, type BalanceAt, type Moment } from './balance.ts'
export { csvOf, xlsxOf } from '../sheet/index.ts'
export type { Outcome, Posted } from './decide.ts'
export {
  listEntries,
  type EntryFilter,
  type EntryPage,
  type EntryRequest,
  type EntryView,
} from './entries.ts'
export { explain, type Explanation, type HoldView } from './explain.ts'
export type {
  AccountStatus,
  Command,
  HoldStatus,
  Journal,
  Leg,
  PostHold,
  PostJournal,
  Reserve,
  Reverse,
  Side,
  Transfer,
  VoidHold,
} from './model.ts'
export {
  openStatement,
  statementLines,
  type Statement,
  type StatementRequest,
} from './statement.ts'
export {
  beginClosing,
  finishClosing,
  firstDayOf,
  lastDayOf,
  listPeriods,
  type Closing,
  type Period,
} from './period.ts'
export { bringInOpening, undoOpening, type BringIn, type BroughtIn } from './opening.ts'
export { previewOpening, type OpeningPreview } from './opening-file.ts'
export { voucherLines, type VoucherRequest } from './vouchers.ts'
export {
  adjustmentKind,
  ledgerCrons,
  periodCloseKind,
  proposeAdjustment,
  proposePeriodClose,
  type Adjustment,
} from './desk.ts'
export {
  findHold,
  findHoldOf,
  findJournals,
  lastVerification,
  listHolds,
  verifyAndRemember,
  type JournalView,
  type Verification,
} from './lookups.ts'
export { trialBalance, type TrialBalance, type TrialLine } from './trial-balance.ts'
export { verifyLedger, type LedgerFault, type Progress } from './verify.ts'
export { commandsMax, post, postLists, type PostOptions } from './post.ts'
export { openSubmit, submitUsual, type Submit, type SubmitOptions } from './submit.ts'
export {
  askVerification,
  ledgerTasks,
  runningVerification,
  type VerificationRun,
} from './verification-run.ts'
export { ledgerProblems, precedence, refusalTable, type LedgerRefusal } from './refusal.ts'

export const ledgerSchema: Schema = {
  name: 'ledger',
  directory: new URL('./sql/', import.meta.url),
  appendOnly: ['account_transaction', 'journal'],
  columns: {
    'account.name': 'masked',
    'account.hash': 'open',
    'account_transaction.hash': 'open',
    'journal.metadata': 'open',
    'journal.asked': 'open',
  },
}
