/** What a loan costs. Pure. Source: specification 6.1, "IRR/APR display". */
import { periodsBetween } from '../calendar/index.ts'
import type { Instalment } from '../schedule/index.ts'
import type { Terms } from '../terms/index.ts'
import type { Cost, Totals } from './model.ts'

const decimals = 6
/** Rates of a period between which the answer is looked for, and how often the gap is halved. */
const [lowest, highest] = [-0.999, 1_000]
const halvingsMax = 200

export function totalsOf(instalments: readonly Instalment[]): Totals {
  const sum = (of: (one: Instalment) => bigint): bigint =>
    instalments.reduce((all, one) => all + of(one), 0n)
  return {
    principal: sum(({ principal }) => principal),
    interest: sum(({ interest }) => interest),
    fee: sum(({ fee }) => fee),
    total: sum(({ total }) => total),
  }
}

/** A rate is shown, never computed with: this is the one place where a number may be a float. */
export function costOf(terms: Terms, instalments: readonly Instalment[]): Cost {
  const yearly = periodsOfYear(terms)
  const perPeriod = internalRate(flows(terms, instalments))
  return {
    totals: totalsOf(instalments),
    apr: shown(perPeriod * yearly),
    effectiveRate: shown((1 + perPeriod) ** yearly - 1),
  }
}

const shown = (rate: number): string => {
  const text = rate.toFixed(decimals)
  return Number(text) === 0 ? (0).toFixed(decimals) : text
}

function periodsOfYear({ grid, dayCount }: Terms): number {
  if (grid.unit === 'month') return 12 / grid.every
  if (grid.unit === 'week') return 52 / grid.every
  const days = { '30/360': 360, 'act/360': 360, 'act/365': 365, 'act/act': 365, '364': 364 }
  return days[dayCount] / grid.every
}

interface Flow {
  /** Periods since the first disbursement. */
  readonly at: number
  readonly amount: number
}

function flows(terms: Terms, instalments: readonly Instalment[]): readonly Flow[] {
  const { disbursedOn, disbursements, grid } = terms
  const at = (day: string): number => {
    const { over, under } = periodsBetween(disbursedOn, day, grid)
    return Number(over) / Number(under)
  }
  return [
    ...disbursements.map(({ on, amount }) => ({ at: at(on), amount: -Number(amount) })),
    ...instalments.map(({ dueOn, total }) => ({ at: at(dueOn), amount: Number(total) })),
  ]
}

/** The rate of a period at which all that is paid is worth all that was lent. */
function internalRate(of: readonly Flow[]): number {
  const worth = (rate: number): number =>
    of.reduce((all, { at, amount }) => all + amount / (1 + rate) ** at, 0)
  let [low, high] = [lowest, highest]
  // What is lent comes first, so the worth falls while the rate grows.
  for (let halved = 0; halved < halvingsMax; halved++) {
    const middle = (low + high) / 2
    if (worth(middle) > 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}
