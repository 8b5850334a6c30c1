/** What a loan owes when. Pure; every rounding is that of the terms. Source: specification 6.1. */
import type { BusinessDate } from '#kernel/clock'
import {
  fraction,
  nothing,
  plus,
  rateFraction,
  rounded,
  times,
  sum,
  type Fraction,
  type Rate,
} from '#kernel/money'
import { gridDay, yearFraction } from '../calendar/index.ts'
import type { Fee, Method, Terms } from '../terms/index.ts'
import type { Accrual, Instalment } from './model.ts'

/** A stretch of days in which neither rate nor balance changes. */
interface Stretch {
  readonly from: BusinessDate
  readonly to: BusinessDate
  /** Disbursed on its first day, less what was prepaid. */
  readonly lent: bigint
  /** Interest on one unit of principal. */
  readonly factor: Fraction
}

interface Period {
  readonly stretches: readonly Stretch[]
  /** Its part of a year. */
  readonly length: Fraction
  /** The yearly rate at its end. */
  readonly rate: Fraction
  /** Something begins or changes in it: the regular instalment is computed anew. */
  readonly isNew: boolean
}

interface State {
  readonly balance: bigint
  /** All that was ever lent: what flat interest is charged on. */
  readonly lent: bigint
  /** Interest that was not collected yet, unrounded, and where it comes from. */
  readonly deferred: Fraction
  readonly accrues: readonly Accrual[]
  /** Flat interest so far, unrounded and as it was charged. */
  readonly accrued: Fraction
  readonly charged: bigint
  /** The regular instalment, or principal part, that is being paid. */
  readonly regular: bigint | undefined
}

/** Digits behind the point while an instalment is solved for; it is rounded once, at the end. */
const scale = 10n ** 40n

export function instalmentsOf(terms: Terms): readonly Instalment[] {
  const rows: Instalment[] = []
  const atOnce = firstRow(terms)
  if (atOnce.total > 0n) rows.push(atOnce)
  const periods = periodsOf(terms)
  let state: State = {
    balance: -atOnce.principal,
    lent: -atOnce.principal,
    deferred: nothing,
    accrues: [],
    accrued: nothing,
    charged: 0n,
    regular: undefined,
  }
  for (const at of periods.keys()) {
    const step = stepOf(terms, periods, at, state)
    state = step.state
    const { principal, interest, accrues } = step
    const fee = feeOf(terms, at === 0 ? ['first', 'each'] : ['each'])
    const total = principal + interest + fee
    const dueOn = gridDay(terms.grid, at)
    const amounts = { principal, interest, fee, total, balanceAfter: state.balance }
    const row = { no: at + 1, dueOn, ...amounts, accrues }
    if (terms.method !== 'bullet') rows.push(row)
    else if (at === periods.length - 1) rows.push({ ...row, no: 1, ...bulletFees(terms, row) })
  }
  return withoutEmptyEnd(rows)
}

/** Down payment and fees of the day of disbursement. */
function firstRow(terms: Terms): Instalment {
  const principal = partOf(terms, terms.downPayment)
  const fee = feeOf(terms, ['disbursement'])
  const total = principal + fee
  const balanceAfter = (terms.disbursements[0]?.amount ?? 0n) - principal
  const amounts = { principal, interest: 0n, fee, total, balanceAfter }
  return { no: 0, dueOn: terms.disbursedOn, ...amounts, accrues: [] }
}

const partOf = ({ principal, rounding }: Terms, rate: Rate): bigint =>
  rounded(times(fraction(principal, 1n), rateFraction(rate)), rounding.mode, rounding.unit)

function feeOf(terms: Terms, on: readonly Fee['on'][]): bigint {
  const fees = terms.fees.filter((fee) => on.includes(fee.on))
  return sum(fees.map((fee) => ('amount' in fee ? fee.amount : partOf(terms, fee.rate))))
}

/** The only instalment of a bullet loan is its first one too. */
function bulletFees(terms: Terms, { principal, interest }: Instalment) {
  const fee = feeOf(terms, ['first', 'each'])
  return { fee, total: principal + interest + fee }
}

