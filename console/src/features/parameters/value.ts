/** A parameter's value as lines of text; what is nested is one line for each member. */
import { percentText } from '../../shared/amount.ts'

export interface ValueLine {
  /** Empty where the value is one thing. */
  readonly name: string
  readonly text: string
}

export interface ValueWords {
  /** `7` as days, `60` as months. */
  readonly quantity: (unit: string, text: string) => string | undefined
  readonly yes: string
  readonly no: string
  readonly nameOf: (name: string) => string
}

export function valueLines(value: unknown, unit: string, words: ValueWords): readonly ValueLine[] {
  if (typeof value !== 'object' || value === null) {
    return [{ name: '', text: plainText(value, unit, words) }]
  }
  return Object.entries(value).map(([name, item]: [string, unknown]) => ({
    name: words.nameOf(name),
    text: plainText(item, unit, words),
  }))
}

function plainText(value: unknown, unit: string, words: ValueWords): string {
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (value === null || value === undefined) return '—'
  if (typeof value === 'object') return JSON.stringify(value)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (unit === 'ratio' || unit === 'rate') return percentText(text)
  return words.quantity(unit, text) ?? text
}

/** `auto-loan` of `auto-loan.refund_days`. */
export const moduleOf = (name: string): string => name.split('.')[0] ?? name
