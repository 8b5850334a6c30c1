/** Legs of an adjustment as its form holds them, and as an address may fill them in. */
import { decimalText, minorOf } from '../../shared/amount.ts'

export interface LegFields {
  readonly debit?: string | undefined
  readonly credit?: string | undefined
  /** As a person types it. */
  readonly amount?: string | undefined
}

const legsMax = 20

/** `?debit=A` begins one leg; `?leg=A>B:1200` gives whole ones, in minor units. */
export function legsOfSearch(search: URLSearchParams, exponent: number): readonly LegFields[] {
  const given = search
    .getAll('leg')
    .slice(0, legsMax)
    .flatMap((text) => legOf(text, exponent))
  if (given.length > 0) return given
  return [{ debit: search.get('debit') ?? undefined }]
}

function legOf(text: string, exponent: number): readonly LegFields[] {
  const [, debit, credit, minor] = /^([^>]+)>([^>]+):(\d{1,19})$/u.exec(text) ?? []
  if (debit === undefined || credit === undefined || minor === undefined) return []
  return [{ debit, credit, amount: decimalText(minor, exponent) }]
}

/** What the legs move together, so far: text that is no amount counts nothing. */
export function totalOf(legs: readonly (LegFields | undefined)[], exponent: number): bigint {
  return legs.reduce((sum, leg) => sum + BigInt(minorOf(leg?.amount ?? '', exponent) ?? 0), 0n)
}
