/** Dividing an amount among several, without losing or inventing a single unit. */
import { assert } from '../problem/index.ts'

/**
 * Who gets the units that division leaves over. `first` and `last`: that part takes them all.
 * `largest`: one each to the parts that division cut most, the earlier of two equals first.
 */
export type RemainderTo = 'first' | 'last' | 'largest'

/**
 * Divides by weight; the parts add up to the amount and have its sign. A part without weight gets
 * nothing. Weights are zero or more, and at least one is more: 101 by 3 and 7 → 30 and 71.
 */
export function allocate(
  amount: bigint,
  weights: readonly bigint[],
  remainderTo: RemainderTo,
): bigint[] {
  assert(
    weights.every((weight) => weight >= 0n),
    'a weight is zero or more',
  )
  const whole = sum(weights)
  assert(whole > 0n, 'something has weight')
  const parts = weights.map((weight) => (amount * weight) / whole)
  const left = amount - sum(parts)
  const cut = weights.map((weight) => magnitude((amount * weight) % whole))
  for (const [at, units] of extras(left, weights, cut, remainderTo)) {
    parts[at] = (parts[at] ?? 0n) + units
  }
  assert(sum(parts) === amount, 'the parts add up to the amount')
  return parts
}

function extras(
  left: bigint,
  weights: readonly bigint[],
  cut: readonly bigint[],
  remainderTo: RemainderTo,
): readonly (readonly [at: number, units: bigint])[] {
  if (remainderTo === 'first') return [[weights.findIndex((weight) => weight > 0n), left]]
  if (remainderTo === 'last') return [[weights.findLastIndex((weight) => weight > 0n), left]]
  // Every cut is less than one unit, so fewer units are left than there are parts.
  const unit = left < 0n ? -1n : 1n
  const order = [...cut.keys()].toSorted((a, b) => compare(cut[b] ?? 0n, cut[a] ?? 0n) || a - b)
  return order.slice(0, Number(magnitude(left))).map((at) => [at, unit] as const)
}

/** Nothing is a sum, too: 0. */
export const sum = (values: readonly bigint[]): bigint =>
  values.reduce((total, value) => total + value, 0n)

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value)

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : Number(a > b))
