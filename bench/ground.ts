/** Brings up the cluster that scenarios run on, and takes it away again. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import {
  applicationRole,
  migrate,
  openDatabase,
  provision,
  sql,
  startCluster,
  type Database,
} from '#kernel/db'
import { migrateQueue } from '#kernel/jobs'
import { schemas } from '../src/app/schemas.ts'
import { orderCount, type Ground } from './scenario.ts'
import { seedOrders } from './seed-orders.ts'

const minuteMs = 60_000

const open = (url: string, connectionsMax: number): Database =>
  openDatabase(url, {
    connectionsMax,
    statementTimeoutMs: 10 * minuteMs,
    applicationName: 'bench',
  })

/** A page of a list is too short a work for starting parallel workers, which takes 5 ms. */
const settings = { max_parallel_workers_per_gather: '0' }

export async function withGround<T>(work: (ground: Ground) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(path.join(tmpdir(), 'liushui-bench-'))
  const cluster = await startCluster({ directory, durable: true, settings })
  try {
    const urls = await provision(cluster, directory)
    await migrate({ ownerUrl: urls.ownerUrl, applicationRole, schemas })
    await migrateQueue(urls.ownerUrl, applicationRole)
    const [database, owner] = [open(urls.applicationUrl, 8), open(urls.ownerUrl, 2)]
    const say = (text: string): void => void process.stderr.write(`${text}\n`)
    let loading: Promise<number> | undefined
    const loadOrders = (): Promise<number> => (loading ??= load(owner, say))
    try {
      return await work({ ...urls, database, owner, loadOrders, say })
    } finally {
      await Promise.all([database.close(), owner.close()])
    }
  } finally {
    await cluster.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}

async function load(owner: Database, say: Ground['say']): Promise<number> {
  const startedMs = performance.now()
  await seedOrders(owner, orderCount)
  const seconds = (performance.now() - startedMs) / 1000
  for (const table of ['auto_order', 'applicant_lookup']) {
    await owner.rows(sql`vacuum (analyze) auto_loan.${sql.raw(table)}`)
  }
  say(`${orderCount.toLocaleString('en')} orders loaded in ${seconds.toFixed(0)} s`)
  return seconds
}
