/** Facts of an order: named values in columns, or rows in a small table. */
import type { ReactNode } from 'react'
import { Table } from 'antd'
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

const amounts = new Set([
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
const brief = new Set([...amounts, 'dueOn', 'receivedOn', 'settledOn', 'signedOn', 'term'])
const moments = new Set(['concludedAt', 'recordedAt', 'requestedAt', 'savedAt'])
const rates = new Set(['dailyLateRate', 'earlySettlementRate', 'monthlyRate', 'yearRate'])
const months = new Set(['term', 'approvedTerm'])

type FieldName = keyof Words['fields']

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

/** A plan of five years does not push everything else off the page. */
const rowsShownAtOnce = 12
const tableHeight = 430

interface RowsProps {
  readonly rows: readonly Facts[]
  readonly names: readonly FieldName[]
  readonly currency: string
  /** Cells that need more than their value. */
  readonly cells?: Readonly<Partial<Record<FieldName, (row: Facts) => ReactNode>>>
  readonly select?: Selection
  /** What can be done with a row. */
  readonly end?: (row: Facts) => ReactNode
}

/** Rows that can be chosen by their position. */
export interface Selection {
  readonly chosen: readonly number[]
  readonly onChoose: (chosen: readonly number[]) => void
  readonly isOpen: (row: Facts) => boolean
}

export function FactRows({ rows, names, currency, cells = {}, select, end }: RowsProps) {
  const { words } = useWords()
  const value = useValue(currency)
  // A column in which no row says anything only pushes the others aside.
  const isGiven = (name: FieldName): boolean =>
    cells[name] !== undefined || rows.some((row) => row[name] !== null && row[name] !== undefined)
  const numbered = rows.map((row, key) => ({ key, row }))
  const columns = names.filter(isGiven).map((name) => ({
    key: name,
    title: words.fields[name],
    align: amounts.has(name) ? ('right' as const) : ('left' as const),
    render: (_: unknown, { row }: { readonly row: Facts }) => (
      <div className={brief.has(name) ? 'nowrap' : 'cell-text'}>
        {cells[name]?.(row) ?? value(name, row[name])}
      </div>
    ),
  }))
  return (
    <Table
      size="small"
      pagination={false}
      scroll={{ x: 'max-content', ...(rows.length > rowsShownAtOnce ? { y: tableHeight } : {}) }}
      dataSource={numbered}
      {...(select ? { rowSelection: selectionOf(select) } : {})}
      columns={[...columns, ...(end ? [{ key: 'end', title: '', render: lastOf(end) }] : [])]}
    />
  )
}

const lastOf =
  (end: (row: Facts) => ReactNode) =>
  (_: unknown, { row }: { readonly row: Facts }): ReactNode =>
    end(row)

const selectionOf = ({ chosen, onChoose, isOpen }: Selection) => ({
  selectedRowKeys: [...chosen],
  onChange: (keys: readonly (string | number | bigint)[]) => onChoose(keys.map(Number)),
  getCheckboxProps: ({ row }: { readonly row: Facts }) => ({ disabled: !isOpen(row) }),
})
