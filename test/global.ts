/**
 * Runs once before all test files: a throw-away cluster (or the server that TEST_DATABASE_URL names)
 * with a migrated template database, from which every test file gets a copy of its own.
 */
import { rmSync } from 'node:fs'
import pg from 'pg'
import { applicationRole, migrate, startCluster, type Cluster } from '#kernel/db'

const directory = `.data/test-${process.pid}`
const template = `liushui_test_${process.pid}`
let cluster: Cluster | undefined
let adminUrl = ''

const databaseUrl = (name: string): string => {
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return url.href
}

async function asAdmin(statements: readonly string[]): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    for (const statement of statements) await admin.query(statement)
  } finally {
    await admin.end()
  }
}

export async function globalSetup(): Promise<void> {
  const outside = process.env['TEST_DATABASE_URL']
  if (outside === undefined) {
    const settings = { max_connections: '300' }
    cluster = await startCluster({ directory, durable: false, settings })
  }
  adminUrl = outside ?? cluster?.superuserUrl('postgres') ?? ''
  await asAdmin([
    `do $$ begin create role ${applicationRole} login password '${applicationRole}';
       exception when duplicate_object then null; end $$`,
    `drop database if exists ${template}`,
    `create database ${template}`,
  ])
  const { schemas, migrateQueue } = await present()
  for (const schema of schemas) {
    // While the rooms are being built, one broken migration must not stop the others' tests.
    await migrate({ ownerUrl: databaseUrl(template), applicationRole, schemas: [schema] }).catch(
      (problem: unknown) => process.stderr.write(`${schema.name}: ${String(problem)}\n`),
    )
  }
  await migrateQueue?.(databaseUrl(template), applicationRole)
  process.env['LIUSHUI_TEST_ADMIN_URL'] = adminUrl
  process.env['LIUSHUI_TEST_TEMPLATE'] = template
}

export async function globalTeardown(): Promise<void> {
  if (cluster) {
    await cluster.stop()
    rmSync(directory, { recursive: true, force: true })
  } else {
    await asAdmin([`drop database if exists ${template} with (force)`])
  }
}

async function present() {
  const folders = [
    'db',
    'audit',
    'secret',
    'auth',
    'parameter',
    'jobs',
    'lifecycle',
    'ledger',
    'file',
    'partner',
    'http',
  ]
  const places = [
    ...folders.map((f) => `../src/kernel/${f}/index.ts`),
    '../src/products/auto-loan/index.ts',
  ]
  const schemas: import('#kernel/db').Schema[] = []
  let migrateQueue: ((url: string, role: string) => Promise<void>) | undefined
  for (const place of places) {
    try {
      const room = await import(place)
      for (const [name, value] of Object.entries(room)) {
        if (name.endsWith('Schema') && typeof value === 'object' && value && 'appendOnly' in value)
          schemas.push(value as never)
        if (name === 'migrateQueue') migrateQueue = value as never
      }
    } catch (problem) {
      process.stderr.write(`${place} is not there yet: ${String(problem).slice(0, 200)}\n`)
    }
  }
  return { schemas, migrateQueue }
}
