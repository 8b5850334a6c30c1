/** Opening accounts, and what an operator does to one: freeze, unfreeze, close. */
import type { Instant } from '../clock/index.ts'
import { sql, type Reader, type Sql, type Tx } from '../db/index.ts'
import { bucketOf } from '../id/index.ts'
import type { Currency } from '../money/index.ts'
import { accept, refuse, type Result } from '../problem/index.ts'
import { openingHash } from './entry.ts'
import type { AccountStatus, Side } from './model.ts'

export interface NewAccount {
  readonly accountNo: string
  readonly name: string
  readonly accountType: string
  readonly owner: string | null
  readonly merchantNo: string | null
  readonly isTiancai: boolean
  readonly currency: Currency
  readonly normalSide: Side
  readonly mayGoNegative: boolean
}

/** Opens accounts; one that is there already with the same content stays as it is. */
export async function openAccounts(
  tx: Tx,
  accounts: readonly NewAccount[],
  at: Instant,
): Promise<Result<null, 'account_exists'>> {
  if (accounts.length === 0) return accept(null)
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
    on conflict (bucket, account_no) do nothing`)
  for (const wanted of accounts) {
    const found = await findAccount(tx, wanted.accountNo, at)
    const same =
      found?.currency === wanted.currency &&
      found.normalSide === wanted.normalSide &&
      found.mayGoNegative === wanted.mayGoNegative &&
      found.accountType === wanted.accountType &&
      found.merchantNo === wanted.merchantNo
    if (!same) return refuse('account_exists', `${wanted.accountNo} is there with other content.`)
  }
  return accept(null)
}

export interface AccountView {
  readonly accountNo: string
  readonly name: string
  readonly accountType: string
  readonly owner: string | null
  readonly merchantNo: string | null
  readonly isTiancai: boolean
  readonly currency: Currency
  readonly normalSide: Side
  readonly mayGoNegative: boolean
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
export const viewColumns = (at: Instant): Sql => sql`
  a.account_no, a.name, a.account_type, a.owner, a.merchant_no, a.is_tiancai, a.currency,
  a.normal_side, a.may_go_negative, a.status, a.balance,
  a.frozen_amount - ${late(at)} as frozen, a.balance - a.frozen_amount + ${late(at)} as available,
  a.sequence, a.last_at, a.opened_at`

const late = (at: Instant): Sql => sql`(
  select coalesce(sum(h.amount), 0)::bigint from ledger.hold h
   where h.account_no = a.account_no and h.status = 'open' and h.expires_at <= ${at})`
