/**
 * The tables of the queue (graphile-worker brings them along) and the application's rights on
 * them.
 */
import { Logger, runMigrations } from 'graphile-worker'
import { openPool, type Pool } from '../db/index.ts'

export const queueSchema = 'graphile_worker'
/** One holds the lock while the other works. */
const connectionsMax = 2
const queueLock = 727_002

/** Brings the queue's own tables up to date. Run as the owner, before any worker starts. */
export async function migrateQueue(ownerUrl: string, applicationRole: string): Promise<void> {
  const pgPool = openPool(ownerUrl, connectionsMax)
  const turn = await pgPool.connect()
  try {
    // Two processes that start together take turns: rights that both give at once are refused.
    await turn.query('select pg_advisory_lock($1)', [queueLock])
    await runMigrations({ pgPool, schema: queueSchema, logger: silent })
    await grant(pgPool, applicationRole)
  } finally {
    turn.release(true)
    await pgPool.end()
  }
}

/** The library logs to standard output by itself; ours is for what a command was asked to print. */
export const silent = new Logger(() => () => undefined)

/**
 * The library switches row security on without a policy, which hides every row from all but the
 * owner. Who may see what is decided by grants here, as everywhere else.
 */
async function grant(pool: Pool, role: string): Promise<void> {
  const secured = await pool.query<{ name: string }>(
    `select c.oid::regclass::text as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1 and c.relrowsecurity`,
    [queueSchema],
  )
  for (const { name } of secured.rows) {
    await pool.query(`alter table ${name} disable row level security`)
  }
  const to = `"${role.replaceAll('"', '""')}"`
  await pool.query(`grant usage on schema ${queueSchema} to ${to}`)
  await pool.query(
    `grant select, insert, update, delete on all tables in schema ${queueSchema} to ${to}`,
  )
}
