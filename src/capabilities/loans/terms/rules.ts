/** What the terms leave open is filled in, and what does not fit together is refused. Pure. */
import { daysBetween, isBusinessDate, type BusinessDate } from '#kernel/clock'
import { parseRate, rateText, minorJson, sum, type Rate } from '#kernel/money'
import { accept, assert, refuse, type Result } from '#kernel/problem'
import { dayOfMonth, gridDay, type Grid } from '../calendar/index.ts'
import type { Disbursement, Fee, LoanTerms, RateChange, Rounding, Terms } from './model.ts'

export type TermsRefusal = 'loan_terms_invalid'

/** The day that the surfaces give as default: a schedule without days is an example. */
const exampleDay: BusinessDate = '2026-01-01'
const firstPeriodDaysMax = 3_660
const rateUnitsMax = 100n
const [yearMin, yearMax] = ['1900-01-01', '2199-12-31']

/**
 * Amounts are minor units, days those of the business zone. Refusal: `loan_terms_invalid`, with the
 * field in its facts. The input has the form of `LoanTerms`. Source: specification 6.1.
 */
export function resolveTerms(given: LoanTerms): Result<Terms, TermsRefusal> {
  const terms = resolved(given)
  const found = faults(given, terms)[0]
  if (found === undefined) return accept(terms)
  const [field, detail] = found
  return refuse('loan_terms_invalid', `${field}: ${detail}`, { field })
}

type FieldFault = readonly [field: string, detail: string]

function resolved(given: LoanTerms): Terms {
  const { every = 1, unit = 'month', rounding = {} } = given
  const principal = BigInt(given.principal)
  const disbursements = lent(given, principal)
  const disbursedOn = disbursements[0]?.on ?? exampleDay
  const own: Grid = { anchor: disbursedOn, dueDay: dayOfMonth(disbursedOn), every, unit }
  const firstDueOn = given.firstDueOn ?? gridDay({ ...own, dueDay: given.dueDay ?? own.dueDay }, 1)
  const fits = gridDay({ ...own, anchor: firstDueOn }, 0) === firstDueOn
  const dueDay = given.dueDay ?? (fits ? own.dueDay : dayOfMonth(firstDueOn))
  return {
    currency: given.currency,
    principal,
    annualRate: rateOf(given.annualRate),
    method: given.method,
    periods: given.periods,
    grid: { anchor: firstDueOn, dueDay, every, unit },
    disbursedOn,
    dayCount: given.dayCount ?? '30/360',
    rounding: roundingOf(rounding),
    downPayment: rateOf(given.downPayment ?? '0'),
    interestGracePeriods: given.interestGracePeriods ?? 0,
    principalGracePeriods: given.principalGracePeriods ?? 0,
    disbursements,
    rateChanges: changes(given),
    prepayments: [],
    fees: (given.fees ?? []).map(feeOf),
  }
}

const byDay = (a: { readonly on: string }, b: { readonly on: string }): number =>
  a.on < b.on ? -1 : Number(a.on > b.on)

function lent(given: LoanTerms, principal: bigint): readonly Disbursement[] {
  const only = [{ on: given.disbursedOn ?? exampleDay, amount: principal }]
  if (given.disbursements === undefined) return only
  return given.disbursements
    .map(({ on, amount }) => ({ on, amount: BigInt(amount) }))
    .toSorted(byDay)
}

const changes = (given: LoanTerms): readonly RateChange[] =>
  (given.rateChanges ?? [])
    .map(({ on, annualRate }) => ({ on, annualRate: rateOf(annualRate) }))
    .toSorted(byDay)

const roundingOf = (given: NonNullable<LoanTerms['rounding']>): Rounding => ({
  mode: given.mode ?? 'half_up',
  unit: BigInt(given.unit ?? 1),
  instalmentUnit: BigInt(given.instalmentUnit ?? given.unit ?? 1),
})

function feeOf({ name, on, amount, rate }: NonNullable<LoanTerms['fees']>[number]): Fee {
  if (rate === undefined) return { name, on, amount: BigInt(amount ?? 0) }
  return { name, on, rate: rateOf(rate) }
}

