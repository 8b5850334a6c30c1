/**
 * Transfers into the ledger, beside a binary COPY of the very same rows into tables with the same
 * indexes and constraints: one COPY a table, a commit per 8,000, the rows ready in memory.
 */
import assert from 'node:assert/strict'
import pg from 'pg'
import { sql, type Database } from '#kernel/db'
import { openSubmit, submitUsual, verifyLedger } from '#kernel/ledger'
import { copyIn, copyOut, type Rows } from '../binary-copy.ts'
import { openBooks, options, postAll, transfers, type Spread } from '../books.ts'
import { percentile, type Figure, type Ground, type Outcome, type Scenario } from '../scenario.ts'

export const ledgerScenario: Scenario = {
  name: 'ledger-post',
  title: 'transfers in batches and one by one, on one payer and on 500',
  run: measure,
}

const copyBatch = 8_000

/** [commands in a batch, batches, what must be reached of COPY on one payer, and on 500]. */
const sizes: readonly (readonly [number, number, number?, number?])[] = [
  [1, 400],
  [10, 300],
  [100, 150],
  [1_000, 60, 0.6, 0.5],
  [8_000, 12, 0.6, 0.5],
]
/** [callers, calls of each, what must be reached of COPY]. */
const crowds: readonly (readonly [number, number, number])[] = [
  [64, 400, 0.25],
  [1_000, 80, 0.4],
]

async function measure({ database, owner, ownerUrl, say }: Ground): Promise<Outcome> {
  await openBooks(database)
  await warmUp(database)
  const wide = await batches(database, 'wide', say)
  const hot = await batches(database, 'hot', say)
  const singles = await single(database, say)
  const copied = await yardstick(owner, ownerUrl, say)
  const verifyRate = await verified(database)
  const of = (rate: number) => ({ to: 'COPY', value: rate / copied.rate })
  const figures = [...hot, ...wide, ...singles].flatMap(({ name, rate, ms, least }): Figure[] => [
    {
      name,
      value: rate,
      unit: 'transfers/s',
      ratio: of(rate),
      ...(least === undefined ? {} : { target: { atLeast: Math.round(least * copied.rate) } }),
    },
    { name: `${name}, p50`, value: percentile(ms, 0.5), unit: 'ms' },
    { name: `${name}, p99`, value: percentile(ms, 0.99), unit: 'ms' },
  ])
  return {
    figures: [
      { name: 'COPY of the same rows', value: copied.rate, unit: 'transfers/s' },
      ...figures,
      { name: 'COPY of the entries TO STDOUT', value: copied.outRate, unit: 'rows/s' },
      {
        name: 'verify',
        value: verifyRate,
        unit: 'rows/s',
        target: { atLeast: Math.round(copied.outRate / 2) },
        ratio: { to: 'COPY TO STDOUT', value: verifyRate / copied.outRate },
      },
    ],
  }
}

async function warmUp(database: Database): Promise<void> {
  for (let at = 0; at < 20; at++) await postAll(database, transfers(500, 'wide'))
}

interface Measured {
  readonly name: string
  readonly rate: number
  /** Sorted. */
  readonly ms: readonly number[]
  readonly least?: number | undefined
}

/** Two lists under way: one is decided while the other is written. */
const streams = 2

async function batches(
  database: Database,
  spread: Spread,
  say: Ground['say'],
): Promise<readonly Measured[]> {
  const measured: Measured[] = []
  for (const [size, count, hot, wide] of sizes) {
    const lists = Array.from({ length: count }, () => transfers(size, spread))
    const ms: number[] = []
    const waiting = lists.values()
    const startedMs = performance.now()
    const stream = async (): Promise<void> => {
      for (const list of waiting) {
        const sentMs = performance.now()
        await postAll(database, list)
        ms.push(performance.now() - sentMs)
      }
    }
    await Promise.all(Array.from({ length: streams }, stream))
    const rate = (size * count * 1000) / (performance.now() - startedMs)
    const who = spread === 'hot' ? 'one payer' : '500 payers'
    const name = `batches of ${size.toLocaleString('en')}, ${who}`
    say(`${name}: ${Math.round(rate)} transfers/s`)
    const least = spread === 'hot' ? hot : wide
    measured.push({ name, rate, ms: ms.toSorted((a, b) => a - b), least })
  }
  return measured
}

