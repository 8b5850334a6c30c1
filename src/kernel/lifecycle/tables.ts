/**
 * Finds the event tables and the state tables in a grid of cells, whatever the grid was read from,
 * by the words over their columns. What stands around the tables is none of our business.
 */
import { accept, all } from '../problem/index.ts'
import { moveRow, stateRow, type CellReader } from './cells.ts'
import type { Place } from './definition.ts'
import {
  cellsMax,
  joined,
  nothingRead,
  refuseAt,
  rowsMax,
  type FileRows,
  type Reading,
} from './draft.ts'
import { eventColumn, eventWords, stateColumn } from './headings.ts'

export interface GridRow {
  readonly line: number
  readonly cells: readonly string[]
}

interface Table {
  readonly kind: 'events' | 'states'
  /** Column of each cell; undefined where the heading is not ours. */
  readonly columns: readonly (string | undefined)[]
}

export function readTables(file: string, grid: readonly GridRow[]): Reading<FileRows> {
  const parts: FileRows[] = []
  let table: Table | undefined
  for (const row of grid) {
    const place = { file, line: row.line }
    if (row.cells.length > cellsMax) {
      return refuseAt(place, `${row.cells.length} columns; at most ${cellsMax}`)
    }
    const heading = tableUnder(row.cells, place)
    if (!heading.ok) return heading
    if (heading.value !== undefined || blank(row)) {
      table = heading.value
      if (table) parts.push({ ...nothingRead, unread: unreadColumns(row.cells, table, place) })
    } else if (table !== undefined) {
      const read = readRow(table, row, place)
      if (!read.ok) return read
      parts.push(read.value)
    }
    if (parts.length > rowsMax) {
      return refuseAt(place, `more than ${rowsMax} rows; split the file`, 'document_too_large')
    }
  }
  return accept(joined(parts))
}

const blank = (row: GridRow): boolean => row.cells.every((cell) => cell.trim() === '')

/** The table that begins with this heading; undefined when the row is no heading of ours. */
function tableUnder(cells: readonly string[], place: Place): Reading<Table | undefined> {
  const events = cells.map(eventColumn)
  const states = cells.map(stateColumn)
  const needed = (['from', 'to', 'event'] as const).filter((column) => !events.includes(column))
  if (needed.length === 0) return unique({ kind: 'events', columns: events }, cells, place)
  if (states.includes('code') && states.filter((column) => column !== undefined).length > 1) {
    return unique({ kind: 'states', columns: states }, cells, place)
  }
  if (needed.length > 1) return accept(undefined)
  const missing = needed.map((column) => eventWords[column][0]).join(', ')
  return refuseAt(place, `an event table needs the column ${missing}`)
}

function unique(table: Table, cells: readonly string[], place: Place): Reading<Table> {
  const twice = table.columns.findIndex(
    (column, at) => column !== undefined && table.columns.indexOf(column) < at,
  )
  if (twice < 0) return accept(table)
  return refuseAt(place, `the column "${cells[twice]}" appears twice; keep one of them`)
}

function unreadColumns(cells: readonly string[], table: Table, place: Place) {
  return cells
    .filter((heading, at) => table.columns[at] === undefined && heading.trim() !== '')
    .map((heading) => ({ place, heading: heading.trim() }))
}

function readRow(table: Table, row: GridRow, place: Place): Reading<FileRows> {
  const beyond = row.cells.slice(table.columns.length).some((cell) => cell.trim() !== '')
  if (beyond) {
    const counts = `${row.cells.length} cells under ${table.columns.length} headings`
    return refuseAt(place, `${counts}; a "|" inside a cell is written "\\|"`)
  }
  const cell: CellReader = (column) => {
    const at = table.columns.indexOf(column)
    return at < 0 ? '' : (row.cells[at] ?? '').trim()
  }
  if (table.kind === 'states') {
    const read = all([stateRow(cell, place)])
    return read.ok ? accept({ ...nothingRead, states: read.value }) : read
  }
  const read = all([moveRow(cell, place)])
  return read.ok ? accept({ ...nothingRead, moves: read.value }) : read
}
