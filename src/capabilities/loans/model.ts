/** Refusals of loans, and the accounts that each has. */
import type { AccountType } from '#kernel/ledger'
import type { ProblemTable } from '#kernel/problem'

// prettier-ignore
export const loanProblems = {
  loan_terms_invalid:      { status: 422, means: 'The terms do not fit together; the field is named.' },
  loan_contract_exists:    { status: 409, means: 'A contract of this number is there already.' },
  loan_contract_not_found: { status: 404, means: 'There is no contract of this number.' },
  loan_fact_not_found:     { status: 409, means: 'No such fact stands, so it cannot be taken back.' },
  loan_reference_reused:   { status: 422, means: 'The reference was used for something else.' },
  loan_day_in_future:      { status: 422, means: 'What is recorded has happened, today at the latest.' },
  loan_closed:             { status: 409, means: 'The loan is over.' },
  loan_not_charged_off:    { status: 409, means: 'Only a loan that was charged off has recoveries.' },
  settlement_short:        { status: 422, means: 'The amount does not settle the loan on that day.' },
  amount_too_much:         { status: 422, means: 'More than there is to waive or to give back.' },
} as const satisfies ProblemTable

/** Accounts of each loan, in the chart of accounts. */
export const loanAccountTypes: readonly AccountType[] = [
  {
    accountType: 'LOAN_PRINCIPAL',
    nameZh: '贷款本金',
    nameEn: 'Loan principal',
    category: 'asset',
  },
  {
    accountType: 'LOAN_INTEREST',
    nameZh: '应收利息',
    nameEn: 'Interest receivable',
    category: 'asset',
  },
  { accountType: 'LOAN_FEE', nameZh: '应收费用', nameEn: 'Fees receivable', category: 'asset' },
  {
    accountType: 'LOAN_PENALTY',
    nameZh: '应收罚息',
    nameEn: 'Penalties receivable',
    category: 'asset',
  },
  {
    accountType: 'LOAN_SUSPENSE',
    nameZh: '贷款暂收款',
    nameEn: 'Loan suspense',
    category: 'liability',
  },
]
