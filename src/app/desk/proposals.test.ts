import assert from 'node:assert/strict'
import { test } from 'node:test'
import { approvalLimitKind, propose, type Actor, type ProposalKind } from '#kernel/auth'
import { accept } from '#kernel/problem'
import { authRoutes } from './auth.ts'
import { proposalRoutes } from './proposals.ts'
import { field, openTestDesk, outcome } from './testing.ts'

let applied = 0
const payOut: ProposalKind = {
  kind: 'test.pay-out',
  title: { zh: '付款', en: 'Pay out' },
  makers: ['finance-ops'],
  checkers: ['lending-auditor', 'finance-ops'],
  apply: async (_tx, { subject }) => {
    applied += 1
    return accept({ paid: subject })
  },
}
const kinds = [payOut, approvalLimitKind]

const { call, clock, database, newUser, signIn } = await openTestDesk((rooms) => [
  ...authRoutes(rooms),
  ...proposalRoutes(rooms, kinds),
])

const makerUser = await newUser('maker', { roles: ['finance-ops'] })
await newUser('checker', { roles: ['lending-auditor'] })
await newUser('second', { roles: ['lending-auditor'] })
await newUser('auditor', { roles: ['auditor'] })
await newUser('admin-1')
await newUser('admin-2')
await newUser('underwriter', { roles: ['underwriter'] })
const tokens = new Map<string, string>()
for (const name of ['maker', 'checker', 'second', 'auditor', 'admin-1', 'admin-2', 'underwriter']) {
  tokens.set(name, await signIn(name))
}
const as = (name: string) => ({ token: tokens.get(name) ?? '' })

const maker: Actor = {
  kind: 'user',
  id: makerUser.id,
  name: 'maker',
  roles: ['finance-ops'],
  party: undefined,
}

async function make(subject = 'order:1', amount?: bigint): Promise<string> {
  const draft = {
    kind: payOut,
    subject,
    payload: { note: 'at once' },
    reason: 'the dealer waits',
    ...(amount === undefined ? {} : { amount: { amount, currency: 'CNY' } }),
  }
  const deed = { actor: maker, at: clock.now(), requestId: 'test' }
  const made = await database.transaction((tx) => propose(tx, draft, deed))
  return made.ok ? made.value.id : assert.fail(made.problem.detail)
}

const decide = (name: string, id: string, verb = 'approve') =>
  call(`POST /api/v1/proposals/${id}/${verb}`, { ...as(name), body: { comment: 'seen' } })

test('a second person approves, and the answer shows what was done', async () => {
  const id = await make('order:7', 9_007_199_254_740_993n)
  const before = await call(`GET /api/v1/proposals/${id}`, as('checker'))
  assert.deepEqual(
    [field(before.body, 'mayDecide'), field(before.body, 'amount')],
    [true, '9007199254740993'],
  )
  const own = await call(`GET /api/v1/proposals/${id}`, as('maker'))
  assert.equal(field(own.body, 'mayDecide'), false)
  const approved = await decide('checker', id)
  assert.equal(approved.status, 200)
  assert.deepEqual(field(approved.body, 'outcome'), { paid: 'order:7' })
  assert.deepEqual(
    ['state', 'makerName', 'checkerName', 'comment'].map((name) => field(approved.body, name)),
    ['approved', 'maker', 'checker', 'seen'],
  )
})

test('whoever may not decide is told why, and nothing is done', async () => {
  const id = await make()
  const before = applied
  const cases: readonly (readonly [name: string, outcome: string])[] = [
    ['maker', '403 same_person'],
    ['auditor', '403 actor_not_allowed'],
    ['admin-1', '403 actor_not_allowed'],
    ['underwriter', '404 proposal_not_found'],
  ]
  for (const [name, wanted] of cases) {
    assert.equal(outcome(await decide(name, id)), wanted, name)
    assert.equal(outcome(await decide(name, id, 'reject')), wanted, name)
  }
  assert.equal(outcome(await decide('checker', crypto.randomUUID())), '404 proposal_not_found')
  assert.equal(outcome(await decide('checker', 'nonsense')), '400 request_invalid')
  assert.equal(applied, before)
})

test('two approvals at once over HTTP: one is done, the other hears of it', async () => {
  const id = await make()
  const before = applied
  const both = await Promise.all([decide('checker', id), decide('second', id)])
  assert.deepEqual(both.map(outcome).toSorted(), ['200', '409 proposal_already_decided'])
  assert.equal(applied, before + 1)
})

test('a repeated approval with the same Idempotency-Key is answered as the first time', async () => {
  const id = await make()
  const before = applied
  const headers = { 'idempotency-key': `approve ${id}` }
  const approve = () =>
    call(`POST /api/v1/proposals/${id}/approve`, { ...as('checker'), headers, body: {} })
  const [first, again] = [await approve(), await approve()]
  assert.deepEqual([first.status, again.status], [200, 200])
  assert.deepEqual(first.body, again.body)
  assert.equal(again.headers['idempotent-replayed'], 'true')
  assert.equal(applied, before + 1)
})

