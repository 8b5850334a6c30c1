/** Rows of any table: page by page along its key, or along a column and then its key. */
import { sql, type Reader, type Sql } from '#kernel/db'
import { accept, refuse, type Result } from '#kernel/problem'
import { maskName } from '#kernel/secret'
import type { ColumnDescription, TableDescription } from './data-catalog.ts'
import { conditionsOf, fitsType, isJson, isMoment, type FilterRefusal } from './data-filter.ts'

/** Every value as the text that PostgreSQL has for it; moments in UTC, bytes in hex. */
export type CellText = string | null

export interface TableRow {
  /** Values of the key, and before them that of the sort: where a page ends. */
  readonly position: readonly CellText[]
  /** In the order of the columns; what is hidden is null. */
  readonly cells: readonly CellText[]
}

export interface RowsAsked {
  readonly filters: readonly string[]
  /** A column, `-column` for the last first; the key when left out. */
  readonly sort?: string | undefined
  /** The position of the row before the page. */
  readonly after?: readonly CellText[] | undefined
  readonly limit: number
  /** Longer texts are cut there. */
  readonly textMax: number
}

export type RowsRefusal = FilterRefusal | 'data_sort_invalid' | 'data_table_keyless'

interface Order {
  /** Undefined: along the key alone. */
  readonly by: ColumnDescription | undefined
  readonly descending: boolean
}

/** Builds the questions for a page; refuses what cannot be asked, before anything is read. */
export function rowsQuestion(
  table: TableDescription,
  asked: RowsAsked,
): Result<(reader: Reader) => Promise<readonly TableRow[]>, RowsRefusal> {
  if (table.key.length === 0) {
    const why = 'nothing that may be seen tells its rows apart'
    return refuse('data_table_keyless', `${table.schema}.${table.table} shows no rows: ${why}.`)
  }
  const order = orderOf(table, asked.sort)
  if (!order.ok) return order
  const conditions = conditionsOf(table, asked.filters)
  if (!conditions.ok) return conditions
  const parts = partsOf(table, order.value, asked.after)
  return accept(async (reader) => {
    const rows: TableRow[] = []
    // Rows without a value of the sort come last, along the key: an index has no order for both.
    for (const part of parts) {
      const left = asked.limit - rows.length
      if (left <= 0) break
      const where = sql.join([sql`true`, ...conditions.value, ...part.conditions], sql` and `)
      const question = { table, order: order.value, where, asked: { ...asked, limit: left } }
      rows.push(...(await read(reader, question)))
    }
    return rows
  })
}

function orderOf(
  { details, key }: TableDescription,
  sort: string | undefined,
): Result<Order, RowsRefusal> {
  if (sort === undefined) return accept({ by: undefined, descending: false })
  const descending = sort.startsWith('-')
  const name = descending ? sort.slice(1) : sort
  const by = details.find((column) => column.name === name)
  if (by === undefined || by.care !== 'open' || !sortable(by.type)) {
    return refuse('data_sort_invalid', `Rows cannot be sorted by ${name.slice(0, 80)}.`)
  }
  // The key orders by its first column anyway.
  return accept({ by: key[0] === name ? undefined : by, descending })
}

export const sortable = (type: string): boolean => !isJson(type) && !type.endsWith('[]')

interface Part {
  readonly conditions: readonly Sql[]
}

/** The rows with a value of the sort, and then those without; or only what the page has left. */
function partsOf(
  table: TableDescription,
  { by, descending }: Order,
  after: RowsAsked['after'],
): readonly Part[] {
  const sign = sql.raw(descending ? '<' : '>')
  const along = (columns: readonly string[], values: readonly CellText[]): Sql =>
    sql`(${list(columns)}) ${sign} (${sql.join(
      columns.map((name, at) => sql`${values[at] ?? null}::${typeOf(table, name)}`),
    )})`
  if (by === undefined) {
    return [{ conditions: after === undefined ? [] : [along(table.key, after)] }]
  }
  const at = sql.ref(by.name)
  const empty = { conditions: [sql`${at} is null`] }
  const filled = by.nullable ? [sql`${at} is not null`] : []
  if (after === undefined) return [{ conditions: filled }, ...(by.nullable ? [empty] : [])]
  const [value, ...keys] = after
  if (value === null) return [{ conditions: [...empty.conditions, along(table.key, keys)] }]
  const rest = { conditions: [...filled, along([by.name, ...table.key], after)] }
  return [rest, ...(by.nullable ? [empty] : [])]
}

