/** Every table as a file: what may be seen of it, filtered and sorted as on its page. */
import { Type, type Static } from 'typebox'
import { sql, type Browsing } from '#kernel/db'
import { ExportStopped, type ExportRows, type ExportSource } from '#kernel/module'
import { accept, type Result } from '#kernel/problem'
import type { ColumnKind, Value } from '#kernel/sheet'
import {
  describeTable,
  type ColumnDescription,
  type TableDescription,
  type TableName,
} from './data-catalog.ts'
import { conditionsOf } from './data-filter.ts'
import { rowsQuestion, type CellText, type RowsRefusal } from './data-rows.ts'
import type { SourceFamily } from './export-sources.ts'
import { strict } from './shape.ts'

const filterMax = 1_000
const filtersMax = 20
const nameMax = 80

/** What a page of rows, and a file of them, can be asked. */
export const rowsFilter = {
  filter: Type.Optional(
    Type.Array(Type.String({ maxLength: filterMax }), {
      maxItems: filtersMax,
      description:
        'column:operator:value; operators: eq ne lt le gt ge prefix contains null notnull',
    }),
  ),
  sort: Type.Optional(
    Type.String({ maxLength: nameMax, description: 'a column; -column for the last first' }),
  ),
}

const FileQuery = Type.Object(rowsFilter, strict)
export type FileQuery = Static<typeof FileQuery>

/** `data.auto_loan.auto_order`. */
export const dataFamily = (browsing: Browsing): SourceFamily => ({
  prefix: 'data.',
  find: async (rest) => {
    const [schema = '', name = '', ...more] = rest.split('.')
    if (more.length > 0) return undefined
    const found = await browsing.look((reader) =>
      describeTable(reader, browsing, { schema, table: name }),
    )
    return found.ok && found.value ? sourceOf(browsing, found.value) : undefined
  },
})

const sourceOf = (browsing: Browsing, table: TableDescription): ExportSource => ({
  name: `data.${table.schema}.${table.table}`,
  tag: 'data',
  access: ['admin'],
  query: FileQuery,
  // It was checked against the schema above when it was asked.
  open: ({ query }) => openTable(browsing, table, query as FileQuery),
})

const batchMax = 2_000
/** As long as Excel lets a text be. */
const textMax = 32_767
/** Nobody waits for a page here. */
const lookMsMax = 30_000

export type TableRefusal = RowsRefusal | 'query_too_slow'

/** The rows, batch after batch, each asked for when the one before it is written. */
export async function openTable(
  browsing: Browsing,
  table: TableDescription,
  { filter: filters = [], sort }: FileQuery,
): Promise<Result<ExportRows, TableRefusal>> {
  const seen = table.details.flatMap((column, at) => (column.care === 'hidden' ? [] : [at]))
  const kinds = table.details.map(kindOf)
  const asked = { filters, sort, limit: batchMax, textMax }
  const first = rowsQuestion(table, { ...asked, after: undefined })
  if (!first.ok) return first
  async function* rows(): AsyncGenerator<readonly (readonly Value[])[]> {
    let question = first
    for (;;) {
      if (!question.ok) throw new ExportStopped(question.problem)
      const found = await browsing.look(question.value, lookMsMax)
      if (!found.ok) throw new ExportStopped(found.problem)
      yield found.value.map(({ cells }) => seen.map((at) => valueOf(kinds[at], cells[at] ?? null)))
      const last = found.value.at(-1)
      if (last === undefined || found.value.length < batchMax) return
      question = rowsQuestion(table, { ...asked, after: last.position })
    }
  }
  return accept({
    columns: seen.map((at) => ({
      title: table.details[at]?.name ?? '',
      kind: kinds[at] ?? 'text',
    })),
    total: await countRows(browsing, table, filters),
    rows: rows(),
  })
}

/** Counted where that is quick, else what PostgreSQL remembers. */
async function countRows(
  browsing: Browsing,
  table: TableDescription,
  filters: readonly string[],
): Promise<number | undefined> {
  const conditions = conditionsOf(table, filters)
  if (!conditions.ok) return undefined
  const where = sql.join([sql`true`, ...conditions.value], sql` and `)
  const counted = await browsing.look((reader) =>
    reader.row<{ count: bigint }>(sql`
      select count(*) as count from ${sql.table(fullName(table))} where ${where}`),
  )
  if (counted.ok) return Number(counted.value?.count ?? 0n)
  return filters.length === 0 ? (table.rows ?? undefined) : undefined
}

const fullName = ({ schema, table }: TableName): string => `${schema}.${table}`

function kindOf({ type, care }: ColumnDescription): ColumnKind {
  if (care === 'masked') return 'text'
  if (type.startsWith('numeric')) return 'decimal'
  return kinds[type] ?? 'text'
}

const kinds: Readonly<Record<string, ColumnKind>> = {
  smallint: 'integer',
  integer: 'integer',
  bigint: 'integer',
  boolean: 'boolean',
  date: 'day',
  'timestamp with time zone': 'moment',
}

function valueOf(kind: ColumnKind | undefined, cell: CellText): Value {
  if (cell === null) return null
  if (kind === 'integer') return BigInt(cell)
  if (kind === 'boolean') return cell === 'true'
  return kind === 'moment' ? new Date(cell) : cell
}
