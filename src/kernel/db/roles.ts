/**
 * The two roles of the embedded database: `liushui` owns the tables, `liushui_app` works with them.
 * The superuser makes both and is not used again.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import * as path from 'node:path'
import pg from 'pg'
import type { Cluster } from './embedded.ts'

export const applicationRole = 'liushui_app'
const ownerRole = 'liushui'
const database = 'liushui'

export interface DatabaseUrls {
  readonly ownerUrl: string
  readonly applicationUrl: string
}

/** Makes roles and database when they are missing; passwords lie beside the data, mode 600. */
export async function provision(cluster: Cluster, directory: string): Promise<DatabaseUrls> {
  const passwords = rolePasswords(path.join(directory, 'roles.json'))
  const admin = new pg.Client({ connectionString: cluster.superuserUrl('postgres') })
  await admin.connect()
  try {
    await role(admin, ownerRole, passwords.owner)
    await role(admin, applicationRole, passwords.application)
    const found = await admin.query('select 1 from pg_database where datname = $1', [database])
    if (found.rowCount === 0) await admin.query(`create database ${database} owner ${ownerRole}`)
  } finally {
    await admin.end()
  }
  const url = (user: string, password: string): string =>
    `postgres://${user}:${password}@127.0.0.1:${cluster.port}/${database}`
  return {
    ownerUrl: url(ownerRole, passwords.owner),
    applicationUrl: url(applicationRole, passwords.application),
  }
}

interface Passwords {
  readonly owner: string
  readonly application: string
}

function rolePasswords(file: string): Passwords {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Passwords
  const made = {
    owner: randomBytes(24).toString('base64url'),
    application: randomBytes(24).toString('base64url'),
  }
  writeFileSync(file, JSON.stringify(made), { mode: 0o600 })
  return made
}

async function role(admin: pg.Client, name: string, password: string): Promise<void> {
  const found = await admin.query('select 1 from pg_roles where rolname = $1', [name])
  const verb = found.rowCount === 0 ? 'create' : 'alter'
  await admin.query(`${verb} role ${name} login password ${pg.escapeLiteral(password)}`)
}

/** The role that a connection string logs in as. */
export async function roleOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const found = await client.query<{ role: string }>('select current_user::text as role')
    return found.rows[0]?.role ?? ''
  } finally {
    await client.end()
  }
}
