/**
 * How a page is found. The planner of PostgreSQL believes that columns know nothing of each other;
 * orders do: old ones are settled, new ones in audit, and what was created last is updated last. So
 * a list does not rely on one estimate. It knows families of indexes (`Lead`): some columns, then
 * the sort, then the id. It cuts the question into streams, one for each value of the family's
 * columns, each of which an index has in order; PostgreSQL merges them and stops when the page is
 * full. What the streams leave open is asked in steps, each with a bound:
 *
 * 1. walk: in order, past so many rows at most, along each family that knows something; finds what
 *    is frequent;
 * 2. gather: all that match, so many at most, then sort; finds what is rare;
 * 3. search: in order, without a bound, along the family that found most: frequent elsewhere.
 */
import type { Reader } from './database.ts'
import {
  conditions,
  equals,
  implied,
  lastIncluded,
  type Asked,
  type ColumnType,
  type Range,
  type Value,
} from './listing-filter.ts'
import { sql, type Sql } from './sql.ts'

/** Indexes exist on these columns, then the sort column, then the id: one for each sort. */
export interface Lead {
  readonly columns: readonly LeadColumn[]
  /** Columns that one of these indexes carries at its end, so that it can gather by them. */
  readonly carries: readonly string[]
}

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

/** 2,000 rows are walked in 2 ms, 12,000 gathered and sorted in 10 ms. */
const walkMax = 2_000
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
  const { asked, rowsMax } = question
  const leads = await leadsFor(reader, question)
  let best: Part = { streams: oneStream, rest: asked, rowsMax }
  let most = -1
  for (const lead of leads) {
    const part = partOf(question, await streamsOf(reader, question, lead))
    const found = await walk<Row>(reader, question, part)
    if (found.length === rowsMax || openIn(question, part).length === 0) return found
    if (found.length > most) [best, most] = [part, found.length]
  }
  const gathered = await gather<Row>(reader, question, leads)
  return gathered ?? (await reader.rows<Row>(page(question, merged(question, best))))
}

const partOf = ({ asked, rowsMax }: Question, streams: Streams): Part => {
  const rest = asked.filter((each) => !streams.columns.includes(columnOf(each)))
  return { streams, rest, rowsMax }
}

const columnOf = ({ filter }: Asked): string => (filter.kind === 'through' ? '' : filter.column)

const openIn = ({ sort }: Question, { rest }: Part): readonly Asked[] =>
  rest.filter((each) => columnOf(each) !== sort.column)

/**
 * The families that know something of what was asked, the rarest first; the last one when none
 * does, and when a range names its periods; none when a person is named, who has a few orders.
 */
async function leadsFor(reader: Reader, question: Question): Promise<readonly Lead[]> {
  const { leads, asked } = question
  if (asked.some(({ filter }) => filter.kind === 'through')) return []
  const known = leads.filter((lead) => knownBy(lead, asked).length > 0)
  const periods = leads.filter(({ columns }) => rangeOf(asked, columns[0]) !== undefined)
  if (known.length === 0) return periods.length > 0 ? periods : leads.slice(-1)
  if (known.length === 1) return [...known, ...periods]
  const sized = await Promise.all(
    known.map(async (lead) => ({
      lead,
      size: await estimate(reader, question, knownBy(lead, asked)),
    })),
  )
  return [...sized.toSorted((a, b) => a.size - b.size).map(({ lead }) => lead), ...periods]
}

