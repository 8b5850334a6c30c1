/**
 * How a page is found. The planner of PostgreSQL believes that columns know nothing of each other;
 * orders do: old ones are settled, new ones in audit, and what was created last is updated last. So
 * a list does not rely on one estimate. It knows families of indexes (`Lead`): some columns, then
 * the sort, then the id. It cuts the question into streams, one for each value of the family's
 * columns, each of which an index has in order; PostgreSQL merges them and stops when the page is
 * full. What the streams leave open is asked in steps, each with a bound:
 *
 * 1. walk: in order, past so many rows at most; finds what is frequent;
 * 2. gather: all that match, so many at most, then sort; finds what is rare;
 * 3. search: in order, without a bound: frequent, but not hereabouts.
 */
import type { Reader } from './database.ts'
import { conditions, equals, type Asked, type ColumnType, type Value } from './listing-filter.ts'
import { sql, type Sql } from './sql.ts'

/** Indexes exist on these columns, then the sort column, then the id: one for each sort. */
export type Lead = readonly LeadColumn[]

export interface LeadColumn {
  /** A column, or an expression as the index has it. */
  readonly column: string
  readonly type: ColumnType
  /** The expression is a period of a range filter's column: the year of its creation. */
  readonly period?: { readonly of: string; readonly at: (value: Value) => number }
}

export interface Sort {
  readonly column: string
  readonly type: ColumnType
}

/** One page to be found. */
export interface Question {
  readonly table: string
  /** Columns of the answer. */
  readonly columns: readonly string[]
  /** The primary key; its last column is the id that orders rows of one sort value. */
  readonly key: readonly string[]
  readonly leads: readonly Lead[]
  readonly sort: Sort
  readonly descending: boolean
  readonly asked: readonly Asked[]
  /** Whose rows the caller may see, and where the page before ended. */
  readonly always: readonly Sql[]
  readonly rowsMax: number
}

/** 5,000 rows are walked in some 4 ms, 12,000 gathered and sorted in some 10 ms. */
const walkMax = 5_000
const gatherMax = 12_000
/** Each stream costs 0.1 ms to plan. */
const streamsMax = 64

interface Streams {
  readonly conditions: readonly Sql[]
  /** Columns that the streams have settled. */
  readonly columns: readonly string[]
}

interface Part {
  readonly streams: Streams
  /** What the streams have not settled. */
  readonly rest: readonly Asked[]
  readonly rowsMax: number
}

const oneStream: Streams = { conditions: [sql`true`], columns: [] }

export async function findPage<Row>(reader: Reader, question: Question): Promise<readonly Row[]> {
  const { asked, sort, rowsMax } = question
  const lead = await chooseLead(reader, question)
  const streams = lead ? await streamsOf(reader, question, lead) : oneStream
  const rest = asked.filter((each) => !streams.columns.includes(columnOf(each)))
  const inOrder = rest.filter((each) => columnOf(each) === sort.column)
  const open = rest.filter((each) => columnOf(each) !== sort.column)
  const all = { streams, rest, rowsMax }
  if (lead === undefined || open.length === 0) {
    return await reader.rows<Row>(page(question, merged(question, all)))
  }
  const first = merged(question, { streams, rest: inOrder, rowsMax: walkMax })
  const walked = await reader.rows<Row>(walk(question, first, open))
  if (walked.length === rowsMax) return walked
  const gathered = await gather<Row>(reader, question, all)
  if (gathered !== undefined) return gathered
  const periods = await periodStreams(reader, question)
  const last = periods ? { streams: periods, rest: asked, rowsMax } : all
  return await reader.rows<Row>(page(question, merged(question, last)))
}

const columnOf = ({ filter }: Asked): string => (filter.kind === 'through' ? '' : filter.column)

/**
 * The family that knows the rarest of what was asked, else the last one; none when a person is
 * named, who has a few orders.
 */
async function chooseLead(reader: Reader, question: Question): Promise<Lead | undefined> {
  const { leads, asked } = question
  if (asked.some(({ filter }) => filter.kind === 'through')) return undefined
  const known = leads.filter((lead) => knownBy(lead, asked).length > 0)
  if (known.length < 2) return known[0] ?? leads.at(-1)
  const sizes = await Promise.all(
    known.map((lead) => estimate(reader, question, knownBy(lead, asked))),
  )
  return known[sizes.indexOf(Math.min(...sizes))]
}

const knownBy = (lead: Lead, asked: readonly Asked[]): readonly Asked[] =>
  asked.filter(
    (each) => 'values' in each && lead.some(({ column }) => column === each.filter.column),
  )

interface Explained {
  readonly 'QUERY PLAN': readonly [{ readonly Plan: { readonly 'Plan Rows': number } }]
}

/** How many rows PostgreSQL expects: of values of single columns it knows the frequency well. */
async function estimate(
  reader: Reader,
  { table }: Question,
  asked: readonly Asked[],
): Promise<number> {
  const explained = await reader.row<Explained>(sql`
    explain (format json) select 1 from ${sql.raw(table)}
     where ${sql.join(conditions(asked), sql` and `)}`)
  return explained?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0
}

/** The streams of the periods that a range names, for a search that has nothing better. */
async function periodStreams(reader: Reader, question: Question): Promise<Streams | undefined> {
  const columns = question.asked.flatMap((each) => ('range' in each ? [each.filter.column] : []))
  const lead = question.leads.find(([first]) => first?.period && columns.includes(first.period.of))
  return lead ? await streamsOf(reader, question, lead) : undefined
}

