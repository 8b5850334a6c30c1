/**
 * A pool of the bare driver, for a library that brings its own SQL (the job queue). Everything of
 * ours goes through `openDatabase`.
 */
import pg from 'pg'

export type Pool = pg.Pool

export function openPool(url: string, connectionsMax: number): Pool {
  const pool = new pg.Pool({ connectionString: url, max: connectionsMax })
  // A client that lost its server says so here; whoever uses it next opens another connection.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}
