import assert from 'node:assert/strict'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { systemActor, type Actor, type Role } from '#kernel/auth'
import { fixedClock } from '#kernel/clock'
import { sql } from '#kernel/db'
import { openLog } from '#kernel/log'
import { testDatabase } from '#test/database'
import { acknowledgeAlarm, listAlarms, openJobs, raiseAlarm, resolveAlarm } from './index.ts'
import type { NewAlarm } from './index.ts'

const at = new Date('2026-03-01T09:00:00Z')
const alarm: NewAlarm = {
  code: 'funder_answer_unknown',
  severity: 'warning',
  owner: 'lending-auditor',
  subject: 'order:AF1',
  detail: 'BANK_A did not say what became of the disbursement',
  link: '/auto-loan/orders/AF1',
  at,
}
const person = (...roles: Role[]): Actor => ({
  kind: 'user',
  id: roles.join('+'),
  name: 'Test',
  roles,
  party: undefined,
})
const decision = (actor: Actor, note?: string) => ({
  actor,
  at: new Date('2026-03-01T10:00:00Z'),
  requestId: 'r-1',
  ...(note === undefined ? {} : { note }),
})

async function raised() {
  const { database } = await testDatabase()
  await database.transaction((tx) => raiseAlarm(tx, alarm))
  const [open] = await listAlarms(database, { limit: 10 })
  assert.ok(open)
  return { database, id: open.id, open }
}

test('the same trouble is counted while it is open, and called again after it was resolved', async () => {
  const { database, id, open } = await raised()
  assert.equal(open.occurrences, 1)
  assert.equal(open.link, '/auto-loan/orders/AF1')
  const again = { ...alarm, at: new Date('2026-03-01T09:05:00Z'), severity: 'critical' as const }
  await database.transaction((tx) => raiseAlarm(tx, again))
  const [counted, ...others] = await listAlarms(database, { limit: 10 })
  assert.deepEqual(others, [])
  assert.deepEqual(
    [counted?.id, counted?.occurrences, counted?.severity, counted?.firstAt, counted?.lastAt],
    [id, 2, 'critical', at, again.at],
  )
  await database.transaction((tx) => resolveAlarm(tx, id, decision(person('lending-auditor'))))
  await database.transaction((tx) => raiseAlarm(tx, alarm))
  assert.equal((await listAlarms(database, { state: 'open', limit: 10 })).length, 1)
  assert.equal((await listAlarms(database, { state: 'resolved', limit: 10 })).length, 1)
})

test('many at once make one alarm', async () => {
  const { database } = await testDatabase()
  const raise = () => database.transaction((tx) => raiseAlarm(tx, alarm))
  await Promise.all(Array.from({ length: 8 }, raise))
  const found = await listAlarms(database, { limit: 10 })
  assert.deepEqual(
    found.map(({ occurrences }) => occurrences),
    [8],
  )
})

test('the owner acknowledges and resolves; each step is written down', async () => {
  const { database, id } = await raised()
  const owner = person('lending-auditor')
  const seen = await database.transaction((tx) => acknowledgeAlarm(tx, id, decision(owner)))
  assert.equal(seen.ok && seen.value.state, 'acknowledged')
  const again = await database.transaction((tx) => acknowledgeAlarm(tx, id, decision(owner)))
  assert.equal(again.ok && again.value.state, 'acknowledged')
  const over = await database.transaction((tx) =>
    resolveAlarm(tx, id, decision(owner, 'the bank answered by phone')),
  )
  assert.equal(over.ok && over.value.note, 'the bank answered by phone')
  const audit = await database.rows(sql`select action, actor, reason from audit.entry order by id`)
  assert.deepEqual(audit, [
    { action: 'alarm.acknowledge', actor: 'user:lending-auditor', reason: null },
    {
      action: 'alarm.resolve',
      actor: 'user:lending-auditor',
      reason: 'the bank answered by phone',
    },
  ])
})

test('an alarm is decided on by its owner or an administrator, and once', async () => {
  const { database, id } = await raised()
  const resolve = async (actor: Actor, which = id) => {
    const result = await database.transaction((tx) => resolveAlarm(tx, which, decision(actor)))
    return result.ok ? result.value.state : result.problem.code
  }
  assert.equal(await resolve(person('dealer')), 'actor_not_allowed')
  assert.equal(await resolve(person('admin'), crypto.randomUUID()), 'alarm_not_found')
  assert.equal(await resolve(person('admin')), 'resolved')
  assert.equal(await resolve(person('admin')), 'alarm_already_resolved')
  assert.equal(await resolve(systemActor('test')), 'alarm_already_resolved')
})

test('alarms are found by state, owner and subject, page by page', async () => {
  const { database } = await testDatabase()
  const owners: readonly Role[] = ['admin', 'finance-ops', 'admin']
  for (const [no, owner] of owners.entries()) {
    await database.transaction((tx) => raiseAlarm(tx, { ...alarm, owner, subject: `order:${no}` }))
  }
  const subjects = async (filter: object) =>
    (await listAlarms(database, { limit: 2, ...filter })).map(({ subject }) => subject)
  assert.deepEqual(await subjects({ owners: ['admin'] }), ['order:2', 'order:0'])
  assert.deepEqual(await subjects({ owners: [] }), [])
  assert.deepEqual(await subjects({ subject: 'order:1' }), ['order:1'])
  const [, last] = await listAlarms(database, { limit: 2 })
  assert.deepEqual(await subjects({ before: last?.id }), ['order:0'])
  assert.deepEqual(await subjects({ state: 'resolved' }), [])
})

interface Heard {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A receiver of webhooks that refuses the first so many calls. */
async function webhookReceiver(refusals: number) {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      heard.push({ headers: request.headers, body: Buffer.concat(parts).toString() })
      response.statusCode = heard.length <= refusals ? 503 : 204
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { heard, url: `http://127.0.0.1:${port}/hook`, close: () => server.close() }
}

test('a new alarm is sent to each webhook, signed, and repeated until it is taken', async (t) => {
  const { database, applicationUrl: url } = await testDatabase()
  const secret = `whsec_${Buffer.from('a shared secret of 32 bytes long').toString('base64')}`
  const [deaf, good] = [await webhookReceiver(1), await webhookReceiver(0)]
  const jobs = openJobs({
    database,
    url,
    clock: fixedClock('2026-03-01T09:00:00Z'),
    log: openLog('silent'),
    alarmWebhooks: [deaf, good].map((receiver) => ({ url: receiver.url, secret })),
  })
  t.after(() => jobs.stop())
  await jobs.start({ tasks: [], crons: [], subscriptions: [] })
  await database.transaction((tx) => raiseAlarm(tx, alarm))
  await database.transaction((tx) => raiseAlarm(tx, alarm))
  await t.waitFor(() => assert.equal(deaf.heard.length, 2), { interval: 50, timeout: 15_000 })
  await jobs.stop()
  deaf.close()
  good.close()
  assert.equal(good.heard.length, 1)
  for (const { headers, body } of [...deaf.heard, ...good.heard]) {
    // Refuses a wrong signature and a time that is more than five minutes off.
    const verified = new Webhook(secret).verify(body, {
      'webhook-id': String(headers['webhook-id']),
      'webhook-timestamp': String(headers['webhook-timestamp']),
      'webhook-signature': String(headers['webhook-signature']),
    })
    assert.deepEqual(Reflect.get(Object(verified), 'type'), 'alarm.raised')
    assert.equal(JSON.parse(body).data.subject, 'order:AF1')
  }
  assert.equal(deaf.heard[0]?.headers['webhook-id'], deaf.heard[1]?.headers['webhook-id'])
})
