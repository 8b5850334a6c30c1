/** Facts of an order: named values in columns. FactRows.tsx shows rows of them. */
import type { ReactNode } from 'react'
import { useWords, wordOf } from '../../i18n/index.ts'
import type { Words } from '../../i18n/zh.ts'
import { percentText } from '../../shared/amount.ts'
import { minuteText } from '../../shared/moment.ts'
import { useAmount } from '../../shared/useAmount.ts'
import type { Facts } from './client.ts'

interface SheetProps {
  readonly entries: readonly (readonly [label: string, value: ReactNode])[]
}

export function FactSheet({ entries }: SheetProps) {
  return (
    <dl className="facts">
      {entries.map(([label, value]) => (
        <div key={label} className="fact">
          <dt>{label}</dt>
          <dd className="figure">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

export const amounts = new Set([
  'amount',
  'approvedAmount',
  'assessedPrice',
  'depositAmount',
  'downPayment',
  'downPaymentAmount',
  'financeAmount',
  'interest',
  'penalty',
  'paid',
  'principal',
  'salePrice',
])
export const brief = new Set([...amounts, 'dueOn', 'receivedOn', 'settledOn', 'signedOn', 'term'])
const moments = new Set(['concludedAt', 'recordedAt', 'requestedAt', 'savedAt'])
const rates = new Set(['dailyLateRate', 'earlySettlementRate', 'monthlyRate', 'yearRate'])
const months = new Set(['term', 'approvedTerm'])

export type FieldName = keyof Words['fields']

/** How a value of this name is shown: amounts with their currency, times in the business zone. */
export function useValue(currency: string): (name: FieldName, value: unknown) => ReactNode {
  const { t, language, words } = useWords()
  const amount = useAmount()
  return (name, value) => {
    if (value === null || value === undefined || value === '') return t('order.none')
    if (amounts.has(name) && (typeof value === 'number' || typeof value === 'string')) {
      return amount(value, currency)
    }
    if (typeof value === 'object') return JSON.stringify(value)
    const text = `${value as string | number | boolean}`
    if (moments.has(name)) return minuteText(text, language)
    if (rates.has(name)) return percentText(text)
    if (months.has(name)) return t('order.months', { count: Number(text) })
    return wordOf(words.codes, text)
  }
}

interface FactsOfProps {
  readonly facts: Facts
  readonly names: readonly FieldName[]
  readonly currency: string
}

/** The named fields of one object. */
export function FactsOf({ facts, names, currency }: FactsOfProps) {
  const { words } = useWords()
  const value = useValue(currency)
  const given = names.filter((name) => facts[name] !== null && facts[name] !== undefined)
  return <FactSheet entries={given.map((name) => [words.fields[name], value(name, facts[name])])} />
}
