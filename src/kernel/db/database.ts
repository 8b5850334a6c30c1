/**
 * The one importer of the driver. A `Database` reads; `transaction` writes, and repeats itself when
 * PostgreSQL asks for that, so its work must be repeatable: decide, write, tell nobody.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { assert } from '../problem/index.ts'
import { copyInto, type CopyRows } from './copy.ts'
import { camel, sql, statement, types, type Sql } from './sql.ts'

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
  /**
   * The same without waiting for the answer: what follows, COMMIT too, travels right behind it.
   * Where it fails, the transaction fails with it.
   */
  send(query: Sql, name?: string): void
  /** Rows by binary COPY, sent likewise. Their memory is the transaction's from now on. */
  copy(rows: CopyRows): void
  /** Runs when the transaction has committed, never when it did not. Must not throw. */
  afterCommit(what: () => void): void
}

export interface Database extends Reader {
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** A read-only snapshot: all its queries see the same moment. */
  snapshot<T>(work: (tx: Reader) => Promise<T>): Promise<T>
  /** The same on several connections, so that as many queries at a time see that moment. */
  snapshots<T>(count: number, work: (readers: readonly Reader[]) => Promise<T>): Promise<T>
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
const beginSnapshot = 'begin isolation level repeatable read read only'

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
    transaction: (work) => repeatedly(() => once(pool, 'begin', work)),
    snapshot: (work) => repeatedly(() => once(pool, beginSnapshot, work)),
    snapshots: (count, work) => {
      const most = `at most ${options.connectionsMax} connections, not ${count}`
      assert(count >= 1 && count <= options.connectionsMax, most)
      return repeatedly(() => together(pool, count, work))
    },
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

async function repeatedly<T>(tried: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await tried()
    } catch (problem) {
      if (attempt >= attemptsMax || !worthRepeating(problem)) throw problem
      await sleep(backOffMs * 2 ** attempt * (0.5 + Math.random()))
    }
  }
}

/** The first connection lends its snapshot to the others, and stays open until they have ended. */
const together = <T>(
  pool: pg.Pool,
  count: number,
  work: (readers: readonly Reader[]) => Promise<T>,
): Promise<T> =>
  once(pool, beginSnapshot, async (first) => {
    const lent = await first.row<{ id: string }>(sql`select pg_export_snapshot() as id`)
    const join = (readers: readonly Reader[]): Promise<T> =>
      readers.length === count
        ? work(readers)
        : once(pool, beginSnapshot, async (next) => {
            await next.run(sql`set transaction snapshot ${sql.lit(lent?.id)}`)
            return await join([...readers, next])
          })
    return await join([first])
  })

async function once<T>(pool: pg.Pool, begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  const sent = openSent()
  const afterwards: (() => void)[] = []
  let broken = false
  try {
    // BEGIN does not wait to be answered: it travels with the first statement of the work.
    sent.add(client.query(begin))
    const value = await work(transactionOn(client, sent, afterwards))
    await commit(client, sent)
    for (const what of afterwards) what()
    return value
  } catch (problem) {
    // Whatever the work stumbled over: what was sent before it and failed is the reason.
    const reason = problem instanceof CommitUnknown ? problem : ((await sent.failure()) ?? problem)
    broken = reason instanceof CommitUnknown || connectionLost(reason)
    if (!broken) {
      // A rollback that fails means the connection is gone, and PostgreSQL rolls back by itself.
      await client.query('rollback').catch(() => {
        broken = true
      })
    }
    throw reason
  } finally {
    client.release(broken)
  }
}

/** Statements of a transaction that nobody waits for before its end. */
interface Sent {
  add(answer: Promise<unknown>): void
  /** When all are answered: the first one that failed. */
  failure(): Promise<unknown>
}

function openSent(): Sent {
  const outcomes: Promise<{ readonly problem: unknown } | undefined>[] = []
  return {
    add: (answer) => {
      outcomes.push(
        answer.then(
          () => undefined,
          (problem: unknown) => ({ problem }),
        ),
      )
    },
    failure: async () => (await Promise.all(outcomes)).find((one) => one !== undefined)?.problem,
  }
}

function transactionOn(client: pg.PoolClient, sent: Sent, afterwards: (() => void)[]): Tx {
  return {
    rows: (query, name) => read(client, query, name),
    row: async (query, name) => only(await read(client, query, name)),
    run: async (query, name) => (await send(client, query, name)).rowCount ?? 0,
    send: (query, name) => sent.add(send(client, query, name)),
    copy: (rows) => sent.add(copyInto(client, rows).catch(overtaken(rows))),
    afterCommit: (what) => afterwards.push(what),
  }
}

/** Another transaction was faster: PostgreSQL's own code makes this one begin again. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken'
  readonly code = '40001'
}

const overtaken =
  ({ into, takenMeanwhile }: CopyRows) =>
  (problem: unknown): never => {
    const mine = takenMeanwhile !== undefined && brokenConstraint(problem) === takenMeanwhile
    throw mine ? new Overtaken(`what goes into ${into} was just taken`) : problem
  }

async function commit(client: pg.PoolClient, sent: Sent): Promise<void> {
  const committing = client.query('commit')
  const [committed] = await Promise.allSettled([committing])
  const failure = await sent.failure()
  // What PostgreSQL itself refused cannot have been committed, whatever became of the connection.
  if (failure instanceof pg.DatabaseError || failure instanceof Overtaken) throw failure
  if (committed.status === 'rejected') {
    if (connectionLost(committed.reason)) throw new CommitUnknown('connection lost during commit')
    throw committed.reason
  }
  if (failure !== undefined) throw failure
  // COMMIT of a transaction that had failed answers ROLLBACK, without an error.
  const done = committed.value.command === 'COMMIT'
  assert(done, 'a failed statement inside a transaction was swallowed')
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