const typeOf = ({ details }: TableDescription, name: string): Sql =>
  sql.raw((details.find((column) => column.name === name)?.type ?? 'text').replace(/\(.*\)/u, ''))

/** Whether these can be values of the columns: a position comes from outside. */
export function fitsPosition(
  { details, key }: TableDescription,
  sort: string | undefined,
  position: readonly unknown[],
): position is readonly CellText[] {
  const by = sort?.replace(/^-/u, '')
  const along = [...(by === undefined || key[0] === by ? [] : [by]), ...key]
  return (
    position.length === along.length &&
    along.every((name, at) => {
      const column = details.find((one) => one.name === name)
      const value = position[at]
      if (value === null) return at === 0 && column?.nullable === true
      return typeof value === 'string' && fitsType(column?.type ?? 'text', value)
    })
  )
}

const list = (names: readonly string[]): Sql => sql.join(names.map((name) => sql.ref(name)))

interface Question {
  readonly table: TableDescription
  readonly order: Order
  readonly where: Sql
  readonly asked: RowsAsked
}

async function read(
  reader: Reader,
  { table, order, where, asked }: Question,
): Promise<readonly TableRow[]> {
  const direction = sql.raw(order.descending ? 'desc' : 'asc')
  const along = [...(order.by ? [order.by.name] : []), ...table.key]
  const ordered = sql.join(along.map((name) => sql`${sql.ref(name)} ${direction}`))
  // Numbered columns instead of two arrays: PostgreSQL and the driver would write and read those
  // sign by sign.
  const rows = await reader.rows<Record<string, CellText>>(sql`
    select ${numbered(
      'p',
      along.map((name) => sql`${sql.ref(name)}::text`),
    )},
           ${numbered(
             'c',
             table.details.map((column) => shown(column, asked.textMax)),
           )}
      from ${sql.table(`${table.schema}.${table.table}`)}
     where ${where} order by ${ordered} limit ${asked.limit}`)
  return rows.map((row) => ({
    position: along.map((_, at) => row[`p${at}`] ?? null),
    cells: masked(
      table,
      table.details.map((_, at) => row[`c${at}`] ?? null),
    ),
  }))
}

const numbered = (letter: string, columns: readonly Sql[]): Sql =>
  sql.join(columns.map((column, at) => sql`${column} as ${sql.ref(`${letter}${at}`)}`))

/** A masked value is cut to its mask by us, so it must come whole. */
function shown({ name, type, care }: ColumnDescription, textMax: number): Sql {
  const at = sql.ref(name)
  if (care === 'hidden') return sql`null::text`
  if (type === 'bytea') return sql`encode(${at}, 'hex')`
  if (isMoment(type)) {
    return sql`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
  }
  return sql`left(${at}::text, ${textMax + 1}::integer)`
}

const masked = ({ details }: TableDescription, cells: readonly CellText[]): readonly CellText[] =>
  cells.map((cell, at) => (details[at]?.care === 'masked' && cell !== null ? maskName(cell) : cell))

/** One row by its key; undefined where there is none. `clear` shows one masked column as it is. */
export async function oneRow(
  reader: Reader,
  table: TableDescription,
  { key, textMax }: { readonly key: readonly CellText[]; readonly textMax: number },
): Promise<TableRow | undefined> {
  const [row] = await read(reader, {
    table,
    order: { by: undefined, descending: false },
    where: equalKey(table, key),
    asked: { filters: [], limit: 1, textMax },
  })
  return row
}

/** A masked value in clear. */
export async function clearValue(
  reader: Reader,
  table: TableDescription,
  { key, column }: { readonly key: readonly CellText[]; readonly column: string },
): Promise<{ readonly value: CellText } | undefined> {
  return await reader.row<{ value: CellText }>(sql`
    select ${sql.ref(column)}::text as value
      from ${sql.table(`${table.schema}.${table.table}`)} where ${equalKey(table, key)}`)
}

const equalKey = (table: TableDescription, key: readonly CellText[]): Sql =>
  sql`(${list(table.key)}) = (${sql.join(
    table.key.map((name, at) => sql`${key[at] ?? null}::${typeOf(table, name)}`),
  )})`
