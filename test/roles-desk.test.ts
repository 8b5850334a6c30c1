/** What the page of roles says is what the doors, the lifecycles and the proposals really do. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHouse } from '#test/house'

const house = await testHouse()
const admin = await house.person(['admin'])

interface RoleView {
  readonly role: string
  readonly operations: readonly { operationId: string; tag: string; writes: boolean }[]
  readonly moves: readonly { event: string }[]
  readonly proposes: readonly { kind: string }[]
  readonly decides: readonly { kind: string }[]
}

const { body } = await admin.get('/api/v1/roles')
const roles = new Map((body.items as RoleView[]).map((view) => [view.role, view]))
const operations = (role: string) => roles.get(role)?.operations.map((one) => one.operationId) ?? []

test('a role’s page names what its doors let it do, and nothing that is everybody’s', async () => {
  assert.ok(operations('admin').includes('createUser'))
  assert.ok(!operations('finance-ops').includes('createUser'))
  assert.ok(operations('finance-ops').includes('listPartnerCalls'))
  for (const own of ['signIn', 'getMe', 'listApiKeys']) {
    assert.ok(![...roles.values()].some((view) => operations(view.role).includes(own)), own)
  }
  assert.ok(roles.get('auditor')?.operations.every(({ writes }) => !writes))
  const clerk = await house.person(['finance-ops'])
  assert.equal((await clerk.get('/api/v1/partner-calls')).status, 200)
  assert.equal((await clerk.get('/api/v1/users')).status, 403)
  assert.equal((await clerk.get('/api/v1/roles')).status, 403)
})

test('a role’s page names its moves and what it proposes and decides', () => {
  const events = (role: string) => roles.get(role)?.moves.map(({ event }) => event) ?? []
  assert.ok(events('dealer').includes('submit_order'))
  assert.ok(!events('dealer').includes('materials_audit_pass'))
  assert.ok(events('credit-auditor').includes('materials_audit_pass'))
  assert.equal(new Set(events('dealer')).size, events('dealer').length, 'each event once')
  const kinds = (list: readonly { kind: string }[] = []) => list.map(({ kind }) => kind)
  assert.ok(kinds(roles.get('admin')?.decides).includes('lifecycle.publish'))
  assert.ok(kinds(roles.get('finance-ops')?.proposes).includes('ledger.adjustment'))
})

test('the scopes that are offered for an API key are those that a key can be made with', async () => {
  const scopesFor = async (person: typeof admin) =>
    (await person.get('/api/v1/api-key-scopes')).body.items as string[]
  const scopes = await scopesFor(admin)
  const clerk = await scopesFor(await house.person(['finance-ops']))
  assert.ok(!clerk.includes('audit:read') && clerk.includes('ledger:write'))
  assert.ok(scopes.includes('auto-loan:write') && scopes.includes('proposals:read'))
  assert.ok(!scopes.includes('proposals:write') && !scopes.includes('users:write'))
  for (let at = 0; at < scopes.length; at += 20) {
    const made = await admin.post('/api/v1/api-keys', {
      title: `key ${at}`,
      scopes: scopes.slice(at, at + 20),
    })
    assert.equal(made.status, 201, JSON.stringify(made.body))
  }
})

test('the staff of the house learns what people are called, and nobody else does', async () => {
  const me = await admin.get('/api/v1/auth/me')
  const path = `/api/v1/people?ids=${me.body.id}`
  const names = (await admin.get(path)).body.items
  assert.deepEqual(names, [{ id: me.body.id, name: me.body.displayName }])
  const dealer = await house.person(['dealer'], { kind: 'dealer', code: 'D001' })
  assert.equal((await dealer.get(path)).status, 403)
  assert.equal((await admin.get('/api/v1/people?ids=everybody')).status, 400)
})
