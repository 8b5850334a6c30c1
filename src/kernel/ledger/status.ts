/** What an operator does to an account: freeze, unfreeze, close. With a reason, and audited. */
import { record } from '../audit/index.ts'
import { subjectOf, type Deed } from '../auth/index.ts'
import type { Instant } from '../clock/index.ts'
import { sql, type Database, type Tx } from '../db/index.ts'
import { bucketOf } from '../id/index.ts'
import { accept, refuse, type Result } from '../problem/index.ts'
import { emptyLayer } from './draft.ts'
import { releaseExpired } from './hold.ts'
import type { Account, AccountStatus } from './model.ts'
import { lockAccounts, readLateHolds, writeTouched } from './store.ts'

export interface StatusChange {
  readonly accountNo: string
  readonly to: AccountStatus
  readonly reason: string
}

export type StatusRefusal =
  | 'account_not_found'
  | 'account_closed'
  | 'account_status_unchanged'
  | 'account_not_empty'

/**
 * 冻结: money may come in, none may go out. 解冻: as before. 注销: for ever, and only when nothing is
 * left on the account and nothing reserved.
 */
export async function changeStatus(
  tx: Tx,
  { accountNo, to, reason }: StatusChange,
  { actor, at, requestId }: Deed,
): Promise<Result<null, StatusRefusal>> {
  await releaseLate(tx, [accountNo], at)
  const account = (await lockAccounts(tx, [accountNo])).get(accountNo)
  if (account === undefined) {
    return refuse('account_not_found', `There is no account ${accountNo}.`, { accountNo })
  }
  const fault = statusFault(account, to)
  if (fault) return fault
  await tx.run(sql`
    update ledger.account set status = ${to}
     where bucket = ${bucketOf(accountNo)} and account_no = ${accountNo}`)
  await record(tx, [
    {
      at,
      actor: subjectOf(actor),
      action: `ledger.account-${to}`,
      subject: `account:${accountNo}`,
      before: { status: account.status },
      after: { status: to },
      reason,
      requestId,
    },
  ])
  return accept(null)
}

type Standing = Pick<Account, 'accountNo' | 'status' | 'balance' | 'frozen'>

/** Why the account cannot get that status now; whoever shows it says so before anybody tries. */
export function statusFault(account: Standing, to: AccountStatus) {
  const { accountNo } = account
  if (account.status === 'closed') {
    return refuse('account_closed', `${accountNo} is closed for ever.`, { accountNo })
  }
  if (account.status === to) {
    return refuse('account_status_unchanged', `${accountNo} is ${to} already.`, { status: to })
  }
  if (to === 'closed' && (account.balance !== 0n || account.frozen !== 0n)) {
    const facts = { balance: String(account.balance), frozen: String(account.frozen) }
    const detail = `${accountNo} holds ${account.balance} and reserves ${account.frozen}.`
    return refuse('account_not_empty', detail, facts)
  }
  return undefined
}

/** Gives back what expired holds of these accounts reserve; answers how many there were. */
async function releaseLate(tx: Tx, numbers: readonly string[], now: Instant): Promise<number> {
  const [accounts, holds] = await Promise.all([
    lockAccounts(tx, numbers),
    readLateHolds(tx, numbers, now),
  ])
  const changes = emptyLayer()
  releaseExpired({ accounts, holds, now }, changes)
  writeTouched(tx, changes)
  return holds.size
}

/** Accounts that one transaction of the sweep locks: posting waits no longer than for that. */
const sweptMax = 200

/** An expired hold never counts, swept or not; this keeps the table of open ones small. */
export async function releaseExpiredHolds(database: Database, now: Instant): Promise<number> {
  let released = 0
  for (;;) {
    const rows = await database.rows<{ accountNo: string }>(sql`
      select distinct account_no from (
        select account_no from ledger.hold where status = 'open' and expires_at <= ${now}
         order by expires_at limit ${sweptMax}) as due`)
    if (rows.length === 0) return released
    const numbers = rows.map(({ accountNo }) => accountNo)
    released += await database.transaction((tx) => releaseLate(tx, numbers, now))
  }
}
