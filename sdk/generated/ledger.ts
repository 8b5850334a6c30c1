// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.
import type { CallOptions, Client } from '../client.ts'

export interface BringInOpeningInput {
  readonly body: {
    /** CSV with the columns account_no and balance (in major units) */
    readonly file: string
    /** calendar day of the business zone */
    readonly effectiveDate: string
    readonly dryRun?: boolean
  }
}

export type BringInOpeningAnswer = {
  readonly id: string | null
  readonly preview: {
    readonly sha256: string
    readonly lines: number
    readonly faults: readonly {
      readonly line: number
      readonly detail: string
    }[]
    readonly totals: readonly {
      readonly currency: 'CNY' | 'USD' | 'EUR' | 'IDR'
      /** minor units, as text */
      readonly debit: string
      /** minor units, as text */
      readonly credit: string
    }[]
    readonly balanced: boolean
  }
}

/** Brings opening balances in; dryRun does everything and takes it back again. `POST /api/v1/ledger/openings` */
export function bringInOpening(
  client: Client,
  input: BringInOpeningInput,
  options?: CallOptions,
): Promise<BringInOpeningAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/ledger/openings', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export interface CloseAccountInput {
  readonly params: {
    readonly no: string
  }
  readonly body: {
    readonly reason: string
  }
}

export type CloseAccountAnswer = {
  readonly accountNo: string
  readonly name: string
  readonly accountType: string
  readonly owner: string | null
  readonly merchantNo: string | null
  readonly isTiancai: boolean
  readonly currency: 'CNY' | 'USD' | 'EUR' | 'IDR'
  readonly normalSide: 'debit' | 'credit'
  readonly mayGoNegative: boolean
  readonly status: 'normal' | 'frozen' | 'closed'
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly balance: number | string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly frozen: number | string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly available: number | string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly sequence: number | string
  /** RFC 3339 */
  readonly lastAt: string
  /** RFC 3339 */
  readonly openedAt: string
}

/** Closes an account; the reason stands in the audit trail. `POST /api/v1/ledger/accounts/{no}/close` */
export function closeAccount(
  client: Client,
  input: CloseAccountInput,
  options?: CallOptions,
): Promise<CloseAccountAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/ledger/accounts/{no}/close', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export interface DefineAccountTypeInput {
  readonly body: {
    readonly accountType: string
    readonly nameZh: string
    readonly nameEn: string
    readonly category: 'asset' | 'liability' | 'equity' | 'income' | 'expense'
  }
}

export type DefineAccountTypeAnswer = {
  readonly accountType: string
  readonly nameZh: string
  readonly nameEn: string
  readonly category: 'asset' | 'liability' | 'equity' | 'income' | 'expense'
}

/** Adds a type to the chart, or corrects its names; its category never changes. `POST /api/v1/ledger/account-types` */
export function defineAccountType(
  client: Client,
  input: DefineAccountTypeInput,
  options?: CallOptions,
): Promise<DefineAccountTypeAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/ledger/account-types', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export interface DownloadStatementInput {
  readonly params: {
    readonly no: string
  }
  readonly query: {
    /** calendar day of the business zone */
    readonly from: string
    /** calendar day of the business zone */
    readonly to: string
    readonly format?: 'csv' | 'xlsx'
  }
}

export type DownloadStatementAnswer = Blob

/** The entries of some days as csv or xlsx, with opening and closing balance. `GET /api/v1/ledger/accounts/{no}/statement` */
export function downloadStatement(
  client: Client,
  input: DownloadStatementInput,
  options?: CallOptions,
): Promise<DownloadStatementAnswer> {
  return client.call(
    {
      method: 'GET',
      path: '/api/v1/ledger/accounts/{no}/statement',
      sends: 'nothing',
      answers: 'file',
    },
    input,
    options,
  )
}

export interface DownloadTrialBalanceInput {
  readonly query?: {
    /** an instant, or a day: then its end */
    readonly at?: string
    readonly format?: 'csv' | 'xlsx'
  }
}

export type DownloadTrialBalanceAnswer = Blob

/** The trial balance as csv or xlsx, in major units. `GET /api/v1/ledger/trial-balance/file` */
export function downloadTrialBalance(
  client: Client,
  input: DownloadTrialBalanceInput = {},
  options?: CallOptions,
): Promise<DownloadTrialBalanceAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/ledger/trial-balance/file', sends: 'nothing', answers: 'file' },
    input,
    options,
  )
}

export interface DownloadVouchersInput {
  readonly query: {
    /** calendar day of the business zone */
    readonly from: string
    /** calendar day of the business zone */
    readonly to: string
    readonly format?: 'csv' | 'xlsx'
  }
}

export type DownloadVouchersAnswer = Blob

/** Every journal of some effective days for the general ledger, as csv or xlsx. `GET /api/v1/ledger/vouchers` */
export function downloadVouchers(
  client: Client,
  input: DownloadVouchersInput,
  options?: CallOptions,
): Promise<DownloadVouchersAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/ledger/vouchers', sends: 'nothing', answers: 'file' },
    input,
    options,
  )
}

export interface ExplainBalanceInput {
  readonly params: {
    readonly no: string
  }
  readonly query?: {
    /** RFC 3339 */
    readonly at?: string
  }
}

