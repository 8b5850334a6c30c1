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

/** 2,000 rows are walked in 2 ms, 16,000 gathered and sorted in 12 ms. */
const walkMax = 2_000
const gatherMax = 16_000
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
}

const oneStream: Streams = { conditions: [sql`true`], columns: [] }

export async function findPage<Row>(reader: Reader, question: Question): Promise<readonly Row[]> {
  const { asked, rowsMax } = question
  const leads = await leadsFor(reader, question)
  let best: Part = { streams: oneStream, rest: asked }
  let most = 0
  for (const { lead, size } of leads) {
    const part = partOf(question, await streamsOf(reader, question, lead))
    const found = await walk<Row>(reader, question, part)
    if (found.length === rowsMax || openIn(question, part).length === 0) return found
    if (found.length >= most) [best, most] = [part, found.length]
    if (size <= gatherMax) break
  }
  const gathered = await gather<Row>(reader, question, leads)
  return gathered ?? (await reader.rows<Row>(page(question, merged(question, best, rowsMax))))
}

const partOf = ({ asked }: Question, streams: Streams): Part => {
  const rest = asked.filter((each) => !streams.columns.includes(columnOf(each)))
  return { streams, rest }
}

/** A person is no column of the table. */
const throughColumn = ''

const columnOf = ({ filter }: Asked): string =>
  filter.kind === 'through' ? throughColumn : filter.column

const openIn = ({ sort }: Question, { rest }: Part): readonly Asked[] =>
  rest.filter((each) => columnOf(each) !== sort.column)

interface SizedLead {
  readonly lead: Lead
  /** How many rows its streams are expected to have. */
  readonly size: number
}

/**
 * The families that know something of what was asked, the rarest first; the last one when none
 * does, and when a range names its periods; none when a person is named, who has a few orders.
 */
async function leadsFor(reader: Reader, question: Question): Promise<readonly SizedLead[]> {
  const { leads, asked } = question
  if (asked.some(({ filter }) => filter.kind === 'through')) return []
  const known = leads.filter((lead) => knownBy(lead, asked).length > 0)
  const sized = await Promise.all(
    known.map(async (lead) => ({
      lead,
      size: asked.length === 1 ? 0 : await estimate(reader, question, knownBy(lead, asked)),
    })),
  )
  const others = leads.filter(({ columns }) => rangeOf(asked, columns[0]) !== undefined)
  const periods = known.length + others.length === 0 ? leads.slice(-1) : others
  return [
    ...sized.toSorted((a, b) => a.size - b.size),
    ...periods.map((lead) => ({ lead, size: Infinity })),
  ]
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
  return list([...new Set(all)].filter((name) => name !== throughColumn))
}

/** All streams in one order, each asked for the rest, too. Read lazily, from indexes. */
function merged(question: Question, part: Part, rowsMax: number): Sql {
  const columns = needed(question)
  return streamed(question, part, {
    columns,
    also: implied(question.asked, question.sort.column),
    end: sql`${orderBy(question)} ${limit(rowsMax)}`,
  })
}

interface Reading {
  readonly columns: Sql
  readonly also: readonly Sql[]
  readonly end: Sql
}

function streamed(
  { table, always }: Question,
  { streams, rest }: Part,
  { columns, also, end }: Reading,
): Sql {
  const parts = streams.conditions.map((stream) => {
    const all = sql.join([stream, ...conditions(rest), ...also, ...always], sql` and `)
    return sql`(select ${columns} from ${sql.raw(table)} where ${all} ${end})`
  })
  if (parts.length === 0) return sql`(select ${columns} from ${sql.raw(table)} where false)`
  return parts.length === 1 ? sql.join(parts) : sql`(${sql.join(parts, sql` union all `)})`
}

const page = (question: Question, rows: Sql): Sql => sql`
  select ${list(question.columns)} from ${rows} as rows
   ${orderBy(question)} ${limit(question.rowsMax)}`

/** The open questions are asked of the first rows only: the inner limit keeps them out there. */
async function walk<Row>(reader: Reader, question: Question, part: Part): Promise<readonly Row[]> {
  const open = openIn(question, part)
  if (open.length === 0)
    return await reader.rows<Row>(page(question, merged(question, part, question.rowsMax)))
  const rest = part.rest.filter((each) => !open.includes(each))
  const first = merged(question, { ...part, rest }, walkMax)
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
  leads: readonly SizedLead[],
): Promise<readonly Row[] | undefined> {
  const covering = leads.find(({ lead }) => coversAll(lead, question.asked))
  const few = leads.find(({ size }) => size <= gatherMax)
  const small = few && few !== covering ? await streamsOf(reader, question, few.lead) : undefined
  const whole = small ?? personsRows(question)
  if (whole) {
    // Few rows are all read and then asked: the planner would rather intersect two large indexes.
    const { streams, rest } = partOf(question, whole)
    const rows = await gathered<Row>(reader, question, { part: { streams, rest: [] }, last: rest })
    if (rows !== undefined) return rows
  }
  const { lead } = covering ?? leads[0] ?? {}
  const streams = lead ? await streamsOf(reader, question, lead) : oneStream
  return await gathered<Row>(reader, question, { part: partOf(question, streams), last: [] })
}

/** What belongs to the person who was named, as one stream. */
function personsRows({ asked }: Question): Streams | undefined {
  const named = asked.filter(({ filter }) => filter.kind === 'through')
  if (named.length === 0) return undefined
  return { conditions: [sql.join(conditions(named), sql` and `)], columns: [throughColumn] }
}

interface Gathering {
  readonly part: Part
  /** What is asked of the rows when they have been read. */
  readonly last: readonly Asked[]
}

async function gathered<Row>(
  reader: Reader,
  question: Question,
  { part, last }: Gathering,
): Promise<readonly Row[] | undefined> {
  const { table, key, sort, columns, rowsMax } = question
  const read = list([...new Set([...key, sort.column, ...last.map(columnOf)])])
  const end = limit(gatherMax + 1)
  const source = streamed(question, part, { columns: read, also: [], end })
  const asked = sql.join([sql`true`, ...conditions(last)], sql` and `)
  const found = await reader.rows<{ gathered: bigint; shown: boolean }>(sql`
    with gathered as materialized (select ${read} from ${source} as rows ${end}),
         counted as materialized (select count(*) as gathered from gathered),
         shown as materialized (
           select ${list(key)} from gathered where ${asked} ${orderBy(question)} ${limit(rowsMax)}),
         found as (
           select true as shown, ${needed(question)}
             from shown join ${sql.raw(table)} using (${list(key)}))
    select counted.gathered, coalesce(shown, false) as shown, ${list(columns)}
      from counted left join found on true ${orderBy(question)}`)
  if (Number(found[0]?.gathered) > gatherMax) return undefined
  const rows = found.filter(({ shown }) => shown)
  for (const name of ['gathered', 'shown'])
    for (const row of rows) Reflect.deleteProperty(row, name)
  // Without these two, what is left are the columns of the answer, whose type the caller named.
  return rows as unknown as readonly Row[]
}

/** Whether the indexes of a family have every column that single values were asked of. */
const coversAll = ({ columns, carries }: Lead, asked: readonly Asked[]): boolean =>
  asked.every(
    (each) =>
      !('values' in each) ||
      carries.includes(each.filter.column) ||
      columns.some(({ column }) => column === each.filter.column),
  )
