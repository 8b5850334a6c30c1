/** Amounts are integer minor units; text in, text out, and no float in between. */

/** As JSON carries it: a number up to 2^53−1, a string of digits beyond. */
export type Minor = number | string

export type Language = 'zh' | 'en'

const localeOf = { zh: 'zh-CN', en: 'en-GB' } as const

/** The exact decimal text: `(1234567, 2)` is `12345.67`. */
export function decimalText(minor: Minor, exponent: number): string {
  const digits = String(minor)
  const sign = digits.startsWith('-') ? '-' : ''
  const padded = digits.slice(sign.length).padStart(exponent + 1, '0')
  if (exponent === 0) return sign + padded
  return `${sign}${padded.slice(0, -exponent)}.${padded.slice(-exponent)}`
}

/** Making one costs more than using it a hundred times, and a list has one in each row. */
const formats = new Map<string, Intl.NumberFormat>()

function formatOf({ code, exponent }: Currency, language: Language): Intl.NumberFormat {
  const key = `${language} ${code} ${exponent}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const made = new Intl.NumberFormat(localeOf[language], {
    style: 'currency',
    currency: code,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent,
  })
  formats.set(key, made)
  return made
}

/** `¥12,345.67`. Intl formats a decimal text exactly, however long it is. */
export function amountText(minor: Minor, currency: Currency, language: Language): string {
  // Intl takes decimal texts since ES2023; the type of `format` asks for a template literal.
  const text = decimalText(minor, currency.exponent) as `${number}`
  return formatOf(currency, language).format(text)
}

export interface Currency {
  readonly code: string
  readonly exponent: number
}

/** What a person typed, `12,345.6`, as minor units; undefined when it is no amount. */
export function minorOf(text: string, exponent: number): Minor | undefined {
  const typed = /^(-?)(\d{1,16})(?:\.(\d*))?$/u.exec(text.replaceAll(/[,\s，]/gu, ''))
  if (!typed) return undefined
  const [, sign = '', whole = '', fraction = ''] = typed
  if (fraction.length > exponent) return undefined
  const minor = BigInt(whole + fraction.padEnd(exponent, '0'))
  const signed = sign === '-' ? -minor : minor
  const exact = minor <= BigInt(Number.MAX_SAFE_INTEGER)
  return exact ? Number(signed) : String(signed)
}

/** `0.0075` is `0.75%`: the point moves two places, and nothing is rounded. */
export function percentText(ratio: string): string {
  const [whole = '', fraction = ''] = ratio.split('.')
  if (!/^-?\d+$/u.test(whole) || !/^\d*$/u.test(fraction)) return ratio
  const digits = fraction.padEnd(2, '0')
  const shifted = `${whole}${digits.slice(0, 2)}`.replace(/^(-?)0+(?=\d)/u, '$1')
  const rest = digits.slice(2).replace(/0+$/u, '')
  return `${shifted}${rest === '' ? '' : `.${rest}`}%`
}
