import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import * as path from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { read as readWorkbook, utils } from '@e965/xlsx'
import { sql } from '#kernel/db'
import { readCsv } from '#kernel/sheet'
import { workOf } from '#app/work.ts'
import { applicant, apply, create, openAutoLoan } from './auto-loan.ts'
import type { Answer, Person } from './house.ts'

const house = await openAutoLoan()
const { kernel, clock } = house
const [first = '', second = '', third = ''] = await create(kernel, 3)
await apply(kernel, second, 'submit_order', { role: 'dealer' })
await apply(kernel, third, 'cancel', { role: 'dealer' })
const [dealer, dealer2] = [await house.as('dealer'), await house.as('dealer2')]
const [admin, auditor] = [await house.person(['admin']), await house.as('auditor')]

const ask = (who: Person, source: string, query: object = {}, format = 'csv'): Promise<Answer> =>
  who.post('/api/v1/exports', { source, query, format })

async function ended(who: Person, id: string): Promise<Answer['body']> {
  for (let tries = 0; tries < 400; tries++) {
    const { status, body } = await who.get(`/api/v1/exports/${id}`)
    assert.equal(status, 200)
    if (!['queued', 'running'].includes(body.state)) return body
    await sleep(25)
  }
  throw new Error('the export does not end')
}

/** Asked, waited for, and fetched. */
async function fetched(who: Person, source: string, query: object = {}, format = 'csv') {
  const asked = await ask(who, source, query, format)
  assert.equal(asked.status, 202, JSON.stringify(asked.body))
  const over = await ended(who, asked.body.id)
  assert.equal(over.state, 'done', JSON.stringify(over))
  const response = await fetch(`${house.url}/api/v1/exports/${asked.body.id}/file`, {
    headers: { authorization: `Bearer ${who.token}` },
  })
  assert.equal(response.status, 200)
  return { over, response, bytes: Buffer.from(await response.arrayBuffer()) }
}

const csvRows = (bytes: Buffer): readonly (readonly string[])[] =>
  readCsv(bytes.toString()).map(({ cells }) => cells)

const orderNumbers = async (who: Person, query: object): Promise<readonly string[]> => {
  const { bytes } = await fetched(who, 'auto-loan.orders', query)
  return csvRows(bytes)
    .slice(1)
    .map(([no = '']) => no)
    .toSorted()
}

test('nothing is written before a worker comes, and what is cancelled is never written', async () => {
  const waiting = await ask(dealer, 'auto-loan.orders')
  assert.deepEqual(
    [waiting.status, waiting.body.state, waiting.body.rowsDone, waiting.body.fileName],
    [202, 'queued', 0, 'auto-loan.orders-20260105.csv'],
  )
  const { id } = waiting.body
  assert.equal((await dealer.get(`/api/v1/exports/${id}/file`)).body.code, 'export_not_done')
  assert.equal((await dealer2.post(`/api/v1/exports/${id}/cancel`)).body.code, 'export_not_found')
  assert.equal((await dealer.post(`/api/v1/exports/${id}/cancel`)).body.state, 'cancelled')
  assert.equal((await dealer.post(`/api/v1/exports/${id}/cancel`)).body.code, 'export_already_over')
  // A worker that was killed left this one half done.
  const orphan = await ask(dealer, 'auto-loan.orders', { orderNo: first })
  await kernel.database.transaction((tx) =>
    tx.run(sql`
      update desk.export set state = 'running', run = 1, rows_done = 700
       where id = ${orphan.body.id}`),
  )
  await kernel.jobs.start(workOf(kernel))
  const again = await ended(dealer, orphan.body.id)
  assert.deepEqual([again.state, again.rowsDone], ['done', 1])
  const next = await ask(dealer, 'auto-loan.orders')
  assert.equal((await ended(dealer, next.body.id)).state, 'done')
  assert.equal((await ended(dealer, id)).state, 'cancelled')
})

