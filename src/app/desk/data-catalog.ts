/** The tables that may be looked at, as PostgreSQL's catalog and the schemas describe them. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { careOf, sql, type Browsing, type Reader, type Schema } from '#kernel/db'
import { conventions, type Match } from './data-relations.ts'

export interface TableName {
  readonly schema: string
  readonly table: string
}

export interface TableSummary extends TableName {
  /** What the migration says above the table. */
  readonly comment: string | null
  /** As PostgreSQL last counted; null when it never did. */
  readonly rows: number | null
  readonly columns: number
}

export interface ColumnDescription {
  readonly name: string
  readonly type: string
  readonly nullable: boolean
  readonly care: 'open' | 'masked' | 'hidden'
  /** Its place in the key, from 1. */
  readonly key: number | null
  /** An index begins with it, so that it sorts a million rows at once. */
  readonly indexed: boolean
}

export interface Relation extends TableName {
  readonly match: Match
}

export interface TableDescription extends TableSummary {
  readonly details: readonly ColumnDescription[]
  /** Readable columns that tell one row from all others; empty where there are none. */
  readonly key: readonly string[]
  readonly refersTo: readonly Relation[]
  readonly referredBy: readonly Relation[]
}

interface CatalogTable extends TableName {
  readonly oid: number
  readonly rows: number
  readonly columns: bigint
}

const tableRows = (reader: Reader, schemas: readonly string[]): Promise<CatalogTable[]> =>
  reader.rows<CatalogTable>(
    sql`select c.oid::int8::int4 as oid, n.nspname::text as schema, c.relname::text as table,
               c.reltuples::float8 as rows,
               (select count(*) from pg_catalog.pg_attribute a
                 where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
          from pg_catalog.pg_class c
          join pg_catalog.pg_namespace n on n.oid = c.relnamespace
         where n.nspname = any(${schemas}::text[]) and c.relkind in ('r', 'p')
         order by 2, 3`,
  )

/** All tables, by schema and name. */
export async function listTables(
  reader: Reader,
  { schemas }: Pick<Browsing, 'schemas'>,
): Promise<readonly TableSummary[]> {
  const names = schemas.map(({ name }) => name)
  const tables = await tableRows(reader, names)
  return tables.map((table) => summaryOf(table, commentsOf(schemas)))
}

const summaryOf = (
  { schema, table, rows, columns }: CatalogTable,
  comments: ReadonlyMap<string, string>,
): TableSummary => ({
  schema,
  table,
  comment: comments.get(`${schema}.${table}`) ?? null,
  rows: rows < 0 ? null : Math.round(rows),
  columns: Number(columns),
})

interface CatalogColumn extends TableName {
  readonly name: string
  readonly type: string
  readonly nullable: boolean
  readonly place: number
}

interface CatalogIndex extends TableName {
  readonly isPrimary: boolean
  readonly isUnique: boolean
  readonly isPartial: boolean
  /** Numbers of columns; 0 is an expression. */
  readonly places: string
}

interface CatalogForeignKey extends TableName {
  readonly toSchema: string
  readonly toTable: string
  readonly here: string[]
  readonly there: string[]
}

/** Undefined where there is no such table, or none that may be looked at. */
export async function describeTable(
  reader: Reader,
  browsing: Pick<Browsing, 'schemas'>,
  name: TableName,
): Promise<TableDescription | undefined> {
  const { schemas } = browsing
  const names = schemas.map((schema) => schema.name)
  const tables = await tableRows(reader, names)
  const table = tables.find((one) => one.schema === name.schema && one.table === name.table)
  if (table === undefined) return undefined
  const columns = await columnsOf(reader, names)
  const indexes = await indexesOf(reader, name)
  const own = columns.filter(sameTable(name))
  const care = careIn(schemas, name)
  const readable = (column: string): boolean =>
    own.some((one) => one.name === column && care(one) !== 'hidden' && !one.nullable)
  const key = keyOf(own, indexes).find((parts) => parts.every(readable)) ?? []
  const relations = [...(await foreignKeys(reader, names)), ...agreed(columns)]
  return {
    ...summaryOf(table, commentsOf(schemas)),
    details: own.map((column) => ({
      name: column.name,
      type: column.type,
      nullable: column.nullable,
      care: care(column),
      key: key.includes(column.name) ? key.indexOf(column.name) + 1 : null,
      indexed: indexes.some(({ isPartial, places }) => {
        return !isPartial && places.split(' ')[0] === String(column.place)
      }),
    })),
    key,
    refersTo: once(relations.filter(({ from }) => sameTable(name)(from)).map(({ to }) => to)),
    referredBy: once(
      relations.filter(({ to }) => sameTable(name)(to)).map(({ from, to }) => reversed(from, to)),
    ),
  }
}

const sameTable =
  ({ schema, table }: TableName) =>
  (other: TableName): boolean =>
    other.schema === schema && other.table === table

/** The reader could not see what is hidden: PostgreSQL has the same list. */
const careIn =
  (schemas: readonly Schema[], { schema, table }: TableName) =>
  ({ name, type }: Pick<CatalogColumn, 'name' | 'type'>): ColumnDescription['care'] => {
    const said = schemas.find((one) => one.name === schema)?.columns?.[`${table}.${name}`]
    const care = careOf(said, type)
    return care === 'secret' ? 'hidden' : care
  }

