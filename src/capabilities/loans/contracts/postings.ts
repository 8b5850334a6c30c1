/**
 * What a change of a loan's book moves in the ledger: always the difference of what was booked and
 * what should be. A loan that is over has zero in each account of its own.
 */
import type { Book } from '../book/index.ts'
import { askedOf, earnedOf, sumAmounts, type Amounts, type Row } from '../rows/index.ts'
import { isOwn, type LoanAccount, type OwnAccount } from './model.ts'

/** Running totals of everything that moves; each has one pair of accounts. */
export interface Totals {
  readonly lent: bigint
  readonly received: bigint
  readonly refunded: bigint
  readonly recovered: bigint
  readonly interestEarned: bigint
  readonly feeCharged: bigint
  readonly penaltyCharged: bigint
  readonly principalPaid: bigint
  readonly interestPaid: bigint
  readonly feePaid: bigint
  readonly penaltyPaid: bigint
  readonly interestWaived: bigint
  readonly feeWaived: bigint
  readonly penaltyWaived: bigint
  readonly principalLost: bigint
  readonly interestLost: bigint
  readonly feeLost: bigint
  readonly penaltyLost: bigint
}

// prettier-ignore
const moves: Readonly<Record<keyof Totals, readonly [debit: LoanAccount, credit: LoanAccount]>> = {
  lent:           ['principal', 'clearing'],
  received:       ['clearing', 'suspense'],
  refunded:       ['suspense', 'clearing'],
  recovered:      ['clearing', 'recoveries'],
  interestEarned: ['interest', 'interest_income'],
  feeCharged:     ['fee', 'fee_income'],
  penaltyCharged: ['penalty', 'penalty_income'],
  principalPaid:  ['suspense', 'principal'],
  interestPaid:   ['suspense', 'interest'],
  feePaid:        ['suspense', 'fee'],
  penaltyPaid:    ['suspense', 'penalty'],
  interestWaived: ['waivers', 'interest'],
  feeWaived:      ['waivers', 'fee'],
  penaltyWaived:  ['waivers', 'penalty'],
  principalLost:  ['losses', 'principal'],
  interestLost:   ['losses', 'interest'],
  feeLost:        ['losses', 'fee'],
  penaltyLost:    ['losses', 'penalty'],
}

export function totalsOf(book: Book): Totals {
  const { rows, terms, asOf } = book
  const paid = sumAmounts(rows.map((row) => row.paid))
  const waived = sumAmounts(rows.map((row) => row.waived))
  const lost = sumAmounts(rows.map((row) => row.writtenOff))
  const charged = sumAmounts(rows.map((row) => chargedOf(book, row)))
  return {
    lent: book.lent,
    received: book.received,
    refunded: book.refunded,
    recovered: book.recovered,
    interestEarned: rows.reduce((sum, row) => sum + earnedOf(row, terms, asOf), 0n),
    feeCharged: charged.fee,
    penaltyCharged: charged.penalty,
    principalPaid: paid.principal + book.prepaid,
    interestPaid: paid.interest,
    feePaid: paid.fee,
    penaltyPaid: paid.penalty,
    interestWaived: waived.interest,
    feeWaived: waived.fee,
    penaltyWaived: waived.penalty,
    principalLost: lost.principal,
    interestLost: lost.interest,
    feeLost: lost.fee,
    penaltyLost: lost.penalty,
  }
}

/** Fees and penalties are charged when they fall due; of a row that was closed before, no more. */
function chargedOf({ policy, terms, asOf }: Book, row: Row): Amounts {
  if (row.dueOn > asOf || row.closed?.by === 'settled_early') {
    return sumAmounts([row.paid, row.waived, row.writtenOff])
  }
  return askedOf(row, policy, terms.rounding)
}

export interface Movement {
  readonly what: keyof Totals
  readonly debit: LoanAccount
  readonly credit: LoanAccount
  readonly amount: bigint
}

/** Movements that bring in what the others then use. */
const sources: ReadonlySet<keyof Totals> = new Set([
  'lent',
  'received',
  'interestEarned',
  'feeCharged',
  'penaltyCharged',
])

/**
 * What has to be booked; what was booked too much is booked back. In an order in which no account
 * is ever below zero: uses are taken back first and made last.
 */
export function movementsBetween(before: Totals, after: Totals): readonly Movement[] {
  const names = Object.keys(moves) as readonly (keyof Totals)[]
  const changes = names
    .map((what) => ({ what, amount: after[what] - before[what] }))
    .filter(({ amount }) => amount !== 0n)
  return changes
    .toSorted((a, b) => turnOf(a) - turnOf(b))
    .map(({ what, amount }) => {
      const [debit, credit] = moves[what]
      return amount > 0n
        ? { what, debit, credit, amount }
        : { what, debit: credit, credit: debit, amount: -amount }
    })
}

function turnOf({ what, amount }: { readonly what: keyof Totals; readonly amount: bigint }) {
  if (sources.has(what)) return amount > 0n ? 1 : 2
  return amount < 0n ? 0 : 3
}

/** What each account of the loan must hold, on its normal side. */
export function balancesWanted(book: Book): Readonly<Record<OwnAccount, bigint>> {
  const sides = { principal: 0n, interest: 0n, fee: 0n, penalty: 0n, suspense: 0n }
  const totals = totalsOf(book)
  for (const [what, [debit, credit]] of Object.entries(moves)) {
    const amount = totals[what as keyof Totals]
    if (isOwn(debit)) sides[debit] += amount
    if (isOwn(credit)) sides[credit] -= amount
  }
  return { ...sides, suspense: -sides.suspense }
}
