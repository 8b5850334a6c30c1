/**
 * The web database tool of document 000: every table, read only. Administrators and auditors see
 * it; what is masked an administrator may see with a reason, which stands in the audit trail.
 */
import { Type } from 'typebox'
import { record } from '#kernel/audit'
import { subjectOf } from '#kernel/auth'
import type { Reader } from '#kernel/db'
import { command, Page, pageQuery, read, type Route } from '#kernel/http'
import type { Kernel } from '#kernel/module'
import { accept, refuse, type ProblemTable, type Result } from '#kernel/problem'
import {
  describeTable,
  listTables,
  type Relation,
  type TableDescription,
  type TableName,
} from './data-catalog.ts'
import { rowsFilter } from './data-export.ts'
import { filterOperators, operatorsOf } from './data-filter.ts'
import {
  clearValue,
  fitsPosition,
  oneRow,
  rowsQuestion,
  sortable,
  type CellText,
  type TableRow,
} from './data-rows.ts'
import { endOfPage, startOfPage } from './cursor.ts'
import { Line, Prose, strict } from './shape.ts'

export const dataProblems = {
  data_table_not_found: { status: 404, means: 'There is no such table to look at.' },
  data_row_not_found: { status: 404, means: 'There is no such row.' },
  data_table_keyless: { status: 422, means: 'Nothing that may be seen tells its rows apart.' },
  data_filter_invalid: {
    status: 422,
    means: 'The column cannot be asked this; `detail` says why.',
  },
  data_sort_invalid: { status: 422, means: 'Rows cannot be sorted by this column.' },
  data_column_not_masked: { status: 422, means: 'The column is not there, hidden, or not masked.' },
  query_too_slow: { status: 422, means: 'It would take too long: use columns with an index.' },
} as const satisfies ProblemTable

const base = '/api/v1/data/tables'
const shared = { tag: 'data', access: ['admin'] as const }
const nameMax = 80
const keyMax = 2_000
const reasonMax = 1_000
const cellTextMax = 200
const wholeTextMax = 100_000

type Rooms = Pick<Kernel, 'browsing'>

export const dataRoutes = (kernel: Rooms): readonly Route[] => [
  tables(kernel),
  table(kernel),
  rows(kernel),
  row(kernel),
  unmask(kernel),
]

const Named = { schema: Line(nameMax), table: Line(nameMax) }
const ByTable = Type.Object(Named, strict)
const ByRow = Type.Object({ ...Named, key: Line(keyMax) }, strict)

const nullable = (schema: Parameters<typeof Type.Array>[0]) => Type.Union([schema, Type.Null()])
const summary = {
  schema: Type.String(),
  table: Type.String(),
  comment: nullable(Type.String({ description: 'as the migration says it, in English' })),
  rows: nullable(Type.Integer({ description: 'as PostgreSQL last counted' })),
  columns: Type.Integer({ minimum: 0 }),
}
const Guardian = Type.Enum(['login', 'role', 'program'], {
  description:
    'who holds back secrets and writes: a login of the reader, its role, or the program alone',
})

const tables = ({ browsing }: Rooms): Route =>
  read({
    ...shared,
    path: base,
    operationId: 'listTables',
    summary: 'every table that may be looked at',
    answer: Type.Object({ items: Type.Array(Type.Object(summary)), guardian: Guardian }),
    problems: ['query_too_slow'],
    run: async () => {
      const found = await browsing.look((reader) => listTables(reader, browsing))
      if (!found.ok) return found
      return accept({ items: [...found.value], guardian: await browsing.guardian() })
    },
  })

const RelationAnswer = Type.Object({
  schema: Type.String(),
  table: Type.String(),
  match: Type.Array(Type.Object({ here: Type.String(), there: Type.String() })),
})

const TableAnswer = Type.Object({
  ...summary,
  details: Type.Array(
    Type.Object({
      name: Type.String(),
      type: Type.String(),
      nullable: Type.Boolean(),
      care: Type.Enum(['open', 'masked', 'hidden']),
      key: nullable(Type.Integer({ minimum: 1 })),
      indexed: Type.Boolean({ description: 'an index begins with it' }),
      sortable: Type.Boolean(),
      operators: Type.Array(Type.Enum([...filterOperators])),
    }),
  ),
  key: Type.Array(Type.String()),
  refersTo: Type.Array(RelationAnswer),
  referredBy: Type.Array(RelationAnswer),
  mayUnmask: Type.Boolean(),
})

const showRelation = ({ match, ...name }: Relation) => ({
  ...name,
  match: match.map(([here, there]) => ({ here, there })),
})

