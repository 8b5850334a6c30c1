/**
 * Named, forward-only migrations, one PostgreSQL schema per module, and the rights of the two
 * roles:
 * the owner changes the schema, the application may not change what must stay as it was written.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { BrokenPromise } from '../problem/index.ts'
import { grantReader } from './reader-role.ts'
import type { Schema } from './schema.ts'

export interface MigrationOptions {
  readonly ownerUrl: string
  /** Role of the application; the owner's own name where there is only one. */
  readonly applicationRole: string
  readonly schemas: readonly Schema[]
  /** Role of who only looks, where it has a login that this owner did not make. */
  readonly readerRole?: string | undefined
}

const migrationLock = 727_001

/** Applies what is new, in the order of `schemas`, and gives the application its rights. */
export async function migrate(options: MigrationOptions): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: options.ownerUrl })
  await client.connect()
  try {
    // A session lock, on a connection of our own that ends here: two starting processes take turns.
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    await prepare(client)
    const applied: string[] = []
    for (const schema of options.schemas) applied.push(...(await migrateSchema(client, schema)))
    for (const schema of options.schemas) await grant(client, schema, options.applicationRole)
    const { schemas, applicationRole, readerRole: reader } = options
    await grantReader(client, { schemas, applicationRole, reader })
    return applied
  } finally {
    await client.end()
  }
}

async function prepare(client: pg.Client): Promise<void> {
  await client.query('create schema if not exists migration')
  await client.query(
    `create table if not exists migration.applied (
       name text primary key, sha256 text not null, applied_at timestamptz not null)`,
  )
}

async function migrateSchema(client: pg.Client, schema: Schema): Promise<string[]> {
  const directory = fileURLToPath(schema.directory)
  const files = readdirSync(directory).filter((file) => file.endsWith('.sql'))
  const applied: string[] = []
  await client.query(`create schema if not exists ${schema.name}`)
  for (const file of files.toSorted()) {
    const name = `${schema.name}/${file}`
    const text = readFileSync(`${directory}/${file}`, 'utf8')
    if (await applyOnce(client, name, text)) applied.push(name)
  }
  return applied
}

async function applyOnce(client: pg.Client, name: string, text: string): Promise<boolean> {
  const sha256 = createHash('sha256').update(text).digest('hex')
  const before = await client.query<{ sha256: string }>(
    'select sha256 from migration.applied where name = $1',
    [name],
  )
  const known = before.rows[0]
  if (known?.sha256 === sha256) return false
  if (known) throw new BrokenPromise(`${name} was changed after it had been applied`)
  await client.query('begin')
  try {
    await client.query(text)
    await client.query('insert into migration.applied values ($1, $2, $3)', [
      name,
      sha256,
      new Date(),
    ])
    await client.query('commit')
  } catch (problem) {
    await client.query('rollback')
    throw new BrokenPromise(`${name}: ${problem instanceof Error ? problem.message : 'failed'}`)
  }
  return true
}

async function grant(client: pg.Client, schema: Schema, role: string): Promise<void> {
  const to = pg.escapeIdentifier(role)
  await client.query(`grant usage on schema ${schema.name} to ${to}`)
  await client.query(
    `grant select, insert, update, delete on all tables in schema ${schema.name} to ${to}`,
  )
  for (const table of schema.appendOnly) {
    await client.query(
      `revoke update, delete, truncate on ${schema.name}.${table} from public, ${to}`,
    )
  }
}

/** Tables that the application could change although it must not: empty when all is well. */
export async function unprotectedTables(
  applicationUrl: string,
  schemas: readonly Schema[],
): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: applicationUrl })
  await client.connect()
  try {
    const tables = schemas.flatMap((schema) =>
      schema.appendOnly.map((table) => `${schema.name}.${table}`),
    )
    const found = await client.query<{ name: string }>(
      `select name from unnest($1::text[]) as t(name)
        where has_table_privilege(name, 'update')
           or has_table_privilege(name, 'delete')
           or has_table_privilege(name, 'truncate')`,
      [tables],
    )
    return found.rows.map((row) => row.name)
  } finally {
    await client.end()
  }
}
