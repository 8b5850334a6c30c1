/** Opening accounts, finding them and listing them. */
import type { Instant } from '../clock/index.ts'
import { sql, type Reader, type Sql, type Tx } from '../db/index.ts'
import { bucketOf } from '../id/index.ts'
import type { Currency } from '../money/index.ts'
import { accept, assert, refuse, type Result } from '../problem/index.ts'
import { looksLike } from './account-search.ts'
import { openingHash } from './entry.ts'
import { isAccountNo } from './form.ts'
import type { AccountStatus, Side } from './model.ts'

export interface NewAccount {
  readonly accountNo: string
  readonly name: string
  /** Of the chart of accounts. */
  readonly accountType: string
  readonly owner: string | null
  readonly merchantNo: string | null
  readonly isTiancai: boolean
  readonly currency: Currency
  readonly normalSide: Side
  readonly mayGoNegative: boolean
}

export type OpenRefusal = 'account_no_invalid' | 'account_type_unknown' | 'account_exists'

/**
 * Opens accounts, all or none; one that is there already with the same content stays as it is.
 * Source: 001 §5.2 (account).
 */
export async function openAccounts(
  tx: Tx,
  accounts: readonly NewAccount[],
  at: Instant,
): Promise<Result<null, OpenRefusal>> {
  if (accounts.length === 0) return accept(null)
  const odd = accounts.find(({ accountNo }) => !isAccountNo(accountNo))
  if (odd) {
    const right = '1 to 64 of A-Z a-z 0-9 _ - . : and begins with a letter or digit'
    const shown = JSON.stringify(odd.accountNo.slice(0, 64))
    return refuse('account_no_invalid', `${shown} is no account number: one is ${right}.`)
  }
  const unknown = await unknownType(tx, accounts)
  if (unknown !== undefined) {
    return refuse('account_type_unknown', `${unknown} is not in the chart of accounts.`)
  }
  await insertAccounts(tx, accounts, at)
  const different = await firstDifferent(tx, accounts)
  if (different === undefined) return accept(null)
  return refuse('account_exists', `${different} is there with other content.`)
}

async function unknownType(
  reader: Reader,
  accounts: readonly NewAccount[],
): Promise<string | undefined> {
  const wanted = [...new Set(accounts.map(({ accountType }) => accountType))]
  const rows = await reader.rows<{ accountType: string }>(sql`
    select account_type from ledger.account_type where account_type = any(${wanted}::text[])`)
  return wanted.find((type) => !rows.some(({ accountType }) => accountType === type))
}

async function insertAccounts(tx: Tx, accounts: readonly NewAccount[], at: Instant): Promise<void> {
  await tx.run(sql`
    insert into ledger.account (bucket, account_no, merchant_no, is_tiancai, account_type, owner,
      name, currency, normal_side, may_go_negative, status, balance, frozen_amount, sequence, hash,
      last_at, opened_at)
    select bucket, account_no, merchant_no, is_tiancai, account_type, owner, name, currency,
           normal_side, may_go_negative, 'normal', 0, 0, 0, hash, ${at}, ${at}
      from unnest(${accounts.map(({ accountNo }) => bucketOf(accountNo))}::smallint[],
        ${accounts.map(({ accountNo }) => accountNo)}::text[],
        ${accounts.map(({ merchantNo }) => merchantNo)}::text[],
        ${accounts.map(({ isTiancai }) => isTiancai)}::boolean[],
        ${accounts.map(({ accountType }) => accountType)}::text[],
        ${accounts.map(({ owner }) => owner)}::text[], ${accounts.map(({ name }) => name)}::text[],
        ${accounts.map(({ currency }) => currency)}::text[],
        ${accounts.map(({ normalSide }) => normalSide)}::text[],
        ${accounts.map(({ mayGoNegative }) => mayGoNegative)}::boolean[],
        ${accounts.map(({ accountNo }) => openingHash(accountNo))}::bytea[])
      as given (bucket, account_no, merchant_no, is_tiancai, account_type, owner, name, currency,
        normal_side, may_go_negative, hash)
     order by bucket, account_no
    on conflict (bucket, account_no) do nothing`)
}

