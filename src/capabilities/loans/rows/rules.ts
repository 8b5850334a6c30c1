/** What a row asks for, and how a payment is spread over rows. Source: specification 6.2, 6.3. */
import { daysBetween, type BusinessDate } from '#kernel/clock'
import { fraction, nothing, plus, rateFraction, rounded, times } from '#kernel/money'
import { interestOn } from '../schedule/index.ts'
import type { Rounding, Terms } from '../terms/index.ts'
import { components, type Amounts, type Component, type Policy, type Row } from './model.ts'

export const none: Amounts = { fee: 0n, penalty: 0n, interest: 0n, principal: 0n }

export const total = (of: Amounts): bigint => of.fee + of.penalty + of.interest + of.principal

const each = (of: (component: Component) => bigint): Amounts => ({
  fee: of('fee'),
  penalty: of('penalty'),
  interest: of('interest'),
  principal: of('principal'),
})

export const sumAmounts = (all: readonly Amounts[]): Amounts =>
  each((component) => all.reduce((sum, one) => sum + one[component], 0n))

/** All that a row asks for, whatever was paid of it. */
export function askedOf(row: Row, { penalty }: Policy, { mode, unit }: Rounding): Amounts {
  const exact = times(fraction(row.lateDays, 1n), rateFraction(penalty.dailyRate))
  return {
    fee: row.fee + (row.isLate ? penalty.lateFee : 0n),
    penalty: row.isLate ? rounded(exact, mode, unit) : 0n,
    interest: row.interest,
    principal: row.principal,
  }
}

/** What it still asks for; a row that was closed early asks for nothing more. */
export function unpaidOf(row: Row, policy: Policy, rounding: Rounding): Amounts {
  if (row.closed !== undefined) return none
  const asked = askedOf(row, policy, rounding)
  return each((one) => asked[one] - row.paid[one] - row.waived[one] - row.writtenOff[one])
}

/** Interest of the row that was earned by that day, to the day, and never less than was paid. */
export function earnedOf(row: Row, terms: Terms, on: BusinessDate): bigint {
  const { interest, paid, waived, writtenOff, closed } = row
  const settled = paid.interest + waived.interest + writtenOff.interest
  if (closed !== undefined) return settled
  if (on >= row.dueOn) return interest
  const exact = row.accrues
    .filter(({ from }) => from < on)
    .map(({ from, to, base }) =>
      times(fraction(base, 1n), interestOn(terms, from, to < on ? to : on)),
    )
    .reduce(plus, nothing)
  const earned = rounded(exact, 'floor', terms.rounding.unit)
  if (earned < settled) return settled
  return earned < interest ? earned : interest
}

/** Days pass in which nothing is paid: what is overdue, times days, is added up. */
export function aged(row: Row, policy: Policy, rounding: Rounding, passed: Stretch): Row {
  if (row.closed !== undefined || row.dueOn >= passed.to) return row
  const { on, graceDays } = policy.penalty
  const open = unpaidOf({ ...row, lateDays: 0n, isLate: false }, policy, rounding)
  const base = on === 'principal' ? open.principal : open.principal + open.interest + open.fee
  const from = passed.from > row.dueOn ? passed.from : row.dueOn
  const lateDays = row.lateDays + (base > 0n ? base : 0n) * BigInt(daysBetween(from, passed.to))
  const isOver = total(open) > 0n && daysBetween(row.dueOn, passed.to) > graceDays
  return { ...row, lateDays, isLate: row.isLate || isOver }
}

/** From the end of one day to the end of another. */
export interface Stretch {
  readonly from: BusinessDate
  readonly to: BusinessDate
}

export interface Spread {
  readonly rows: readonly Row[]
  /** What nothing was found for. */
  readonly left: bigint
}

export type Side = 'paid' | 'waived' | 'writtenOff'

export interface Spending {
  readonly amount: bigint
  readonly on: BusinessDate
  readonly side: Side
  /** Of these components alone. */
  readonly order: readonly Component[]
  readonly by: Policy['allocates']
}

/** Oldest row first, in the policy's order; rows that are paid whole are closed. */
export function spread(
  rows: readonly Row[],
  policy: Policy,
  rounding: Rounding,
  spending: Spending,
): Spread {
  const { order, by, side, on } = spending
  const open = rows.map((row) => unpaidOf(row, policy, rounding))
  const given = rows.map(() => ({ ...none }) as Record<Component, bigint>)
  let left = spending.amount
  for (const [at, component] of turns(rows.length, order, by)) {
    const wanted = open[at]?.[component] ?? 0n
    const part = least(wanted, left)
    const share = given[at]
    if (share) share[component] += part
    left -= part
  }
  const changed = rows.map((row, at) => {
    const share = given[at] ?? none
    if (total(share) === 0n) return row
    return closedIfPaid({ ...row, [side]: sumAmounts([row[side], share]) }, policy, rounding, on)
  })
  return { rows: changed, left }
}

const least = (wanted: bigint, left: bigint): bigint => {
  if (wanted <= 0n) return 0n
  return wanted < left ? wanted : left
}

/** Row by row, or one component after the other; the oldest row is the first. */
function turns(
  rows: number,
  order: readonly Component[],
  by: Policy['allocates'],
): readonly (readonly [at: number, component: Component])[] {
  const numbers = Array.from({ length: rows }, (_, at) => at)
  return by === 'row'
    ? numbers.flatMap((at) => order.map((component) => [at, component] as const))
    : order.flatMap((component) => numbers.map((at) => [at, component] as const))
}

function closedIfPaid(row: Row, policy: Policy, rounding: Rounding, on: BusinessDate): Row {
  const open = unpaidOf(row, policy, rounding)
  return components.every((one) => open[one] === 0n) ? { ...row, closed: { on, by: 'paid' } } : row
}