const table = ({ browsing }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/:schema/:table`,
    operationId: 'getTable',
    summary: 'the columns of a table, what each can be asked, and its relations',
    params: ByTable,
    answer: TableAnswer,
    problems: ['data_table_not_found', 'query_too_slow'],
    run: async ({ params, actor }) => {
      const found = await described(browsing, params)
      if (!found.ok) return found
      const { details, key, refersTo, referredBy, ...rest } = found.value
      return accept({
        ...rest,
        details: details.map((column) => ({
          ...column,
          sortable: column.care === 'open' && sortable(column.type),
          operators: operatorsOf(column),
        })),
        key: [...key],
        refersTo: refersTo.map(showRelation),
        referredBy: referredBy.map(showRelation),
        mayUnmask: actor.roles.includes('admin'),
      })
    },
  })

type Browsing = Rooms['browsing']

async function described(
  browsing: Browsing,
  name: TableName,
): Promise<Result<TableDescription, 'data_table_not_found' | 'query_too_slow'>> {
  const found = await browsing.look((reader) => describeTable(reader, browsing, name))
  if (!found.ok) return found
  if (found.value) return accept(found.value)
  return refuse('data_table_not_found', `There is no table ${name.schema}.${name.table}.`)
}

const RowAnswer = Type.Object({
  key: Type.String({ description: 'names the row' }),
  cells: Type.Array(nullable(Type.String()), { description: 'in the order of the columns' }),
})

const cut = (textMax: number) => (cell: CellText) =>
  cell !== null && cell.length > textMax ? `${cell.slice(0, textMax)}…` : cell

const showRow =
  ({ key }: TableDescription, textMax: number) =>
  ({ position, cells }: TableRow) => ({
    key: keyText(position.slice(-key.length)),
    cells: cells.map(cut(textMax)),
  })

const keyText = (values: readonly CellText[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url')

function keyOf(table: TableDescription, text: string): readonly CellText[] | undefined {
  try {
    const values: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    return Array.isArray(values) && fitsPosition(table, undefined, values) ? values : undefined
  } catch {
    // Not JSON: somebody has written it by hand, and there is no such row.
    return undefined
  }
}

const RowsQuery = Type.Object({ ...pageQuery, ...rowsFilter }, strict)

const rows = ({ browsing }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/:schema/:table/rows`,
    operationId: 'listRows',
    summary: 'rows along the key or a column; every value as text, moments in UTC',
    params: ByTable,
    query: RowsQuery,
    answer: Page(RowAnswer),
    problems: [
      'data_table_not_found',
      'data_table_keyless',
      'data_filter_invalid',
      'data_sort_invalid',
      'query_too_slow',
    ],
    run: async ({ params, query }) => {
      const found = await described(browsing, params)
      if (!found.ok) return found
      const name = `data.${params.schema}.${params.table}`
      const begin = startOfPage({ name, query: RowsQuery, after: Type.String() }, query)
      if (!begin.ok) return begin
      const { filter, after: text, limit } = begin.value
      const { filter: filters = [], sort } = filter
      const after = text === undefined ? undefined : positionOf(found.value, sort, text)
      if (text !== undefined && after === undefined) return notOurs
      const asked = { filters, sort, after, limit: limit + 1, textMax: cellTextMax }
      const question = rowsQuestion(found.value, asked)
      if (!question.ok) return question
      const page = await browsing.look(question.value)
      if (!page.ok) return page
      const show = showRow(found.value, cellTextMax)
      const keyOfRow = ({ position }: TableRow): string => JSON.stringify(position)
      return accept(endOfPage(begin.value, page.value, { keyOf: keyOfRow, show }))
    },
  })

const notOurs = refuse('cursor_invalid', 'This is no cursor of this table: begin without one.')

function positionOf(
  described: TableDescription,
  sort: string | undefined,
  text: string,
): readonly CellText[] | undefined {
  try {
    const values: unknown = JSON.parse(text)
    return Array.isArray(values) && fitsPosition(described, sort, values) ? values : undefined
  } catch {
    // Not JSON: a cursor that was written by hand.
    return undefined
  }
}

const row = ({ browsing }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/:schema/:table/rows/:key`,
    operationId: 'getRow',
    summary: 'one row, its texts whole',
    params: ByRow,
    answer: RowAnswer,
    problems: ['data_table_not_found', 'data_row_not_found', 'query_too_slow'],
    run: async ({ params }) => {
      const found = await described(browsing, params)
      if (!found.ok) return found
      const key = keyOf(found.value, params.key)
      if (key === undefined || key.length === 0) return noRow
      const one = await browsing.look((reader) =>
        oneRow(reader, found.value, { key, textMax: wholeTextMax }),
      )
      if (!one.ok) return one
      return one.value ? accept(showRow(found.value, wholeTextMax)(one.value)) : noRow
    },
  })

const noRow = refuse('data_row_not_found', 'There is no such row in this table.')

const Unmask = Type.Object({ column: Line(nameMax), reason: Prose(reasonMax) }, strict)

const unmask = ({ browsing }: Rooms): Route =>
  command({
    ...shared,
    path: `${base}/:schema/:table/rows/:key/unmask`,
    operationId: 'unmaskCell',
    summary: 'shows one masked value; who looked, and why, is kept in the audit trail',
    params: ByRow,
    body: Unmask,
    answer: Type.Object({ value: nullable(Type.String()) }),
    secretAnswer: true,
    problems: [
      'data_table_not_found',
      'data_row_not_found',
      'data_column_not_masked',
      'query_too_slow',
    ],
    each: async (tx, { params, body, actor, at, requestId }) => {
      const found = await described(browsing, params)
      if (!found.ok) return found
      const column = found.value.details.find(({ name }) => name === body.column)
      if (column?.care !== 'masked') {
        return refuse('data_column_not_masked', `${body.column} is no masked column.`)
      }
      const key = keyOf(found.value, params.key)
      if (key === undefined || key.length === 0) return noRow
      const look = (reader: Reader) => clearValue(reader, found.value, { key, column: body.column })
      const clear = await browsing.look(look)
      if (!clear.ok) return clear
      if (clear.value === undefined) return noRow
      await record(tx, [
        {
          actor: subjectOf(actor),
          at,
          requestId,
          action: 'data.unmask',
          subject: `data:${params.schema}.${params.table}`,
          after: { key: [...key], column: body.column },
          reason: body.reason,
        },
      ])
      return accept({ value: clear.value.value })
    },
  })
