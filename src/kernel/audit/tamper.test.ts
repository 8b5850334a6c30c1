/** Random histories, and one random forgery in each: none may go unnoticed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import pg from 'pg'
import { sql } from '../db/index.ts'
import { record, seal, verifyAudit } from './index.ts'
import { testDatabase } from '#test/database'

const { database, ownerUrl } = await testDatabase()
const now = new Date('2026-01-05T09:00:00Z')

const entry = (subject: string) => ({
  at: now,
  actor: 'user:1',
  action: 'order.edit',
  subject,
  after: { amount: 5 },
  requestId: 'r',
})

const write = (subjects: readonly string[]): Promise<void> =>
  database.transaction((tx) => record(tx, subjects.map(entry)))

/** Another test file may hold a round up for a moment: the databases share their numbers. */
async function sealNow(): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    if (await seal(database, now)) return
    await sleep(20)
  }
  assert.fail('nothing was sealed in ten seconds')
}

async function owner<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Changes one row, the n-th of those it could change; 0 when there is none. */
interface Forgery {
  readonly name: string
  readonly statement: (nth: number) => string
}

const nthRow = (table: string, nth: number): string =>
  `(select ctid from ${table}
     order by ctid offset (select ${nth} % greatest(count(*), 1) from ${table}) limit 1)`

const on = (table: string, verb: string, rest = ''): Forgery => ({
  name: `${verb} ${table} ${rest}`.trim(),
  statement: (nth) => `${verb} ${table} ${rest} where ctid = ${nthRow(table, nth)}`,
})

const forgeries: readonly Forgery[] = [
  on('audit.entry', 'update', `set actor = 'user:2'`),
  on('audit.entry', 'update', `set after = '{"amount": 6}'`),
  on('audit.entry', 'update', 'set bucket = (bucket + 1) % 64'),
  on('audit.entry', 'update', 'set id = gen_random_uuid()'),
  on('audit.entry', 'delete from'),
  on('audit.seal', 'update', 'set entries = entries + 1'),
  on('audit.seal', 'update', 'set bucket = (bucket + 13) % 64'),
  on('audit.seal', 'update', `set digest = sha256('x')`),
  on('audit.seal', 'update', `set previous = sha256('x')`),
  on('audit.seal', 'update', 'set first_id = gen_random_uuid()'),
  on('audit.seal', 'delete from'),
  on('audit.round', 'update', `set at = at + interval '1 minute'`),
  on('audit.round', 'update', `set digest = sha256('x')`),
  on('audit.round', 'update', `set previous = sha256('x')`),
  on('audit.round', 'delete from'),
]

const history = fc.array(
  fc.array(fc.constantFrom('order:AF1', 'order:AF2', 'order:AF3', 'user:1'), {
    minLength: 1,
    maxLength: 4,
  }),
  { minLength: 1, maxLength: 4 },
)

test('no single forgery of a sealed trail goes unnoticed', async () => {
  await fc.assert(
    fc.asyncProperty(
      history,
      fc.constantFrom(...forgeries),
      fc.nat({ max: 1_000 }),
      async (rounds, forgery, nth) => {
        await owner((client) => client.query('truncate audit.entry, audit.seal, audit.round'))
        for (const subjects of rounds) {
          await write(subjects)
          await sealNow()
        }
        assert.equal(await verifyAudit(database), undefined, 'genuine')
        const forged = await owner((client) => client.query(forgery.statement(nth)))
        assert.equal(forged.rowCount, 1, forgery.name)
        assert.ok(await verifyAudit(database), forgery.name)
      },
    ),
    { numRuns: 25 },
  )
})

test('a trail longer than one reading is verified to its end', async () => {
  await owner((client) => client.query('truncate audit.entry, audit.seal, audit.round'))
  await write(Array.from({ length: 4_500 }, () => 'order:AF1'))
  await sealNow()
  for (let round = 2; round <= 520; round++) {
    await write(['order:AF1'])
    await sealNow()
  }
  const seen: number[][] = []
  const clean = await verifyAudit(database, ({ rounds, entries }) => seen.push([rounds, entries]))
  assert.equal(clean, undefined)
  assert.deepEqual(seen.at(-1), [520, 5_019])
  const last = await database.row<{ id: string }>(sql`
    select id from audit.entry order by written_by desc limit 1`)
  assert.ok(last)
  await owner((client) =>
    client.query(`update audit.entry set reason = 'x' where id = $1`, [last.id]),
  )
  const fault = await verifyAudit(database)
  assert.deepEqual([fault?.kind, fault?.subject], ['entry_changed', `entry ${last.id}`])
})
