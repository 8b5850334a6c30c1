/** Spreadsheets: .xlsx as Excel, .ods as LibreOffice write them; every sheet is searched. */
import { read as readWorkbook, utils } from '@e965/xlsx'
import readExcel from 'read-excel-file/node'
import { accept, all } from '../problem/index.ts'
import { oneLine } from './csv.ts'
import {
  cellsMax,
  joined,
  refuseAt,
  rowsMax,
  unpackedBytesMax,
  type FileRows,
  type Reading,
} from './draft.ts'
import { readTables, type GridRow } from './tables.ts'

interface Sheet {
  readonly name: string
  readonly rows: readonly (readonly unknown[])[]
}

export async function readXlsx(file: string, bytes: Uint8Array): Promise<Reading<FileRows>> {
  return await readSheets(file, bytes, async () => {
    const sheets = await readExcel(Buffer.from(bytes))
    return sheets.map(({ sheet, data }) => ({ name: sheet, rows: data }))
  })
}

export async function readOds(file: string, bytes: Uint8Array): Promise<Reading<FileRows>> {
  return await readSheets(file, bytes, () => {
    const book = readWorkbook(bytes, { dense: true, sheetRows: rowsMax + 1 })
    return book.SheetNames.map((name) => {
      const sheet = book.Sheets[name]
      const rows = sheet ? utils.sheet_to_json<unknown[]>(sheet, { header: 1, raw: true }) : []
      return { name, rows: Array.from(rows, (row) => row ?? []) }
    })
  })
}

async function readSheets(
  file: string,
  bytes: Uint8Array,
  open: () => readonly Sheet[] | Promise<readonly Sheet[]>,
): Promise<Reading<FileRows>> {
  const unpacked = unpackedBytes(bytes)
  const place = { file, line: 1 }
  if (unpacked === undefined) {
    return refuseAt(place, 'is no spreadsheet archive; save it again as .xlsx or .ods')
  }
  if (unpacked > unpackedBytesMax) {
    const sizes = `unpacks to ${unpacked} bytes; at most ${unpackedBytesMax}`
    return refuseAt(place, sizes, 'document_too_large')
  }
  let sheets: readonly Sheet[]
  try {
    sheets = await open()
  } catch {
    // The libraries say what they cannot read by throwing; which part it was helps nobody.
    return refuseAt(place, 'cannot be read as a spreadsheet; save it again as .xlsx or .ods')
  }
  const parts = all(sheets.map((sheet) => readSheet(file, sheet)))
  return parts.ok ? accept(joined(parts.value)) : parts
}

function readSheet(file: string, sheet: Sheet): Reading<FileRows> {
  const place = { file: `${file}#${sheet.name}`, line: 1 }
  if (sheet.rows.length > rowsMax) {
    return refuseAt(place, `more than ${rowsMax} rows; split the sheet`, 'document_too_large')
  }
  const grid = sheet.rows.map((row, at): GridRow => ({
    line: at + 1,
    cells: Array.from(row).slice(0, cellsMax).map(text),
  }))
  return readTables(place.file, grid)
}

/** Spreadsheets turn codes into numbers and yes into true. */
function text(cell: unknown): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  if (typeof cell === 'string') return oneLine(cell)
  return typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : ''
}

const endSignature = 0x06054b50
const entrySignature = 0x02014b50

/**
 * What the archive says it unpacks to, read from its directory without unpacking it: a few
 * kilobytes can unpack to gigabytes. Undefined when this is no archive.
 */
export function unpackedBytes(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEnd(view)
  if (end === undefined) return undefined
  const entries = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  let total = 0
  for (let entry = 0; entry < entries; entry++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== entrySignature) return undefined
    total += view.getUint32(at + 24, true)
    const lengths = [28, 30, 32].map((offset) => view.getUint16(at + offset, true))
    at += 46 + lengths.reduce((sum, length) => sum + length, 0)
  }
  return total
}

/** The directory's end stands last, before a comment of at most 65,535 bytes. */
function findEnd(view: DataView): number | undefined {
  const first = Math.max(0, view.byteLength - 22 - 65_535)
  for (let at = view.byteLength - 22; at >= first; at--) {
    if (view.getUint32(at, true) === endSignature) return at
  }
  return undefined
}