export type ExplainBalanceAnswer = {
  readonly account: {
    readonly accountNo: string
    readonly name: string
    readonly accountType: string
    readonly owner: string | null
    readonly merchantNo: string | null
    readonly isTiancai: boolean
    readonly currency: 'CNY' | 'USD' | 'EUR' | 'IDR'
    readonly normalSide: 'debit' | 'credit'
    readonly mayGoNegative: boolean
    readonly status: 'normal' | 'frozen' | 'closed'
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly balance: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly frozen: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly available: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly sequence: number | string
    /** RFC 3339 */
    readonly lastAt: string
    /** RFC 3339 */
    readonly openedAt: string
  }
  /** RFC 3339 */
  readonly at: string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly balance: number | string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly before: number | string
  readonly parts: readonly {
    readonly bizType: string
    readonly direction: 'debit' | 'credit'
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly count: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly amount: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly effect: number | string
  }[]
  readonly recent: readonly {
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly sequence: number | string
    readonly id: string
    readonly journalId: string
    readonly bizNo: string
    readonly bizType: string
    readonly direction: 'debit' | 'credit'
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly amount: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly balanceAfter: number | string
    readonly counterparty: string
    /** calendar day of the business zone */
    readonly effectiveDate: string
    /** calendar day of the business zone */
    readonly bookedDate: string
    /** RFC 3339 */
    readonly transTime: string
    /** SHA-256 over the entry and the hash before it, in hex */
    readonly hash: string
  }[]
  readonly holds: readonly {
    readonly id: string
    readonly caller: string
    readonly bizType: string
    readonly bizNo: string
    readonly accountNo: string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly amount: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly posted: number | string
    readonly status: 'open' | 'posted' | 'voided' | 'expired'
    readonly expiresAt: string | null
  }[]
}

