/**
 * Questions to ten million entries, half of them on one account, and their proof. BENCH_ENTRIES
 * says another number. It takes some ten minutes, so it runs only as `npm run bench ledger-large`.
 */
import assert from 'node:assert/strict'
import pg from 'pg'
import { systemClock } from '#kernel/clock'
import { sql, type Database } from '#kernel/db'
import { balanceAt, explain, listEntries, verifyLedger, type EntryFilter } from '#kernel/ledger'
import { copyAway } from '../binary-copy.ts'
import { backdated, openBooks, postAll, today, transfers } from '../books.ts'
import { peaksDuring } from '../memory.ts'
import { percentile, type Figure, type Ground, type Outcome, type Scenario } from '../scenario.ts'

export const ledgerLargeScenario: Scenario = {
  name: 'ledger-large',
  title: 'balances, pages, explanations and proof of ten million entries',
  long: true,
  run: measure,
}

const entryCount = Number(process.env['BENCH_ENTRIES'] ?? 10_000_000)
const listSize = 8_000
const streams = 2
const answerMsMax = 20
const memoryMbMax = 300

async function measure(ground: Ground): Promise<Outcome> {
  const { database, owner, ownerUrl, say } = ground
  await openBooks(database)
  const filledS = await fill(database, say)
  for (const table of ['account_transaction', 'journal', 'account']) {
    await owner.rows(sql`vacuum (analyze) ledger.${sql.raw(table)}`)
  }
  const figures: Figure[] = [{ name: 'posting them', value: filledS, unit: 's' }]
  for (const [name, ask] of await questions(database)) {
    const ms = await asked(ask)
    say(`${name}: p99 ${percentile(ms, 0.99).toFixed(1)} ms`)
    figures.push({ name: `${name}, p50`, value: percentile(ms, 0.5), unit: 'ms' })
    figures.push({
      name: `${name}, p99`,
      value: percentile(ms, 0.99),
      unit: 'ms',
      target: { atMost: answerMsMax },
    })
  }
  return { figures: [...figures, ...(await proof(database, ownerUrl))], details: { entryCount } }
}

async function fill(database: Database, say: Ground['say']): Promise<number> {
  const startedMs = performance.now()
  const lists = Array.from({ length: Math.ceil(entryCount / 2 / listSize) }, (_, at) => at).values()
  const stream = async (): Promise<void> => {
    for (const at of lists) {
      await postAll(database, backdated(transfers(listSize, at % 2 === 0 ? 'hot' : 'wide')))
      if (at % 50 === 49) say(`${((at + 1) * listSize * 2).toLocaleString('en')} entries`)
    }
  }
  await Promise.all(Array.from({ length: streams }, stream))
  return (performance.now() - startedMs) / 1000
}

const rounds = 300
const pageSize = 50

/** Of an account with millions of entries and of one with some thousand, in turns. */
type Ask = (accountNo: string, entries: number, random: number) => Promise<unknown>

const accounts = ['hot', 'payer-7', 'payee-7'] as const

async function questions(
  database: Database,
): Promise<readonly (readonly [string, () => Promise<unknown>])[]> {
  const rows = await database.rows<{
    accountNo: string
    sequence: bigint
    first: Date
    last: Date
  }>(sql`
    select a.account_no, a.sequence, a.opened_at as first, a.last_at as last
      from ledger.account a where a.account_no = any(${[...accounts]})`)
  const known = new Map(rows.map((row) => [row.accountNo, row]))
  let turn = 0
  const about = (ask: Ask) => (): Promise<unknown> => {
    const no = accounts[turn++ % accounts.length] ?? 'hot'
    return ask(no, Number(known.get(no)?.sequence ?? 0n), Math.random())
  }
  const moment = (no: string, random: number): Date => {
    const { first = new Date(), last = new Date() } = known.get(no) ?? {}
    return new Date(first.getTime() + random * (last.getTime() - first.getTime()))
  }
  const page = (filter: EntryFilter, deep: boolean) =>
    about((no, entries, random) =>
      listEntries(database, no, {
        filter,
        limit: pageSize,
        ...(deep ? { below: BigInt(1 + Math.ceil(entries * random)) } : {}),
      }),
    )
  return [
    [
      'balance at an instant',
      about((no, _entries, random) =>
        balanceAt(database, no, { basis: 'booked', at: moment(no, random) }),
      ),
    ],
    [
      'balance by booked day',
      about((no) => balanceAt(database, no, { basis: 'booked', day: today })),
    ],
    [
      'balance by effective day',
      about((no) => balanceAt(database, no, { basis: 'effective', day: today })),
    ],
    ['first page', page({}, false)],
    ['deep page', page({}, true)],
    ['deep page of a type', page({ bizType: 'SPLIT' }, true)],
    ['deep page of a type that there is not', page({ bizType: 'NONE' }, true)],
    ['deep page of a counterparty', page({ counterparty: 'payee-17' }, true)],
    ['deep page of one side', page({ direction: 'credit' }, true)],
    ['deep page of an amount', page({ amountMin: 100n, amountMax: 100n }, true)],
    ['deep page of one day', page({ from: today, to: today }, true)],
    [
      'explain',
      about((no, _entries, random) =>
        explain(database, no, { at: moment(no, random), now: systemClock.now() }),
      ),
    ],
  ]
}

async function asked(ask: () => Promise<unknown>): Promise<readonly number[]> {
  const ms: number[] = []
  for (let at = 0; at < rounds; at++) {
    const startedMs = performance.now()
    assert.ok(await ask())
    ms.push(performance.now() - startedMs)
  }
  return ms.toSorted((a, b) => a - b)
}

const columns = `bucket, account_no, sequence, id, journal_id, biz_no, biz_type, direction, amount,
  balance_after, counterparty, effective_date, booked_date, trans_time, hash`

async function proof(database: Database, url: string): Promise<readonly Figure[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  let startedMs = performance.now()
  await copyAway(client, `select ${columns} from ledger.account_transaction`)
  const copySeconds = (performance.now() - startedMs) / 1000
  await client.end()
  let entries = 0n
  startedMs = performance.now()
  const { value: fault, peaks } = await peaksDuring(database, () =>
    verifyLedger(database, (_done, _of, seen) => {
      entries = seen
    }),
  )
  const seconds = (performance.now() - startedMs) / 1000
  assert.equal(fault, undefined)
  const [copied, verified] = [Number(entries) / copySeconds, Number(entries) / seconds]
  return [
    { name: 'COPY of the entries TO STDOUT', value: copied, unit: 'rows/s' },
    {
      name: 'verify',
      value: verified,
      unit: 'rows/s',
      target: { atLeast: Math.round(copied / 2) },
      ratio: { to: 'COPY TO STDOUT', value: verified / copied },
    },
    {
      name: 'verify, memory of Node',
      value: peaks.nodeMb,
      unit: 'MB',
      target: { atMost: memoryMbMax },
    },
    {
      name: 'verify, memory of the connections',
      value: peaks.postgresMb,
      unit: 'MB',
      target: { atMost: memoryMbMax },
    },
  ]
}
