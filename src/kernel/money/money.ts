/** Amounts: whole numbers of a currency's smallest unit, kept as bigint and never as a float. */
import { accept, assert, refuse, type Result } from '../problem/index.ts'
import { decimal } from './rate.ts'

/**
 * Currencies and the decimals of their minor unit. The rupiah has none: amounts are whole rupiah,
 * as they are written and paid, although ISO 4217 says 2.
 */
export const currencies = { CNY: 2, USD: 2, EUR: 2, IDR: 0 } as const

export type Currency = keyof typeof currencies

export interface Money {
  /** In minor units: fen, cents, rupiah. */
  readonly amount: bigint
  readonly currency: Currency
}

export const money = (amount: bigint, currency: Currency): Money => ({ amount, currency })

export const isCurrency = (text: string): text is Currency => Object.hasOwn(currencies, text)

/** Both have one currency: anything else is our own mistake. */
export const add = (a: Money, b: Money): Money => money(a.amount + b.amount, common(a, b))

export const subtract = (a: Money, b: Money): Money => money(a.amount - b.amount, common(a, b))

function common(a: Money, b: Money): Currency {
  assert(a.currency === b.currency, `${a.currency} and ${b.currency} do not mix`)
  return a.currency
}

/** What a bigint column of PostgreSQL holds. */
export const amountMax = 2n ** 63n - 1n

const wholePattern = /^(0|-?[1-9]\d{0,18})$/u

/**
 * An amount as it stands in JSON: a whole number up to 2^53−1, a string of digits beyond (and
 * below, where the sender likes). Refusals: `amount_invalid`.
 */
export function parseMinor(json: number | string): Result<bigint, 'amount_invalid'> {
  if (typeof json === 'number') {
    if (Number.isSafeInteger(json)) return accept(BigInt(json))
    return refuse(
      'amount_invalid',
      `${json} is no amount: write whole minor units, and beyond 2^53-1 a string of digits`,
    )
  }
  const amount = wholePattern.test(json) ? BigInt(json) : undefined
  if (amount !== undefined && amount <= amountMax && amount >= -amountMax) return accept(amount)
  return refuse(
    'amount_invalid',
    `"${json.slice(0, 40)}" is no amount: write whole minor units as digits, at most ${amountMax}`,
  )
}

/** The same way back: a number while every JSON reader keeps it exact, a string beyond. */
export function minorJson(amount: bigint): number | string {
  const value = Number(amount)
  return Number.isSafeInteger(value) ? value : String(amount)
}

/** `1234.50`: in major units with the currency's decimals, for files and partners. */
export const decimalText = ({ amount, currency }: Money): string =>
  decimal(amount, currencies[currency])

export type MoneyLanguage = 'zh' | 'en'

const locales = { zh: 'zh-CN', en: 'en-US' } as const

const formats = new Map<string, Intl.NumberFormat>()

/** For people: `¥1,234.50` in Chinese, `CN¥1,234.50` in English. Exact at any size. */
export function formatMoney(value: Money, language: MoneyLanguage): string {
  // A decimal text is a numeric literal, which Intl formats without passing through a float.
  return formatOf(value.currency, language).format(decimalText(value) as `${number}`)
}

function formatOf(currency: Currency, language: MoneyLanguage): Intl.NumberFormat {
  const name = `${language} ${currency}`
  const known = formats.get(name)
  if (known !== undefined) return known
  const made = new Intl.NumberFormat(locales[language], {
    style: 'currency',
    currency,
    minimumFractionDigits: currencies[currency],
    maximumFractionDigits: currencies[currency],
  })
  formats.set(name, made)
  return made
}