test('the file of the orders has what the list has, filtered in the same way', async () => {
  const { over, bytes, response } = await fetched(admin, 'auto-loan.orders', { sort: 'created' })
  assert.equal(over.rowsDone, 3)
  assert.match(
    response.headers.get('content-disposition') ?? '',
    /^attachment; filename="auto-loan/u,
  )
  const [head, ...rows] = csvRows(bytes)
  assert.deepEqual(head?.slice(0, 4), ['订单号', '状态码', '状态', '申请人'])
  assert.deepEqual(rows.map(([no = '']) => no).toSorted(), [first, second, third].toSorted())
  const row = rows.find(([no]) => no === second) ?? []
  assert.deepEqual(row.slice(1, 5), ['10010', row[2], '张*', 'D001'])
  assert.deepEqual(row.slice(9, 11), ['1000.00', 'CNY'])
  assert.equal(row[12], '2026-01-05T10:00:00.000+08:00')
  assert.deepEqual(await orderNumbers(admin, { state: ['10010'] }), [second])
  assert.deepEqual(await orderNumbers(admin, { state: '99999' }), [third])
  assert.deepEqual(await orderNumbers(admin, { orderNo: first }), [first])
})

test('a dealer has a file of the own orders only, and the masks of the list', async () => {
  assert.deepEqual(await orderNumbers(dealer, {}), [first, second, third].toSorted())
  assert.deepEqual(await orderNumbers(dealer2, {}), [])
  assert.deepEqual(await orderNumbers(dealer2, { dealerId: 'D001' }), [])
})

test('an order is found by its applicant, whose phone is written down nowhere', async () => {
  assert.equal((await orderNumbers(admin, { phone: applicant.phone })).length, 3)
  assert.deepEqual(await orderNumbers(admin, { phone: '13900000000' }), [])
  const kept = await kernel.database.rows<{ query: unknown }>(sql`
    select query from desk.export union all select after::jsonb from audit.entry`)
  assert.ok(kept.length > 0)
  assert.ok(!JSON.stringify(kept).includes(applicant.phone))
})

test('LibreOffice and Excel get numbers as numbers', async () => {
  for (const format of ['xlsx', 'ods']) {
    const { bytes } = await fetched(admin, 'auto-loan.orders', { orderNo: first }, format)
    const sheet = readWorkbook(bytes).Sheets['auto-loan.orders']
    assert.ok(sheet)
    const [, row] = utils.sheet_to_json<unknown[]>(sheet, { header: 1, raw: true })
    assert.deepEqual([row?.[0], row?.[1], row?.[9]], [first, 0, 1000], format)
  }
})

test('only who asked fetches the file, and both stand in the audit trail', async () => {
  const { over } = await fetched(dealer, 'auto-loan.orders', {}, 'xlsx')
  for (const other of [dealer2, admin]) {
    for (const end of ['', '/file']) {
      const answer = await other.get(`/api/v1/exports/${over.id}${end}`)
      assert.equal(`${answer.status} ${answer.body.code}`, '404 export_not_found')
    }
  }
  assert.equal((await house.stranger.get(`/api/v1/exports/${over.id}/file`)).status, 401)
  const trail = await admin.get(`/api/v1/audit?subject=export:${over.id}`)
  const actions = trail.body.items.map(({ action }: { action: string }) => action)
  assert.deepEqual(actions.toSorted(), ['export.fetch', 'export.request'])
  const own = await dealer.get('/api/v1/exports?limit=1')
  assert.equal(own.body.items[0].id, over.id)
  const more = await dealer.get(`/api/v1/exports?limit=1&cursor=${own.body.nextCursor}`)
  assert.notEqual(more.body.items[0].id, over.id)
})

test('the audit trail is exported by administrators and auditors', async () => {
  const query = { action: 'export.request' }
  const { bytes } = await fetched(auditor, 'audit', query)
  const [head, ...rows] = csvRows(bytes)
  assert.deepEqual(head?.slice(0, 4), ['时间', '操作人', '操作', '对象'])
  assert.ok(rows.length > 0 && rows.every(([, , action]) => action === 'export.request'))
  assert.equal((await ask(dealer, 'audit')).body.code, 'actor_not_allowed')
})

