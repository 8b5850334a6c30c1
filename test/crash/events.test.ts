/**
 * Killed with -9 at random during events: the process in one round, PostgreSQL in the next.
 * Whatever
 * was acknowledged is there, each event once; what was in doubt is settled by asking again with the
 * same Idempotency-Key. ROUNDS says how many of both: 5, and 50 in `npm run check:long`.
 */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from '#kernel/db'
import { newOrder } from '#test/auto-loan'
import type { Person } from '#test/house'
import { houseProcess } from './house-process.ts'

const rounds = Number(process.env['ROUNDS'] ?? 5)
const orders = 12
const callers = 8
const base = '/api/v1/auto-loan/orders'

const house = await houseProcess()
after(() => house.close())
await house.start()

interface Edit {
  readonly key: string
  readonly orderNo: string
  readonly body: object
}

/** Keys that were answered with 200. */
const acknowledged = new Set<string>()
let sent = 0

async function prepare(): Promise<readonly string[]> {
  const dealer = await house.signIn('dealer')
  const numbers: string[] = []
  for (let at = 0; at < orders; at++) {
    const made = await dealer.post(base, newOrder, { 'idempotency-key': `order-${at}` })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    const { orderNo } = made.body
    const submitted = await dealer.post(`${base}/${orderNo}/events/submit_order`, { payload: {} })
    assert.equal(submitted.status, 200, JSON.stringify(submitted.body))
    numbers.push(String(orderNo))
  }
  return numbers
}

const numbers = await prepare()

function nextEdit(): Edit {
  sent += 1
  const payload = { unitName: `unit ${sent}`, monthlyIncome: 1_000_000 + sent }
  return { key: `edit-${sent}`, orderNo: numbers[sent % orders] ?? '', body: { payload } }
}

async function send(credit: Person, { key, orderNo, body }: Edit): Promise<number> {
  const path = `${base}/${orderNo}/events/save_user_work_info`
  return (await credit.post(path, body, { 'idempotency-key': key })).status
}

/** Edits orders one after the other until told to stop; answers what is in doubt. */
async function edit(credit: Person, running: { on: boolean }): Promise<readonly Edit[]> {
  const doubtful: Edit[] = []
  while (running.on) {
    const one = nextEdit()
    const status = await send(credit, one).catch(() => 0)
    if (status === 200) acknowledged.add(one.key)
    else {
      // No answer, or one that says so itself: 503 while the database is away.
      assert.ok(status === 0 || status === 503, `an edit was answered with ${status}`)
      doubtful.push(one)
      await sleep(20)
    }
  }
  return doubtful
}

async function round(kill: () => Promise<void>): Promise<void> {
  const credit = await house.signIn('credit')
  const running = { on: true }
  const load = Promise.all(Array.from({ length: callers }, () => edit(credit, running)))
  await sleep(100 + Math.random() * 400)
  await kill()
  running.on = false
  const doubtful = (await load).flat()
  await house.untilReady()
  await settle(doubtful)
}

/** A lost answer is asked for again: the key decides whether there is anything left to do. */
async function settle(doubtful: readonly Edit[]): Promise<void> {
  const credit = await house.signIn('credit')
  for (const one of doubtful) {
    assert.equal(await send(credit, one), 200, `${one.key} is settled by asking again`)
    acknowledged.add(one.key)
  }
}

async function checkEverything(): Promise<void> {
  const database = house.open()
  const rows = await database.rows<{ key: string; times: number }>(sql`
    select split_part(request_id, ' ', 2) as key, count(*)::int as times
      from auto_loan.order_event where event = 'save_user_work_info' group by 1`)
  const written = new Map(rows.map(({ key, times }) => [key, times]))
  const lost = [...acknowledged].filter((key) => !written.has(key))
  const twice = rows.filter(({ times }) => times !== 1)
  assert.deepEqual(lost, [], 'acknowledged events are lost')
  assert.deepEqual(twice, [], 'events were applied twice')
  await database.close()
  const proof = await house.run('verify', '--json')
  assert.deepEqual(JSON.parse(proof.out), { clean: true, faults: [] })
  assert.equal(proof.code, 0)
}

test(`${rounds} times the process, ${rounds} times PostgreSQL: nothing acknowledged is lost, nothing is there twice`, async () => {
  for (let at = 0; at < rounds; at++) {
    await round(async () => {
      await house.kill()
      await house.start()
    })
    await checkEverything()
    await round(async () => {
      house.killDatabase()
      await sleep(Math.random() * 300)
    })
    await checkEverything()
  }
  assert.ok(acknowledged.size > rounds * 20, `${acknowledged.size} edits were acknowledged`)
})