/** What the balance is made of: before + Σ effect = balance. `GET /api/v1/ledger/accounts/{no}/explain` */
export function explainBalance(
  client: Client,
  input: ExplainBalanceInput,
  options?: CallOptions,
): Promise<ExplainBalanceAnswer> {
  return client.call(
    {
      method: 'GET',
      path: '/api/v1/ledger/accounts/{no}/explain',
      sends: 'nothing',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface FreezeAccountInput {
  readonly params: {
    readonly no: string
  }
  readonly body: {
    readonly reason: string
  }
}

export type FreezeAccountAnswer = {
  readonly accountNo: string
  readonly name: string
  readonly accountType: string
  readonly owner: string | null
  readonly merchantNo: string | null
  readonly isTiancai: boolean
  readonly currency: 'CNY' | 'USD' | 'EUR' | 'IDR'
  readonly normalSide: 'debit' | 'credit'
  readonly mayGoNegative: boolean
  readonly status: 'normal' | 'frozen' | 'closed'
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly balance: number | string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly frozen: number | string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly available: number | string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly sequence: number | string
  /** RFC 3339 */
  readonly lastAt: string
  /** RFC 3339 */
  readonly openedAt: string
}

/** Freezes an account; the reason stands in the audit trail. `POST /api/v1/ledger/accounts/{no}/freeze` */
export function freezeAccount(
  client: Client,
  input: FreezeAccountInput,
  options?: CallOptions,
): Promise<FreezeAccountAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/ledger/accounts/{no}/freeze', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export interface GetAccountInput {
  readonly params: {
    readonly no: string
  }
}

export type GetAccountAnswer = {
  readonly accountNo: string
  readonly name: string
  readonly accountType: string
  readonly owner: string | null
  readonly merchantNo: string | null
  readonly isTiancai: boolean
  readonly currency: 'CNY' | 'USD' | 'EUR' | 'IDR'
  readonly normalSide: 'debit' | 'credit'
  readonly mayGoNegative: boolean
  readonly status: 'normal' | 'frozen' | 'closed'
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly balance: number | string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly frozen: number | string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly available: number | string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly sequence: number | string
  /** RFC 3339 */
  readonly lastAt: string
  /** RFC 3339 */
  readonly openedAt: string
  readonly moves: {
    /** null: the caller may */
    readonly freeze: string | null
    /** null: the caller may */
    readonly unfreeze: string | null
    /** null: the caller may */
    readonly close: string | null
  }
}

/** One account as it is now, and why its status cannot be changed. `GET /api/v1/ledger/accounts/{no}` */
export function getAccount(
  client: Client,
  input: GetAccountInput,
  options?: CallOptions,
): Promise<GetAccountAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/ledger/accounts/{no}', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface GetBalanceInput {
  readonly params: {
    readonly no: string
  }
  readonly query?: {
    readonly at?: string
    readonly basis?: 'booked' | 'effective'
  }
}

export type GetBalanceAnswer = {
  readonly accountNo: string
  readonly currency: 'CNY' | 'USD' | 'EUR' | 'IDR'
  readonly normalSide: 'debit' | 'credit'
  readonly at: string
  readonly basis: 'booked' | 'effective'
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly balance: number | string
  /** of the last entry booked by then */
  readonly sequence: number | string | null
}

/** The balance at an instant (booked) or at the end of a day (booked or effective). `GET /api/v1/ledger/accounts/{no}/balance` */
export function getBalance(
  client: Client,
  input: GetBalanceInput,
  options?: CallOptions,
): Promise<GetBalanceAnswer> {
  return client.call(
    {
      method: 'GET',
      path: '/api/v1/ledger/accounts/{no}/balance',
      sends: 'nothing',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface GetBalanceSeriesInput {
  readonly params: {
    readonly no: string
  }
  readonly query?: {
    /** calendar day of the business zone */
    readonly from?: string
    /** calendar day of the business zone */
    readonly to?: string
  }
}

export type GetBalanceSeriesAnswer = {
  readonly accountNo: string
  readonly currency: 'CNY' | 'USD' | 'EUR' | 'IDR'
  /** calendar day of the business zone */
  readonly from: string
  /** calendar day of the business zone */
  readonly to: string
  /** days from one point to the next */
  readonly step: number
  readonly points: readonly {
    /** calendar day of the business zone */
    readonly day: string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly booked: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly effective: number | string
  }[]
}

/** The balance at the end of each day, in at most 400 points. `GET /api/v1/ledger/accounts/{no}/series` */
export function getBalanceSeries(
  client: Client,
  input: GetBalanceSeriesInput,
  options?: CallOptions,
): Promise<GetBalanceSeriesAnswer> {
  return client.call(
    {
      method: 'GET',
      path: '/api/v1/ledger/accounts/{no}/series',
      sends: 'nothing',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface GetHoldInput {
  readonly params: {
    /** UUID in lower case */
    readonly id: string
  }
}

export type GetHoldAnswer = {
  readonly id: string
  readonly caller: string
  readonly bizType: string
  readonly bizNo: string
  readonly accountNo: string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly amount: number | string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly posted: number | string
  readonly status: 'open' | 'posted' | 'voided' | 'expired'
  readonly expiresAt: string | null
}

/** One hold as it is now. `GET /api/v1/ledger/holds/{id}` */
export function getHold(
  client: Client,
  input: GetHoldInput,
  options?: CallOptions,
): Promise<GetHoldAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/ledger/holds/{id}', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface GetJournalsInput {
  readonly params: {
    readonly bizNo: string
  }
  readonly query?: {
    readonly bizType?: string
    readonly caller?: string
  }
}

export type GetJournalsAnswer = {
  readonly items: readonly {
    readonly id: string
    readonly kind: 'post' | 'hold' | 'post_hold' | 'void_hold' | 'reverse'
    readonly caller: string
    readonly bizType: string
    readonly bizNo: string
    /** calendar day of the business zone */
    readonly effectiveDate: string
    /** RFC 3339 */
    readonly bookedAt: string
    readonly memo: string | null
    readonly metadata: unknown
    readonly legs: readonly {
      readonly debit: string
      readonly credit: string
      /** integer minor units: a number up to 2^53−1, a string beyond */
      readonly amount: number | string
      /** integer minor units: a number up to 2^53−1, a string beyond */
      readonly reversed: number | string
    }[]
    readonly accounts: readonly {
      readonly accountNo: string
      readonly name: string
      readonly accountType: string
      readonly currency: 'CNY' | 'USD' | 'EUR' | 'IDR'
    }[]
    /** what the metadata says of its reason */
    readonly cause:
      | {
          readonly kind: 'order'
          readonly product: string
          readonly orderNo: string
        }
      | {
          readonly kind: 'proposal'
          /** UUID in lower case */
          readonly id: string
        }
      | {
          readonly kind: 'opening'
          /** UUID in lower case */
          readonly id: string
        }
      | null
    /** what it reverses, posts or releases */
    readonly source: {
      readonly id: string
      readonly kind: 'post' | 'hold' | 'post_hold' | 'void_hold' | 'reverse'
      readonly caller: string
      readonly bizType: string
      readonly bizNo: string
      /** RFC 3339 */
      readonly bookedAt: string
    } | null
    /** what reversed or posted it, the oldest first */
    readonly followers: readonly {
      readonly id: string
      readonly kind: 'post' | 'hold' | 'post_hold' | 'void_hold' | 'reverse'
      readonly caller: string
      readonly bizType: string
      readonly bizNo: string
      /** RFC 3339 */
      readonly bookedAt: string
    }[]
    readonly reversal: {
      /** integer minor units: a number up to 2^53−1, a string beyond */
      readonly left: number | string
      readonly refusal: 'not_reversible' | 'already_reversed' | 'not_of_the_desk' | null
    }
  }[]
}

/** Journals of a bizNo: several when it was used for several types or by several callers. `GET /api/v1/ledger/journals/{bizNo}` */
export function getJournals(
  client: Client,
  input: GetJournalsInput,
  options?: CallOptions,
): Promise<GetJournalsAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/ledger/journals/{bizNo}', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export type GetLedgerVerificationAnswer = {
  readonly last: {
    /** UUID in lower case */
    readonly id: string
    readonly clean: boolean
    /** RFC 3339 */
    readonly startedAt: string
    /** RFC 3339 */
    readonly finishedAt: string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly entries: number | string
    readonly fault: {
      readonly subject: string
      readonly detail: string
    } | null
  } | null
  readonly running: {
    /** UUID in lower case */
    readonly id: string
    readonly askedBy: string
    /** RFC 3339 */
    readonly askedAt: string
    /** parts of the books that were looked at */
    readonly done: number
    readonly of: number
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly entries: number | string
  } | null
}

/** What the last verification found, and how far one is that runs; null: there is none. `GET /api/v1/ledger/verify` */
export function getLedgerVerification(
  client: Client,
  options?: CallOptions,
): Promise<GetLedgerVerificationAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/ledger/verify', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}

export interface GetTrialBalanceInput {
  readonly query?: {
    /** an instant, or a day: then its end */
    readonly at?: string
  }
}

export type GetTrialBalanceAnswer = {
  /** RFC 3339 */
  readonly at: string
  readonly balanced: boolean
  readonly lines: readonly {
    readonly accountType: string
    readonly currency: 'CNY' | 'USD' | 'EUR' | 'IDR'
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly accounts: number | string
    /** minor units, as text */
    readonly debit: string
    /** minor units, as text */
    readonly credit: string
  }[]
  readonly totals: readonly {
    readonly currency: 'CNY' | 'USD' | 'EUR' | 'IDR'
    /** minor units, as text */
    readonly debit: string
    /** minor units, as text */
    readonly credit: string
    readonly balanced: boolean
  }[]
}

/** What every account type held at a moment, in each currency. `GET /api/v1/ledger/trial-balance` */
export function getTrialBalance(
  client: Client,
  input: GetTrialBalanceInput = {},
  options?: CallOptions,
): Promise<GetTrialBalanceAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/ledger/trial-balance', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export type ListAccountTypesAnswer = {
  readonly items: readonly {
    readonly accountType: string
    readonly nameZh: string
    readonly nameEn: string
    readonly category: 'asset' | 'liability' | 'equity' | 'income' | 'expense'
  }[]
}

/** The chart of accounts. `GET /api/v1/ledger/account-types` */
export function listAccountTypes(
  client: Client,
  options?: CallOptions,
): Promise<ListAccountTypesAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/ledger/account-types', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}

export interface ListAccountsInput {
  readonly query?: {
    readonly cursor?: string
    readonly limit?: number
    readonly search?: string
    readonly prefix?: string
    readonly accountType?: string
    readonly owner?: string
    readonly merchantNo?: string
    readonly status?: 'normal' | 'frozen' | 'closed'
    readonly currency?: 'CNY' | 'USD' | 'EUR' | 'IDR'
  }
}

export type ListAccountsAnswer = {
  readonly items: readonly {
    readonly accountNo: string
    readonly name: string
    readonly accountType: string
    readonly owner: string | null
    readonly merchantNo: string | null
    readonly isTiancai: boolean
    readonly currency: 'CNY' | 'USD' | 'EUR' | 'IDR'
    readonly normalSide: 'debit' | 'credit'
    readonly mayGoNegative: boolean
    readonly status: 'normal' | 'frozen' | 'closed'
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly balance: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly frozen: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly available: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly sequence: number | string
    /** RFC 3339 */
    readonly lastAt: string
    /** RFC 3339 */
    readonly openedAt: string
  }[]
  readonly nextCursor: string | null
}

/** Accounts by their number; search: what number, name, owner or merchant begins with. `GET /api/v1/ledger/accounts` */
export function listAccounts(
  client: Client,
  input: ListAccountsInput = {},
  options?: CallOptions,
): Promise<ListAccountsAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/ledger/accounts', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface ListEntriesInput {
  readonly params: {
    readonly no: string
  }
  readonly query?: {
    readonly cursor?: string
    readonly limit?: number
    /** calendar day of the business zone */
    readonly from?: string
    /** calendar day of the business zone */
    readonly to?: string
    readonly bizType?: string
    readonly counterparty?: string
    readonly direction?: 'debit' | 'credit'
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly amountMin?: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly amountMax?: number | string
  }
}

export type ListEntriesAnswer = {
  readonly items: readonly {
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly sequence: number | string
    readonly id: string
    readonly journalId: string
    readonly bizNo: string
    readonly bizType: string
    readonly direction: 'debit' | 'credit'
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly amount: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly balanceAfter: number | string
    readonly counterparty: string
    /** calendar day of the business zone */
    readonly effectiveDate: string
    /** calendar day of the business zone */
    readonly bookedDate: string
    /** RFC 3339 */
    readonly transTime: string
    /** SHA-256 over the entry and the hash before it, in hex */
    readonly hash: string
  }[]
  readonly nextCursor: string | null
}

/** Entries, the newest first; a filtered page may be short and still have a next one. `GET /api/v1/ledger/accounts/{no}/entries` */
export function listEntries(
  client: Client,
  input: ListEntriesInput,
  options?: CallOptions,
): Promise<ListEntriesAnswer> {
  return client.call(
    {
      method: 'GET',
      path: '/api/v1/ledger/accounts/{no}/entries',
      sends: 'nothing',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface ListHoldsInput {
  readonly query: {
    readonly cursor?: string
    readonly limit?: number
    readonly accountNo: string
    readonly status?: 'open' | 'posted' | 'voided' | 'expired'
  }
}

export type ListHoldsAnswer = {
  readonly items: readonly {
    readonly id: string
    readonly caller: string
    readonly bizType: string
    readonly bizNo: string
    readonly accountNo: string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly amount: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly posted: number | string
    readonly status: 'open' | 'posted' | 'voided' | 'expired'
    readonly expiresAt: string | null
  }[]
  readonly nextCursor: string | null
}

/** Holds of an account, the oldest first. `GET /api/v1/ledger/holds` */
export function listHolds(
  client: Client,
  input: ListHoldsInput,
  options?: CallOptions,
): Promise<ListHoldsAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/ledger/holds', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface ListJournalsInput {
  readonly query?: {
    readonly cursor?: string
    readonly limit?: number
    readonly id?: string
    readonly bizNo?: string
    readonly bizType?: string
    readonly caller?: string
    readonly kind?: 'post' | 'hold' | 'post_hold' | 'void_hold' | 'reverse'
    /** calendar day of the business zone */
    readonly from?: string
    /** calendar day of the business zone */
    readonly to?: string
    readonly accountNo?: string
  }
}

export type ListJournalsAnswer = {
  readonly items: readonly {
    readonly id: string
    readonly kind: 'post' | 'hold' | 'post_hold' | 'void_hold' | 'reverse'
    readonly caller: string
    readonly bizType: string
    readonly bizNo: string
    /** calendar day of the business zone */
    readonly effectiveDate: string
    /** RFC 3339 */
    readonly bookedAt: string
    readonly memo: string | null
    readonly legs: number
    readonly debit: string | null
    readonly credit: string | null
    readonly moved: readonly {
      readonly currency: 'CNY' | 'USD' | 'EUR' | 'IDR'
      readonly amount: string
    }[]
  }[]
  readonly nextCursor: string | null
}

/** Journals, the newest first, by effective day; of an account, by the day of booking. A filtered page may be short and have a next one; bizNo is what it begins with. `GET /api/v1/ledger/journals` */
export function listJournals(
  client: Client,
  input: ListJournalsInput = {},
  options?: CallOptions,
): Promise<ListJournalsAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/ledger/journals', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface ListLedgerVerificationsInput {
  readonly query?: {
    readonly cursor?: string
    readonly limit?: number
  }
}

export type ListLedgerVerificationsAnswer = {
  readonly items: readonly {
    /** UUID in lower case */
    readonly id: string
    readonly clean: boolean
    /** RFC 3339 */
    readonly startedAt: string
    /** RFC 3339 */
    readonly finishedAt: string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly entries: number | string
    readonly fault: {
      readonly subject: string
      readonly detail: string
    } | null
  }[]
  readonly nextCursor: string | null
}

/** Verifications of the books, the newest first. `GET /api/v1/ledger/verifications` */
export function listLedgerVerifications(
  client: Client,
  input: ListLedgerVerificationsInput = {},
  options?: CallOptions,
): Promise<ListLedgerVerificationsAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/ledger/verifications', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface ListOpeningsInput {
  readonly query?: {
    readonly cursor?: string
    readonly limit?: number
  }
}

export type ListOpeningsAnswer = {
  readonly items: readonly {
    /** UUID in lower case */
    readonly id: string
    /** calendar day of the business zone */
    readonly effectiveDate: string
    readonly sha256: string
    readonly lines: number
    readonly status: 'brought' | 'undone'
    readonly broughtBy: string
    /** RFC 3339 */
    readonly broughtAt: string
    readonly undoneBy: string | null
    readonly undoneAt: string | null
  }[]
  readonly nextCursor: string | null
}

/** Files of opening balances that were brought in, the newest first. `GET /api/v1/ledger/openings` */
export function listOpenings(
  client: Client,
  input: ListOpeningsInput = {},
  options?: CallOptions,
): Promise<ListOpeningsAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/ledger/openings', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export type ListPeriodsAnswer = {
  readonly items: readonly {
    readonly period: string
    /** calendar day of the business zone */
    readonly firstDay: string
    /** calendar day of the business zone */
    readonly lastDay: string
    readonly status: 'open' | 'closing' | 'closed'
    readonly changedAt: string | null
    /** null: it may be proposed */
    readonly mayClose: 'period_not_next' | 'period_not_over' | null
    /** null: it may be proposed */
    readonly mayReopen: 'period_not_last' | null
  }[]
}

/** Months, the newest first: open ones from the first that has journals, and closed ones. `GET /api/v1/ledger/periods` */
export function listPeriods(client: Client, options?: CallOptions): Promise<ListPeriodsAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/ledger/periods', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}

export interface ListTrialAccountsInput {
  readonly query: {
    readonly cursor?: string
    readonly limit?: number
    readonly accountType: string
    readonly currency: 'CNY' | 'USD' | 'EUR' | 'IDR'
    /** an instant, or a day: then its end */
    readonly at: string
  }
}

export type ListTrialAccountsAnswer = {
  readonly items: readonly {
    readonly accountNo: string
    readonly name: string
    readonly normalSide: 'debit' | 'credit'
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly balance: number | string
  }[]
  readonly nextCursor: string | null
}

/** The accounts behind a line of the trial balance, with what they held at that moment. `GET /api/v1/ledger/trial-balance/accounts` */
export function listTrialAccounts(
  client: Client,
  input: ListTrialAccountsInput,
  options?: CallOptions,
): Promise<ListTrialAccountsAnswer> {
  return client.call(
    {
      method: 'GET',
      path: '/api/v1/ledger/trial-balance/accounts',
      sends: 'nothing',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface MakeHoldInput {
  readonly body: {
    readonly bizType: string
    readonly bizNo: string
    /** calendar day of the business zone */
    readonly effectiveDate?: string
    readonly memo?: string
    readonly metadata?: unknown
    readonly accountNo: string
    /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
    readonly amount: number | string
    /** RFC 3339 */
    readonly expiresAt?: string
  }
}

export type MakeHoldAnswer = {
  readonly id: string
  readonly caller: string
  readonly bizType: string
  readonly bizNo: string
  readonly accountNo: string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly amount: number | string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly posted: number | string
  readonly status: 'open' | 'posted' | 'voided' | 'expired'
  readonly expiresAt: string | null
}

/** Reserves an amount until it is posted, voided or expires. `POST /api/v1/ledger/holds` */
export function makeHold(
  client: Client,
  input: MakeHoldInput,
  options?: CallOptions,
): Promise<MakeHoldAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/ledger/holds', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export interface OpenAccountInput {
  readonly body: {
    readonly accountNo: string
    readonly name: string
    readonly accountType: string
    readonly currency: 'CNY' | 'USD' | 'EUR' | 'IDR'
    readonly normalSide: 'debit' | 'credit'
    readonly owner?: string
    readonly merchantNo?: string
    readonly isTiancai?: boolean
    readonly mayGoNegative?: boolean
  }
}

export type OpenAccountAnswer = {
  readonly accountNo: string
  readonly name: string
  readonly accountType: string
  readonly owner: string | null
  readonly merchantNo: string | null
  readonly isTiancai: boolean
  readonly currency: 'CNY' | 'USD' | 'EUR' | 'IDR'
  readonly normalSide: 'debit' | 'credit'
  readonly mayGoNegative: boolean
  readonly status: 'normal' | 'frozen' | 'closed'
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly balance: number | string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly frozen: number | string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly available: number | string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly sequence: number | string
  /** RFC 3339 */
  readonly lastAt: string
  /** RFC 3339 */
  readonly openedAt: string
}

/** Opens an account; one that is there with the same content is answered as it is. `POST /api/v1/ledger/accounts` */
export function openAccount(
  client: Client,
  input: OpenAccountInput,
  options?: CallOptions,
): Promise<OpenAccountAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/ledger/accounts', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export interface PostHoldInput {
  readonly params: {
    /** UUID in lower case */
    readonly id: string
  }
  readonly body: {
    readonly bizNo: string
    readonly bizType?: string
    readonly to: string
    /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
    readonly amount?: number | string
    /** calendar day of the business zone */
    readonly effectiveDate?: string
    readonly memo?: string
    readonly metadata?: unknown
  }
}

export type PostHoldAnswer = {
  /** the bizNo was there: this is the recorded result */
  readonly replayed: boolean
  readonly journal: {
    readonly id: string
    readonly kind: 'post' | 'hold' | 'post_hold' | 'void_hold' | 'reverse'
    readonly caller: string
    readonly bizType: string
    readonly bizNo: string
    /** calendar day of the business zone */
    readonly effectiveDate: string
    /** RFC 3339 */
    readonly bookedAt: string
    readonly memo: string | null
    readonly metadata: unknown
    readonly legs: readonly {
      readonly debit: string
      readonly credit: string
      /** integer minor units: a number up to 2^53−1, a string beyond */
      readonly amount: number | string
      /** integer minor units: a number up to 2^53−1, a string beyond */
      readonly reversed: number | string
    }[]
  }
}

/** Posts a hold to another account, all of it or a part; the rest is released. `POST /api/v1/ledger/holds/{id}/post` */
export function postHold(
  client: Client,
  input: PostHoldInput,
  options?: CallOptions,
): Promise<PostHoldAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/ledger/holds/{id}/post', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export interface PostJournalsInput {
  readonly body:
    | {
        readonly bizType: string
        readonly bizNo: string
        /** calendar day of the business zone */
        readonly effectiveDate?: string
        readonly memo?: string
        readonly metadata?: unknown
        /** succeeds or fails with the next journal of the list */
        readonly linked?: boolean
        readonly transfers: readonly {
          readonly debit: string
          readonly credit: string
          /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
          readonly amount: number | string
          /** up_to: as much as possible (exact) */
          readonly mode?: 'exact' | 'up_to'
        }[]
      }
    | readonly {
        readonly bizType: string
        readonly bizNo: string
        /** calendar day of the business zone */
        readonly effectiveDate?: string
        readonly memo?: string
        readonly metadata?: unknown
        /** succeeds or fails with the next journal of the list */
        readonly linked?: boolean
        readonly transfers: readonly {
          readonly debit: string
          readonly credit: string
          /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
          readonly amount: number | string
          /** up_to: as much as possible (exact) */
          readonly mode?: 'exact' | 'up_to'
        }[]
      }[]
}

export type PostJournalsAnswer =
  | {
      /** the bizNo was there: this is the recorded result */
      readonly replayed: boolean
      readonly journal: {
        readonly id: string
        readonly kind: 'post' | 'hold' | 'post_hold' | 'void_hold' | 'reverse'
        readonly caller: string
        readonly bizType: string
        readonly bizNo: string
        /** calendar day of the business zone */
        readonly effectiveDate: string
        /** RFC 3339 */
        readonly bookedAt: string
        readonly memo: string | null
        readonly metadata: unknown
        readonly legs: readonly {
          readonly debit: string
          readonly credit: string
          /** integer minor units: a number up to 2^53−1, a string beyond */
          readonly amount: number | string
          /** integer minor units: a number up to 2^53−1, a string beyond */
          readonly reversed: number | string
        }[]
      }
    }
  | {
      /** in the order of the list */
      readonly results: readonly (
        | {
            readonly posted: true
            /** the bizNo was there: this is the recorded result */
            readonly replayed: boolean
            readonly journal: {
              readonly id: string
              readonly kind: 'post' | 'hold' | 'post_hold' | 'void_hold' | 'reverse'
              readonly caller: string
              readonly bizType: string
              readonly bizNo: string
              /** calendar day of the business zone */
              readonly effectiveDate: string
              /** RFC 3339 */
              readonly bookedAt: string
              readonly memo: string | null
              readonly metadata: unknown
              readonly legs: readonly {
                readonly debit: string
                readonly credit: string
                /** integer minor units: a number up to 2^53−1, a string beyond */
                readonly amount: number | string
                /** integer minor units: a number up to 2^53−1, a string beyond */
                readonly reversed: number | string
              }[]
            }
          }
        | {
            readonly posted: false
            readonly code: string
            readonly detail: string
            /** that it would have had alone */
            readonly status: number
          }
      )[]
    }

/** Posts one journal, or a list of up to 8190, each with its own result. `POST /api/v1/ledger/journals` */
export function postJournals(
  client: Client,
  input: PostJournalsInput,
  options?: CallOptions,
): Promise<PostJournalsAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/ledger/journals', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export interface PreviewOpeningInput {
  readonly body: {
    /** CSV with the columns account_no and balance (in major units) */
    readonly file: string
  }
}

export type PreviewOpeningAnswer = {
  readonly sha256: string
  readonly lines: number
  readonly faults: readonly {
    readonly line: number
    readonly detail: string
  }[]
  readonly totals: readonly {
    readonly currency: 'CNY' | 'USD' | 'EUR' | 'IDR'
    /** minor units, as text */
    readonly debit: string
    /** minor units, as text */
    readonly credit: string
  }[]
  readonly balanced: boolean
}

/** Reads a file of opening balances: lines, totals, and what is wrong in which line. `POST /api/v1/ledger/openings/preview` */
export function previewOpening(
  client: Client,
  input: PreviewOpeningInput,
  options?: CallOptions,
): Promise<PreviewOpeningAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/ledger/openings/preview', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export interface ProposeAdjustmentInput {
  readonly body: {
    readonly transfers: readonly {
      readonly debit: string
      readonly credit: string
      /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
      readonly amount: number | string
    }[]
    /** calendar day of the business zone */
    readonly effectiveDate?: string
    readonly reason: string
  }
}

