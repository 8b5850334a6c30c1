/** The kernel's own lists that can be had as a file. */
import { Type, type Static } from 'typebox'
import { search, searchText, type AuditLine, type AuditPlace } from '#kernel/audit'
import { listLimitMax } from '#kernel/db'
import { DateTime } from '#kernel/http'
import type { ExportRequest, ExportSource, Kernel } from '#kernel/module'
import { accept, assert } from '#kernel/problem'
import type { Column, Value } from '#kernel/sheet'
import { ledgerSources } from './ledger-exports.ts'
import { momentIf } from './moment.ts'
import { Line, strict } from './shape.ts'

export const deskSources = (kernel: Kernel): readonly ExportSource[] => [
  auditSource(kernel),
  ...ledgerSources(kernel),
]

type Titles = readonly (readonly [zh: string, en: string, kind: Column['kind']])[]

const columnsIn = (titles: Titles, language: ExportRequest['language']): readonly Column[] =>
  titles.map(([zh, en, kind]) => ({ title: language === 'zh' ? zh : en, kind }))

// prettier-ignore
const auditTitles: Titles = [
  ['时间',     'Time',    'moment'],
  ['操作人',   'Actor',   'text'],
  ['操作',     'Action',  'text'],
  ['对象',     'Subject', 'text'],
  ['原因',     'Reason',  'text'],
  ['操作前',   'Before',  'text'],
  ['操作后',   'After',   'text'],
  ['请求编号', 'Request', 'text'],
]

const wordMax = 200
const AuditQuery = Type.Object(
  {
    actor: Type.Optional(Line(wordMax)),
    action: Type.Optional(Line(wordMax)),
    subject: Type.Optional(Line(wordMax)),
    requestId: Type.Optional(Line(wordMax)),
    text: Type.Optional(Line(wordMax)),
    from: Type.Optional(DateTime),
    to: Type.Optional(DateTime),
  },
  strict,
)
type AuditQuery = Static<typeof AuditQuery>

const auditSource = ({ database }: Kernel): ExportSource => ({
  name: 'audit',
  tag: 'audit',
  access: ['admin'],
  query: AuditQuery,
  open: async ({ query, language }) => {
    // It was checked against the schema when it was asked.
    const asked = query as AuditQuery
    const lines = asked.text === undefined ? searched(database, asked) : found(database, asked)
    return accept({
      columns: columnsIn(auditTitles, language),
      total: undefined,
      rows: valuesOf(lines),
    })
  },
})

async function* valuesOf(
  pages: AsyncIterable<readonly AuditLine[]>,
): AsyncGenerator<readonly (readonly Value[])[]> {
  for await (const lines of pages) yield lines.map(auditValues)
}

type Database = Kernel['database']

async function* searched(
  database: Database,
  { from, to, text: _none, ...words }: AuditQuery,
): AsyncGenerator<readonly AuditLine[]> {
  const wanted = { ...words, from: momentIf(from), to: momentIf(to) }
  let cursor: string | undefined
  do {
    const page = await search(database, wanted, { cursor, limit: listLimitMax })
    assert(page.ok, 'a cursor of our own making belongs to our own list')
    yield page.value.items
    cursor = page.value.nextCursor
  } while (cursor !== undefined)
}

/** A page may be short, or empty, and still have a next one. */
async function* found(
  database: Database,
  { from, to, text = '', ...words }: AuditQuery,
): AsyncGenerator<readonly AuditLine[]> {
  let before: AuditPlace | undefined
  do {
    const { items, next } = await searchText(database, {
      ...words,
      text,
      from: momentIf(from),
      to: momentIf(to),
      before,
      limit: listLimitMax,
    })
    yield items
    before = next
  } while (before !== undefined)
}

const auditValues = (line: AuditLine): readonly Value[] => [
  line.at,
  line.actor,
  line.action,
  line.subject,
  line.reason,
  line.before === null ? null : JSON.stringify(line.before),
  line.after === null ? null : JSON.stringify(line.after),
  line.requestId,
]
