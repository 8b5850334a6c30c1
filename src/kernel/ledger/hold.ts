/** Reserving, posting, voiding and expiry. An open hold past its time never counts. */
import type { Instant } from '../clock/index.ts'
import { accept, refuse, type Refused, type Result } from '../problem/index.ts'
import { bucket } from './bucket.ts'
import { accountIn, holdIn, keyOf, type Books, type Draft, type Layer } from './draft.ts'
import { amountMax } from './check.ts'
import {
  available,
  type Account,
  type Hold,
  type HoldStatus,
  type Leg,
  type PostHold,
  type Reserve,
  type VoidHold,
} from './model.ts'
import type { LedgerRefusal } from './refusal.ts'

type Refusal = Refused<LedgerRefusal>

const expired = (hold: Hold, now: Instant): boolean =>
  hold.status === 'open' && hold.expiresAt !== null && hold.expiresAt <= now

/** Before anything else: what has run out is given back. */
export function releaseExpired(
  books: Pick<Books, 'accounts' | 'holds' | 'now'>,
  settled: Layer,
): void {
  for (const [key, hold] of books.holds) {
    const account = settled.accounts.get(hold.accountNo) ?? books.accounts.get(hold.accountNo)
    if (!expired(hold, books.now) || account === undefined) continue
    settled.holds.set(key, { ...hold, status: 'expired' })
    settled.accounts.set(account.accountNo, { ...account, frozen: account.frozen - hold.amount })
  }
}

export function reserve(draft: Draft, command: Reserve): Refusal | undefined {
  const { accountNo, amount, expiresAt, caller, bizType, bizNo } = command
  if (expiresAt !== null && expiresAt <= draft.books.now) {
    return refuse('expires_in_the_past', `${expiresAt.toISOString()} is not after now.`)
  }
  const account = accountIn(draft, accountNo)
  const fault = accountFault(account, command)
  if (fault || account === undefined) return fault
  draft.open.accounts.set(accountNo, { ...account, frozen: account.frozen + amount })
  draft.open.holds.set(keyOf(caller, bizType, bizNo), {
    bucket: bucket(bizNo),
    id: draft.books.newHoldId(),
    caller,
    bizType,
    bizNo,
    accountNo,
    amount,
    posted: 0n,
    status: 'open',
    expiresAt,
  })
  return undefined
}

function accountFault(account: Account | undefined, { accountNo, amount }: Reserve) {
  if (account === undefined) {
    return refuse('account_not_found', `There is no account ${accountNo}.`, { accountNo })
  }
  if (account.status === 'closed') {
    return refuse('account_closed', `${accountNo} is closed.`, { accountNo })
  }
  if (account.status === 'frozen') {
    return refuse('account_frozen', `${accountNo} is frozen.`, { accountNo })
  }
  if (!account.mayGoNegative && available(account) < amount) {
    const facts = { available: String(available(account)), asked: String(amount) }
    const detail = `${available(account)} available, ${amount} asked, on ${accountNo}.`
    return refuse('insufficient_available', detail, facts)
  }
  if (account.frozen + amount <= amountMax) return undefined
  return refuse('balance_too_large', `${accountNo} would reserve ${account.frozen + amount}.`)
}

/** The leg that a posted hold becomes; the reservation is gone with it, used or not. */
export function postHold(draft: Draft, command: PostHold): Result<readonly Leg[], LedgerRefusal> {
  const found = openHold(draft, command)
  if (!found.ok) return found
  const { hold, account } = found.value
  const amount = command.amount ?? hold.amount
  if (amount > hold.amount) {
    return refuse('exceeds_hold', `${amount} asked, ${hold.amount} reserved.`)
  }
  if (command.to === hold.accountNo) {
    return refuse('same_account_as_hold', `${command.to} cannot pay itself.`)
  }
  end(draft, { hold, account, status: 'posted', posted: amount })
  const leg = { debit: hold.accountNo, credit: command.to, amount }
  const ours = account.normalSide === 'debit'
  return accept([ours ? { ...leg, debit: command.to, credit: hold.accountNo } : leg])
}

export function voidHold(draft: Draft, command: VoidHold): Refusal | undefined {
  const found = openHold(draft, command)
  if (!found.ok) return found
  end(draft, { ...found.value, status: 'voided', posted: 0n })
  return undefined
}

interface Held {
  readonly hold: Hold
  readonly account: Account
}

function openHold(draft: Draft, command: PostHold | VoidHold): Result<Held, LedgerRefusal> {
  const { caller, holdBizType, holdBizNo } = command
  const hold = holdIn(draft, keyOf(caller, holdBizType, holdBizNo))
  const account = hold && accountIn(draft, hold.accountNo)
  const name = `${holdBizType} ${holdBizNo}`
  if (hold === undefined || account === undefined) {
    return refuse('hold_not_found', `There is no hold ${name}.`)
  }
  const ended: Readonly<Record<HoldStatus, LedgerRefusal | undefined>> = {
    open: undefined,
    posted: 'hold_already_posted',
    voided: 'hold_already_voided',
    expired: 'hold_expired',
  }
  const code = ended[hold.status]
  if (code === undefined) return accept({ hold, account })
  return refuse(code, `The hold ${name} is ${hold.status}.`)
}

interface End extends Held {
  readonly status: HoldStatus
  readonly posted: bigint
}

function end(draft: Draft, { hold, account, status, posted }: End): void {
  const key = keyOf(hold.caller, hold.bizType, hold.bizNo)
  draft.open.holds.set(key, { ...hold, status, posted })
  draft.open.accounts.set(account.accountNo, { ...account, frozen: account.frozen - hold.amount })
}