async function single(database: Database, say: Ground['say']): Promise<readonly Measured[]> {
  const submit = openSubmit({ ...options, ...submitUsual, database })
  const measured: Measured[] = []
  for (const [callers, calls, least] of crowds) {
    const lists = Array.from({ length: callers }, () => transfers(calls, 'hot'))
    const ms: number[] = []
    const startedMs = performance.now()
    await Promise.all(
      lists.map(async (list) => {
        for (const command of list) {
          const sentMs = performance.now()
          const [outcome] = await submit([command])
          assert.ok(outcome?.ok)
          ms.push(performance.now() - sentMs)
        }
      }),
    )
    const rate = (callers * calls * 1000) / (performance.now() - startedMs)
    const name = `single calls from ${callers.toLocaleString('en')} callers, one payer`
    say(`${name}: ${Math.round(rate)} transfers/s`)
    measured.push({ name, rate, ms: ms.toSorted((a, b) => a - b), least })
  }
  return measured
}

interface Copied {
  readonly rate: number
  readonly outRate: number
}

const columns = {
  journal: `bucket, caller, biz_type, biz_no, id, kind, effective_date, booked_at, memo, metadata,
    asked, debits, credits, amounts`,
  account_transaction: `bucket, account_no, sequence, id, journal_id, biz_no, biz_type, direction,
    amount, balance_after, counterparty, effective_date, booked_date, trans_time, hash`,
}
const tables = ['journal', 'account_transaction'] as const
const copiedMax = 40

interface Ready {
  readonly transfers: number
  readonly parts: readonly Rows[]
}

async function yardstick(owner: Database, url: string, say: Ground['say']): Promise<Copied> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const ready = await intoMemory(client, owner)
  const rate = await copied(client, ready)
  say(`COPY: ${Math.round(rate)} transfers/s`)
  const count = await client.query<{ count: string }>(
    'select count(*) as count from ledger.account_transaction',
  )
  const startedMs = performance.now()
  await copyOut(client, `select ${columns.account_transaction} from ledger.account_transaction`)
  const seconds = (performance.now() - startedMs) / 1000
  await client.end()
  return { rate, outRate: Number(count.rows[0]?.count ?? 0) / seconds }
}

async function intoMemory(client: pg.Client, owner: Database): Promise<readonly Ready[]> {
  const ranges = await owner.rows<{ first: bigint; last: bigint; transfers: number }>(sql`
    select min(id) as first, max(id) as last, count(*)::int as transfers
      from (select id, (row_number() over (order by id) - 1) / ${copyBatch} as batch
              from ledger.journal) as j
     group by batch order by batch limit ${copiedMax}`)
  const ready: Ready[] = []
  for (const { first, last, transfers: count } of ranges) {
    const within = `between ${first} and ${last} order by id`
    const journals = `select ${columns.journal} from ledger.journal where id ${within}`
    const entries = `select ${columns.account_transaction} from ledger.account_transaction
      where journal_id ${within}`
    ready.push({
      transfers: count,
      parts: [await copyOut(client, journals), await copyOut(client, entries)],
    })
  }
  return ready
}

async function copied(client: pg.Client, ready: readonly Ready[]): Promise<number> {
  for (const table of tables) {
    await client.query(`create table ledger.copy_${table} (like ledger.${table} including all)`)
  }
  const startedMs = performance.now()
  for (const { parts } of ready) {
    await client.query('begin')
    for (const [at, table] of tables.entries()) {
      await copyIn(client, `ledger.copy_${table}`, parts[at] ?? { chunks: [] })
    }
    await client.query('commit')
  }
  const seconds = (performance.now() - startedMs) / 1000
  for (const table of tables) await client.query(`drop table ledger.copy_${table}`)
  return ready.reduce((sum, one) => sum + one.transfers, 0) / seconds
}

async function verified(database: Database): Promise<number> {
  let entries = 0n
  const startedMs = performance.now()
  const fault = await verifyLedger(database, (_done, _of, seen) => {
    entries = seen
  })
  assert.equal(fault, undefined)
  return (Number(entries) * 1000) / (performance.now() - startedMs)
}
