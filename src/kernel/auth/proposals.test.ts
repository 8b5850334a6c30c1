import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql, type Tx } from '../db/index.ts'
import { newId } from '../id/index.ts'
import { accept, refuse, type Result } from '../problem/index.ts'
import type { Actor, Role } from './actor.ts'
import { listApprovalLimits } from './approval-limits.ts'
import { approvalLimitKind, proposeApprovalLimit } from './limit-kind.ts'
import {
  decideProposal,
  findProposal,
  listProposals,
  propose,
  visibleKinds,
  type Draft,
  type Proposal,
  type ProposalKind,
} from './proposals.ts'
import { codeOfResult, granted, openTestAuth } from './testing.ts'

const { database, clock, by, audited } = await openTestAuth()

const person = (name: string, roles: readonly Role[] = ['finance-ops']): Actor => ({
  kind: 'user',
  id: newId(),
  name,
  roles,
  party: undefined,
})

const maker = person('maker')
const checker = person('checker', ['lending-auditor'])
const boss = person('boss', ['super-investor', 'lending-auditor'])

let applied = 0
const payOut: ProposalKind = {
  kind: 'test.pay-out',
  title: { zh: '付款', en: 'Pay out' },
  makers: ['finance-ops', 'lending-auditor'],
  checkers: ['lending-auditor', 'super-investor'],
  apply: async (tx, { payload }, { actor }) => {
    applied += 1
    // The effect is a row, so that a rollback is seen.
    await setLimitRow(tx, JSON.stringify(payload))
    return payload === 'impossible' ? refuse('not_possible', 'no') : accept({ by: actor.name })
  },
}
const kinds = [payOut, approvalLimitKind]

const setLimitRow = (tx: Tx, kind: string) =>
  tx.run(sql`
    insert into auth.approval_limit (kind, role, currency, amount_max, updated_at)
    values (${`effect ${kind}`}, 'admin', 'CNY', 0, ${clock.now()})`)

const draft: Draft = {
  kind: payOut,
  subject: 'order:1',
  payload: 'money',
  reason: 'the dealer waits',
}

const make = (given: Partial<Draft> = {}, actor = maker) =>
  database.transaction((tx) => propose(tx, { ...draft, payload: newId(), ...given }, by(actor)))

/** As kernel/http does it: what was written is undone when the answer is a refusal. */
async function decide(
  proposal: Pick<Proposal, 'id'>,
  actor: Actor,
  decision: 'approve' | 'reject' = 'approve',
): Promise<Result<Proposal>> {
  return await database.transaction(async (tx) => {
    await tx.run(sql`savepoint decision`)
    const given = { id: proposal.id, decision, comment: 'looked at it' }
    const decided = await decideProposal(tx, kinds, given, by(actor))
    if (!decided.ok) await tx.run(sql`rollback to savepoint decision`)
    return decided
  })
}

test('one proposes, another approves, and it is done in that moment', async () => {
  const made = granted(await make({ payload: 'first' }))
  assert.equal(made.state, 'pending')
  assert.equal(made.payload, 'first')
  clock.advance(1_000)
  const decided = granted(await decide(made, checker))
  assert.deepEqual(
    [decided.state, decided.checkerName, decided.comment, decided.outcome],
    ['approved', 'checker', 'looked at it', { by: 'checker' }],
  )
  assert.deepEqual(decided.decidedAt, clock.now())
  assert.deepEqual(await findProposal(database, made.id), decided)
  const told = await audited(`proposal:${made.id}`)
  assert.deepEqual(told, ['proposal.make', 'proposal.approve'])
})

test('a rejected proposal is never applied', async () => {
  const before = applied
  const made = granted(await make())
  assert.equal(granted(await decide(made, checker, 'reject')).state, 'rejected')
  assert.equal(codeOfResult(await decide(made, checker)), 'proposal_already_decided')
  assert.equal(applied, before)
})

test('who may not propose or decide is refused', async () => {
  assert.equal(codeOfResult(await make({}, person('dealer', ['dealer']))), 'actor_not_allowed')
  const made = granted(await make())
  assert.equal(
    codeOfResult(await decide(made, person('router', ['fund-router']))),
    'actor_not_allowed',
  )
  assert.equal(
    codeOfResult(await decide(made, person('auditor', ['auditor']))),
    'actor_not_allowed',
  )
  const missing = await decide({ id: newId<'proposal'>() }, checker)
  assert.equal(codeOfResult(missing), 'proposal_not_found')
})

test('nobody decides what they proposed, with a key of theirs neither', async () => {
  const made = granted(await make({}, checker))
  assert.equal(codeOfResult(await decide(made, checker)), 'same_person')
  assert.equal(codeOfResult(await decide(made, checker, 'reject')), 'same_person')
  const key: Actor = { ...checker, kind: 'api-key', id: newId(), ownerId: checker.id }
  assert.equal(codeOfResult(await decide(made, key)), 'actor_not_allowed')
  const byKey = granted(await make({}, key))
  assert.equal(codeOfResult(await decide(byKey, checker)), 'same_person')
})

test('of two approvals at once one is done, and done once', async () => {
  for (let round = 1; round <= 10; round++) {
    const made = granted(await make())
    const before = applied
    const both = await Promise.all([decide(made, checker), decide(made, boss)])
    assert.deepEqual(both.map(codeOfResult).toSorted(), ['ok', 'proposal_already_decided'])
    assert.equal(applied, before + 1)
  }
})