test('a limit is proposed by one administrator, approved by another, and then holds', async () => {
  const body = {
    kind: payOut.kind,
    role: 'lending-auditor',
    currency: 'CNY',
    amountMax: 1_000,
    reason: 'policy',
  }
  const limits = '/api/v1/approval-limits'
  const proposed = await call(`POST ${limits}`, { ...as('admin-1'), body })
  assert.equal(proposed.status, 202)
  const id = String(field(proposed.body, 'proposalId'))
  const small = await make('order:small', 1_000n)
  const large = await make('order:large', 1_001n)
  assert.equal(outcome(await decide('admin-1', id)), '403 same_person')
  assert.equal(outcome(await decide('admin-2', id)), '200')
  const listed = await call(`GET ${limits}`, as('auditor'))
  const [limit] = field(listed.body, 'items') as { amountMax: number }[]
  assert.equal(limit?.amountMax, 1_000)
  assert.equal(outcome(await decide('checker', large)), '403 over_limit')
  assert.equal(outcome(await decide('checker', small)), '200')
  const wrong: readonly (readonly [change: object, outcome: string])[] = [
    [{ kind: 'no.such-kind' }, '422 approval_limit_invalid'],
    [{ role: 'dealer' }, '422 approval_limit_invalid'],
    [{ amountMax: -1 }, '422 approval_limit_invalid'],
    [{ amountMax: 1.5 }, '400 request_invalid'],
    [{ currency: 'XXX' }, '400 request_invalid'],
  ]
  for (const [change, wanted] of wrong) {
    const answer = await call(`POST ${limits}`, { ...as('admin-1'), body: { ...body, ...change } })
    assert.equal(outcome(answer), wanted, JSON.stringify(change))
  }
  const byClerk = await call(`POST ${limits}`, { ...as('maker'), body })
  assert.equal(outcome(byClerk), '403 actor_not_allowed')
})

test('the list shows what the caller has to do with, newest first, page after page', async () => {
  const subject = 'order:listed'
  const made = [await make(subject), await make(subject), await make(subject)]
  await decide('checker', made[0] ?? '')
  const ids = async (name: string, query: string) => {
    const { body } = await call(`GET /api/v1/proposals?${query}`, as(name))
    const items = field(body, 'items') as { id: string }[]
    return { ids: items.map(({ id }) => made.indexOf(id)), next: field(body, 'nextCursor') }
  }
  const query = `subject=${subject}`
  assert.deepEqual((await ids('checker', query)).ids, [2, 1, 0])
  assert.deepEqual((await ids('auditor', `${query}&state=pending`)).ids, [2, 1])
  assert.deepEqual((await ids('underwriter', query)).ids, [])
  assert.deepEqual((await ids('checker', `${query}&kind=auth.approval-limit`)).ids, [])
  const first = await ids('checker', `${query}&limit=2`)
  assert.deepEqual(first.ids, [2, 1])
  const second = await ids('checker', `limit=2&cursor=${String(first.next)}`)
  assert.deepEqual([second.ids, second.next], [[0], null])
  const strange = Buffer.from(JSON.stringify(['proposals', {}, 'x'])).toString('base64url')
  const answer = await call(`GET /api/v1/proposals?cursor=${strange}`, as('checker'))
  assert.equal(outcome(answer), '400 cursor_invalid')
})

test('the kinds that one has to do with are listed with who makes and who decides', async () => {
  const { body } = await call('GET /api/v1/proposal-kinds', as('maker'))
  const { kind, title, makers, checkers } = payOut
  assert.deepEqual(field(body, 'items'), [{ kind, title, makers, checkers }])
  const none = await call('GET /api/v1/proposal-kinds', as('underwriter'))
  assert.deepEqual(field(none.body, 'items'), [])
})

test('the inbox has a box for what waits for me, one for what I proposed, one for what is done', async () => {
  const subject = 'order:boxed'
  const [open, done] = [await make(subject), await make(subject)]
  await decide('checker', done, 'reject')
  const box = async (name: string, which: string) => {
    const query = `subject=${subject}&box=${which}`
    const { body } = await call(`GET /api/v1/proposals?${query}`, as(name))
    return (field(body, 'items') as { id: string }[]).map(({ id }) =>
      id === open ? 'open' : 'done',
    )
  }
  const boxes = async (name: string) => [
    await box(name, 'waiting'),
    await box(name, 'mine'),
    await box(name, 'decided'),
  ]
  assert.deepEqual(await boxes('second'), [['open'], [], ['done']])
  assert.deepEqual(await boxes('maker'), [[], ['done', 'open'], ['done']])
  assert.deepEqual(await boxes('auditor'), [[], [], ['done']], 'who does not decide has no box')
  const own = await call(`GET /api/v1/proposals/${open}`, as('maker'))
  assert.deepEqual(
    [field(own.body, 'mine'), field(own.body, 'refusal.code')],
    [true, 'same_person'],
    'the reason comes with the proposal, before anybody clicks',
  )
})

test('whoever decides sees what holds now, and whoever reads it later what held then', async () => {
  const wanted = { kind: payOut.kind, role: 'finance-ops', currency: 'CNY', reason: 'less' }
  const propose = async (amountMax: number) => {
    const body = { ...wanted, amountMax }
    const made = await call('POST /api/v1/approval-limits', { ...as('admin-1'), body })
    return String(field(made.body, 'proposalId'))
  }
  const before = async (id: string) =>
    field((await call(`GET /api/v1/proposals/${id}`, as('admin-2'))).body, 'before.amountMax')
  const [first, second] = [await propose(500), await propose(700)]
  assert.deepEqual([await before(first), await before(second)], [null, null])
  await decide('admin-2', first)
  assert.deepEqual([await before(first), await before(second)], [null, '500'])
  await decide('admin-2', second)
  assert.equal(await before(second), '500')
})
