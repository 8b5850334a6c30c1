import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  decideProposal,
  propose,
  type Actor,
  type Deed,
  type Proposal,
  type Role,
} from '../auth/index.ts'
import { fixedClock } from '../clock/index.ts'
import { sql } from '../db/index.ts'
import { newId } from '../id/index.ts'
import type { Json } from '../problem/index.ts'
import { testDatabase } from '#test/database'
import { hash, type Definition } from './definition.ts'
import { decodeProposal, installShipped, publishKind } from './publication.ts'
import {
  definitionsIn,
  isPublished,
  listDefinitions,
  publish,
  readDefinition,
  retire,
  saveDraft,
} from './store.ts'
import { shipped } from './test-fixture.ts'

const { database } = await testDatabase()
const { v8, simple } = await shipped()
const clock = fixedClock('2026-01-02T03:04:05Z')
const sources = [{ name: '000.md', sha256: 'a'.repeat(64) }]
const definitions = definitionsIn(database)

const named = (machine: string, version = '8'): Definition => ({ ...v8, machine, version })

async function save(definition: Definition): Promise<string> {
  const saved = await database.transaction((tx) =>
    saveDraft(tx, { definition, sources, by: 'user:1' }, clock.now()),
  )
  assert.ok(saved.ok, saved.ok ? '' : saved.problem.detail)
  return saved.value
}

async function put(definition: Definition, takesNewOrders = true) {
  const digest = await save(definition)
  const { machine, version } = definition
  const people = { maker: 'user:1', checker: 'user:2' }
  clock.advance(1_000)
  return await database.transaction((tx) =>
    publish(tx, { machine, version, hash: digest, takesNewOrders, ...people }, clock.now()),
  )
}

test('a draft is saved by its content: twice the same is one', async () => {
  const first = await save(named('twice'))
  assert.equal(await save(named('twice')), first)
  assert.equal(first, hash(named('twice')))
  const [only, ...others] = await listDefinitions(database, 'twice')
  assert.deepEqual(others, [])
  assert.deepEqual(only, {
    machine: 'twice',
    version: '8',
    hash: first,
    sources,
    createdBy: 'user:1',
    createdAt: clock.now(),
    state: 'draft',
    takesNewOrders: false,
    current: false,
    proposedBy: null,
    publishedBy: null,
    publishedAt: null,
    retiredBy: null,
    retiredAt: null,
  })
  const read = await readDefinition(database, { machine: 'twice', version: '8', hash: first })
  assert.deepEqual(read, JSON.parse(JSON.stringify(named('twice'))))
  const wanted = { machine: 'twice', version: '9', hash: first }
  assert.equal(await readDefinition(database, wanted), undefined)
})

test('a definition with an error is not even a draft', async () => {
  const moves = v8.moves.filter((move) => move.event !== 'submit_order')
  const saved = await database.transaction((tx) =>
    saveDraft(tx, { definition: { ...v8, moves }, sources, by: 'user:1' }, clock.now()),
  )
  assert.ok(!saved.ok)
  assert.equal(saved.problem.code, 'definition_has_errors')
  assert.match(saved.problem.detail, /unreachable_state|state_without_way_in/u)
})

test('a state that no table lists is an error of a draft as it is of the document', async () => {
  const states = v8.states.map((state) =>
    state.code === 50310 ? { ...state, unlisted: true as const } : state,
  )
  const saved = await database.transaction((tx) =>
    saveDraft(tx, { definition: { ...v8, states }, sources, by: 'user:1' }, clock.now()),
  )
  assert.match(saved.ok ? 'saved' : saved.problem.detail, /^state_not_in_table: 50310 is used by/u)
})

test('publishing takes a second person, a draft, and happens once', async () => {
  const digest = await save(named('once'))
  const wanted = { machine: 'once', version: '8', hash: digest, takesNewOrders: true }
  const attempt = (maker: string, checker: string, changes: object = {}) =>
    database.transaction((tx) =>
      publish(tx, { ...wanted, maker, checker, ...changes }, clock.now()),
    )
  const alone = await attempt('user:1', 'user:1')
  assert.equal(!alone.ok && alone.problem.code, 'same_person')
  const nothing = await attempt('user:1', 'user:2', { hash: 'f'.repeat(64) })
  assert.equal(!nothing.ok && nothing.problem.code, 'definition_not_found')
  assert.equal(await isPublished(database, wanted), false)
  const done = await attempt('user:1', 'user:2')
  assert.ok(done.ok)
  assert.equal(await isPublished(database, wanted), true)
  const again = await attempt('user:1', 'user:3')
  assert.equal(!again.ok && again.problem.code, 'definition_published')
  const [stored] = await listDefinitions(database, 'once')
  assert.deepEqual(
    [stored?.state, stored?.takesNewOrders, stored?.publishedBy],
    ['published', true, 'user:2'],
  )
})

test('the database itself refuses a publication by one person', async () => {
  await assert.rejects(
    database.transaction((tx) =>
      tx.run(sql`
        insert into lifecycle.publication
          (machine, version, hash, takes_new_orders, maker, checker, published_at)
        values ('m', '1', 'h', true, 'user:1', 'user:1', ${clock.now()})`),
    ),
    /publication_needs_two_people/,
  )
})

test('the application can neither change nor delete what was written', async () => {
  for (const table of ['definition', 'publication', 'retirement']) {
    for (const statement of ['delete from', 'truncate']) {
      await assert.rejects(
        database.transaction((tx) => tx.run(sql.raw(`${statement} lifecycle.${table}`))),
        /permission denied/,
      )
    }
    await assert.rejects(
      database.transaction((tx) => tx.run(sql.raw(`update lifecycle.${table} set machine = 'x'`))),
      /permission denied/,
    )
  }
})

