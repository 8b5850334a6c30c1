/** Several files are one definition: the first is the document, later ones amend it. */
import { extname } from 'node:path'
import { accept, refuse } from '../problem/index.ts'
import { readCsv } from './csv.ts'
import type { Origin, Place } from './definition.ts'
import {
  fileBytesMax,
  filesMax,
  refuseAt,
  type Draft,
  type FileRows,
  type Open,
  type Reading,
  type FoundRow,
} from './draft.ts'
import { readMarkdown } from './markdown.ts'
import { readMermaid } from './mermaid.ts'
import { readOds, readXlsx } from './spreadsheet.ts'

export interface SourceFile {
  /** The file's name, for findings and to tell its format. */
  readonly name: string
  readonly bytes: Uint8Array
}

interface ReadFile extends FileRows {
  readonly file: string
  readonly origin: Origin
}

/**
 * Reads the files as one definition of one machine, in every version that they describe.
 *
 * Formats by ending: .md, .markdown and .txt (Markdown), .mmd and .mermaid, .csv and .tsv, .xlsx,
 * .ods. The machine's name is the one given, or the one that a file states (`machine: auto-loan`),
 * or `machine`. Rows of a table without a version column belong to the only version that the same
 * file's tables name, else to the only one that all files name, else to version 1.
 *
 * Refusals: `document_format_unknown`, `document_too_large`, `document_invalid` (with file and
 * line), `document_version_unclear`. Source: 000.
 */
export async function readSources(
  sources: readonly SourceFile[],
  machine?: string,
): Promise<Reading<Draft>> {
  if (sources.length === 0) return refuse('document_invalid', 'no file is given; give at least one')
  if (sources.length > filesMax) {
    return refuse('document_too_large', `${sources.length} files; at most ${filesMax}`)
  }
  const files: ReadFile[] = []
  for (const source of sources) {
    const read = await readSource(source)
    if (!read.ok) return read
    const rows = read.value
    if (rows.states.length + rows.moves.length === 0) return nothingFound(source.name)
    files.push({ ...rows, file: source.name, origin: originOf(source.name, rows, files) })
  }
  return draftOf(files, machine)
}

const nothingFound = (file: string) =>
  refuseAt(
    { file, line: 1 },
    'has no table under 起始状态码|最终状态码|事件 or 状态码|状态描述, and no Mermaid graph',
  )

/**
 * A CSV file holds one table, so a document in CSV is two files: the second one amends nothing when
 * it brings the table that was missing.
 */
function originOf(name: string, rows: FileRows, before: readonly ReadFile[]): Origin {
  if (before.length === 0) return 'document'
  const completes =
    isCsv(name) &&
    before.every((file) => isCsv(file.file) && file.origin === 'document') &&
    before.every((file) => file.states.length === 0 || rows.states.length === 0) &&
    before.every((file) => file.moves.length === 0 || rows.moves.length === 0)
  return completes ? 'document' : 'amendment'
}

const isCsv = (name: string): boolean => /\.(?:csv|tsv)$/iu.test(name)

async function readSource({ name, bytes }: SourceFile): Promise<Reading<FileRows>> {
  if (bytes.byteLength > fileBytesMax) {
    const sizes = `${name} has ${bytes.byteLength} bytes; at most ${fileBytesMax}`
    return refuse('document_too_large', sizes)
  }
  const ending = extname(name).toLowerCase()
  if (ending === '.xlsx') return await readXlsx(name, bytes)
  if (ending === '.ods') return await readOds(name, bytes)
  const reader = textReaders[ending]
  if (reader === undefined) {
    const known = [...Object.keys(textReaders), '.xlsx', '.ods'].join(', ')
    return refuse('document_format_unknown', `${name} ends in none of ${known}`)
  }
  const text = decode(name, bytes)
  return text.ok ? reader(name, text.value) : text
}

type TextReader = (file: string, text: string) => Reading<FileRows>

const graphReader: TextReader = (file, text) => readMermaid(file, text.split(/\r\n|\r|\n/u), 1)

const textReaders: Readonly<Record<string, TextReader | undefined>> = {
  '.md': readMarkdown,
  '.markdown': readMarkdown,
  '.txt': readMarkdown,
  '.mmd': graphReader,
  '.mermaid': graphReader,
  '.csv': readCsv,
  '.tsv': readCsv,
}

/** Excel in Chinese writes CSV in GB 18030; everything else is UTF-8. */
function decode(name: string, bytes: Uint8Array): Reading<string> {
  for (const encoding of isCsv(name) ? ['utf-8', 'gb18030'] : ['utf-8']) {
    try {
      return accept(new TextDecoder(encoding, { fatal: true }).decode(bytes))
    } catch {
      // The decoder says by throwing that the text is in another encoding: try the next.
    }
  }
  return refuseAt({ file: name, line: 1 }, 'is no UTF-8 text; save it as UTF-8')
}

function draftOf(files: readonly ReadFile[], machine: string | undefined): Reading<Draft> {
  const everywhere = versionsIn(files)
  const states = []
  const moves = []
  for (const file of files) {
    const own = versionsIn([file])
    const version = own.length > 0 ? own : everywhere
    const open = [...file.states, ...file.moves].find((row) => row.version === undefined)
    if (open && version.length > 1) return unclear(open.place, version)
    const rest = { version: version[0] ?? '1', origin: file.origin }
    states.push(...file.states.map((row) => closed(row, rest)))
    moves.push(...file.moves.map((row) => closed(row, rest)))
  }
  const stated = files.find((file) => file.machine !== undefined)?.machine
  const unread = files.flatMap((file) => file.unread)
  return accept({ machine: machine ?? stated ?? 'machine', states, moves, unread })
}

const unclear = (place: Place, versions: readonly string[]) =>
  refuseAt(
    place,
    `belongs to one of the versions ${versions.join(', ')}, but which? Add a column 版本号`,
    'document_version_unclear',
  )

/** Versions that tables name; a graph has its own and says nothing about tables. */
function versionsIn(files: readonly FileRows[]): readonly string[] {
  const rows = files.flatMap((file) => [...file.states, ...file.moves])
  const named = rows.filter((row) => row.source === 'table').map((row) => row.version)
  return [...new Set(named)].filter((version) => version !== undefined)
}

const closed = <Row extends Open<FoundRow>>(
  row: Row,
  rest: { readonly version: string; readonly origin: Origin },
): Row & typeof rest => ({ ...row, ...rest, ...definedOnly(row) })

const definedOnly = ({ version, origin }: Open<FoundRow>) => ({
  ...(version === undefined ? {} : { version }),
  ...(origin === undefined ? {} : { origin }),
})
