/** Exact parts of a whole, for sums that are rounded only once: a third and a sixth are a half. */
import { assert } from '../problem/index.ts'
import type { Rate } from './rate.ts'
import { divide, type RoundingMode } from './rounding.ts'

/** `over / under`, in lowest terms; `under` is greater than zero. */
export interface Fraction {
  readonly over: bigint
  readonly under: bigint
}

export const nothing: Fraction = { over: 0n, under: 1n }

export function fraction(over: bigint, under: bigint): Fraction {
  assert(under > 0n, 'a fraction stands over more than zero')
  if (over === 0n) return nothing
  const common = divisor(over < 0n ? -over : over, under)
  return { over: over / common, under: under / common }
}

export const rateFraction = ({ units, decimals }: Rate): Fraction =>
  fraction(units, 10n ** BigInt(decimals))

export const plus = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.over * b.under + b.over * a.under, a.under * b.under)

export const times = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.over * b.over, a.under * b.under)

/** Rounded to whole multiples of `unit`. */
export const rounded = (value: Fraction, mode: RoundingMode, unit = 1n): bigint =>
  divide(value.over, value.under * unit, mode) * unit

function divisor(a: bigint, b: bigint): bigint {
  let [greater, smaller] = [a, b]
  while (smaller > 0n) [greater, smaller] = [smaller, greater % smaller]
  return greater
}