const knownBy = ({ columns }: Lead, asked: readonly Asked[]): readonly Asked[] =>
  asked.filter(
    (each) => 'values' in each && columns.some(({ column }) => column === each.filter.column),
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

async function streamsOf(reader: Reader, question: Question, lead: Lead): Promise<Streams> {
  let streams = oneStream
  for (const column of lead.columns) {
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
  const range = rangeOf(asked, column)
  if (range === undefined || column.period === undefined) return values
  const first = range.from === undefined ? -Infinity : column.period.at(range.from)
  const last = range.to === undefined ? Infinity : column.period.at(range.to)
  return values.filter((value) => Number(value) >= first && Number(value) <= last)
}

/** The range that was asked for of the column whose periods these are. */
function rangeOf(asked: readonly Asked[], column: LeadColumn | undefined): Range | undefined {
  for (const each of asked) {
    if ('range' in each && each.filter.column === column?.period?.of) return lastIncluded(each)
  }
  return undefined
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
function merged(question: Question, part: Part): Sql {
  const rows = streamed(question, part, {
    columns: needed(question),
    end: sql`${orderBy(question)} ${limit(part.rowsMax)}`,
  })
  return rows ?? sql`(select ${needed(question)} from ${sql.raw(question.table)} where false)`
}

interface Reading {
  readonly columns: Sql
  readonly end: Sql
}

function streamed(
  { table, always, sort }: Question,
  { streams, rest }: Part,
  { columns, end }: Reading,
): Sql | undefined {
  const parts = streams.conditions.map((stream) => {
    const all = [stream, ...conditions(rest), ...implied(rest, sort.column), ...always]
    return sql`(select ${columns} from ${sql.raw(table)} where ${sql.join(all, sql` and `)} ${end})`
  })
  if (parts.length < 2) return parts[0]
  return sql`(${sql.join(parts, sql` union all `)})`
}

const page = (question: Question, rows: Sql): Sql => sql`
  select ${list(question.columns)} from ${rows} as rows
   ${orderBy(question)} ${limit(question.rowsMax)}`

/** The open questions are asked of the first rows only: the inner limit keeps them out there. */
async function walk<Row>(reader: Reader, question: Question, part: Part): Promise<readonly Row[]> {
  const open = openIn(question, part)
  if (open.length === 0) return await reader.rows<Row>(page(question, merged(question, part)))
  const rest = part.rest.filter((each) => !open.includes(each))
  const first = merged(question, { ...part, rest, rowsMax: walkMax })
  return await reader.rows<Row>(sql`
    select ${list(question.columns)}
      from (select ${needed(question)} from ${first} as rows
             ${orderBy(question)} ${limit(walkMax)}) as walked
     where ${sql.join(conditions(open), sql` and `)}
     ${orderBy(question)} ${limit(question.rowsMax)}`)
}

/** All that match, sorted, and the page of them; undefined when there are more than allowed. */
async function gather<Row>(
  reader: Reader,
  question: Question,
  leads: readonly Lead[],
): Promise<readonly Row[] | undefined> {
  const { asked, table, key, sort, columns, rowsMax } = question
  const covering = leads.find((lead) => coversAll(lead, asked)) ?? leads[0]
  const streams = covering ? await streamsOf(reader, question, covering) : oneStream
  const keys = list([...new Set([...key, sort.column])])
  const end = limit(gatherMax + 1)
  const rows = streamed(question, partOf(question, streams), { columns: keys, end })
  if (rows === undefined) return []
  const found = await reader.rows<{ gathered: bigint }>(sql`
    with gathered as materialized (select ${keys} from ${rows} as rows ${end}),
         shown as materialized (
           select ${list(key)} from gathered ${orderBy(question)} ${limit(rowsMax)})
    select (select count(*) from gathered) as gathered, ${list(columns)}
      from shown join ${sql.raw(table)} using (${list(key)}) ${orderBy(question)}`)
  if (Number(found[0]?.gathered) > gatherMax) return undefined
  for (const row of found) Reflect.deleteProperty(row, 'gathered')
  // Without the count these are the columns of the answer, whose type the caller has named.
  return found as unknown as readonly Row[]
}

/** Whether the indexes of a family have every column that single values were asked of. */
const coversAll = ({ columns, carries }: Lead, asked: readonly Asked[]): boolean =>
  asked.every(
    (each) =>
      !('values' in each) ||
      carries.includes(each.filter.column) ||
      columns.some(({ column }) => column === each.filter.column),
  )
