/** One row of a table: text in, a state row or a move row out, or what is wrong with which cell. */
import { accept, all } from '../problem/index.ts'
import type { Origin, Place } from './definition.ts'
import {
  cellCharactersMax,
  refuseAt,
  stateCodeMax,
  type MoveRow,
  type Open,
  type Reading,
  type StateRow,
} from './draft.ts'
import { eventWords, stateWords, type EventColumn, type StateColumn } from './headings.ts'

/** The trimmed text under a column; empty when the table has no such column. */
export type CellReader = (column: EventColumn | StateColumn) => string

type Pattern = readonly [pattern: RegExp, rightWouldBe: string]

const stateCode: Pattern = [/^\d{1,9}$/u, `a whole number from 0 to ${stateCodeMax}`]
const eventName: Pattern = [
  /^\p{L}[\p{L}\p{N}_-]{0,63}$/u,
  'a name of letters, digits and _, at most 64, like submit_order',
]
const fieldName: Pattern = [/^[a-z][a-z0-9_]{0,62}$/u, 'a field name like compass_status']
const roleName: Pattern = [/^[a-z][a-z0-9-]{0,62}$/u, 'a role like credit-auditor']
const guardName: Pattern = [/^[a-z][a-z0-9_]{0,62}$/u, 'a guard name like down_payment_received']
const versionName: Pattern = [/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,31}$/u, 'a version like 8 or simple']

export function moveRow(cell: CellReader, place: Place): Reading<Open<MoveRow>> {
  const word = (column: EventColumn): string => eventWords[column][0] ?? column
  const checked = all([
    matches(cell('from'), stateCode, word('from'), place),
    matches(cell('to'), stateCode, word('to'), place),
    matches(cell('event'), eventName, word('event'), place),
    optional(cell('version'), versionName, word('version'), place),
    optional(cell('guard'), guardName, word('guard'), place),
    list(cell('roles'), roleName, word('roles'), place),
    list(cell('mirrors'), fieldName, word('mirrors'), place),
    ...textsOf(cell, ['label', 'labelEn', 'stage', 'note', 'roles', 'mirrors'], place),
  ])
  if (!checked.ok) return checked
  const origin = originOf(cell('origin'), place)
  if (!origin.ok) return origin
  return accept({
    place,
    source: 'table',
    event: cell('event'),
    from: Number(cell('from')),
    to: Number(cell('to')),
    ...origin.value,
    ...given(cell, ['version', 'label', 'labelEn', 'guard', 'stage', 'note']),
    ...(cell('roles') === '' ? {} : { roles: parts(cell('roles')) }),
    ...(cell('mirrors') === '' ? {} : { mirrors: parts(cell('mirrors')) }),
  })
}

export function stateRow(cell: CellReader, place: Place): Reading<Open<StateRow>> {
  const word = (column: StateColumn): string => stateWords[column][0] ?? column
  const checked = all([
    matches(cell('code'), stateCode, word('code'), place),
    optional(cell('version'), versionName, word('version'), place),
    optional(cell('subsystem'), fieldName, word('subsystem'), place),
    ...textsOf(cell, ['name', 'nameEn', 'stage', 'note'], place),
  ])
  if (!checked.ok) return checked
  const origin = originOf(cell('origin'), place)
  if (!origin.ok) return origin
  const terminal = terminalOf(cell('terminal'), place)
  if (!terminal.ok) return terminal
  return accept({
    place,
    source: 'table',
    code: Number(cell('code')),
    ...origin.value,
    ...terminal.value,
    ...given(cell, ['version', 'name', 'nameEn', 'subsystem', 'stage', 'note']),
  })
}

function matches(
  text: string,
  [pattern, right]: Pattern,
  column: string,
  place: Place,
): Reading<string> {
  if (pattern.test(text)) return accept(text)
  const found = text === '' ? 'is empty' : `is "${shown(text)}"`
  return refuseAt(place, `${column} ${found}; it must be ${right}`)
}

const optional = (text: string, pattern: Pattern, column: string, place: Place): Reading<string> =>
  text === '' ? accept('') : matches(text, pattern, column, place)

function list(text: string, pattern: Pattern, column: string, place: Place): Reading<string> {
  const wrong = parts(text)
    .map((part) => matches(part, pattern, column, place))
    .find((result) => !result.ok)
  return wrong ?? accept(text)
}

/** `dealer, finance-ops`, `dealer、finance-ops`: people separate as they write. */
const parts = (text: string): readonly string[] =>
  text.split(/[,，、;；\s]+/u).filter((part) => part !== '')

type TextColumn = Exclude<EventColumn | StateColumn, 'from' | 'to' | 'event' | 'code'>

const textsOf = (cell: CellReader, columns: readonly TextColumn[], place: Place) =>
  columns.map((column) => text(cell(column), place))

function text(value: string, place: Place): Reading<string> {
  if (value.length > cellCharactersMax) {
    return refuseAt(place, `a cell has ${value.length} characters; at most ${cellCharactersMax}`)
  }
  // Control characters break a terminal, an SVG and a JSON line alike.
  if (/\p{Cc}/u.test(value)) return refuseAt(place, 'a cell contains a control character')
  return accept(value)
}

export const shown = (value: string): string => value.replaceAll(/\p{Cc}/gu, '�').slice(0, 60)

const originWords = new Map<string, Origin>([
  ['文档', 'document'],
  ['document', 'document'],
  ['修订', 'amendment'],
  ['amendment', 'amendment'],
])

function originOf(value: string, place: Place): Reading<{ readonly origin?: Origin }> {
  if (value === '') return accept({})
  const origin = originWords.get(value)
  if (origin !== undefined) return accept({ origin })
  return refuseAt(place, `来源 is "${shown(value)}"; it must be document or amendment`)
}

const yes = new Set(['是', 'yes', 'true', '1', '✓'])
const no = new Set(['否', 'no', 'false', '0'])

function terminalOf(value: string, place: Place): Reading<{ readonly terminal?: boolean }> {
  if (value === '') return accept({})
  if (yes.has(value.toLowerCase())) return accept({ terminal: true })
  if (no.has(value.toLowerCase())) return accept({ terminal: false })
  return refuseAt(place, `终态 is "${shown(value)}"; it must be yes or no`)
}

/** Only what the row says: an empty cell of an amendment changes nothing. */
function given<Column extends EventColumn | StateColumn>(
  cell: CellReader,
  columns: readonly Column[],
): { readonly [name in Column]?: string } {
  const filled = columns.filter((column) => cell(column) !== '')
  // A decoder: the names of the entries are the columns asked for.
  return Object.fromEntries(filled.map((column) => [column, cell(column)])) as {
    readonly [name in Column]?: string
  }
}
