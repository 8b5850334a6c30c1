/**
 * The three roles of the embedded database: `liushui` owns the tables, `liushui_app` works with
 * them, `liushui_reader` looks at them. The superuser makes them and is not used again.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import * as path from 'node:path'
import pg from 'pg'
import type { Cluster } from './embedded.ts'
import { readerRole } from './reader-role.ts'

export const applicationRole = 'liushui_app'
const ownerRole = 'liushui'
const database = 'liushui'

export interface DatabaseUrls {
  readonly ownerUrl: string
  readonly applicationUrl: string
  readonly readerUrl: string
}

/** Makes roles and database when they are missing; passwords lie beside the data, mode 600. */
export async function provision(cluster: Cluster, directory: string): Promise<DatabaseUrls> {
  const passwords = rolePasswords(path.join(directory, 'roles.json'))
  const admin = new pg.Client({ connectionString: cluster.superuserUrl('postgres') })
  await admin.connect()
  try {
    await role(admin, ownerRole, passwords.owner)
    await role(admin, applicationRole, passwords.application)
    await role(admin, readerRole, passwords.reader)
    await admin.query(`alter role ${readerRole} set default_transaction_read_only = on`)
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
    readerUrl: url(readerRole, passwords.reader),
  }
}

interface Passwords {
  readonly owner: string
  readonly application: string
  readonly reader: string
}

/** A file of before may lack a role: it is added. */
function rolePasswords(file: string): Passwords {
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as object) : {}
  const made = () => randomBytes(24).toString('base64url')
  const passwords: Passwords = { owner: made(), application: made(), reader: made(), ...known }
  if (Object.keys(known).length < Object.keys(passwords).length) {
    writeFileSync(file, JSON.stringify(passwords), { mode: 0o600 })
  }
  return passwords
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
