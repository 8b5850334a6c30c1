import assert from 'node:assert/strict'
import { test } from 'node:test'
import { record, seal } from '#kernel/audit'
import { openDatabase, sql } from '#kernel/db'
import type { JobContext } from '#kernel/jobs'
import { openLog } from '#kernel/log'
import { auditRoutes, auditTasks } from './audit.ts'
import { authRoutes } from './auth.ts'
import { field, openTestDesk, outcome } from './testing.ts'

const desk = await openTestDesk((rooms) => [...authRoutes(rooms), ...auditRoutes(rooms)])
const { call, clock, database, newUser, signIn } = desk
await newUser('boss')
await newUser('auditor', { roles: ['auditor'] })
await newUser('clerk', { roles: ['finance-ops'] })
const tokens = new Map<string, string>()
for (const name of ['boss', 'auditor', 'clerk']) tokens.set(name, await signIn(name))
const as = (name: string) => ({ token: tokens.get(name) ?? '' })

const lines = 25
await database.transaction((tx) =>
  record(
    tx,
    Array.from({ length: lines }, (_, no) => ({
      at: new Date(clock.now().getTime() + no * 1_000),
      actor: 'user:clerk',
      action: no % 5 === 0 ? 'order.return' : 'order.pass',
      subject: `order:AF${no}`,
      before: { note: 'Nothing' },
      after: { note: no % 5 === 0 ? 'The invoice is unreadable' : 'fine' },
      requestId: `request-${no}`,
    })),
  ),
)

interface Found {
  readonly subjects: readonly string[]
  readonly next: string | null
}

async function found(query: string): Promise<Found> {
  const { body } = await call(`GET /api/v1/audit?${query}`, as('auditor'))
  const items = field(body, 'items') as readonly { subject: string }[]
  const next = field(body, 'nextCursor')
  return {
    subjects: items.map(({ subject }) => subject),
    next: typeof next === 'string' ? next : null,
  }
}

test('words are found in what was and what is now, whatever their case, page after page', async () => {
  const first = await found('text=INVOICE%20is&limit=3')
  assert.deepEqual(first.subjects, ['order:AF20', 'order:AF15', 'order:AF10'])
  const second = await found(`limit=3&cursor=${first.next}`)
  assert.deepEqual([second.subjects, second.next], [['order:AF5', 'order:AF0'], null])
  assert.deepEqual((await found('text=invoice&subject=order:AF5')).subjects, ['order:AF5'])
  assert.deepEqual((await found('text=invoice&action=order.pass')).subjects, [])
  assert.deepEqual((await found('text=100%25')).subjects, [], 'a sign of a pattern is a letter')
})

test('a cursor of the search for words fits no other search', async () => {
  const { next } = await found('text=invoice&limit=1')
  const other = await call(`GET /api/v1/audit?text=fine&cursor=${next}`, as('auditor'))
  assert.equal(outcome(other), '400 cursor_invalid')
})

const context = (): JobContext => ({ now: () => clock.now(), attempt: 1, log: openLog('silent') })

/** What the worker would do with what is queued. */
async function work(id: string): Promise<void> {
  for (const task of auditTasks({ database })) await task.run({ id }, context())
}

const latest = async () => {
  const { body } = await call('GET /api/v1/audit/verification', as('auditor'))
  const [one] = field(body, 'items') as readonly Record<string, unknown>[]
  return one
}

test('who asks for a verification while one waits gets that one; its result stays to be seen', async () => {
  assert.equal(await latest(), undefined)
  await seal(database, clock.now())
  const asked = await call('POST /api/v1/audit/verification', { ...as('boss'), body: {} })
  assert.equal(asked.status, 202)
  const again = await call('POST /api/v1/audit/verification', { ...as('boss'), body: {} })
  assert.equal(field(again.body, 'id'), field(asked.body, 'id'))
  const queued = await database.rows(
    sql`select id from graphile_worker.jobs where task_identifier = 'audit.verify'`,
  )
  assert.equal(queued.length, 1, 'and it is done once')
  await work(String(field(asked.body, 'id')))
  const done = await latest()
  assert.deepEqual([done?.['state'], done?.['faultDetail']], ['clean', null])
  assert.ok(Number(done?.['entries']) >= lines)
})

test('a trail that was tampered with is named, and calls an administrator', async () => {
  const row = await database.row<{ name: string }>(sql`select current_database()::text as name`)
  const url = new URL(process.env['LIUSHUI_TEST_ADMIN_URL'] ?? '')
  url.pathname = `/${row?.name}`
  const owner = openDatabase(url.href, {
    connectionsMax: 1,
    statementTimeoutMs: 10_000,
    applicationName: 'tamper',
  })
  await owner.transaction((tx) =>
    tx.run(sql`update audit.entry set reason = 'another' where subject = 'order:AF7'`),
  )
  await owner.close()
  clock.advance(1_000)
  const asked = await call('POST /api/v1/audit/verification', { ...as('boss'), body: {} })
  await work(String(field(asked.body, 'id')))
  const done = await latest()
  assert.deepEqual([done?.['state'], done?.['faultKind']], ['broken', 'entry_changed'])
  const alarm = await database.row<{ owner: string }>(
    sql`select owner from jobs.alarm where code = 'audit_trail_broken'`,
  )
  assert.equal(alarm?.owner, 'admin')
})

test('the trail is for administrators; auditors read it and start nothing', async () => {
  // prettier-ignore
  const table: readonly (readonly [string, string, string])[] = [
    ['clerk',   'GET /api/v1/audit?text=x',        '403 actor_not_allowed'],
    ['clerk',   'GET /api/v1/audit/verification',  '403 actor_not_allowed'],
    ['clerk',   'POST /api/v1/audit/verification', '403 actor_not_allowed'],
    ['auditor', 'POST /api/v1/audit/verification', '403 actor_not_allowed'],
    ['auditor', 'GET /api/v1/audit/verification',  '200'],
  ]
  for (const [name, request, wanted] of table) {
    const body = request.startsWith('POST') ? { body: {} } : {}
    assert.equal(outcome(await call(request, { ...as(name), ...body })), wanted, request)
  }
})
