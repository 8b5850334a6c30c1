/** Division of whole numbers: who divides says how it is rounded. */
import { assert } from '../problem/index.ts'

/**
 * `half_up`: a half goes away from zero; `half_even`: to the even neighbour; `up` and `down`: away
 * from zero and towards it; `floor` and `ceiling`: to the smaller and to the greater number.
 */
export type RoundingMode = 'half_up' | 'half_even' | 'up' | 'down' | 'floor' | 'ceiling'

export const roundingModes: readonly RoundingMode[] = [
  'half_up',
  'half_even',
  'up',
  'down',
  'floor',
  'ceiling',
]

/** `dividend / divisor`, exactly, rounded once. The divisor is greater than zero. */
export function divide(dividend: bigint, divisor: bigint, mode: RoundingMode): bigint {
  assert(divisor > 0n, 'a divisor is greater than zero')
  const towardsZero = dividend / divisor
  const remainder = dividend % divisor
  if (remainder === 0n) return towardsZero
  const negative = dividend < 0n
  return awayFromZero({ towardsZero, remainder, divisor, negative }, mode)
    ? towardsZero + (negative ? -1n : 1n)
    : towardsZero
}

interface Division {
  readonly towardsZero: bigint
  readonly remainder: bigint
  readonly divisor: bigint
  readonly negative: boolean
}

function awayFromZero(division: Division, mode: RoundingMode): boolean {
  const twice = 2n * (division.negative ? -division.remainder : division.remainder)
  switch (mode) {
    case 'up':
      return true
    case 'down':
      return false
    case 'floor':
      return division.negative
    case 'ceiling':
      return !division.negative
    case 'half_up':
      return twice >= division.divisor
    case 'half_even':
      if (twice === division.divisor) return division.towardsZero % 2n !== 0n
      return twice > division.divisor
  }
}
