/** CSV as LibreOffice and Excel write it: comma, semicolon or tab, quotes doubled. */
import { accept } from '../problem/index.ts'
import { refuseAt, type FileRows, type Reading } from './draft.ts'
import { readTables, type GridRow } from './tables.ts'

export function readCsv(file: string, text: string): Reading<FileRows> {
  const grid = csvGrid(file, text)
  return grid.ok ? readTables(file, grid.value) : grid
}

interface Scan {
  readonly rows: GridRow[]
  cells: string[]
  cell: string
  line: number
  startLine: number
}

function csvGrid(file: string, text: string): Reading<readonly GridRow[]> {
  const separator = separatorOf(text)
  const scan: Scan = { rows: [], cells: [], cell: '', line: 1, startLine: 1 }
  let at = 0
  while (at < text.length) {
    if (text[at] === '"' && scan.cell === '') {
      const end = closingQuote(text, at)
      if (end < 0) return refuseAt({ file, line: scan.line }, 'a quoted cell is never closed by "')
      const quoted = text.slice(at + 1, end)
      scan.line += quoted.split('\n').length - 1
      scan.cell = oneLine(quoted.replaceAll('""', '"'))
      at = end + 1
    } else {
      take(scan, text[at] ?? '', separator)
      at += 1
    }
  }
  endRow(scan)
  return accept(scan.rows)
}

/** A line break inside a cell is layout, no meaning. */
export const oneLine = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .join(' ')

function take(scan: Scan, character: string, separator: string): void {
  if (character === separator) {
    scan.cells.push(scan.cell)
    scan.cell = ''
  } else if (character === '\n') {
    endRow(scan)
  } else if (character !== '\r') {
    scan.cell += character
  }
}

function endRow(scan: Scan): void {
  scan.cells.push(scan.cell)
  scan.rows.push({ line: scan.startLine, cells: scan.cells })
  scan.cells = []
  scan.cell = ''
  scan.line += 1
  scan.startLine = scan.line
}

function closingQuote(text: string, open: number): number {
  let at = text.indexOf('"', open + 1)
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at
}

/** The one that stands most often in the first line that has any. */
function separatorOf(text: string): string {
  const candidates = [',', ';', '\t']
  const line = text.split('\n').find((row) => candidates.some((mark) => row.includes(mark))) ?? ''
  const count = (mark: string): number => line.split(mark).length
  return candidates.toSorted((a, b) => count(b) - count(a))[0] ?? ','
}
