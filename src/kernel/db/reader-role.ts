/**
 * The role of those who only look: it may select, and no column that holds a secret. What a role
 * may not read PostgreSQL itself refuses, whatever a program above it gets wrong.
 */
import pg from 'pg'
import type { ColumnCare, Schema } from './schema.ts'

export const readerRole = 'liushui_reader'

export interface ReaderOptions {
  readonly schemas: readonly Schema[]
  /** Takes the reader's role on, where the reader has no login of its own. */
  readonly applicationRole: string
  /** With a login of its own, that somebody made; `liushui_reader` is made here otherwise. */
  readonly reader: string | undefined
}

/** Gives the reader its rights. Where the owner may make no role there is none. */
export async function grantReader(client: pg.Client, options: ReaderOptions): Promise<void> {
  const role = options.reader ?? readerRole
  if (!(await roleExists(client, role))) {
    if (!(await allowed(client, `create role ${pg.escapeIdentifier(role)} nologin`))) return
  }
  if (options.reader === undefined && !(await isMember(client, options.applicationRole, role))) {
    const [from, to] = [role, options.applicationRole].map((name) => pg.escapeIdentifier(name))
    await allowed(client, `grant ${from} to ${to}`)
  }
  const names = options.schemas.map(({ name }) => name)
  const columns = await readColumns(client, names, role)
  const wrong = new Set(
    columns
      .filter((column) => column.readable !== mayRead(column, options.schemas))
      .map(({ schema, table }) => `${schema}.${table}`),
  )
  const to = pg.escapeIdentifier(role)
  for (const name of names) await client.query(`grant usage on schema ${name} to ${to}`)
  // Together, so that who looks meanwhile sees the old rights or the new ones.
  await client.query('begin')
  for (const table of wrong) {
    const seen = columns.filter(
      (column) => `${column.schema}.${column.table}` === table && mayRead(column, options.schemas),
    )
    const list = seen.map(({ name }) => pg.escapeIdentifier(name)).join(', ')
    await client.query(`revoke all on ${table} from ${to}`)
    if (list !== '') await client.query(`grant select (${list}) on ${table} to ${to}`)
  }
  await client.query('commit')
}

interface ReadColumn {
  readonly schema: string
  readonly table: string
  readonly name: string
  readonly type: string
  readonly readable: boolean
}

/** Bytes nobody has spoken for are taken for a secret. */
function mayRead(
  { schema, table, name, type }: Omit<ReadColumn, 'readable'>,
  schemas: readonly Schema[],
): boolean {
  const care = schemas.find((one) => one.name === schema)?.columns?.[`${table}.${name}`]
  return careOf(care, type) !== 'secret'
}

/** How a column is shown, by what its schema says of it and by its type. */
export const careOf = (said: ColumnCare | undefined, type: string): ColumnCare =>
  said ?? (type === 'bytea' ? 'secret' : 'open')

const readColumns = async (
  client: pg.Client,
  schemas: readonly string[],
  role: string,
): Promise<readonly ReadColumn[]> => {
  const found = await client.query<ReadColumn>(
    `select n.nspname as schema, c.relname as table, a.attname as name,
            pg_catalog.format_type(a.atttypid, a.atttypmod) as type,
            pg_catalog.has_column_privilege($2::name, c.oid, a.attnum, 'select') as readable
       from pg_catalog.pg_attribute a
       join pg_catalog.pg_class c on c.oid = a.attrelid
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any($1) and c.relkind in ('r', 'p')
        and a.attnum > 0 and not a.attisdropped
      order by 1, 2, a.attnum`,
    [schemas, role],
  )
  return found.rows
}

const roleExists = async (client: pg.Client, role: string): Promise<boolean> =>
  (await client.query('select 1 from pg_roles where rolname = $1', [role])).rowCount === 1

const isMember = async (client: pg.Client, member: string, role: string): Promise<boolean> => {
  const found = await client.query<{ member: boolean }>(
    'select pg_has_role($1::name, $2::name, $3) as member',
    [member, role, 'member'],
  )
  return found.rows[0]?.member ?? false
}

const insufficientPrivilege = '42501'
/** Another house on the same server made it a moment ago. */
const alreadyThere = '42710'

/** False where the owner has not the right: looking is then held back by the program alone. */
async function allowed(client: pg.Client, statement: string): Promise<boolean> {
  try {
    await client.query(statement)
    return true
  } catch (problem) {
    const code = problem instanceof Error && 'code' in problem ? problem.code : undefined
    if (code === insufficientPrivilege) return false
    if (code === alreadyThere) return true
    throw problem
  }
}