/** Coarse instalments may close a loan early; nobody is asked for nothing. */
function withoutEmptyEnd(rows: readonly Instalment[]): readonly Instalment[] {
  const last = rows.findLastIndex(({ total }) => total > 0n)
  return rows.slice(0, last + 1)
}

function periodsOf(terms: Terms): readonly Period[] {
  let opens = terms.disbursedOn
  return Array.from({ length: terms.periods }, (_, at) => {
    const dueOn = gridDay(terms.grid, at)
    const period = periodOf(terms, opens, dueOn)
    opens = dueOn
    return period
  })
}

function periodOf(terms: Terms, opens: BusinessDate, dueOn: BusinessDate): Period {
  const { disbursements, rateChanges, prepayments } = terms
  const within = ({ on }: { readonly on: BusinessDate }): boolean => on >= opens && on < dueOn
  const prepaid = prepayments.filter(within)
  const solves = [...disbursements, ...rateChanges].some(within)
  const events = [...disbursements, ...rateChanges].filter(within).concat(prepaid)
  const days = [...new Set([opens, ...events.map(({ on }) => on)])].toSorted()
  const stretches = days.map((from, at): Stretch => {
    const to = days[at + 1] ?? dueOn
    return { from, to, lent: lentOn(terms, from), factor: interestOn(terms, from, to) }
  })
  return {
    stretches,
    length: yearFraction(opens, dueOn, terms.dayCount, terms.grid),
    rate: rateOn(terms, days.at(-1) ?? opens),
    isNew: solves || prepaid.some(({ keeps }) => keeps === 'term'),
  }
}

function lentOn({ disbursements, prepayments }: Terms, day: BusinessDate): bigint {
  const amounts = (of: readonly { readonly on: BusinessDate; readonly amount: bigint }[]) =>
    sum(of.filter(({ on }) => on === day).map(({ amount }) => amount))
  return amounts(disbursements) - amounts(prepayments)
}

/** Interest on one unit of principal between two days of one rate. */
export const interestOn = (terms: Terms, from: BusinessDate, to: BusinessDate): Fraction =>
  times(rateOn(terms, from), yearFraction(from, to, terms.dayCount, terms.grid))

function rateOn({ annualRate, rateChanges }: Terms, day: BusinessDate): Fraction {
  return rateFraction(rateChanges.findLast(({ on }) => on <= day)?.annualRate ?? annualRate)
}

interface Step {
  readonly principal: bigint
  readonly interest: bigint
  readonly accrues: readonly Accrual[]
  readonly state: State
}

function stepOf(terms: Terms, periods: readonly Period[], at: number, before: State): Step {
  const last = at === periods.length - 1
  const accrual = accrualOf(terms.method, periods[at]?.stretches ?? [], before)
  const owed = before.balance + accrual.lent
  const accrued = plus(before.accrued, accrual.interest)
  const collects = last || (terms.method !== 'bullet' && at >= terms.interestGracePeriods)
  const uncollected = plus(before.deferred, accrual.interest)
  const interest = collects ? interestOf(terms, { accrued, uncollected, before }) : 0n
  const regular = repays(terms, at) ? regularOf(terms, periods.slice(at), at, before) : undefined
  const borne = collects ? bornBy(terms, interest, accrual) : 0n
  const principal = last ? owed : least(principalOf(terms.method, regular, borne), owed)
  const accrues = [...before.accrues, ...accrual.parts]
  const state: State = {
    balance: owed - principal,
    lent: before.lent + accrual.lent,
    deferred: collects ? nothing : uncollected,
    accrues: collects ? [] : accrues,
    accrued,
    charged: before.charged + interest,
    regular,
  }
  return { principal, interest, accrues, state }
}

/** The interest that an instalment takes its principal beside: deferred interest comes on top. */
const bornBy = ({ method, rounding }: Terms, interest: bigint, accrual: Borne): bigint =>
  method === 'flat' ? interest : rounded(accrual.interest, rounding.mode, rounding.unit)

interface Interest {
  readonly accrued: Fraction
  readonly uncollected: Fraction
  readonly before: State
}

