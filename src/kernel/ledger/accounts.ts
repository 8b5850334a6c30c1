/** Opening accounts, and what an operator does to one: freeze, unfreeze, close. */
import type { Instant } from '../clock/index.ts'
import { sql, type Reader, type Tx } from '../db/index.ts'
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
    const found = await findAccount(tx, wanted.accountNo)
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
  readonly frozen: bigint
  readonly sequence: bigint
  readonly openedAt: Instant
}

export async function findAccount(
  reader: Reader,
  accountNo: string,
): Promise<AccountView | undefined> {
  return await reader.row<AccountView>(sql`
    select account_no, name, account_type, owner, merchant_no, is_tiancai, currency, normal_side,
           may_go_negative, status, balance, frozen_amount as frozen, sequence, opened_at
      from ledger.account
     where bucket = ${bucketOf(accountNo)} and account_no = ${accountNo}`)
}
