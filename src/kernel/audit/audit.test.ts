import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { sql } from '../db/index.ts'
import { record, search, type AuditEntry, type AuditLine, type AuditSearch } from './index.ts'
import { testDatabase } from '#test/database'

const { database } = await testDatabase()
const at = new Date('2026-01-05T09:00:00Z')

const entry = (given: Partial<AuditEntry>): AuditEntry => ({
  at,
  actor: 'user:1',
  action: 'order.edit',
  subject: 'order:AF1',
  requestId: 'r-1',
  ...given,
})

const write = (entries: readonly AuditEntry[]): Promise<void> =>
  database.transaction((tx) => record(tx, entries))

async function find(wanted: AuditSearch, limit = 50): Promise<readonly AuditLine[]> {
  const page = await search(database, wanted, { limit })
  assert.ok(page.ok)
  return page.value.items
}

const minute = (minutes: number): Date => new Date(at.getTime() + minutes * 60_000)

test('an entry is kept as it was said: before, after, reason, request', async () => {
  await write([
    entry({
      subject: 'order:kept',
      before: { amount: 1_200_000, tags: ['a', null] },
      after: { amount: '9007199254740993', note: '张三 "said" \\ \u0000' },
      reason: 'the dealer asked',
    }),
  ])
  const [line] = await find({ subject: 'order:kept' })
  assert.ok(line)
  assert.deepEqual(
    { ...line, id: '' },
    {
      id: '',
      at,
      actor: 'user:1',
      action: 'order.edit',
      subject: 'order:kept',
      before: { amount: 1_200_000, tags: ['a', null] },
      after: { amount: '9007199254740993', note: '张三 "said" \\ \u0000' },
      reason: 'the dealer asked',
      requestId: 'r-1',
    },
  )
})

test('an entry is there when its transaction is, and gone when that is undone', async () => {
  const undone = database.transaction(async (tx) => {
    await record(tx, [entry({ subject: 'order:undone' })])
    throw new Error('changed my mind')
  })
  await assert.rejects(undone, /changed my mind/u)
  assert.deepEqual(await find({ subject: 'order:undone' }), [])
  await write([])
})

test('JSON that is too long for an audit row is recorded by its digest', async () => {
  const text = 'x'.repeat(100_000)
  await write([entry({ subject: 'order:long', after: text })])
  const [line] = await find({ subject: 'order:long' })
  assert.deepEqual(line?.after, {
    omitted: true,
    characters: 100_002,
    sha256: createHash('sha256').update(JSON.stringify(text)).digest('hex'),
  })
})

test('the trail is searched by whom, what, which request and when, newest first', async () => {
  await write([
    entry({ actor: 'user:7', action: 'auth.sign-in', subject: 'user:7', at: minute(1) }),
    entry({ actor: 'user:7', action: 'secret.unmask', subject: 'person:1', at: minute(2) }),
    entry({ actor: 'user:8', action: 'auth.sign-in', subject: 'user:8', at: minute(3) }),
    entry({ actor: 'user:7', subject: 'order:AF7', at: minute(4), requestId: 'r-7' }),
  ])
  const subjects = async (wanted: AuditSearch): Promise<readonly string[]> =>
    (await find(wanted)).map(({ subject }) => subject)
  assert.deepEqual(await subjects({ actor: 'user:7' }), ['order:AF7', 'person:1', 'user:7'])
  assert.deepEqual(await subjects({ action: 'auth.sign-in' }), ['user:8', 'user:7'])
  assert.deepEqual(await subjects({ actor: 'user:7', action: 'auth.sign-in' }), ['user:7'])
  assert.deepEqual(await subjects({ subject: 'order:AF7' }), ['order:AF7'])
  assert.deepEqual(await subjects({ requestId: 'r-7' }), ['order:AF7'])
  assert.deepEqual(await subjects({ from: minute(2), to: minute(4) }), ['user:8', 'person:1'])
  assert.deepEqual(await subjects({ actor: 'user:9' }), [])
})

test('page after page shows every entry once, also those of one moment', async () => {
  const count = 25
  await write(Array.from({ length: count }, () => entry({ actor: 'user:many' })))
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await search(database, { actor: 'user:many' }, { cursor, limit: 10 })
    assert.ok(page.ok)
    seen.push(...page.value.items.map(({ id }) => id))
    cursor = page.value.nextCursor
  } while (cursor !== undefined)
  assert.equal(seen.length, count)
  assert.equal(new Set(seen).size, count)
})

test('a cursor of another search is refused', async () => {
  await write([entry({ actor: 'user:two' }), entry({ actor: 'user:two' })])
  const page = await search(database, { actor: 'user:two' }, { limit: 1 })
  assert.ok(page.ok)
  const { nextCursor: cursor } = page.value
  assert.ok(cursor)
  for (const [wanted, given] of [
    [{ actor: 'user:7' }, cursor],
    [{}, `${cursor}x`],
  ] as const) {
    const refused = await search(database, wanted, { cursor: given, limit: 1 })
    assert.equal(!refused.ok && refused.problem.code, 'cursor_invalid')
  }
})

test('the application may add to the trail, and never change it or take away from it', async () => {
  await write([entry({ subject: 'order:fixed' })])
  const forbidden = [
    sql`update audit.entry set actor = 'nobody'`,
    sql`delete from audit.entry`,
    sql`truncate audit.entry`,
    sql`update audit.seal set entries = 1`,
    sql`delete from audit.seal`,
    sql`update audit.round set at = ${at}`,
    sql`delete from audit.round`,
  ]
  for (const statement of forbidden) {
    const attempt = database.transaction((tx) => tx.run(statement))
    await assert.rejects(attempt, /permission denied/u)
  }
})
