import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { search, type AuditLine, type AuditSearch } from '../audit/index.ts'
import { openDatabase, sql } from '../db/index.ts'
import { openSecrets, type Secrets } from './index.ts'
import { testDatabase } from '#test/database'

const { database, applicationUrl } = await testDatabase()
const master = randomBytes(32)
const secrets = await openSecrets({ keys: [master], database })
const at = new Date('2026-01-05T09:00:00Z')
const deed = { actor: 'user:1', reason: 'the customer called', requestId: 'r', at }

async function person(value: string, by: Secrets = secrets) {
  const personId = randomUUID()
  const sealed = await database.transaction(async (tx) => {
    await by.newPersons(tx, [personId])
    return await by.encrypt(tx, [{ personId, value }])
  })
  assert.ok(sealed[0])
  return { personId, sealed: sealed[0] }
}

async function audited(wanted: AuditSearch): Promise<readonly AuditLine[]> {
  const page = await search(database, wanted, { limit: 9 })
  assert.ok(page.ok)
  return page.value.items
}

const read = async (fields: Parameters<Secrets['decrypt']>[1], by: Secrets = secrets) =>
  await by.decrypt(database, fields)

test('what was encrypted is read again, in order, for many persons at once', async () => {
  const people = await Promise.all(['张三', '11010519491231002X', '', '𠮷田'].map((v) => person(v)))
  assert.deepEqual(await read(people), ['张三', '11010519491231002X', '', '𠮷田'])
  assert.deepEqual(await read(people.toReversed()), ['𠮷田', '', '11010519491231002X', '张三'])
  assert.deepEqual(await read([]), [])
})

test('a person who has a key keeps it', async () => {
  const field = await person('张三')
  await database.transaction((tx) => secrets.newPersons(tx, [field.personId, field.personId]))
  assert.deepEqual(await read([field]), ['张三'])
  await database.transaction((tx) => secrets.newPersons(tx, []))
})

test('data moved to another person does not open', async () => {
  const [a, b] = [await person('张三'), await person('李四')]
  const moved = { personId: b.personId, sealed: a.sealed }
  await assert.rejects(read([moved]), /was changed, or belongs to somebody else/u)
})

test('nobody is encrypted for who has no key', async () => {
  const field = { personId: randomUUID(), value: 'x' }
  const attempt = database.transaction((tx) => secrets.encrypt(tx, [field]))
  await assert.rejects(attempt, /has a key/u)
})

test('no column of any table shows what was encrypted', async () => {
  const words = ['13800138000', '11010519491231002X', '张三丰']
  const fields = await Promise.all(words.map((word) => person(word)))
  await database.transaction(async (tx) => {
    for (const field of fields) {
      const seen = await secrets.unmask(tx, { ...field, ...deed, field: 'any' })
      assert.ok(seen.ok)
    }
  })
  const tables = await database.rows<{ name: string }>(sql`
    select schemaname || '.' || tablename as name from pg_tables
     where schemaname in ('secret', 'audit')`)
  assert.ok(tables.length >= 5)
  const texts = await Promise.all(
    tables.map(async ({ name }) => {
      const rows = await database.rows<{ text: string }>(
        sql`select t::text as text from ${sql.raw(name)} as t`,
      )
      return rows.map(({ text }) => text).join('\n')
    }),
  )
  const everything = [...texts, ...fields.map(({ sealed }) => sealed.toString('hex'))].join('\n')
  assert.match(everything, /secret\.unmask/u, 'the audit rows were looked at')
  for (const word of [...words, master.toString('hex')]) {
    assert.ok(!everything.includes(word), word)
    assert.ok(!everything.includes(Buffer.from(word).toString('hex')), `${word} in hex`)
    assert.ok(!everything.includes(Buffer.from(word).toString('base64')), `${word} in base64`)
  }
})

