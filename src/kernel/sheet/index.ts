/**
 * Tables as files that people open: csv, xlsx and ods. Everything is written as its rows come, so a
 * million rows need no more memory than a few.
 */
import type { Zone } from '../clock/index.ts'
import { cellsOf, type Cell, type Column, type Value } from './cell.ts'
import { csvOf } from './csv.ts'
import type { Shape } from './grid.ts'
import { odsOf, odsType } from './ods.ts'
import { xlsxOf } from './xlsx.ts'

export type { Cell, Column, ColumnKind, Value } from './cell.ts'
export { csvOf, readCsv } from './csv.ts'
export { sheetRowsMax, type Shape } from './grid.ts'
export { odsOf } from './ods.ts'
export { xlsxOf } from './xlsx.ts'
export { SheetTooLarge } from './zip.ts'

export const sheetFormats = ['csv', 'xlsx', 'ods'] as const
export type SheetFormat = (typeof sheetFormats)[number]

export const sheetTypes: Readonly<Record<SheetFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ods: odsType,
}

export interface Table {
  readonly name: string
  readonly columns: readonly Column[]
  /** Some at a time; each row has a value for each column. */
  readonly rows: AsyncIterable<readonly (readonly Value[])[]>
  /** Whose clocks the moments show. */
  readonly zone: Zone
}

/** The table with its titles above, as the bytes of a file. */
export function sheetOf(format: SheetFormat, table: Table): AsyncIterable<Uint8Array> {
  const { name, columns } = table
  const head = columns.map(({ title }) => title)
  const shape: Shape = { name, head, widths: columns.map(widthOf) }
  switch (format) {
    case 'csv':
      return bytesOf(csvOf(linesOf(table, [head])))
    case 'xlsx':
      return xlsxOf(linesOf(table, []), shape)
    case 'ods':
      return odsOf(linesOf(table, []), shape)
  }
}

async function* linesOf(
  { columns, rows, zone }: Table,
  above: readonly (readonly Cell[])[],
): AsyncGenerator<readonly Cell[]> {
  yield* above
  const cells = columns.map((column) => cellsOf(column, zone))
  for await (const some of rows) {
    for (const row of some) yield cells.map((cell, at) => cell(row[at] ?? null))
  }
}

async function* bytesOf(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield Buffer.from(piece)
}

const [widthMin, widthMax] = [10, 40]
const usual = { text: 18, integer: 12, decimal: 14, amount: 16, moment: 20, day: 12, boolean: 8 }

/** Chinese characters are twice as wide. */
function widthOf({ title, kind }: Column): number {
  const signs = Array.from(title)
  const wide = signs.filter((sign) => /\p{Script=Han}/u.test(sign)).length
  const width = Math.max(usual[kind], signs.length + wide + 2)
  return Math.min(widthMax, Math.max(widthMin, width))
}
