/** A database of its own for a test file, cloned from the migrated template in about 50 ms. */
import { after } from 'node:test'
import pg from 'pg'
import { applicationRole, openDatabase, type Database } from '#kernel/db'

export interface TestDatabase {
  /** Connected as `liushui_app`, with the rights that the application has. */
  readonly database: Database
  readonly ownerUrl: string
  readonly applicationUrl: string
  /** Runs when the test file has ended, the last one first, before the database is dropped. */
  readonly beforeDrop: (close: () => Promise<unknown>) => void
}

/** It is dropped after the test file. */
export async function testDatabase(): Promise<TestDatabase> {
  const adminUrl = process.env['LIUSHUI_TEST_ADMIN_URL']
  const template = process.env['LIUSHUI_TEST_TEMPLATE']
  if (!adminUrl || !template) {
    throw new Error('run tests with --test-global-setup=./test/global.ts: it starts the database')
  }
  const name = `t_${crypto.randomUUID().replaceAll('-', '')}`
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  await admin.query(`create database ${name} template ${template} strategy file_copy`)
  await admin.end()
  const ownerUrl = new URL(adminUrl)
  ownerUrl.pathname = `/${name}`
  const applicationUrl = new URL(ownerUrl)
  applicationUrl.username = applicationRole
  applicationUrl.password = applicationRole
  const database = openDatabase(applicationUrl.href, {
    connectionsMax: 8,
    statementTimeoutMs: 30_000,
    applicationName: 'test',
  })
  const closers: (() => Promise<unknown>)[] = []
  after(async () => {
    for (const close of closers.toReversed()) await close()
    await database.close()
    const closing = new pg.Client({ connectionString: adminUrl })
    await closing.connect()
    await closing.query(`drop database if exists ${name} with (force)`)
    await closing.end()
  })
  return {
    database,
    ownerUrl: ownerUrl.href,
    applicationUrl: applicationUrl.href,
    beforeDrop: (close) => void closers.push(close),
  }
}
