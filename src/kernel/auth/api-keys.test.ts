import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '../db/index.ts'
import {
  apiKeysPerOwnerMax,
  createApiKey,
  listApiKeys,
  revokeApiKey,
  type NewApiKey,
} from './api-keys.ts'
import { actorOf, codeOfResult, granted, openTestAuth } from './testing.ts'
import { updateUser } from './users.ts'
import type { User } from './user.ts'

const { database, clock, auth, newUser, by, audited } = await openTestAuth()

const scopes = ['auto-loan:read', 'auto-loan:write']
const create = (owner: User, given: Partial<NewApiKey> = {}) =>
  database.transaction((tx) =>
    createApiKey(tx, { ownerId: owner.id, title: 'till', scopes, ...given }, by(actorOf(owner))),
  )
const withKey = (key: string) =>
  auth.authenticate({ authorization: `Bearer ${key}`, cookie: undefined })

test('a key acts for its owner, with the owner’s roles and party, inside its scopes', async () => {
  const party = { kind: 'dealer', code: 'D1' } as const
  const owner = await newUser('wang', { roles: ['dealer'], party })
  const { key, apiKey } = granted(await create(owner))
  const session = granted(await withKey(key))
  assert.deepEqual(session.actor, {
    kind: 'api-key',
    id: apiKey.id,
    name: 'wang/till',
    roles: ['dealer'],
    party,
    scopes,
    ownerId: owner.id,
  })
  assert.deepEqual([session.sessionId, session.csrfToken], [undefined, undefined])
  assert.ok(key.startsWith(apiKey.shown))
  assert.deepEqual(await audited(`api-key:${apiKey.id}`), ['auth.api-key-create'])
})

test('the key itself is kept nowhere', async () => {
  const owner = await newUser('keeper')
  const { key } = granted(await create(owner))
  const rows = await database.rows<{ text: string }>(sql`
    select row_to_json(k)::text as text from auth.api_key k
    union all select row_to_json(e)::text from audit.entry e`)
  assert.ok(!rows.some(({ text }) => text.includes(key.slice(9))))
})

test('a key in a cookie is nobody', async () => {
  const { key } = granted(await create(await newUser('baker')))
  const answer = await auth.authenticate({ authorization: undefined, cookie: key })
  assert.equal(codeOfResult(answer), 'unauthenticated')
})

test('a key ends when it expires, is revoked, or its owner is disabled', async () => {
  const owner = await newUser('ending')
  const expiring = granted(await create(owner, { expiresAt: new Date(clock.now().getTime() + 1) }))
  const revoked = granted(await create(owner))
  const lasting = granted(await create(owner))
  assert.equal(codeOfResult(await withKey(expiring.key)), 'ok')
  clock.advance(1)
  assert.equal(codeOfResult(await withKey(expiring.key)), 'unauthenticated')
  const revoke = (user: User) =>
    database.transaction((tx) => revokeApiKey(tx, user.id, revoked.apiKey.id, by(actorOf(user))))
  assert.equal(codeOfResult(await revoke(await newUser('stranger'))), 'api_key_not_found')
  assert.equal(codeOfResult(await withKey(revoked.key)), 'ok')
  assert.deepEqual(granted(await revoke(owner)).revokedAt, clock.now())
  assert.equal(codeOfResult(await withKey(revoked.key)), 'unauthenticated')
  clock.advance(60_000)
  assert.ok((granted(await revoke(owner)).revokedAt ?? clock.now()) < clock.now())
  await database.transaction((tx) =>
    updateUser(tx, owner.id, { disabled: true, expectedVersion: 1 }, by(actorOf(owner))),
  )
  assert.equal(codeOfResult(await withKey(lasting.key)), 'unauthenticated')
})

test('a key follows its owner’s roles', async () => {
  const owner = await newUser('demoted')
  const { key } = granted(await create(owner))
  await database.transaction((tx) =>
    updateUser(tx, owner.id, { roles: ['finance-ops'], expectedVersion: 1 }, by(actorOf(owner))),
  )
  assert.deepEqual(granted(await withKey(key)).actor.roles, ['finance-ops'])
})

test('a key that would be more than its scopes, or none, is refused with what is wrong', async () => {
  const owner = await newUser('greedy')
  const past = new Date(clock.now().getTime())
  const many = Array.from({ length: 31 }, (_, at) => `area-${at}:read`)
  const cases: readonly (readonly [given: Partial<NewApiKey>, detail: RegExp])[] = [
    [{ scopes: [] }, /1 to 30 scopes/u],
    [{ scopes: many }, /1 to 30 scopes/u],
    [{ scopes: ['auto-loan'] }, /"auto-loan" is no scope/u],
    [{ scopes: ['*:write'] }, /"\*:write" is no scope/u],
    [{ scopes: ['users:write'] }, /may not have users:write/u],
    [{ scopes: ['auto-loan:read', 'proposals:write'] }, /may not have proposals:write/u],
    [{ expiresAt: past }, /later than now/u],
  ]
  for (const [given, detail] of cases) {
    const made = await create(owner, given)
    assert.equal(codeOfResult(made), 'api_key_invalid')
    assert.match(made.ok ? '' : made.problem.detail, detail)
  }
})

test('a user has so many keys and no more; the list shows the newest first', async () => {
  const owner = await newUser('collector')
  for (let count = 1; count <= apiKeysPerOwnerMax; count++) {
    granted(await create(owner, { title: `key ${count}` }))
  }
  assert.equal(codeOfResult(await create(owner)), 'api_key_invalid')
  const [newest] = await listApiKeys(database, owner.id)
  assert.equal(newest?.title, `key ${apiKeysPerOwnerMax}`)
  assert.ok(newest)
  await database.transaction((tx) => revokeApiKey(tx, owner.id, newest.id, by(actorOf(owner))))
  assert.equal(codeOfResult(await create(owner)), 'ok')
})

test('a key says when it was last used, to the minute', async () => {
  const owner = await newUser('user-of-keys')
  const { key } = granted(await create(owner))
  const usedAt = async () => (await listApiKeys(database, owner.id))[0]?.usedAt ?? null
  assert.equal(await usedAt(), null)
  const first = clock.now()
  await withKey(key)
  clock.advance(30_000)
  await withKey(key)
  assert.deepEqual(await usedAt(), first)
  clock.advance(31_000)
  await withKey(key)
  assert.deepEqual(await usedAt(), clock.now())
})
