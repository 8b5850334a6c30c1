/** What stands in a cell, and how the value of a typed column becomes one. */
import { offsetMs, type BusinessDate, type Instant, type Zone } from '../clock/index.ts'
import { decimalText, type Money } from '../money/index.ts'

/** `number` holds what JavaScript keeps exactly; everything longer is written out in digits. */
export type Cell = string | number | boolean | null | NumberCell | MomentCell | DayCell

export interface NumberCell {
  readonly kind: 'number'
  /** Digits, a sign and a point: `-1234.50`. As many decimals are shown as stand here. */
  readonly digits: string
  /** Shown as 1,234.50: an amount. A number that names something is not grouped. */
  readonly grouped: boolean
}

export interface MomentCell {
  readonly kind: 'moment'
  readonly at: Instant
  /** Spreadsheets know no zones: they show the clocks of this one. */
  readonly zone: Zone
}

export interface DayCell {
  readonly kind: 'day'
  readonly day: BusinessDate
}

export type ColumnKind = 'text' | 'integer' | 'decimal' | 'amount' | 'moment' | 'day' | 'boolean'

export interface Column {
  readonly title: string
  readonly kind: ColumnKind
}

/** What a row holds for a column of some kind; `null` is an empty cell in all of them. */
export type Value = string | number | bigint | boolean | Instant | Money | null

/** Turns the values of a column into cells. A value of another kind is shown as its text. */
export function cellsOf({ kind }: Pick<Column, 'kind'>, zone: Zone): (value: Value) => Cell {
  return (value) => {
    if (value === null) return null
    if (typeof value === 'object') {
      return value instanceof Date
        ? { kind: 'moment', at: value, zone }
        : amountCell(value as Money)
    }
    if (typeof value === 'boolean') return value
    if (kind === 'day' && dayPattern.test(String(value))) {
      return { kind: 'day', day: String(value) }
    }
    const counts = kind === 'integer' || kind === 'decimal'
    if (typeof value === 'bigint' || (counts && numberPattern.test(String(value)))) {
      return { kind: 'number', digits: String(value), grouped: false }
    }
    return value
  }
}

const dayPattern = /^\d{4}-\d\d-\d\d$/u
export const numberPattern = /^-?\d+(?:\.\d+)?$/u

const amountCell = (amount: Money): NumberCell => ({
  kind: 'number',
  digits: decimalText(amount),
  grouped: true,
})

const exactDigitsMax = 15

/** A double keeps fifteen digits; a longer number would be another one in a spreadsheet. */
export const fitsDouble = (digits: string): boolean =>
  digits.replaceAll(/[-.]|^-?0+/gu, '').length <= exactDigitsMax

export const decimalsOf = (digits: string): number => {
  const point = digits.indexOf('.')
  return point < 0 ? 0 : digits.length - point - 1
}

const hourMs = 3_600_000
const offsetsMax = 10_000
const offsets = new Map<string, number>()

/** Zones move their clocks at full hours, so an hour is asked about once. */
function offset(at: Instant, zone: Zone): number {
  const key = `${zone}${Math.floor(at.getTime() / hourMs)}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  if (offsets.size >= offsetsMax) offsets.clear()
  const found = offsetMs(at, zone)
  offsets.set(key, found)
  return found
}

/** What the clocks of the zone show, as if they were UTC. */
export const wallMs = ({ at, zone }: MomentCell): number => at.getTime() + offset(at, zone)

/** `2026-03-02T09:00:00.123`, without a zone. */
export const wallText = (cell: MomentCell): string =>
  new Date(wallMs(cell)).toISOString().replace('Z', '')

/** `2026-03-02T09:00:00.123+08:00`: exact, and readable by whoever lives there. */
export function momentText(cell: MomentCell): string {
  const minutes = Math.round((wallMs(cell) - cell.at.getTime()) / 60_000)
  const two = (number: number): string => String(number).padStart(2, '0')
  const size = Math.abs(minutes)
  const sign = minutes < 0 ? '-' : '+'
  return `${wallText(cell)}${sign}${two(Math.floor(size / 60))}:${two(size % 60)}`
}