test('what cannot be asked is refused with its code', async () => {
  const cases: readonly (readonly [body: object, outcome: string])[] = [
    [{ source: 'nothing', query: {}, format: 'csv' }, '404 export_source_unknown'],
    [{ source: 'auto-loan.orders', query: {}, format: 'pdf' }, '400 request_invalid'],
    [{ source: 'auto-loan.orders', format: 'csv' }, '400 request_invalid'],
    [{ source: 'auto-loan.orders', query: { state: 'x' }, format: 'csv' }, '400 request_invalid'],
    [{ source: 'auto-loan.orders', query: { colour: 'x' }, format: 'csv' }, '400 request_invalid'],
    [{ source: '../x', query: {}, format: 'csv' }, '400 request_invalid'],
  ]
  for (const [body, outcome] of cases) {
    const answer = await admin.post('/api/v1/exports', body)
    assert.equal(`${answer.status} ${answer.body.code}`, outcome, JSON.stringify(body))
  }
  assert.equal((await house.stranger.post('/api/v1/exports', {})).status, 401)
  const none = await admin.get('/api/v1/exports/018f0000-0000-7000-8000-000000000000')
  assert.equal(none.body.code, 'export_not_found')
})

test('an API key that may not read a list may not have it as a file', async () => {
  const key = await admin.post('/api/v1/api-keys', { title: 'k', scopes: ['exports:write'] })
  assert.equal(key.status, 201, JSON.stringify(key.body))
  const answer = await house.stranger.post(
    '/api/v1/exports',
    { source: 'audit', query: {}, format: 'csv' },
    { authorization: `Bearer ${key.body.key}` },
  )
  assert.equal(answer.body.code, 'actor_not_allowed')
  assert.equal(answer.body.scope, 'audit:read')
})

test('a person has five exports under way at most, whatever the number of clicks', async () => {
  await kernel.jobs.stop()
  const busy = await house.person(['admin'])
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask(busy, 'audit')))
  const codes = answers.map(({ status }) => String(status)).toSorted()
  assert.deepEqual(codes, [...Array<string>(5).fill('202'), ...Array<string>(3).fill('429')])
  await kernel.jobs.start(workOf(kernel))
  for (const { status, body } of answers) {
    if (status === 202) assert.equal((await ended(busy, body.id)).state, 'done')
  }
})

const filesIn = (): readonly string[] =>
  readdirSync(path.join(kernel.config.dataDirectory, 'files'), {
    recursive: true,
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)

test('after its days the file is gone, from the disk too, unless a later export has the same', async () => {
  const old = await fetched(dealer2, 'auto-loan.orders', {}, 'ods')
  assert.equal(old.over.expiresAt, '2026-01-12T02:00:00.000Z')
  const before = filesIn().length
  assert.ok(before > 0)
  clock.advance(3 * 86_400_000)
  const later = await house.signIn('dealer2')
  const same = await fetched(later, 'auto-loan.orders', {}, 'ods')
  assert.deepEqual(same.bytes, old.bytes)
  clock.advance(4 * 86_400_000)
  const today = await house.signIn('dealer2')
  for (let tries = 0; (await ended(today, old.over.id)).state !== 'expired'; tries++) {
    assert.ok(tries < 400, 'the sweep comes')
    await sleep(25)
  }
  const gone = await today.get(`/api/v1/exports/${old.over.id}/file`)
  assert.equal(`${gone.status} ${gone.body.code}`, '410 export_expired')
  assert.equal((await today.get(`/api/v1/exports/${same.over.id}/file`)).status, 200)
  for (let tries = 0; filesIn().length > 1; tries++) {
    assert.ok(tries < 400, `${filesIn().length} files are left of ${before}`)
    await sleep(25)
  }
})
