/** Rates are exact decimals: 0.75 % a month is 0.0075, never a float near it. */
import { accept, assert, refuse, type Result } from '../problem/index.ts'
import { divide, type RoundingMode } from './rounding.ts'

/** `units / 10^decimals`, zero or more; the shortest such pair, so that equal rates look equal. */
export interface Rate {
  readonly units: bigint
  readonly decimals: number
}

const wholeDigitsMax = 9
const decimalsMax = 18
const ratePattern = /^(0|[1-9]\d*)(?:\.(\d+))?$/u

/**
 * Reads `0.0075`: digits, and decimals after a point. No sign, no exponent, no percent sign.
 * Refusals: `rate_invalid`.
 */
export function parseRate(text: string): Result<Rate, 'rate_invalid'> {
  const [, whole = '', decimals = ''] = ratePattern.exec(text) ?? []
  if (whole === '' || whole.length > wholeDigitsMax || decimals.length > decimalsMax) {
    return refuse(
      'rate_invalid',
      `"${text.slice(0, 40)}" is no rate: write a decimal number like 0.0075, with at most ` +
        `${wholeDigitsMax} digits before the point and ${decimalsMax} after it`,
    )
  }
  const kept = decimals.replace(/0+$/u, '')
  return accept({ units: BigInt(whole + kept), decimals: kept.length })
}

/** `0.0075`, as `parseRate` reads it. */
export const rateText = (rate: Rate): string => decimal(rate.units, rate.decimals)

/** The amount's share at this rate, in minor units: fees, interest, limits. */
export const portion = (amount: bigint, rate: Rate, mode: RoundingMode): bigint =>
  divide(amount * rate.units, 10n ** BigInt(rate.decimals), mode)

/**
 * `part / whole` as a decimal number with so many decimals: a loan-to-price of `0.8000`. Nobody
 * computes with it: whether a limit holds is a comparison of amounts. The whole is more than zero.
 */
export function ratio(part: bigint, whole: bigint, decimals: number, mode: RoundingMode): string {
  assert(decimals >= 0 && decimals <= decimalsMax, `a ratio has 0 to ${decimalsMax} decimals`)
  return decimal(divide(part * 10n ** BigInt(decimals), whole, mode), decimals)
}

/** `units / 10^decimals` with all its decimals: `-5`, 2 → `-0.05`. */
export function decimal(units: bigint, decimals: number): string {
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, '0')
  const sign = units < 0n ? '-' : ''
  const point = digits.length - decimals
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}
