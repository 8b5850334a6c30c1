/** CSV as spreadsheets take it: UTF-8 with a mark, CRLF, quotes doubled; and back again. */
import { momentText, numberPattern, type Cell } from './cell.ts'

const byteOrderMark = '\ufeff'
const chunkCharacters = 65_536

/** Pieces of some 64 kB. RFC 4180. */
export async function* csvOf(lines: AsyncIterable<readonly Cell[]>): AsyncGenerator<string> {
  let piece = byteOrderMark
  for await (const cells of lines) {
    piece += `${cells.map(csvCell).join(',')}\r\n`
    if (piece.length < chunkCharacters) continue
    yield piece
    piece = ''
  }
  yield piece
}

const formula = /^[=+\-@\t\r]/u

function csvCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return quoted(harmless(cell))
  if (typeof cell !== 'object') return String(cell)
  switch (cell.kind) {
    case 'number':
      return cell.digits
    case 'day':
      return cell.day
    case 'moment':
      return momentText(cell)
  }
}

/** A text that a spreadsheet would take for a formula gets an apostrophe before it. */
const harmless = (text: string): string =>
  formula.test(text) && !numberPattern.test(text) ? `'${text}` : text

const quoted = (text: string): string =>
  /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text

/** Cells of each line, without empty lines. A quote that is never closed ends with the text. */
export function readCsv(text: string): readonly { line: number; cells: readonly string[] }[] {
  const rows: { line: number; cells: string[] }[] = []
  const pattern = /(?:"((?:[^"]|"")*)"?|([^",\r\n]*))(,|\r?\n|$)/gu
  let cells: string[] = []
  let [line, began] = [1, 1]
  const body = text.startsWith(byteOrderMark) ? text.slice(1) : text
  for (const [whole, inQuotes, plain, end] of body.matchAll(pattern)) {
    cells.push((inQuotes?.replaceAll('""', '"') ?? plain ?? '').trim())
    line += whole.split('\n').length - 1
    if (end === ',') continue
    if (cells.some((cell) => cell !== '')) rows.push({ line: began, cells })
    cells = []
    began = line
  }
  return rows
}
