/**
 * Why the ledger says no. The list is the order of precedence: when a command has several faults,
 * the one that stands first is the answer, so that the same fault always has the same name.
 */
import type { ProblemTable } from '../problem/index.ts'

// prettier-ignore
const postingProblems = {
  caller_invalid: { status: 422, means: 'A caller is 1 to 64 characters without control characters.' },
  biz_type_invalid: { status: 422, means: 'A bizType is 1 to 64 characters without control characters.' },
  biz_no_invalid: { status: 422, means: 'A bizNo is 1 to 64 characters without control characters.' },
  account_no_invalid: { status: 422, means: 'An account number is 1 to 64 of the characters A-Z a-z 0-9 _ - . : and begins with a letter or digit.' },
  effective_date_invalid: { status: 422, means: 'An effective date is a calendar day from 1900-01-01 on.' },
  memo_invalid: { status: 422, means: 'A memo is at most 500 characters, none of them U+0000.' },
  metadata_invalid: { status: 422, means: 'Metadata is at most 4,096 characters of JSON, none of them U+0000.' },
  journal_empty: { status: 422, means: 'A journal needs at least one transfer.' },
  journal_too_large: { status: 422, means: 'A journal has more transfers than one may have.' },
  amount_not_positive: { status: 422, means: 'An amount must be at least 1 minor unit.' },
  amount_too_large: { status: 422, means: 'An amount is larger than the ledger can hold.' },
  same_account: { status: 422, means: 'A transfer needs two different accounts.' },
  exists_with_different_kind: { status: 422, means: 'The bizNo was used for another kind of command.' },
  exists_with_different_transfers: { status: 422, means: 'The bizNo was used with other transfers.' },
  exists_with_different_account: { status: 422, means: 'The bizNo was used with another account.' },
  exists_with_different_amount: { status: 422, means: 'The bizNo was used with another amount.' },
  exists_with_different_hold: { status: 422, means: 'The bizNo was used with another hold.' },
  exists_with_different_original: { status: 422, means: 'The bizNo was used for another journal’s reversal.' },
  exists_with_different_expiry: { status: 422, means: 'The bizNo was used with another expiry.' },
  exists_with_different_effective_date: { status: 422, means: 'The bizNo was used with another effective date.' },
  exists_with_different_memo: { status: 422, means: 'The bizNo was used with another memo.' },
  exists_with_different_metadata: { status: 422, means: 'The bizNo was used with other metadata.' },
  expires_in_the_past: { status: 422, means: 'A hold must expire after now.' },
  period_closed: { status: 422, means: 'The accounting period of the effective date is closed.' },
  journal_not_found: { status: 404, means: 'There is no journal with that bizNo.' },
  not_reversible: { status: 422, means: 'Only a journal that moved money can be reversed.' },
  already_reversed: { status: 409, means: 'All of the journal was reversed before.' },
  exceeds_original: { status: 422, means: 'More than what is left of the journal was to be reversed.' },
  hold_not_found: { status: 404, means: 'There is no hold with that bizNo.' },
  hold_already_posted: { status: 409, means: 'The hold was posted before.' },
  hold_already_voided: { status: 409, means: 'The hold was voided before.' },
  hold_expired: { status: 409, means: 'The hold expired.' },
  exceeds_hold: { status: 422, means: 'More was to be posted than the hold reserves.' },
  same_account_as_hold: { status: 422, means: 'A hold cannot be posted to the account that it reserves on.' },
  account_not_found: { status: 404, means: 'There is no account with that number.' },
  currency_mismatch: { status: 422, means: 'Both accounts of a transfer have the same currency.' },
  account_closed: { status: 422, means: 'The account is closed.' },
  account_frozen: { status: 422, means: 'The account is frozen: money may come in, none may go out.' },
  insufficient_available: { status: 422, means: 'The account has less available than would go out.' },
  balance_too_large: { status: 422, means: 'The balance would be larger than the ledger can hold.' },
  chain_open: { status: 422, means: 'The last command of a list cannot be linked to a next one.' },
  chain_member_failed: { status: 422, means: 'Another command of the same chain was refused.' },
} as const satisfies ProblemTable

// prettier-ignore
const deskProblems = {
  period_invalid: { status: 422, means: 'A period is a month like 2026-01.' },
  period_not_next: { status: 409, means: 'Periods close in their order; `next` is the one to close.' },
  period_not_over: { status: 409, means: 'A period is closed when its last day is over.' },
  period_not_last: { status: 409, means: 'Only the month that was closed last is opened again; `last` is that one.' },
  opening_invalid: { status: 422, means: 'Lines of the file are wrong; `faults` names each.' },
  opening_not_balanced: { status: 422, means: 'Debits and credits of the file differ; `totals` says by how much.' },
  opening_exists: { status: 409, means: 'The same file was brought in before.' },
  opening_not_found: { status: 404, means: 'There are no opening balances with that id.' },
  opening_undone: { status: 409, means: 'These opening balances were undone before.' },
  account_type_unknown: { status: 422, means: 'The account type is not in the chart of accounts.' },
  account_type_fixed: { status: 409, means: 'The account type is there with another category, which never changes.' },
  account_exists: { status: 409, means: 'The account number is there with other content.' },
  account_status_unchanged: { status: 409, means: 'The account has that status already.' },
  account_not_empty: { status: 409, means: 'An account that holds or reserves money cannot be closed.' },
} as const satisfies ProblemTable

/** Everything that this folder refuses. */
export const ledgerProblems = { ...postingProblems, ...deskProblems }

/** What a command can be refused with. */
export type LedgerRefusal = keyof typeof postingProblems

/** Position in the order of precedence: the lower one is answered. */
export const precedence: readonly LedgerRefusal[] = Object.keys(postingProblems) as LedgerRefusal[]

/** docs/generated/ledger-refusals.md. */
export function refusalTable(): string {
  const rows = Object.entries(postingProblems).map(
    ([code, { status, means }], at) => `| ${at + 1} | \`${code}\` | ${status} | ${means} |`,
  )
  return `${head}\n\n| no. | code | status | means |\n|---|---|---|---|\n${rows.join('\n')}\n`
}

const head = `<!-- Made by \`npm run generate\` from src/kernel/ledger/refusal.ts. Do not edit. -->

# Refusals of the ledger, in their order of precedence

When a command has several faults, the one with the lowest number is the answer, so that the same
fault always has the same name. Faults of a command by itself come first, then those of its number,
then those of the books. A command that belongs to a chain is refused with its own fault where it is
the first that fails, and with \`chain_member_failed\` where another one is.`
