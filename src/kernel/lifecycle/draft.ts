/**
 * What reading the files gives: rows with their places, not yet put together. Everything that comes
 * from outside has a limit here.
 */
import { refuse, type Refused, type Result } from '../problem/index.ts'
import type { Origin, Place } from './definition.ts'

/** Files are read into memory whole. */
export const fileBytesMax = 2 * 1024 * 1024
/** What a spreadsheet, which is a compressed archive, may unpack to. */
export const unpackedBytesMax = 32 * 1024 * 1024
export const filesMax = 20
/** Rows of all tables and graphs of one file. */
export const rowsMax = 5_000
export const cellsMax = 64
export const cellCharactersMax = 500
export const stateCodeMax = 999_999_999

export interface FoundRow {
  readonly place: Place
  readonly origin: Origin
  /** A graph names its states where it draws them; a table lists them. */
  readonly source: 'table' | 'graph'
  readonly version: string
}

export interface StateRow extends FoundRow {
  readonly code: number
  readonly name?: string
  readonly nameEn?: string
  readonly subsystem?: string
  readonly stage?: string
  readonly terminal?: boolean
  readonly note?: string
}

export interface MoveRow extends FoundRow {
  readonly event: string
  readonly from: number
  readonly to: number
  readonly label?: string
  readonly labelEn?: string
  readonly roles?: readonly string[]
  readonly guard?: string
  readonly mirrors?: readonly string[]
  readonly stage?: string
  readonly note?: string
}

/** A column that no one reads: perhaps a heading with a typing error. */
export interface UnreadColumn {
  readonly place: Place
  readonly heading: string
}

/** Several files, read as one definition of one machine, in one or more versions. */
export interface Draft {
  readonly machine: string
  readonly states: readonly StateRow[]
  readonly moves: readonly MoveRow[]
  readonly unread: readonly UnreadColumn[]
}

/** What one file says; a version that it leaves open is found when all files are known. */
export interface FileRows {
  readonly machine?: string
  readonly states: readonly Open<StateRow>[]
  readonly moves: readonly Open<MoveRow>[]
  readonly unread: readonly UnreadColumn[]
}

/** Row of a file: version and origin may follow from the other files. */
export type Open<Row extends FoundRow> = Omit<Row, 'version' | 'origin'> & {
  readonly version?: string
  readonly origin?: Origin
}

export type ReadRefusal =
  | 'document_invalid'
  | 'document_too_large'
  | 'document_format_unknown'
  | 'document_version_unclear'

export type Reading<T> = Result<T, ReadRefusal>

/** `file:line: what is wrong; what would be right`, with the place as facts for a program. */
export function refuseAt(
  place: Place,
  detail: string,
  code: ReadRefusal = 'document_invalid',
): Refused<ReadRefusal> {
  return refuse(code, `${place.file}:${place.line}: ${detail}`, { ...place })
}

export const nothingRead: FileRows = { states: [], moves: [], unread: [] }

export function joined(parts: readonly FileRows[]): FileRows {
  const machine = parts.find((part) => part.machine !== undefined)?.machine
  return {
    ...(machine === undefined ? {} : { machine }),
    states: parts.flatMap((part) => part.states),
    moves: parts.flatMap((part) => part.moves),
    unread: parts.flatMap((part) => part.unread),
  }
}
