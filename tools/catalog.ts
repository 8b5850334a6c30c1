/** What PostgreSQL itself says of our tables: read from its catalog, the same on every version. */
import pg from 'pg'
import { applicationRole } from '#kernel/db'

export interface Column {
  readonly name: string
  readonly type: string
  /** Where it is not that of its type. */
  readonly collation: string | undefined
  readonly isNullable: boolean
  readonly otherwise: string | undefined
}

export interface Constraint {
  readonly name: string
  readonly kind: 'p' | 'u' | 'f' | 'c'
  readonly definition: string
}

export interface Table {
  readonly schema: string
  readonly name: string
  readonly columns: readonly Column[]
  readonly constraints: readonly Constraint[]
  /** `create index …`, without those that a constraint brings along. */
  readonly indexes: readonly string[]
  /** What liushui_app may do: select, insert, update, delete. */
  readonly rights: readonly string[]
}

/** All tables of the named schemas, by name. */
export async function readCatalog(
  ownerUrl: string,
  schemas: readonly string[],
): Promise<readonly Table[]> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    // With an empty path every name is written with its schema.
    await client.query("select set_config('search_path', '', false)")
    const tables = await client.query<{ oid: number; schema: string; name: string }>(
      `select c.oid, n.nspname as schema, c.relname as name
         from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where n.nspname = any($1) and c.relkind in ('r', 'p') order by 2, 3`,
      [schemas],
    )
    const found: Table[] = []
    for (const { oid, schema, name } of tables.rows) {
      found.push({ schema, name, ...(await readTable(client, oid)) })
    }
    return found
  } finally {
    await client.end()
  }
}

type Details = Omit<Table, 'schema' | 'name'>

async function readTable(client: pg.Client, oid: number): Promise<Details> {
  const rows = async <Row extends pg.QueryResultRow>(
    query: string,
    more: readonly unknown[] = [],
  ) => (await client.query<Row>(query, [oid, ...more])).rows
  const columns = await rows<Column>(
    `select a.attname as name, pg_catalog.format_type(a.atttypid, a.atttypmod) as type,
            o.collname as collation, not a.attnotnull as "isNullable",
            pg_catalog.pg_get_expr(d.adbin, d.adrelid) as otherwise
       from pg_catalog.pg_attribute a
       join pg_catalog.pg_type t on t.oid = a.atttypid
       left join pg_catalog.pg_collation o on o.oid = a.attcollation and o.oid <> t.typcollation
       left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped order by a.attnum`,
  )
  const constraints = await rows<Constraint>(
    `select conname as name, contype as kind, pg_catalog.pg_get_constraintdef(oid) as definition
       from pg_catalog.pg_constraint
      where conrelid = $1 and contype in ('p', 'u', 'f', 'c')
      order by pg_catalog.strpos('pufc', contype::text), conname`,
  )
  const indexes = await rows<{ definition: string }>(
    `select pg_catalog.pg_get_indexdef(i.indexrelid) as definition
       from pg_catalog.pg_index i
      where i.indrelid = $1 and not exists (
            select 1 from pg_catalog.pg_constraint k where k.conindid = i.indexrelid)
      order by 1`,
  )
  const rights = await rows<{ word: string }>(
    `select word from pg_catalog.unnest(array['select', 'insert', 'update', 'delete', 'truncate'])
            with ordinality as r (word, place)
      where pg_catalog.has_table_privilege($2::name, $1::oid, word) order by place`,
    [applicationRole],
  )
  return {
    columns: columns.map(({ collation, otherwise, ...column }) => ({
      ...column,
      collation: collation ?? undefined,
      otherwise: otherwise ?? undefined,
    })),
    constraints,
    indexes: indexes.map(({ definition }) => definition),
    rights: rights.map(({ word }) => word),
  }
}