test('an approval and a rejection at once: one of them counts', async () => {
  const made = granted(await make())
  const both = await Promise.all([decide(made, checker), decide(made, boss, 'reject')])
  assert.deepEqual(both.map(codeOfResult).toSorted(), ['ok', 'proposal_already_decided'])
})

test('what cannot be applied is refused with its own reason and stays pending', async () => {
  const made = granted(await make({ payload: 'impossible' }))
  assert.equal(codeOfResult(await decide(made, checker)), 'not_possible')
  assert.equal((await findProposal(database, made.id))?.state, 'pending')
  const limits = await listApprovalLimits(database)
  assert.equal(
    limits.some(({ kind }) => kind.includes('impossible')),
    false,
  )
  assert.deepEqual(await audited(`proposal:${made.id}`), ['proposal.make'])
})

test('amounts are limited by role, kind and currency; the highest of one’s roles counts', async () => {
  const admins = [person('a', ['admin']), person('b', ['admin'])] as const
  const limit = async (role: Role, amountMax: bigint | null) => {
    const wanted = {
      kind: payOut.kind,
      role,
      currency: 'CNY',
      amountMax,
      reason: 'policy',
    } as const
    const made = await database.transaction((tx) =>
      proposeApprovalLimit(tx, kinds, wanted, by(admins[0])),
    )
    granted(await decide(granted(made), admins[1]))
  }
  await limit('lending-auditor', 100_000n)
  await limit('super-investor', 500_000n)
  const cases: readonly (readonly [amount: bigint, who: Actor, code: string])[] = [
    [100_000n, checker, 'ok'],
    [100_001n, checker, 'over_limit'],
    [500_000n, boss, 'ok'],
    [500_001n, boss, 'over_limit'],
    [9_007_199_254_740_993n, boss, 'over_limit'],
  ]
  for (const [amount, who, code] of cases) {
    const made = granted(await make({ amount: { amount, currency: 'CNY' } }))
    assert.equal(made.amount, amount)
    assert.equal(codeOfResult(await decide(made, who)), code, `${amount} by ${who.name}`)
  }
  const euros = granted(await make({ amount: { amount: 900_000n, currency: 'EUR' } }))
  assert.equal(codeOfResult(await decide(euros, checker)), 'ok')
  const large = granted(await make({ amount: { amount: 900_000n, currency: 'CNY' } }))
  assert.equal(granted(await decide(large, checker, 'reject')).state, 'rejected')
  await limit('super-investor', null)
  const again = granted(await make({ amount: { amount: 900_000n, currency: 'CNY' } }))
  assert.equal(codeOfResult(await decide(again, boss)), 'ok')
})

test('a limit is set only where a role decides a kind, and by two administrators', async () => {
  const admin = person('admin', ['admin'])
  const propose = async (kind: string, role: Role, actor = admin) =>
    codeOfResult(
      await database.transaction((tx) =>
        proposeApprovalLimit(
          tx,
          kinds,
          { kind, role, currency: 'CNY', amountMax: 1n, reason: 'policy' },
          by(actor),
        ),
      ),
    )
  assert.equal(await propose('no.such-kind', 'admin'), 'approval_limit_invalid')
  assert.equal(await propose(payOut.kind, 'dealer'), 'approval_limit_invalid')
  assert.equal(await propose(payOut.kind, 'lending-auditor', checker), 'actor_not_allowed')
})

test('proposals are listed newest first, by state, subject and kind, page after page', async () => {
  const subject = `order:${newId()}`
  const made: Proposal[] = []
  for (let count = 1; count <= 5; count++) made.push(granted(await make({ subject })))
  const [first] = made
  assert.ok(first)
  granted(await decide(first, checker))
  const list = async (given: object) =>
    (await listProposals(database, { kinds: [payOut.kind], subject, limit: 10, ...given })).map(
      ({ id }) => made.findIndex((each) => each.id === id) + 1,
    )
  assert.deepEqual(await list({}), [5, 4, 3, 2, 1])
  assert.deepEqual(await list({ state: 'pending' }), [5, 4, 3, 2])
  assert.deepEqual(await list({ state: 'approved' }), [1])
  assert.deepEqual(await list({ limit: 2, after: made[3]?.id }), [3, 2])
  assert.deepEqual(await list({ kinds: [approvalLimitKind.kind] }), [])
  assert.deepEqual(await list({ subject: 'order:none' }), [])
})

test('a kind is seen by its makers and checkers, administrators and auditors', () => {
  const seen = (role: Role) => visibleKinds(kinds, person('x', [role])).map(({ kind }) => kind)
  assert.deepEqual(seen('finance-ops'), [payOut.kind])
  assert.deepEqual(seen('super-investor'), [payOut.kind])
  assert.deepEqual(seen('auditor'), [payOut.kind, approvalLimitKind.kind])
  assert.deepEqual(seen('admin'), [payOut.kind, approvalLimitKind.kind])
  assert.deepEqual(seen('underwriter'), [])
})

test('the database itself refuses that one person makes and decides', async () => {
  const made = granted(await make())
  const writing = database.transaction((tx) =>
    tx.run(sql`
      update auth.proposal set state = 'approved', checker_id = maker_id, decided_at = made_at
       where id = ${made.id}`),
  )
  await assert.rejects(writing, /proposal_has_two_people/u)
})