test('unmasking needs a reason, shows the value and leaves an audit row without it', async () => {
  const field = await person('6222020200000000006')
  const what = { ...field, ...deed, field: 'cardNumber' }
  const silent = await database.transaction((tx) => secrets.unmask(tx, { ...what, reason: '  ' }))
  assert.equal(!silent.ok && silent.problem.code, 'reason_required')
  const subject = `person:${field.personId}`
  assert.deepEqual(await audited({ subject }), [], 'nothing was shown')
  const shown = await database.transaction((tx) => secrets.unmask(tx, what))
  assert.deepEqual(shown, { ok: true, value: '6222020200000000006' })
  const [line] = await audited({ subject })
  assert.deepEqual(
    { ...line, id: '' },
    {
      id: '',
      at,
      actor: 'user:1',
      action: 'secret.unmask',
      subject,
      before: null,
      after: { field: 'cardNumber', personId: field.personId },
      reason: 'the customer called',
      requestId: 'r',
    },
  )
})

const erase = (personId: string, more: Partial<typeof deed> = {}) =>
  database.transaction((tx) => secrets.erase(tx, personId, { ...deed, ...more }))

test('an erased person can never be read again, at once and in every process', async () => {
  const other = await openSecrets({ keys: [master], database })
  const [gone, kept] = [await person('张三'), await person('李四')]
  assert.deepEqual(await read([gone, kept], other), ['张三', '李四'])
  assert.ok((await erase(gone.personId)).ok)
  assert.deepEqual(await read([gone, kept]), [undefined, '李四'])
  assert.deepEqual(await read([gone, kept], other), [undefined, '李四'])
  const unmasked = await database.transaction((tx) =>
    other.unmask(tx, { ...gone, ...deed, field: 'name' }),
  )
  assert.equal(!unmasked.ok && unmasked.problem.code, 'erased')
  const row = await database.row(sql`
    select wrapped, erased_at from secret.person_key where person_id = ${gone.personId}`)
  assert.deepEqual(row, { wrapped: null, erasedAt: at })
})

test('an erased person gets no more data, and no new key', async () => {
  const { personId } = await person('张三')
  await erase(personId)
  await database.transaction((tx) => secrets.newPersons(tx, [personId]))
  const attempt = database.transaction((tx) => secrets.encrypt(tx, [{ personId, value: 'x' }]))
  await assert.rejects(attempt, /was erased and gets no more data/u)
})

test('erasing needs a reason and a person, and erasing twice is erasing once', async () => {
  const { personId } = await person('张三')
  const silent = await erase(personId, { reason: '' })
  assert.equal(!silent.ok && silent.problem.code, 'reason_required')
  const nobody = await erase(randomUUID())
  assert.equal(!nobody.ok && nobody.problem.code, 'person_unknown')
  assert.ok((await erase(personId)).ok)
  assert.ok((await erase(personId)).ok)
  const lines = await audited({ subject: `person:${personId}` })
  assert.deepEqual(
    lines.map(({ action }) => action),
    ['secret.erase'],
  )
})

test('an erasure that is undone was none', async () => {
  const field = await person('张三')
  const undone = database.transaction(async (tx) => {
    await secrets.erase(tx, field.personId, deed)
    assert.deepEqual(await secrets.decrypt(tx, [field]), [undefined])
    throw new Error('changed my mind')
  })
  await assert.rejects(undone, /changed my mind/u)
  assert.deepEqual(await read([field]), ['张三'])
})

test('processes that meet a new person together agree on one key', async () => {
  const other = openDatabase(applicationUrl, {
    connectionsMax: 4,
    statementTimeoutMs: 10_000,
    applicationName: 'second process',
  })
  const theirs = await openSecrets({ keys: [master], database: other })
  const personId = randomUUID()
  const sealed = await Promise.all(
    Array.from({ length: 10 }, async (_, n) => {
      const [on, by] = n % 2 === 0 ? [database, secrets] : [other, theirs]
      return await on.transaction(async (tx) => {
        await by.newPersons(tx, [personId])
        return await by.encrypt(tx, [{ personId, value: String(n) }])
      })
    }),
  )
  const fields = sealed.flat().map((each) => ({ personId, sealed: each }))
  const wanted = Array.from({ length: 10 }, (_, n) => String(n))
  assert.deepEqual(await read(fields), wanted)
  assert.deepEqual(await theirs.decrypt(other, fields), wanted)
  assert.deepEqual(theirs.blindIndex('name', '张三'), secrets.blindIndex('name', '张三'))
  await other.close()
})
