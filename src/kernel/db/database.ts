/**
 * The one importer of the driver. A `Database` reads; `transaction` writes, and repeats itself when
 * PostgreSQL asks for that, so its work must be repeatable: decide, write, tell nobody.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { assert } from '../problem/index.ts'
import { camel, statement, types, type Sql } from './sql.ts'

/** Reads: outside a transaction each query sees what is committed when it starts. */
export interface Reader {
  /** All rows, column names in camelCase. A `name` prepares the statement once per connection. */
  rows<Row>(query: Sql, name?: string): Promise<Row[]>
  /** The only row, or undefined; more than one is a broken promise. */
  row<Row>(query: Sql, name?: string): Promise<Row | undefined>
}

export interface Tx extends Reader {
  /** How many rows the statement touched. */
  run(query: Sql, name?: string): Promise<number>
  /** Runs when the transaction has committed, never when it did not. Must not throw. */
  afterCommit(what: () => void): void
}

export interface Database extends Reader {
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** A read-only snapshot: all its queries see the same moment. */
  snapshot<T>(work: (tx: Reader) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/**
 * The connection was lost while COMMIT was on its way: nobody knows whether it happened. Whoever
 * catches it looks for the business number it wrote, or repeats a command that is idempotent.
 */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown'
}

export interface DatabaseOptions {
  readonly connectionsMax: number
  readonly statementTimeoutMs: number
  readonly applicationName: string
}

const attemptsMax = 6
const backOffMs = 15

export function openDatabase(url: string, options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connectionsMax,
    statement_timeout: options.statementTimeoutMs,
    application_name: options.applicationName,
    types,
    // Statements that do not wait for each other travel together: one round trip for a batch.
    pipeline: true,
  })
  // An idle client that lost its server says so here; the next query opens another connection.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return {
    rows: (query, name) => read(pool, query, name),
    row: async (query, name) => only(await read(pool, query, name)),
    transaction: (work) => repeatedly(pool, 'begin', work),
    snapshot: (work) => repeatedly(pool, 'begin isolation level repeatable read read only', work),
    close: () => pool.end(),
  }
}

interface Queryable {
  query(query: pg.QueryArrayConfig): Promise<pg.QueryArrayResult>
}

async function send(on: Queryable, query: Sql, name?: string): Promise<pg.QueryArrayResult> {
  const { text, values } = statement(query)
  const named = name === undefined ? {} : { name }
  return await on.query({ text, values: [...values], rowMode: 'array', ...named })
}

async function read<Row>(on: Queryable, query: Sql, name?: string): Promise<Row[]> {
  return objects(await send(on, query, name))
}

/** Array rows are cheaper than the driver's objects when the names are changed anyway. */
function objects<Row>(result: pg.QueryArrayResult): Row[] {
  const names = result.fields.map((field) => camel(field.name))
  return result.rows.map((values) => {
    const row: Record<string, unknown> = {}
    for (const [at, name] of names.entries()) row[name] = values[at]
    // The row's type is the promise of the query's author; every store is tested against
    // PostgreSQL.
    return row as Row
  })
}

function only<Row>(rows: readonly Row[]): Row | undefined {
  assert(rows.length <= 1, `expected one row at most, found ${rows.length}`)
  return rows[0]
}

async function repeatedly<T>(
  pool: pg.Pool,
  begin: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(pool, begin, work)
    } catch (problem) {
      if (attempt >= attemptsMax || !worthRepeating(problem)) throw problem
      await sleep(backOffMs * 2 ** attempt * (0.5 + Math.random()))
    }
  }
}

async function once<T>(pool: pg.Pool, begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  const afterwards: (() => void)[] = []
  let broken = false
  try {
    // BEGIN does not wait to be answered: it travels with the first statement of the work.
    const begun = client.query(begin)
    begun.catch(() => undefined)
    const value = await work(transactionOn(client, afterwards))
    await begun
    await commit(client)
    for (const what of afterwards) what()
    return value
  } catch (problem) {
    broken = problem instanceof CommitUnknown || connectionLost(problem)
    if (!broken) {
      // A rollback that fails means the connection is gone, and PostgreSQL rolls back by itself.
      await client.query('rollback').catch(() => {
        broken = true
      })
    }
    throw problem
  } finally {
    client.release(broken)
  }
}

function transactionOn(client: pg.PoolClient, afterwards: (() => void)[]): Tx {
  return {
    rows: (query, name) => read(client, query, name),
    row: async (query, name) => only(await read(client, query, name)),
    run: async (query, name) => (await send(client, query, name)).rowCount ?? 0,
    afterCommit: (what) => afterwards.push(what),
  }
}

async function commit(client: pg.PoolClient): Promise<void> {
  const answer = await client.query('commit').catch((problem: unknown) => {
    if (connectionLost(problem)) throw new CommitUnknown('connection lost during commit')
    throw problem
  })
  // COMMIT of a transaction that had failed answers ROLLBACK, without an error.
  assert(answer.command === 'COMMIT', 'a failed statement inside a transaction was swallowed')
}

const codeOf = (problem: unknown): string =>
  problem instanceof Error && 'code' in problem ? String(problem.code) : ''

/** Serialization failure, deadlock, lock not available. */
const repeatable = new Set(['40001', '40P01', '55P03'])
/** Administrator shutdown, crash shutdown, cannot connect now, and what the network says. */
const lost = new Set([
  '57P01',
  '57P02',
  '57P03',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
])

/** The connection is gone: what was begun on it is rolled back by PostgreSQL. */
export function connectionLost(problem: unknown): boolean {
  if (!(problem instanceof Error)) return false
  const code = codeOf(problem)
  return (
    lost.has(code) ||
    code.startsWith('08') ||
    /Connection terminated|not queryable/u.test(problem.message)
  )
}

const worthRepeating = (problem: unknown): boolean =>
  !(problem instanceof CommitUnknown) &&
  (repeatable.has(codeOf(problem)) || connectionLost(problem))

/** The name of the constraint that a statement broke, for the refusal that it stands for. */
export function brokenConstraint(problem: unknown): string | undefined {
  if (!(problem instanceof Error) || !codeOf(problem).startsWith('23')) return undefined
  return 'constraint' in problem ? String(problem.constraint) : undefined
}
