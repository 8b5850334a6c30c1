/** Brings up the cluster that scenarios run on, and takes it away again. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import {
  applicationRole,
  migrate,
  openDatabase,
  provision,
  startCluster,
  type Database,
} from '#kernel/db'
import { migrateQueue } from '#kernel/jobs'
import type { Ground } from './scenario.ts'
import { schemas } from './schemas.ts'

const minuteMs = 60_000

const open = (url: string, connectionsMax: number): Database =>
  openDatabase(url, {
    connectionsMax,
    statementTimeoutMs: 10 * minuteMs,
    applicationName: 'bench',
  })

export async function withGround<T>(work: (ground: Ground) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(path.join(tmpdir(), 'liushui-bench-'))
  const cluster = await startCluster({ directory, durable: true })
  try {
    const urls = await provision(cluster, directory)
    await migrate({ ownerUrl: urls.ownerUrl, applicationRole, schemas })
    await migrateQueue(urls.ownerUrl, applicationRole)
    const [database, owner] = [open(urls.applicationUrl, 8), open(urls.ownerUrl, 2)]
    const say = (text: string): void => void process.stderr.write(`${text}\n`)
    try {
      return await work({ ...urls, database, owner, say })
    } finally {
      await Promise.all([database.close(), owner.close()])
    }
  } finally {
    await cluster.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}
