import assert from 'node:assert/strict'
import { test } from 'node:test'
import { password, testHouse } from '#test/house'
import { auth, connect, problemCodes, Refusal, users } from './index.ts'

const house = await testHouse()
const nobody = connect({ baseUrl: house.url })

const refusal = (code: string) => (problem: unknown) =>
  problem instanceof Refusal && problem.code === code

test('the generated client signs in, reads and writes on the real server', async () => {
  await assert.rejects(auth.whoAmI(nobody), refusal('unauthenticated'))
  const { token } = await auth.signIn(nobody, { body: { username: 'admin', password } })
  const admin = nobody.as({ kind: 'bearer', token })
  assert.equal((await auth.whoAmI(admin)).name, 'admin')
  const body = { username: 'li.lei', displayName: '李雷', roles: ['auditor'] as const }
  const { id } = (await users.createUser(admin, { body })).user
  const read = await users.getUser(admin, { params: { id } })
  assert.equal(read.username, 'li.lei')
  await assert.rejects(users.createUser(admin, { body }), refusal('username_taken'))
  assert.equal(problemCodes.username_taken.status, 409)
  const page = await users.listUsers(admin, { query: { limit: 1 } })
  assert.equal(page.items.length, 1)
  assert.equal(typeof page.nextCursor, 'string')
})
