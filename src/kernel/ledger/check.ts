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
  const numbers = legs.flatMap(({ debit, credit }) => [debit, credit])
  const missing = numbers.find((no) => accountIn(draft, no) === undefined)
  if (missing !== undefined) {
    return refuse('account_not_found', `There is no account ${missing}.`, { accountNo: missing })
  }
  const pairs = legs.map(({ debit, credit }) => ({
    debit: accountIn(draft, debit) as Account,
    credit: accountIn(draft, credit) as Account,
  }))
  const mixed = pairs.find(({ debit, credit }) => debit.currency !== credit.currency)
  if (mixed) {
    const { debit, credit } = mixed
    const held = `${debit.accountNo} holds ${debit.currency}`
    const detail = `${held}, ${credit.accountNo} ${credit.currency}.`
    return refuse('currency_mismatch', detail)
  }
  const accounts = pairs.flatMap(({ debit, credit }) => [debit, credit])
  const closed = accounts.find(({ status }) => status === 'closed')
  if (closed) return refuse('account_closed', `${closed.accountNo} is closed.`, no(closed))
  for (const { debit, credit } of pairs) {
    const frozen = [
      ...(takes(debit, 'debit') ? [debit] : []),
      ...(takes(credit, 'credit') ? [credit] : []),
    ].find(({ status }) => status === 'frozen')
    if (frozen) return refuse('account_frozen', `${frozen.accountNo} is frozen.`, no(frozen))
  }
  return undefined
}

const no = ({ accountNo }: Account) => ({ accountNo })

/** How much of the amount both accounts allow to move: all of it, unless one would run short. */
export function movable(draft: Draft, { debit, credit, amount }: Leg): bigint {
  const from = accountIn(draft, debit)
  const to = accountIn(draft, credit)
  const limits = [
    ...(from && takes(from, 'debit') && !from.mayGoNegative ? [available(from)] : []),
    ...(to && takes(to, 'credit') && !to.mayGoNegative ? [available(to)] : []),
  ]
  const least = limits.reduce((low, limit) => (limit < low ? limit : low), amount)
  return least < 0n ? 0n : least
}

/** Faults of the balances, as the transfers before this one have left them. */
export function balanceFault(draft: Draft, leg: Leg): Refusal {
  const possible = movable(draft, leg)
  if (possible < leg.amount) {
    const detail = `${possible} available, ${leg.amount} asked, from ${leg.debit} to ${leg.credit}.`
    const facts = { available: String(possible), asked: String(leg.amount) }
    return refuse('insufficient_available', detail, facts)
  }
  for (const [accountNo, side] of [
    [leg.debit, 'debit'],
    [leg.credit, 'credit'],
  ] as const) {
    const account = accountIn(draft, accountNo)
    const after = account ? account.balance + effect(account, side, leg.amount) : 0n
    if (after > amountMax || after < -amountMax) {
      return refuse('balance_too_large', `The balance of ${accountNo} would be ${after}.`)
    }
  }
  return undefined
}