/** The form of the input has been checked: what it lets through is a rate. */
export function rateOf(text: string): Rate {
  const rate = parseRate(text)
  assert(rate.ok, `${text} passed as a rate`)
  return rate.value
}

const tooHigh = ({ units, decimals }: Rate, most: bigint): boolean =>
  units >= most * 10n ** BigInt(decimals)

function faults(given: LoanTerms, terms: Terms): readonly FieldFault[] {
  // A day that does not exist makes everything after it meaningless.
  const days = dayFaults(given)
  return days.length > 0 ? days : [...amountFaults(given, terms), ...orderFaults(terms)]
}

function dayFaults(given: LoanTerms): readonly FieldFault[] {
  const named: (readonly [string, string | undefined])[] = [
    ['disbursedOn', given.disbursedOn],
    ['firstDueOn', given.firstDueOn],
    ...(given.disbursements ?? []).map(({ on }, at) => [`disbursements[${at}].on`, on] as const),
    ...(given.rateChanges ?? []).map(({ on }, at) => [`rateChanges[${at}].on`, on] as const),
  ]
  return named.flatMap(([field, day]) => {
    if (day === undefined) return []
    const known = isBusinessDate(day) && day >= yearMin && day <= yearMax
    const right = `a day from ${yearMin} to ${yearMax}, like 2026-01-31`
    return known ? [] : [[field, `"${day}" is not ${right}`] as const]
  })
}

function amountFaults(given: LoanTerms, terms: Terms): readonly FieldFault[] {
  const found: FieldFault[] = []
  const total = sum(terms.disbursements.map(({ amount }) => amount))
  if (total !== terms.principal) {
    const told = `${minorJson(total)}, not the principal of ${minorJson(terms.principal)}`
    found.push(['disbursements', `they add up to ${told}`])
  }
  const rates = [terms.annualRate, ...terms.rateChanges.map(({ annualRate }) => annualRate)]
  for (const rate of rates.filter((one) => tooHigh(one, rateUnitsMax))) {
    found.push(['annualRate', `${rateText(rate)} is no yearly rate: 12 % is written 0.12`])
  }
  if (tooHigh(terms.downPayment, 1n)) {
    found.push(['downPayment', 'a down payment is a part of the principal: less than 1'])
  }
  if (terms.downPayment.units > 0n && terms.disbursements.length > 1) {
    found.push(['downPayment', 'a down payment goes with a single disbursement'])
  }
  const { unit, instalmentUnit } = terms.rounding
  if (instalmentUnit % unit !== 0n) {
    found.push(['rounding.instalmentUnit', `it must be a whole multiple of unit ${unit}`])
  }
  for (const [at, fee] of (given.fees ?? []).entries()) {
    if ((fee.amount === undefined) === (fee.rate === undefined)) {
      found.push([`fees[${at}]`, 'a fee has either an amount or a rate'])
    }
  }
  return found
}

function orderFaults(terms: Terms): readonly FieldFault[] {
  const { disbursedOn, disbursements, grid, periods, rateChanges } = terms
  const found: FieldFault[] = []
  const ends = gridDay(grid, periods - 1)
  if (grid.anchor <= disbursedOn) {
    found.push(['firstDueOn', `it must come after the disbursement on ${disbursedOn}`])
  } else if (daysBetween(disbursedOn, grid.anchor) > firstPeriodDaysMax) {
    found.push(['firstDueOn', `at most ${firstPeriodDaysMax} days after ${disbursedOn}`])
  }
  if (grid.unit === 'month' && gridDay(grid, 0) !== grid.anchor) {
    found.push(['dueDay', `${grid.dueDay} is not the day of the month of ${grid.anchor}`])
  }
  const late = disbursements.find(({ on }) => on >= ends)
  if (late) found.push(['disbursements', `${late.on} is not before the last due day ${ends}`])
  const twice = rateChanges.find(({ on }, at) => rateChanges[at + 1]?.on === on)
  if (twice) found.push(['rateChanges', `${twice.on} has two rates`])
  for (const name of ['interestGracePeriods', 'principalGracePeriods'] as const) {
    if (terms[name] >= periods) found.push([name, `fewer than the ${periods} periods of the loan`])
  }
  return found
}
