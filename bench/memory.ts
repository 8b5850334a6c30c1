/** The most memory that a process, or PostgreSQL's connections, had to themselves for a while. */
import { readFileSync } from 'node:fs'
import { sql, type Database } from '#kernel/db'

export interface Peaks {
  /** Of this process, all of it. */
  readonly nodeMb: number
  /** Of all connections of PostgreSQL together, beyond the buffers that they share. */
  readonly postgresMb: number
}

const everyMs = 100

export async function peaksDuring<T>(
  database: Database,
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly peaks: Peaks }> {
  const pids = await database.rows<{ pid: number }>(sql`
    select pid from pg_stat_activity where backend_type = 'client backend'`)
  let [nodeMb, postgresMb] = [0, 0]
  const look = (): void => {
    nodeMb = Math.max(nodeMb, process.memoryUsage.rss() / 2 ** 20)
    const own = pids.reduce((sum, { pid }) => sum + anonymousKb(pid), 0)
    postgresMb = Math.max(postgresMb, own / 1024)
  }
  const timer = setInterval(look, everyMs)
  try {
    const value = await work()
    look()
    return { value, peaks: { nodeMb, postgresMb } }
  } finally {
    clearInterval(timer)
  }
}

function anonymousKb(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/^RssAnon:\s+(\d+) kB$/mu.exec(status)?.[1] ?? 0)
  } catch {
    // The connection has ended.
    return 0
  }
}