async function firstDifferent(
  tx: Tx,
  accounts: readonly NewAccount[],
): Promise<string | undefined> {
  const numbers = accounts.map(({ accountNo }) => accountNo)
  const buckets = [...new Set(numbers.map(bucketOf))]
  const rows = await tx.rows<NewAccount>(sql`
    select account_no, account_type, merchant_no, currency, normal_side, may_go_negative
      from ledger.account
     where bucket = any(${buckets}::smallint[]) and account_no = any(${numbers}::text[])`)
  const found = new Map(rows.map((row) => [row.accountNo, row]))
  return accounts.find((wanted) => {
    const row = found.get(wanted.accountNo)
    return (
      row?.currency !== wanted.currency ||
      row.normalSide !== wanted.normalSide ||
      row.mayGoNegative !== wanted.mayGoNegative ||
      row.accountType !== wanted.accountType ||
      row.merchantNo !== wanted.merchantNo
    )
  })?.accountNo
}

export interface AccountView extends NewAccount {
  readonly status: AccountStatus
  readonly balance: bigint
  /** What unexpired holds reserve. */
  readonly frozen: bigint
  readonly available: bigint
  readonly sequence: bigint
  readonly lastAt: Instant
  readonly openedAt: Instant
}

/** As it is at `at`: holds whose time has come by then count no more. */
export async function findAccount(
  reader: Reader,
  accountNo: string,
  at: Instant,
): Promise<AccountView | undefined> {
  return await reader.row<AccountView>(sql`
    select ${viewColumns(at)}
      from ledger.account a
     where a.bucket = ${bucketOf(accountNo)} and a.account_no = ${accountNo}`)
}

/** Columns of an `AccountView`, of `ledger.account a`. */
const viewColumns = (at: Instant): Sql => sql`
  a.account_no, a.name, a.account_type, a.owner, a.merchant_no, a.is_tiancai, a.currency,
  a.normal_side, a.may_go_negative, a.status, a.balance,
  a.frozen_amount - ${late(at)} as frozen, a.balance - a.frozen_amount + ${late(at)} as available,
  a.sequence, a.last_at, a.opened_at`

const late = (at: Instant): Sql => sql`(
  select coalesce(sum(h.amount), 0)::bigint from ledger.hold h
   where h.account_no = a.account_no and h.status = 'open' and h.expires_at <= ${at})`

export interface AccountFilter {
  /** What its number, name, owner or merchant begins with. */
  readonly search?: string | undefined
  readonly prefix?: string | undefined
  readonly accountType?: string | undefined
  readonly owner?: string | undefined
  readonly merchantNo?: string | undefined
  readonly status?: AccountStatus | undefined
  readonly currency?: Currency | undefined
}

export interface AccountRequest {
  readonly filter: AccountFilter
  /** Only accounts behind this one. */
  readonly after?: string | undefined
  readonly limit: number
  readonly at: Instant
}

const limitMax = 1_000

/** Accounts by their number. */
export async function listAccounts(
  reader: Reader,
  { filter, after, limit, at }: AccountRequest,
): Promise<readonly AccountView[]> {
  assert(limit >= 1 && limit <= limitMax, `a page has 1 to ${limitMax} accounts, not ${limit}`)
  const { search, prefix, accountType, owner, merchantNo, status, currency } = filter
  return await reader.rows<AccountView>(sql`
    select ${viewColumns(at)}
      from ledger.account a
     where true
       ${after === undefined ? sql`` : sql`and a.account_no > ${after}`}
       ${search === undefined ? sql`` : sql`and ${looksLike(search)}`}
       ${
         prefix === undefined
           ? sql``
           : sql`and a.account_no >= ${prefix}
         and a.account_no < ${`${prefix}\u{10ffff}`}`
       }
       ${accountType === undefined ? sql`` : sql`and a.account_type = ${accountType}`}
       ${owner === undefined ? sql`` : sql`and a.owner = ${owner}`}
       ${merchantNo === undefined ? sql`` : sql`and a.merchant_no = ${merchantNo}`}
       ${status === undefined ? sql`` : ofStatus(status)}
       ${currency === undefined ? sql`` : sql`and a.currency = ${currency}`}
     order by a.account_no limit ${limit}`)
}

/** In so many words, as the index of the few that are not normal is only found with a constant. */
const ofStatus = (status: AccountStatus): Sql =>
  ({
    normal: sql`and a.status = 'normal'`,
    frozen: sql`and a.status = 'frozen'`,
    closed: sql`and a.status = 'closed'`,
  })[status]
