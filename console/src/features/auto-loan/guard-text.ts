/** What a guard found, in auto-loan's words: amounts with their currency, codes by their names. */
import type { Minor } from '../../shared/amount.ts'
import { filled } from '../orders/filled.ts'
import type { ReasonFacts } from '../orders/reason.ts'
import type { words } from './words.ts'

type Table = Readonly<Record<string, string>>

export interface GuardReading {
  readonly own: Pick<(typeof words)['zh' | 'en'], 'guards' | 'limits' | 'documents'>
  readonly codes: Table
  readonly amount: (minor: Minor) => string
  readonly separator: string
}

const amounts = new Set(['amount', 'depositLeft', 'owed', 'penalty', 'received', 'required'])

/** Undefined for a guard that has no words here: then the server's own sentence is shown. */
export function guardText(
  guard: string,
  facts: ReasonFacts,
  reading: GuardReading,
): string | undefined {
  const sentences: Table = reading.own.guards
  const sentence = sentences[sentenceOf(guard, facts)]
  if (sentence === undefined) return undefined
  const values = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, valueText(name, value, reading)]),
  )
  // Without its figures a sentence would say half: then the server's is better.
  const places = [...sentence.matchAll(/\{\{(\w+)\}\}/gu)].map(([, name]) => name ?? '')
  return places.every((name) => values[name]) ? filled(sentence, values) : undefined
}

/** Some guards find one thing or another. */
function sentenceOf(guard: string, facts: ReasonFacts): string {
  if (guard === 'deposit_refundable') return String(facts['fault'])
  if (guard === 'contracts_signed' && isEmpty(facts['unsigned'])) return 'no_contracts'
  if (guard === 'funder_active' && facts['activeFunder'] === undefined) return 'funder_none_active'
  if (guard === 'funder_eligible' && facts['funders'] === undefined) return 'funder_data_missing'
  return guard
}

const isEmpty = (list: unknown): boolean => !Array.isArray(list) || list.length === 0

function valueText(name: string, value: unknown, reading: GuardReading): string {
  if (Array.isArray(value)) return listText(name, value, reading)
  if (typeof value !== 'number' && typeof value !== 'string') return ''
  if (amounts.has(name)) return reading.amount(value)
  return reading.codes[String(value)] ?? String(value)
}

function listText(name: string, list: readonly unknown[], reading: GuardReading): string {
  const { own, codes, separator } = reading
  const documents: Table = own.documents
  const limits: Table = own.limits
  const texts = list.map((item: unknown) => {
    const { document = '', signer = '', limit = '' } = Object(item) as Table
    if (name === 'unsigned')
      return `${documents[document] ?? document} (${codes[signer] ?? signer})`
    if (name === 'limits') return limits[limit.replace(/^fee_.*$/u, 'fee')] ?? limit
    return String(item)
  })
  return [...new Set(texts)].join(separator)
}
