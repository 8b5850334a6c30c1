import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '../db/index.ts'
import { newId } from '../id/index.ts'
import { systemActor } from './actor.ts'
import { actorOf, caller, codeOfResult, granted, openTestAuth, password } from './testing.ts'
import {
  createUser,
  firstAdministrator,
  findUser,
  listUsers,
  updateUser,
  type NewUser,
  type UserChange,
} from './users.ts'
import type { User } from './user.ts'

const { database, auth, newUser, by, audited } = await openTestAuth()

const system = systemActor('test')
const person: NewUser = {
  username: 'nobody',
  displayName: 'Nobody',
  roles: ['finance-ops'],
  password,
  mustChangePassword: true,
}
const create = (given: Partial<NewUser>) =>
  database.transaction((tx) => createUser(tx, { ...person, ...given }, by(system)))

const change = (user: User, given: Partial<UserChange>) =>
  database.transaction((tx) =>
    updateUser(tx, user.id, { expectedVersion: user.version, ...given }, by(system)),
  )

const first = (given?: string) =>
  database.transaction((tx) => firstAdministrator(tx, given, by(system)))

test('the first administrator is made once, by whichever process comes first', async () => {
  assert.equal(codeOfResult(await first('short')), 'password_too_weak')
  const made = await Promise.all([first(), first(), first()])
  const passwords = made.flatMap((each) => granted(each)?.password ?? [])
  assert.equal(passwords.length, 1)
  assert.equal(granted(await first()), undefined)
  const credentials = { username: 'admin', password: passwords[0] ?? '' }
  const opened = granted(await auth.login(credentials, caller))
  assert.equal(opened.mustChangePassword, true)
  assert.deepEqual(opened.user.roles, ['admin'])
})

test('a user is made with a generated password where none is given, and it opens the door', async () => {
  const made = granted(await create({ username: 'Generated', password: undefined }))
  assert.equal(made.user.username, 'generated')
  assert.equal(made.user.version, 1)
  const credentials = { username: 'generated', password: made.password ?? '' }
  assert.equal(codeOfResult(await auth.login(credentials, caller)), 'ok')
  assert.equal(granted(await create({ username: 'given' })).password, undefined)
})

test('a username is taken by whoever comes first, whatever its capitals', async () => {
  const both = await Promise.all([create({ username: 'twice' }), create({ username: 'Twice' })])
  assert.deepEqual(both.map(codeOfResult).toSorted(), ['ok', 'username_taken'])
})

test('a user who cannot be is refused, and nothing is written', async () => {
  const cases: readonly (readonly [given: Partial<NewUser>, code: string])[] = [
    [{ username: 'x' }, 'user_invalid'],
    [{ username: 'refused', roles: ['dealer'] }, 'user_invalid'],
    [{ username: 'refused', roles: ['auditor', 'admin'] }, 'user_invalid'],
    [{ username: 'refused', password: 'short' }, 'password_too_weak'],
    [{ username: 'refused', password: 'refused' }, 'password_too_weak'],
  ]
  for (const [given, code] of cases) assert.equal(codeOfResult(await create(given)), code)
  const found = await listUsers(database, { text: 'refused', limit: 10 })
  assert.deepEqual(found, [])
})

test('a change is made to the version that was read, and only what is named changes', async () => {
  const user = await newUser('changed', { roles: ['finance-ops'] })
  const renamed = granted(await change(user, { displayName: '王芳' }))
  assert.deepEqual(renamed, { ...user, displayName: '王芳', version: 2 })
  assert.deepEqual(await findUser(database, user.id), renamed)
  assert.equal(codeOfResult(await change(user, { disabled: true })), 'version_conflict')
  const party = { kind: 'dealer', code: 'D1' } as const
  const dealer = granted(await change(renamed, { roles: ['dealer'], party }))
  assert.deepEqual(dealer.party, party)
  assert.equal(codeOfResult(await change(dealer, { party: null })), 'user_invalid')
  const staff = granted(await change(dealer, { party: null, roles: ['underwriter'] }))
  assert.equal(staff.party, undefined)
  const told = await audited(`user:${user.id}`)
  assert.equal(told.filter((action) => action === 'auth.user-update').length, 3)
})

test('of two changes to the same version one is refused', async () => {
  const user = await newUser('contested')
  const both = await Promise.all([
    change(user, { displayName: 'one' }),
    change(user, { displayName: 'two' }),
  ])
  assert.deepEqual(both.map(codeOfResult).toSorted(), ['ok', 'version_conflict'])
})

test('a user who is not there cannot be changed', async () => {
  const user = await newUser('present')
  const missing = { ...user, id: newId<'user'>() }
  assert.equal(codeOfResult(await change(missing, { disabled: true })), 'user_not_found')
})

test('somebody stays administrator, also when two disable each other at once', async () => {
  const everybody = await listUsers(database, { role: 'admin', limit: 100 })
  const [last, other, ...rest] = everybody.filter((user) => user.disabledAt === null)
  assert.ok(last && other)
  for (const user of rest) granted(await change(user, { disabled: true }))
  const both = await Promise.all([
    change(last, { disabled: true }),
    change(other, { roles: ['finance-ops'] }),
  ])
  assert.deepEqual(both.map(codeOfResult).toSorted(), ['last_administrator', 'ok'])
})

test('users are listed by name, page after page, and found by part of it or by role', async () => {
  const names = ['page-a', 'page-b', 'page-c', 'page-d', 'page-e']
  for (const name of names)
    await newUser(name, { roles: ['underwriter'], displayName: `黄${name}` })
  const page = { text: 'page-', limit: 2 }
  const pages = [await listUsers(database, page)]
  for (const after of ['page-b', 'page-d'])
    pages.push(await listUsers(database, { ...page, after }))
  assert.deepEqual(
    pages.map((users) => users.map(({ username }) => username)),
    [['page-a', 'page-b'], ['page-c', 'page-d'], ['page-e']],
  )
  const shown = await listUsers(database, { text: '黄PAGE-C', limit: 10 })
  assert.deepEqual(
    shown.map(({ username }) => username),
    ['page-c'],
  )
  const auditors = await listUsers(database, { text: 'page-', role: 'auditor', limit: 10 })
  assert.deepEqual(auditors, [])
  const literally = await listUsers(database, { text: 'page%', limit: 10 })
  assert.deepEqual(literally, [])
})

test('the audit trail holds who changed what, before and after, and no password', async () => {
  const boss = await newUser('boss')
  const user = await newUser('watched', { roles: ['finance-ops'] })
  granted(
    await database.transaction((tx) =>
      updateUser(tx, user.id, { roles: ['admin'], expectedVersion: 1 }, by(actorOf(boss))),
    ),
  )
  const rows = await database.rows<{ actor: string; text: string }>(sql`
    select actor, concat(before, after) as text from audit.entry
     where subject = ${`user:${user.id}`} order by id`)
  assert.equal(rows.at(-1)?.actor, `user:${boss.id}`)
  assert.match(rows.at(-1)?.text ?? '', /finance-ops.*admin/u)
  assert.ok(!rows.some(({ text }) => text.includes('argon2') || text.includes(password)))
})