export type ProposeAdjustmentAnswer = {
  /** UUID in lower case */
  readonly proposalId: string
}

/** Proposes a manual journal; it is posted when a second person has approved it. `POST /api/v1/ledger/adjustments` */
export function proposeAdjustment(
  client: Client,
  input: ProposeAdjustmentInput,
  options?: CallOptions,
): Promise<ProposeAdjustmentAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/ledger/adjustments', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export interface ProposePeriodCloseInput {
  readonly params: {
    readonly period: string
  }
  readonly body: {
    readonly reason: string
  }
}

export type ProposePeriodCloseAnswer = {
  /** UUID in lower case */
  readonly proposalId: string
}

/** Proposes to close a month; it closes when a second person has approved it. `POST /api/v1/ledger/periods/{period}/close` */
export function proposePeriodClose(
  client: Client,
  input: ProposePeriodCloseInput,
  options?: CallOptions,
): Promise<ProposePeriodCloseAnswer> {
  return client.call(
    {
      method: 'POST',
      path: '/api/v1/ledger/periods/{period}/close',
      sends: 'json',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface ProposePeriodReopenInput {
  readonly params: {
    readonly period: string
  }
  readonly body: {
    readonly reason: string
  }
}

export type ProposePeriodReopenAnswer = {
  /** UUID in lower case */
  readonly proposalId: string
}

/** Proposes to open the month again that was closed last; a second person decides. `POST /api/v1/ledger/periods/{period}/reopen` */
export function proposePeriodReopen(
  client: Client,
  input: ProposePeriodReopenInput,
  options?: CallOptions,
): Promise<ProposePeriodReopenAnswer> {
  return client.call(
    {
      method: 'POST',
      path: '/api/v1/ledger/periods/{period}/reopen',
      sends: 'json',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface ReverseJournalInput {
  readonly params: {
    readonly bizNo: string
  }
  readonly body: {
    readonly bizNo: string
    readonly bizType?: string
    readonly originalBizType: string
    /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
    readonly amount?: number | string
    /** calendar day of the business zone */
    readonly effectiveDate?: string
    readonly memo?: string
    readonly metadata?: unknown
  }
}

export type ReverseJournalAnswer = {
  /** the bizNo was there: this is the recorded result */
  readonly replayed: boolean
  readonly journal: {
    readonly id: string
    readonly kind: 'post' | 'hold' | 'post_hold' | 'void_hold' | 'reverse'
    readonly caller: string
    readonly bizType: string
    readonly bizNo: string
    /** calendar day of the business zone */
    readonly effectiveDate: string
    /** RFC 3339 */
    readonly bookedAt: string
    readonly memo: string | null
    readonly metadata: unknown
    readonly legs: readonly {
      readonly debit: string
      readonly credit: string
      /** integer minor units: a number up to 2^53−1, a string beyond */
      readonly amount: number | string
      /** integer minor units: a number up to 2^53−1, a string beyond */
      readonly reversed: number | string
    }[]
  }
}

/** Mirrors the recorded legs of a journal, all of what is left or a part. `POST /api/v1/ledger/journals/{bizNo}/reverse` */
export function reverseJournal(
  client: Client,
  input: ReverseJournalInput,
  options?: CallOptions,
): Promise<ReverseJournalAnswer> {
  return client.call(
    {
      method: 'POST',
      path: '/api/v1/ledger/journals/{bizNo}/reverse',
      sends: 'json',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface UndoOpeningInput {
  readonly params: {
    /** UUID in lower case */
    readonly id: string
  }
  readonly body: {
    readonly reason: string
  }
}

export type UndoOpeningAnswer = {
  readonly undone: true
}

/** Reverses opening balances, as long as their period has not closed. `POST /api/v1/ledger/openings/{id}/undo` */
export function undoOpening(
  client: Client,
  input: UndoOpeningInput,
  options?: CallOptions,
): Promise<UndoOpeningAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/ledger/openings/{id}/undo', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export interface UnfreezeAccountInput {
  readonly params: {
    readonly no: string
  }
  readonly body: {
    readonly reason: string
  }
}

export type UnfreezeAccountAnswer = {
  readonly accountNo: string
  readonly name: string
  readonly accountType: string
  readonly owner: string | null
  readonly merchantNo: string | null
  readonly isTiancai: boolean
  readonly currency: 'CNY' | 'USD' | 'EUR' | 'IDR'
  readonly normalSide: 'debit' | 'credit'
  readonly mayGoNegative: boolean
  readonly status: 'normal' | 'frozen' | 'closed'
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly balance: number | string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly frozen: number | string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly available: number | string
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly sequence: number | string
  /** RFC 3339 */
  readonly lastAt: string
  /** RFC 3339 */
  readonly openedAt: string
}

/** Unfreezes an account; the reason stands in the audit trail. `POST /api/v1/ledger/accounts/{no}/unfreeze` */
export function unfreezeAccount(
  client: Client,
  input: UnfreezeAccountInput,
  options?: CallOptions,
): Promise<UnfreezeAccountAnswer> {
  return client.call(
    {
      method: 'POST',
      path: '/api/v1/ledger/accounts/{no}/unfreeze',
      sends: 'json',
      answers: 'json',
    },
    input,
    options,
  )
}

export type VerifyLedgerAnswer = {
  /** UUID in lower case */
  readonly id: string
  readonly askedBy: string
  /** RFC 3339 */
  readonly askedAt: string
  /** parts of the books that were looked at */
  readonly done: number
  readonly of: number
  /** integer minor units: a number up to 2^53−1, a string beyond */
  readonly entries: number | string
}

/** Recomputes the books from nothing, in the background; one under way is answered. `POST /api/v1/ledger/verify` */
export function verifyLedger(client: Client, options?: CallOptions): Promise<VerifyLedgerAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/ledger/verify', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}

export interface VoidHoldInput {
  readonly params: {
    /** UUID in lower case */
    readonly id: string
  }
  readonly body: {
    readonly bizNo: string
    readonly bizType?: string
    /** calendar day of the business zone */
    readonly effectiveDate?: string
    readonly memo?: string
    readonly metadata?: unknown
  }
}

export type VoidHoldAnswer = {
  /** the bizNo was there: this is the recorded result */
  readonly replayed: boolean
  readonly journal: {
    readonly id: string
    readonly kind: 'post' | 'hold' | 'post_hold' | 'void_hold' | 'reverse'
    readonly caller: string
    readonly bizType: string
    readonly bizNo: string
    /** calendar day of the business zone */
    readonly effectiveDate: string
    /** RFC 3339 */
    readonly bookedAt: string
    readonly memo: string | null
    readonly metadata: unknown
    readonly legs: readonly {
      readonly debit: string
      readonly credit: string
      /** integer minor units: a number up to 2^53−1, a string beyond */
      readonly amount: number | string
      /** integer minor units: a number up to 2^53−1, a string beyond */
      readonly reversed: number | string
    }[]
  }
}

/** Releases a hold. `POST /api/v1/ledger/holds/{id}/void` */
export function voidHold(
  client: Client,
  input: VoidHoldInput,
  options?: CallOptions,
): Promise<VoidHoldAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/ledger/holds/{id}/void', sends: 'json', answers: 'json' },
    input,
    options,
  )
}