test('new orders get the latest version that takes them; running ones keep theirs', async () => {
  const machine = 'current'
  const none = await definitions.current(database, machine)
  assert.equal(!none.ok && none.problem.code, 'definition_not_found')
  await put(named(machine, '8'))
  await put(named(machine, '9'))
  await put({ ...simple, machine, version: 'aside' }, false)
  const current = await definitions.current(database, machine)
  assert.equal(current.ok && current.value.version, '9')
  assert.equal((await definitions.pinned(database, machine, '8')).version, '8')
  assert.equal((await definitions.pinned(database, machine, 'aside')).initial, 0)
  await database.transaction((tx) =>
    retire(tx, { machine, version: '9', by: 'user:1' }, clock.now()),
  )
  const after = await definitions.current(database, machine)
  assert.equal(after.ok && after.value.version, '8')
  assert.equal((await definitions.pinned(database, machine, '9')).version, '9')
  const listed = await listDefinitions(database, machine)
  const newest = listed.find((stored) => stored.version === '9')
  assert.deepEqual([newest?.state, newest?.retiredBy], ['retired', 'user:1'])
  const born = listed.filter((stored) => stored.current).map((stored) => stored.version)
  assert.deepEqual(born, ['8'], 'of all that took new orders one does')
})

test('only what is published can be retired or kept by an order', async () => {
  const wanted = { machine: 'never', version: '8', by: 'user:1' }
  const retired = await database.transaction((tx) => retire(tx, wanted, clock.now()))
  assert.equal(!retired.ok && retired.problem.code, 'definition_not_found')
  await save(named('never'))
  assert.equal(await definitions.find(database, 'never', '8'), undefined)
  await assert.rejects(definitions.pinned(database, 'never', '8'), /never version 8 is published/)
})

test('a published definition is read once in a process, and is what was stored', async () => {
  await put(named('cached'))
  const first = await definitions.pinned(database, 'cached', '8')
  assert.equal(await definitionsIn(database).pinned(database, 'cached', '8'), first)
  assert.equal(hash(first), hash(named('cached')))
})

test('what ships with the program is put in force once, however often it starts', async () => {
  const machine = 'shipped'
  const versions = [
    { definition: { ...simple, machine }, sources, takesNewOrders: false },
    { definition: named(machine), sources, takesNewOrders: true },
  ]
  const install = (items: typeof versions) =>
    database.transaction((tx) => installShipped(tx, items, clock.now()))
  assert.ok((await install(versions)).ok)
  assert.ok((await install(versions)).ok)
  assert.equal((await listDefinitions(database, machine)).length, 2)
  const current = await definitions.current(database, machine)
  assert.equal(current.ok && current.value.version, '8')
  const moves = v8.moves.map((move) => ({ ...move, note: 'changed' }))
  const changed = await install([
    { definition: { ...named(machine), moves }, sources, takesNewOrders: true },
  ])
  assert.equal(!changed.ok && changed.problem.code, 'definition_published')
})

const person = (id: string, ...roles: readonly Role[]): Actor => ({
  kind: 'user',
  id,
  name: id,
  roles,
  party: undefined,
})

const deedOf = (actor: Actor): Deed => ({ actor, at: clock.now(), requestId: newId<'request'>() })

async function proposal(payload: Json, maker: Actor): Promise<Proposal> {
  const made = await database.transaction((tx) =>
    propose(
      tx,
      { kind: publishKind, subject: 'lifecycle:by-proposal:8', payload, reason: 'new rules' },
      deedOf(maker),
    ),
  )
  assert.ok(made.ok, made.ok ? '' : made.problem.detail)
  return made.value
}

const approve = (made: Proposal, checker: Actor) =>
  database.transaction((tx) =>
    decideProposal(
      tx,
      [publishKind],
      { id: made.id, decision: 'approve', comment: 'seen' },
      deedOf(checker),
    ),
  )

test('a version is published by a proposal that a second administrator approves', async () => {
  const machine = 'by-proposal'
  const digest = await save(named(machine))
  const one = person(newId<'user'>(), 'admin')
  const two = person(newId<'user'>(), 'admin')
  const payload = { machine, version: '8', hash: digest, takesNewOrders: true }
  const made = await proposal(payload, one)
  const alone = await approve(made, one)
  assert.equal(!alone.ok && alone.problem.code, 'same_person')
  const dealer = await approve(made, person(newId<'user'>(), 'dealer'))
  assert.equal(!dealer.ok && dealer.problem.code, 'actor_not_allowed')
  assert.equal(await definitions.find(database, machine, '8'), undefined)
  const done = await approve(made, two)
  assert.ok(done.ok, done.ok ? '' : done.problem.detail)
  const [stored] = await listDefinitions(database, machine)
  assert.deepEqual([stored?.state, stored?.publishedBy], ['published', `user:${two.id}`])
  const current = await definitions.current(database, machine)
  assert.equal(current.ok && hash(current.value), digest)
})

test('a proposal names a draft, or approving it is refused', async () => {
  const payload = { machine: 'by-proposal', version: '8', hash: 'f'.repeat(64) }
  const made = await proposal(payload, person(newId<'user'>(), 'admin'))
  const refused = await approve(made, person(newId<'user'>(), 'admin'))
  assert.equal(!refused.ok && refused.problem.code, 'definition_not_found')
  for (const wrong of [null, 'x', 7, [], { machine: 'm', version: 8, hash: 'h' }]) {
    const decoded = decodeProposal(wrong)
    assert.equal(!decoded.ok && decoded.problem.code, 'definition_not_found')
  }
})
