import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from '../db/index.ts'
import { openSecrets, SecretKeyWrong, type SealedField, type Secrets } from './index.ts'
import { testDatabase } from '#test/database'

const { database } = await testDatabase()
const master = randomBytes(32)
const open = (): Promise<Secrets> => openSecrets({ keys: [master], database })

test('processes that start together on an empty database agree on the blind indexes', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, open))
  const indexes = all.map((each) => each.blindIndex('phone', '13800138000').toString('hex'))
  assert.equal(new Set(indexes).size, 1)
  const rows = await database.rows(sql`select name from secret.index_key`)
  assert.deepEqual(rows, [{ name: 'blind-index' }])
})

test('a database and a key that do not belong together are told at the start', async () => {
  const stranger = openSecrets({ keys: [randomBytes(32)], database })
  await assert.rejects(stranger, SecretKeyWrong)
  await open()
})

const secrets = await open()

interface Person {
  readonly personId: string
  readonly values: readonly string[]
}

const person: fc.Arbitrary<Person> = fc.record({
  personId: fc.constant(null).map(() => randomUUID()),
  values: fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { minLength: 1, maxLength: 4 }),
})

async function sealAll(people: readonly Person[]): Promise<readonly SealedField[]> {
  const fields = people.flatMap(({ personId, values }) =>
    values.map((value) => ({ personId, value })),
  )
  const sealed = await database.transaction(async (tx) => {
    await secrets.newPersons(
      tx,
      people.map(({ personId }) => personId),
    )
    return await secrets.encrypt(tx, fields)
  })
  return fields.map(({ personId }, at) => ({ personId, sealed: sealed[at] ?? Buffer.alloc(0) }))
}

test('any text of any people comes back as it was, and of the erased nothing', async () => {
  const deed = { actor: 'user:1', reason: 'law', requestId: 'r', at: new Date('2026-01-05') }
  await fc.assert(
    fc.asyncProperty(
      fc.array(person, { minLength: 1, maxLength: 6 }),
      fc.func(fc.boolean()),
      async (people, chosen) => {
        const fields = await sealAll(people)
        const gone = new Set(people.map(({ personId }) => personId).filter((id) => chosen(id)))
        await database.transaction(async (tx) => {
          for (const id of gone) assert.ok((await secrets.erase(tx, id, deed)).ok)
        })
        const wanted = people.flatMap(({ personId, values }) =>
          values.map((value) => (gone.has(personId) ? undefined : value)),
        )
        assert.deepEqual(await secrets.decrypt(database, fields), wanted)
      },
    ),
    { numRuns: 25 },
  )
})

test('whatever was sealed is longer than its text and does not contain it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 6, maxLength: 60 }), async (text) => {
      const [field] = await sealAll([{ personId: randomUUID(), values: [text] }])
      assert.ok(field)
      assert.ok(field.sealed.length > Buffer.byteLength(text))
      assert.ok(!field.sealed.includes(text))
    }),
    { numRuns: 25 },
  )
})

test('a key that was changed in the database is told apart from a wrong master key', async () => {
  const [field] = await sealAll([{ personId: randomUUID(), values: ['张三'] }])
  assert.ok(field)
  const { personId } = field
  const flipped = await database.transaction((tx) =>
    tx.run(sql`
      update secret.person_key set wrapped = set_byte(wrapped, 20, get_byte(wrapped, 20) # 1)
       where person_id = ${personId}`),
  )
  assert.equal(flipped, 1)
  const wanted = new RegExp(`the key of person ${personId} was changed in the database`, 'u')
  await assert.rejects(secrets.decrypt(database, [field]), wanted)
})

test('a key moved to another person in the database opens nothing', async () => {
  const [a, b] = await sealAll([
    { personId: randomUUID(), values: ['张三'] },
    { personId: randomUUID(), values: ['李四'] },
  ])
  assert.ok(a && b)
  await database.transaction((tx) =>
    tx.run(sql`
      update secret.person_key
         set wrapped = (select wrapped from secret.person_key where person_id = ${a.personId})
       where person_id = ${b.personId}`),
  )
  const moved = { personId: b.personId, sealed: a.sealed }
  await assert.rejects(secrets.decrypt(database, [moved]), /belongs to somebody else/u)
  assert.deepEqual(await secrets.decrypt(database, [a]), ['张三'])
})

test('the database itself keeps erased and wrapped apart', async () => {
  const [field] = await sealAll([{ personId: randomUUID(), values: ['张三'] }])
  const personId = field?.personId ?? ''
  for (const change of [sql`wrapped = null`, sql`erased_at = ${new Date('2026-01-05')}`]) {
    const attempt = database.transaction((tx) =>
      tx.run(sql`update secret.person_key set ${change} where person_id = ${personId}`),
    )
    await assert.rejects(attempt, /person_key_erased_is_empty/u)
  }
})