async function streamsOf(reader: Reader, question: Question, lead: Lead): Promise<Streams> {
  let streams: Streams = { conditions: [sql`true`], columns: [] }
  for (const column of lead) {
    const parts = await Promise.all(
      streams.conditions.map(async (stream) => {
        const values = await valuesOf(reader, question, { column, stream })
        return values.map(
          (value) => sql`${stream} and ${equals(column.column, column.type, value)}`,
        )
      }),
    )
    if (parts.flat().length > streamsMax) return streams
    streams = { conditions: parts.flat(), columns: [...streams.columns, column.column] }
  }
  return streams
}

interface Spread {
  readonly column: LeadColumn
  readonly stream: Sql
}

/** The values that were asked for, or all that the index has. */
async function valuesOf(
  reader: Reader,
  { asked, table }: Question,
  { column, stream }: Spread,
): Promise<readonly (Value | null)[]> {
  const given = asked.find((each) => 'values' in each && each.filter.column === column.column)
  if (given && 'values' in given) return given.values
  const values = await distinct(reader, { column: column.column, table, stream })
  const { period } = column
  const range = asked.find((each) => 'range' in each && each.filter.column === period?.of)
  if (!period || !range || !('range' in range)) return values
  const { from, to } = range.range
  const first = from === undefined ? -Infinity : period.at(from)
  const last = to === undefined ? Infinity : period.at(to)
  return values.filter((value) => Number(value) >= first && Number(value) <= last)
}

interface Distinct {
  readonly column: string
  readonly table: string
  readonly stream: Sql
}

/** Hops from value to value through the index instead of reading it. Null comes last. */
async function distinct(
  reader: Reader,
  { column, table, stream }: Distinct,
): Promise<readonly (Value | null)[]> {
  const [at, from] = [sql.raw(column), sql.raw(table)]
  const rows = await reader.rows<{ value: Value | null }>(sql`
    with recursive hop as (
      (select ${at} as value from ${from}
        where ${stream} and ${at} is not null order by ${at} limit 1)
      union all
      select (select ${at} from ${from}
               where ${stream} and ${at} > hop.value order by ${at} limit 1)
        from hop where hop.value is not null)
    select value from hop where value is not null
    union all (select ${at} from ${from} where ${stream} and ${at} is null limit 1)`)
  return rows.map(({ value }) => value)
}

const list = (names: readonly string[]): Sql => sql.raw(names.join(', '))

const orderBy = ({ sort, key, descending }: Question): Sql => {
  const direction = descending ? 'desc' : 'asc'
  return sql.raw(`order by ${sort.column} ${direction}, ${key.at(-1)} ${direction}`)
}

const limit = (rows: number): Sql => sql.raw(`limit ${rows}`)

/** What is read: the answer's columns, and those that conditions and order still need. */
function needed({ columns, key, sort, asked }: Question): Sql {
  const all = [...columns, ...key, sort.column, ...asked.map(columnOf)]
  return list([...new Set(all)].filter((name) => name !== ''))
}

/** All streams in one order, each asked for the rest, too. Read lazily, from indexes. */
function merged(question: Question, { streams, rest, rowsMax }: Part): Sql {
  const [first, ...others] = streams.conditions.map((stream) => {
    const all = sql.join([stream, ...conditions(rest), ...question.always], sql` and `)
    return sql`(select ${needed(question)} from ${sql.raw(question.table)}
                 where ${all} ${orderBy(question)} ${limit(rowsMax)})`
  })
  if (first === undefined) return empty(question)
  return others.length === 0 ? first : sql`(${sql.join([first, ...others], sql` union all `)})`
}

const empty = (question: Question): Sql =>
  sql`(select ${needed(question)} from ${sql.raw(question.table)} where false)`

const page = (question: Question, rows: Sql): Sql => sql`
  select ${list(question.columns)} from ${rows} as rows
   ${orderBy(question)} ${limit(question.rowsMax)}`

/** The open questions are asked of the first rows only: the inner limit keeps them out there. */
const walk = (question: Question, rows: Sql, open: readonly Asked[]): Sql => sql`
  select ${list(question.columns)}
    from (select ${needed(question)} from ${rows} as rows
           ${orderBy(question)} ${limit(walkMax)}) as walked
   where ${sql.join(conditions(open), sql` and `)}
   ${orderBy(question)} ${limit(question.rowsMax)}`

/** All that match, sorted, and the page of them; undefined when there are more than allowed. */
async function gather<Row>(
  reader: Reader,
  question: Question,
  { streams, rest, rowsMax }: Part,
): Promise<readonly Row[] | undefined> {
  const { table, key, sort, columns } = question
  if (streams.conditions.length === 0) return []
  const keys = list([...new Set([...key, sort.column])])
  const parts = streams.conditions.map((stream) => {
    const all = sql.join([stream, ...conditions(rest), ...question.always], sql` and `)
    return sql`(select ${keys} from ${sql.raw(table)} where ${all} ${limit(gatherMax + 1)})`
  })
  const rows = await reader.rows<{ gathered: bigint }>(sql`
    with gathered as materialized (
           select ${keys} from (${sql.join(parts, sql` union all `)}) as part
            ${limit(gatherMax + 1)}),
         shown as materialized (
           select ${list(key)} from gathered ${orderBy(question)} ${limit(rowsMax)})
    select (select count(*) from gathered) as gathered, ${list(columns)}
      from shown join ${sql.raw(table)} using (${list(key)}) ${orderBy(question)}`)
  if (Number(rows[0]?.gathered) > gatherMax) return undefined
  for (const row of rows) Reflect.deleteProperty(row, 'gathered')
  // Without the count these are the columns of the answer, whose type the caller has named.
  return rows as unknown as readonly Row[]
}