const columnsOf = (reader: Reader, schemas: readonly string[]): Promise<CatalogColumn[]> =>
  reader.rows<CatalogColumn>(
    sql`select n.nspname::text as schema, c.relname::text as table, a.attname::text as name,
               pg_catalog.format_type(a.atttypid, a.atttypmod) as type,
               not a.attnotnull as nullable, a.attnum::int4 as place
          from pg_catalog.pg_attribute a
          join pg_catalog.pg_class c on c.oid = a.attrelid
          join pg_catalog.pg_namespace n on n.oid = c.relnamespace
         where n.nspname = any(${schemas}::text[]) and c.relkind in ('r', 'p')
           and a.attnum > 0 and not a.attisdropped
         order by 1, 2, a.attnum`,
  )

const indexesOf = (reader: Reader, { schema, table }: TableName): Promise<CatalogIndex[]> =>
  reader.rows<CatalogIndex>(
    sql`select n.nspname::text as schema, c.relname::text as table,
               i.indisprimary as is_primary, i.indisunique as is_unique,
               i.indpred is not null as is_partial, i.indkey::text as places
          from pg_catalog.pg_index i
          join pg_catalog.pg_class c on c.oid = i.indrelid
          join pg_catalog.pg_namespace n on n.oid = c.relnamespace
         where n.nspname = ${schema} and c.relname = ${table}
         order by i.indisprimary desc, i.indexrelid`,
  )

/** The primary key, then whatever else is unique: a key may itself be a secret. */
const keyOf = (
  columns: readonly CatalogColumn[],
  indexes: readonly CatalogIndex[],
): readonly (readonly string[])[] =>
  indexes
    .filter(({ isUnique, isPartial }) => isUnique && !isPartial)
    .map(({ places }) =>
      places.split(' ').map((at) => columns.find(({ place }) => String(place) === at)?.name ?? ''),
    )

interface Edge {
  readonly from: TableName
  readonly to: Relation
}

async function foreignKeys(reader: Reader, schemas: readonly string[]): Promise<readonly Edge[]> {
  const rows = await reader.rows<CatalogForeignKey>(
    sql`select n.nspname::text as schema, c.relname::text as table,
               tn.nspname::text as to_schema, t.relname::text as to_table,
               array(select a.attname::text from unnest(k.conkey) with ordinality as u (no, at)
                      join pg_catalog.pg_attribute a
                        on a.attrelid = k.conrelid and a.attnum = u.no
                     order by u.at) as here,
               array(select a.attname::text from unnest(k.confkey) with ordinality as u (no, at)
                      join pg_catalog.pg_attribute a
                        on a.attrelid = k.confrelid and a.attnum = u.no
                     order by u.at) as there
          from pg_catalog.pg_constraint k
          join pg_catalog.pg_class c on c.oid = k.conrelid
          join pg_catalog.pg_namespace n on n.oid = c.relnamespace
          join pg_catalog.pg_class t on t.oid = k.confrelid
          join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
         where k.contype = 'f' and n.nspname = any(${schemas}::text[])
         order by 1, 2, k.conname`,
  )
  return rows.map(({ schema, table, toSchema, toTable, here, there }) => ({
    from: { schema, table },
    to: {
      schema: toSchema,
      table: toTable,
      match: here.map((column, at) => [column, there[at] ?? ''] as const),
    },
  }))
}

/** Relations by convention, where both sides have the columns. */
function agreed(columns: readonly CatalogColumn[]): readonly Edge[] {
  const has = (name: TableName, column: string): boolean =>
    columns.some((one) => sameTable(name)(one) && one.name === column)
  const tables = [...new Set(columns.map(({ schema, table }) => `${schema}.${table}`))].map(named)
  return conventions.flatMap(({ from, match, to }) => {
    const target = named(to)
    if (!match.every(([, there]) => has(target, there))) return []
    return tables
      .filter(({ schema, table }) => from === `${schema}.${table}` || from === `${schema}.*`)
      .filter((table) => !sameTable(table)(target) && match.every(([here]) => has(table, here)))
      .map((table) => ({ from: table, to: { ...target, match } }))
  })
}

const named = (full: string): TableName => {
  const [schema = '', table = ''] = full.split('.')
  return { schema, table }
}

const reversed = (from: TableName, { match }: Relation): Relation => ({
  ...from,
  match: match.map(([here, there]) => [there, here] as const),
})

const once = (relations: readonly Relation[]): readonly Relation[] => [
  ...new Map(relations.map((relation) => [JSON.stringify(relation), relation])).values(),
]

const known = new WeakMap<readonly Schema[], ReadonlyMap<string, string>>()

/** The words above `create table` in the migrations: they were written for whoever looks at it. */
function commentsOf(schemas: readonly Schema[]): ReadonlyMap<string, string> {
  const before = known.get(schemas)
  if (before) return before
  const found = new Map(schemas.flatMap(commentsIn))
  known.set(schemas, found)
  return found
}

const commented = /((?:^--[^\n]*\n)+)create table (?<name>\w+\.\w+)/gmu

function commentsIn({ directory }: Schema): readonly (readonly [string, string])[] {
  const folder = fileURLToPath(directory)
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'))
  return files.flatMap((file) =>
    [...readFileSync(`${folder}/${file}`, 'utf8').matchAll(commented)].map(
      ([, lines = '', name = '']) =>
        [
          name,
          lines
            .replaceAll(/^--\s?|\n$/gmu, '')
            .replaceAll('\n', ' ')
            .trim(),
        ] as const,
    ),
  )
}