/** Flat interest is a sum told beforehand: its parts are cut from it, so that they close it. */
function interestOf({ method, rounding }: Terms, of: Interest): bigint {
  const { mode, unit } = rounding
  return method === 'flat'
    ? rounded(of.accrued, mode, unit) - of.before.charged
    : rounded(of.uncollected, mode, unit)
}

const least = (wanted: bigint, owed: bigint): bigint => {
  if (wanted < 0n) return 0n
  return wanted < owed ? wanted : owed
}

const repays = ({ method, principalGracePeriods }: Terms, at: number): boolean =>
  method !== 'bullet' && method !== 'interest_only' && at >= principalGracePeriods

function principalOf(method: Method, regular: bigint | undefined, interest: bigint): bigint {
  if (regular === undefined) return 0n
  return method === 'equal_principal' ? regular : regular - interest
}

interface Borne {
  readonly lent: bigint
  readonly interest: Fraction
  readonly parts: readonly Accrual[]
}

/** What is lent in a period, and what interest it bears. */
function accrualOf(method: Method, stretches: readonly Stretch[], before: State): Borne {
  let lent = 0n
  let interest = nothing
  const parts: Accrual[] = []
  for (const stretch of stretches) {
    lent += stretch.lent
    const base = (method === 'flat' ? before.lent : before.balance) + lent
    interest = plus(interest, times(fraction(base, 1n), stretch.factor))
    if (base > 0n) parts.push({ from: stretch.from, to: stretch.to, base })
  }
  return { lent, interest, parts }
}

/** The instalment (of equal principal: its principal part) that closes the loan on time. */
function regularOf(terms: Terms, ahead: readonly Period[], at: number, before: State): bigint {
  if (before.regular !== undefined && ahead[0]?.isNew !== true) return before.regular
  const { method, rounding } = terms
  const mode = method === 'equal_principal' ? 'floor' : rounding.mode
  return rounded(closing(terms, ahead, at, before), mode, rounding.instalmentUnit)
}

function closing(terms: Terms, ahead: readonly Period[], at: number, before: State): Fraction {
  const lent = sum((ahead[0]?.stretches ?? []).map((one) => one.lent))
  const count = BigInt(ahead.length)
  if (terms.method === 'equal_principal') return fraction(before.balance + lent, count)
  if (terms.method === 'flat') {
    return fraction(before.balance + lent + flatInterestAhead(terms, ahead, before), count)
  }
  return annuity(ahead, Math.max(0, terms.interestGracePeriods - at), before)
}

/**
 * What would be owed at the end if nothing were paid, over what a payment of one in each period
 * takes from it. A later rate or disbursement is not known yet. Nothing compounds within a period.
 */
function annuity(ahead: readonly Period[], withoutInterest: number, before: State): Fraction {
  let owed = before.balance * scale
  let paid = 0n
  for (const [no, period] of ahead.entries()) {
    const steady = { lent: 0n, factor: times(ahead[0]?.rate ?? nothing, period.length) }
    let interest = 0n
    let factor = nothing
    for (const stretch of no === 0 ? period.stretches : [steady]) {
      owed += stretch.lent * scale
      interest += share(owed, stretch.factor)
      factor = plus(factor, stretch.factor)
    }
    const collects = no >= withoutInterest
    owed += collects ? interest : 0n
    paid += (collects ? share(paid, factor) : 0n) + scale
  }
  return fraction(owed, paid)
}

const share = (of: bigint, { over, under }: Fraction): bigint => (of * over) / under

/** Flat interest does not depend on what is repaid. */
function flatInterestAhead(terms: Terms, ahead: readonly Period[], before: State): bigint {
  const { mode, unit } = terms.rounding
  const [now, ...later] = ahead
  const accrual = accrualOf('flat', now?.stretches ?? [], before)
  const base = fraction(before.lent + accrual.lent, 1n)
  const perYear = times(base, now?.rate ?? nothing)
  const lengths = later.reduce((all, { length }) => plus(all, length), nothing)
  const all = plus(plus(before.accrued, accrual.interest), times(perYear, lengths))
  return rounded(all, mode, unit) - before.charged
}
