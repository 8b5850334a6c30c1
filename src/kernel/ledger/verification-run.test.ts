import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { systemActor, type Deed } from '../auth/index.ts'
import { sql } from '../db/index.ts'
import { listAlarms } from '../jobs/index.ts'
import { openLog } from '../log/index.ts'
import { assert as promised } from '../problem/index.ts'
import {
  askVerification,
  lastVerification,
  ledgerTasks,
  listVerifications,
  runningVerification,
} from './index.ts'
import { pay, testBooks } from './testing.ts'

const books = await testBooks(['ann', 'bob'])
const { database, clock, must, ownerUrl } = books
await must(...Array.from({ length: 20 }, (_, at) => pay(`no-${at}`, ['bank', 'ann', 5n])))
const deed = (): Deed => ({ actor: systemActor('test'), at: clock.now(), requestId: 'test' })
const ask = () => database.transaction((tx) => askVerification(tx, deed()))

async function run(id: string): Promise<void> {
  const [task] = ledgerTasks({ database, clock })
  promised(task, 'the ledger has a task')
  await task.run({ id }, { now: () => clock.now(), attempt: 1, log: openLog('silent') })
}

test('of those who ask at once one starts a verification, and all are told of the same', async () => {
  const asked = await Promise.all([ask(), ask(), ask()])
  assert.equal(new Set(asked.map(({ id }) => id)).size, 1)
  assert.equal((await runningVerification(database, clock.now()))?.id, asked[0]?.id)
  await run(asked[0]?.id ?? '')
  assert.equal(await runningVerification(database, clock.now()), undefined)
  const last = await lastVerification(database)
  assert.deepEqual([last?.fault, last?.entries], [undefined, 40n])
  const alarms = await listAlarms(database, { limit: 5 })
  assert.deepEqual(alarms, [])
})

test('one that was lost with its worker keeps nobody from asking again', async () => {
  const lost = await ask()
  clock.advance(7 * 3_600_000)
  const next = await ask()
  assert.notEqual(next.id, lost.id)
  await run(next.id)
})

test('books that do not fit raise an alarm that names where', async () => {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  await owner.query(`update ledger.account set balance = balance + 1 where account_no = 'ann'`)
  await owner.end()
  const { id } = await ask()
  await run(id)
  const [found] = await listVerifications(database, { limit: 1 })
  assert.equal(found?.fault?.subject, 'account:ann')
  const [alarm] = await listAlarms(database, { limit: 5 })
  assert.deepEqual(
    [alarm?.code, alarm?.severity, alarm?.subject],
    ['ledger_broken', 'critical', 'account:ann'],
  )
  const runs = await database.rows<{ ended: boolean }>(sql`
    select ended_at is not null as ended from ledger.verification_run order by id`)
  assert.deepEqual(
    runs.map(({ ended }) => ended),
    [true, false, true, true],
  )
})
