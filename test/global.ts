/**
 * Runs once before all test files: a throw-away cluster (or the server that TEST_DATABASE_URL
 * names)
 * with a migrated template database, from which every test file gets a copy of its own.
 */
import { rmSync } from 'node:fs'
import pg from 'pg'
import { applicationRole, migrate, startCluster, type Cluster } from '#kernel/db'
import { migrateQueue } from '#kernel/jobs'
import { schemas } from '#app/schemas.ts'

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
  await migrate({ ownerUrl: databaseUrl(template), applicationRole, schemas })
  await migrateQueue(databaseUrl(template), applicationRole)
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
