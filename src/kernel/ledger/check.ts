/** What may stand in the way of moving money between two accounts, in the order of precedence. */
import { refuse, type Refused } from '../problem/index.ts'
import { accountIn, type Draft } from './draft.ts'
import { effect, takes } from './entry.ts'
import { available, type Account, type Leg, type Transfer } from './model.ts'
import type { LedgerRefusal } from './refusal.ts'

type Refusal = Refused<LedgerRefusal> | undefined

/** The largest amount and balance: a signed 63-bit number of minor units. */
export const amountMax = 2n ** 63n - 1n
export const transfersMax = 1_000

/** Faults of the numbers alone, over all transfers: the same journal always has the same fault. */
export function shapeFault(transfers: readonly Transfer[]): Refusal {
  if (transfers.length === 0) return refuse('journal_empty', 'The journal has no transfer.')
  if (transfers.length > transfersMax) {
    return refuse(
      'journal_too_large',
      `${transfers.length} transfers; the most is ${transfersMax}.`,
    )
  }
  const small = transfers.find(({ amount }) => amount <= 0n)
  if (small) return refuse('amount_not_positive', `The amount ${small.amount} is not positive.`)
  const large = transfers.find(({ amount }) => amount > amountMax)
  if (large) return refuse('amount_too_large', `The amount ${large.amount} exceeds ${amountMax}.`)
  const same = transfers.find(({ debit, credit }) => debit === credit)
  if (same) return refuse('same_account', `${same.debit} cannot pay itself.`)
  return undefined
}

/** Faults of the accounts, apart from their balances: also the same whatever came before. */
export function accountFault(
  draft: Draft,
  legs: readonly Pick<Leg, 'debit' | 'credit'>[],
): Refusal {
  for (const { debit, credit } of legs) {
    const missing = [debit, credit].find((no) => accountIn(draft, no) === undefined)
    if (missing !== undefined) {
      return refuse('account_not_found', `There is no account ${missing}.`, { accountNo: missing })
    }
  }
  // Each fault is looked for on all legs before the next one: the order of precedence.
  return first(draft, legs, mixed) ?? first(draft, legs, closed) ?? first(draft, legs, frozen)
}

type Pair = Pick<Leg, 'debit' | 'credit'>

function first(
  draft: Draft,
  legs: readonly Pair[],
  faultOf: (debit: Account, credit: Account) => Refusal,
): Refusal {
  for (const leg of legs) {
    const [debit, credit] = [accountIn(draft, leg.debit), accountIn(draft, leg.credit)]
    const fault = debit && credit && faultOf(debit, credit)
    if (fault) return fault
  }
  return undefined
}

function mixed(debit: Account, credit: Account): Refusal {
  if (debit.currency === credit.currency) return undefined
  const one = `${debit.accountNo} holds ${debit.currency}`
  const detail = `${one}, ${credit.accountNo} ${credit.currency}.`
  return refuse('currency_mismatch', detail)
}

function closed(debit: Account, credit: Account): Refusal {
  const shut = debit.status === 'closed' ? debit : credit
  if (shut.status !== 'closed') return undefined
  return refuse('account_closed', `${shut.accountNo} is closed.`, no(shut))
}

function frozen(debit: Account, credit: Account): Refusal {
  const stops = (account: Account, side: 'debit' | 'credit'): boolean =>
    account.status === 'frozen' && takes(account, side)
  const held = stops(debit, 'debit') ? debit : credit
  if (held === credit && !stops(credit, 'credit')) return undefined
  return refuse('account_frozen', `${held.accountNo} is frozen.`, no(held))
}

const no = ({ accountNo }: Account) => ({ accountNo })

/** How much of the amount both accounts allow to move: all of it, unless one would run short. */
export function movable(draft: Draft, { debit, credit, amount }: Leg): bigint {
  const from = accountIn(draft, debit)
  const to = accountIn(draft, credit)
  let most = amount
  if (from && takes(from, 'debit')) most = least(most, from)
  if (to && takes(to, 'credit')) most = least(most, to)
  return most < 0n ? 0n : most
}

function least(amount: bigint, account: Account): bigint {
  if (account.mayGoNegative) return amount
  const limit = available(account)
  return limit < amount ? limit : amount
}

/** Faults of the balances, as the transfers before this one have left them. */
export function balanceFault(draft: Draft, leg: Leg): Refusal {
  const possible = movable(draft, leg)
  if (possible < leg.amount) {
    const detail = `${possible} available, ${leg.amount} asked, from ${leg.debit} to ${leg.credit}.`
    const facts = { available: String(possible), asked: String(leg.amount) }
    return refuse('insufficient_available', detail, facts)
  }
  return tooLarge(draft, leg, 'debit') ?? tooLarge(draft, leg, 'credit')
}

function tooLarge(draft: Draft, leg: Leg, side: 'debit' | 'credit'): Refusal {
  const account = accountIn(draft, leg[side])
  const after = account ? account.balance + effect(account, side, leg.amount) : 0n
  if (after <= amountMax && after >= -amountMax) return undefined
  return refuse('balance_too_large', `The balance of ${leg[side]} would be ${after}.`)
}
