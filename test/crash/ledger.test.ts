/**
 * Killed with -9 at random while it posts: the process in one round, PostgreSQL in the next.
 * Whatever was acknowledged is there, nothing half, and asking again answers as before. ROUNDS says
 * how many of both: 5, and 100 in `npm run check:long`.
 */
import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { systemClock } from '#kernel/clock'
import {
  applicationRole,
  dbSchema,
  migrate,
  openDatabase,
  provision,
  sql,
  startCluster,
} from '#kernel/db'
import {
  defineAccountTypes,
  ledgerSchema,
  openAccounts,
  post,
  verifyLedger,
  type Command,
} from '#kernel/ledger'
import { commandsOf, customers } from './ledger-commands.ts'

const rounds = Number(process.env['ROUNDS'] ?? 5)
const load = fileURLToPath(new URL('./ledger-load.ts', import.meta.url))

const directory = mkdtempSync(`${tmpdir()}/liushui-ledger-crash-`)
const cluster = await startCluster({ directory, durable: true })
const { ownerUrl, applicationUrl } = await provision(cluster, directory)
await migrate({ ownerUrl, applicationRole, schemas: [dbSchema, ledgerSchema] })
const database = openDatabase(applicationUrl, {
  connectionsMax: 2,
  statementTimeoutMs: 60_000,
  applicationName: 'crash-test',
})
after(async () => {
  await database.close()
  await cluster.stop()
  rmSync(directory, { recursive: true, force: true })
})

const account = (accountNo: string, mayGoNegative: boolean) => ({
  accountNo,
  name: accountNo,
  accountType: 'T',
  owner: null,
  merchantNo: null,
  isTiancai: false,
  currency: 'CNY' as const,
  normalSide: 'credit' as const,
  mayGoNegative,
})
await database.transaction(async (tx) => {
  const type = { accountType: 'T', nameZh: '测试', nameEn: 'Test', category: 'liability' } as const
  const now = systemClock.now()
  await defineAccountTypes(tx, [type], now)
  const numbers = Array.from({ length: customers }, (_, at) => `customer-${at}`)
  const accounts = [account('bank', true), ...numbers.map((no) => account(no, false))]
  assert.ok((await openAccounts(tx, accounts, now)).ok)
})

/** bizNo → id of the journal, of everything that was answered. */
const acknowledged = new Map<string, string>()
const refused: string[] = []

function listen(child: ChildProcess): void {
  let rest = ''
  child.stdout?.on('data', (piece: Buffer) => {
    const lines = (rest + piece.toString()).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const [what, bizNo = '', id = ''] = line.split(' ')
      if (what === 'ok') acknowledged.set(bizNo, id)
      if (what === 'refused') refused.push(`${bizNo} ${id}`)
    }
  })
}

let runs = 0

async function begin(): Promise<ChildProcess> {
  runs += 1
  const child = spawn(process.execPath, [load, applicationUrl, `run-${runs}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  listen(child)
  assert.ok(child.stdout)
  // One that cannot start says nothing, ever.
  const ended = once(child, 'close').then(() => assert.fail('it ended before it began'))
  await Promise.race([once(child.stdout, 'data'), ended])
  // That it ends later, by our hand, is no fault.
  ended.catch(() => undefined)
  return child
}

async function end(child: ChildProcess): Promise<void> {
  const closed = once(child, 'close')
  child.kill('SIGKILL')
  await closed
}

async function untilAnswers(): Promise<void> {
  for (let tries = 0; ; tries++) {
    const answered = await database.row(sql`select 1 as one`).catch(() => undefined)
    if (answered) return
    assert.ok(tries < 600, 'PostgreSQL does not come up')
    await sleep(50)
  }
}

async function check(): Promise<void> {
  await untilAnswers()
  const rows = await database.rows<{ bizNo: string; id: bigint }>(sql`
    select biz_no, id from ledger.journal where caller = 'crash'`)
  const booked = new Map(rows.map(({ bizNo, id }) => [bizNo, String(id)]))
  const lost = [...acknowledged].filter(([bizNo, id]) => booked.get(bizNo) !== id)
  assert.deepEqual(lost, [], 'acknowledged journals are lost, or others than were answered')
  const halves = rows.filter(
    ({ bizNo }) => bizNo.endsWith('chain-1') && !booked.has(bizNo.replace('chain-1', 'chain-2')),
  )
  assert.deepEqual(halves, [], 'half a chain is there')
  assert.equal(await verifyLedger(database), undefined)
}

/** The recorded result is the answer, whoever asks again. */
async function replay(): Promise<void> {
  const asked: Command[] = []
  for (let at = 0; at < 40; at++) {
    const name = `run-${runs}-${at % 4}-${Math.floor(at / 4)}`
    asked.push(...commandsOf(name, (at % 4) + Math.floor(at / 4)).flat())
  }
  const known = asked.filter(({ bizNo }) => acknowledged.has(bizNo))
  const single = known.map((command) => ({ ...command, linked: false }))
  const options = { clock: systemClock, zone: 'Asia/Shanghai' } as const
  const outcomes = await database.transaction((tx) => post(tx, single, options))
  for (const [at, outcome] of outcomes.entries()) {
    assert.ok(outcome.ok && outcome.value.replayed)
    const id = acknowledged.get(single[at]?.bizNo ?? '')
    assert.equal(String(outcome.value.journal.id), id)
  }
}

const killed = `${rounds} times the process, ${rounds} times PostgreSQL`
const title = `${killed}: nothing acknowledged is lost`

test(`${title}, nothing is half there`, async (context) => {
  for (let at = 0; at < rounds; at++) {
    const first = await begin()
    await sleep(100 + Math.random() * 500)
    await end(first)
    await check()
    await replay()
    const second = await begin()
    await sleep(100 + Math.random() * 500)
    process.kill(cluster.pid(), 'SIGKILL')
    const before = acknowledged.size
    // It goes on when PostgreSQL is there again, and settles what was in doubt.
    for (let tries = 0; acknowledged.size <= before + 100 && tries < 600; tries++) await sleep(50)
    await end(second)
    await check()
    await replay()
  }
  context.diagnostic(`${acknowledged.size} journals were acknowledged`)
  assert.deepEqual(refused, [])
  assert.ok(acknowledged.size > rounds * 100, `${acknowledged.size} journals were acknowledged`)
})
