import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { beforeEach, test } from 'node:test'
import pg from 'pg'
import { Type } from 'typebox'
import { search } from '../audit/index.ts'
import { decideProposal, type Actor, type Deed, type Proposal, type Role } from '../auth/index.ts'
import { sql } from '../db/index.ts'
import type { Json, Result } from '../problem/index.ts'
import { openParameters, type ChangeWanted, type ParameterDefinition } from './index.ts'
import { testDatabase } from '#test/database'

const { database, ownerUrl } = await testDatabase()

const roles = {
  makers: ['finance-ops', 'admin'],
  checkers: ['admin'],
} as const satisfies Pick<ParameterDefinition, 'makers' | 'checkers'>

const refundDays = {
  name: 'auto-loan.refund_days',
  unit: 'days',
  title: { zh: '退单天数', en: 'Days to refund' },
  schema: Type.Integer({ minimum: 0, maximum: 90 }),
  initial: 7,
  ...roles,
} as const satisfies ParameterDefinition

const loanToPrice = {
  name: 'auto-loan.loan_to_price',
  unit: 'json',
  title: { zh: '最高贷款成数', en: 'Loan to price' },
  schema: Type.Object(
    { combustion: Type.String(), electric: Type.String() },
    { additionalProperties: false },
  ),
  initial: { combustion: '0.80', electric: '0.85' },
  makers: ['credit-auditor'],
  checkers: ['credit-auditor'],
} as const satisfies ParameterDefinition

const definitions: readonly ParameterDefinition[] = [refundDays, loanToPrice]
const parameters = openParameters({ database, definitions })

const day = (number: number): Date => new Date(Date.UTC(2026, 0, number, 9))

const person = (name: string, ...held: readonly Role[]): Actor => ({
  kind: 'user',
  id: randomUUID(),
  name,
  roles: held,
  party: undefined,
})

const maker = person('Li Lei', 'finance-ops')
const checker = person('Han Meimei', 'admin')
const auditor = person('Wang Wu', 'credit-auditor')
const secondAuditor = person('Zhao Liu', 'credit-auditor')

const by = (actor: Actor, at: Date): Deed => ({ actor, at, requestId: 'r' })

const propose = (wanted: Partial<ChangeWanted>, at: Date, actor: Actor = maker) =>
  database.transaction((tx) => {
    const all = { name: refundDays.name, value: 10, reason: 'the season', ...wanted }
    return parameters.propose(tx, all, by(actor, at))
  })

/** As the desk does: a refused decision is rolled back. */
async function decide(
  proposal: Proposal,
  at: Date,
  actor: Actor = checker,
  decision: 'approve' | 'reject' = 'approve',
): Promise<Result<Proposal>> {
  const { id } = proposal
  let refused: Result<Proposal> | undefined
  const decided = database.transaction(async (tx) => {
    const wanted = { id, decision, comment: 'as agreed' }
    const result = await decideProposal(tx, [parameters.kind], wanted, by(actor, at))
    if (result.ok) return result
    refused = result
    throw new Error('rolled back')
  })
  return await decided.catch((problem: unknown) => {
    if (refused) return refused
    throw problem
  })
}

function granted<T>(result: Result<T>): T {
  assert.ok(result.ok, JSON.stringify(result))
  return result.value
}

const code = (result: Result<unknown>): string => (result.ok ? 'ok' : result.problem.code)

async function change(wanted: Partial<ChangeWanted>, at: Date): Promise<void> {
  granted(await decide(granted(await propose(wanted, at)), at))
}

const daysAt = (at: Date): Promise<Json> => parameters.value(database, refundDays.name, at)

beforeEach(async () => {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  await owner.query('truncate parameter.value, parameter.latest')
  await owner.end()
})

test('a parameter that nobody changed has its initial value at any time', async () => {
  assert.equal(await daysAt(new Date(0)), 7)
  assert.deepEqual(await parameters.values(database, [loanToPrice.name, refundDays.name], day(1)), [
    { combustion: '0.80', electric: '0.85' },
    7,
  ])
  const typed: { combustion: string } = await parameters.typed(database, loanToPrice, day(1))
  assert.equal(typed.combustion, '0.80')
  assert.equal((await parameters.typed(database, refundDays, day(1))) + 1, 8)
})

test('an approved change holds from its moment on, and not a millisecond before', async () => {
  await change({ value: 10, effectiveFrom: day(10) }, day(1))
  assert.equal(await daysAt(day(9)), 7)
  assert.equal(await daysAt(new Date(day(10).getTime() - 1)), 7)
  assert.equal(await daysAt(day(10)), 10)
  assert.equal(await daysAt(day(300)), 10)
})

test('a change without a date, or one approved late, holds from its approval', async () => {
  const undated = granted(await propose({ value: 11 }, day(1)))
  granted(await decide(undated, day(3)))
  assert.deepEqual([await daysAt(day(2)), await daysAt(day(3))], [7, 11])
  const late = granted(await propose({ value: 12, effectiveFrom: day(5) }, day(4)))
  granted(await decide(late, day(6)))
  assert.deepEqual([await daysAt(day(5)), await daysAt(day(6))], [11, 12])
})

test('a nearer change does not undo one that is planned for later', async () => {
  await change({ value: 30, effectiveFrom: day(20) }, day(1))
  await change({ value: 15, effectiveFrom: day(10) }, day(2))
  const seen = await Promise.all([day(9), day(10), day(19), day(20)].map(daysAt))
  assert.deepEqual(seen, [7, 15, 15, 30])
})

test('a planned change is corrected by a later one for the same moment', async () => {
  await change({ value: 30, effectiveFrom: day(20) }, day(1))
  await change({ value: 31, effectiveFrom: day(20) }, day(2))
  assert.equal(await daysAt(day(20)), 31)
})

test('a running transaction sees the change that it makes', async () => {
  const proposal = granted(await propose({ value: 20 }, day(1)))
  await database.transaction(async (tx) => {
    const wanted = { id: proposal.id, decision: 'approve', comment: 'ok' } as const
    granted(await decideProposal(tx, [parameters.kind], wanted, by(checker, day(1))))
    assert.equal(await parameters.value(tx, refundDays.name, day(1)), 20)
    assert.equal(await daysAt(day(1)), 7, 'others do not, yet')
  })
  assert.equal(await daysAt(day(1)), 20)
})

test('nothing changes before a second person approves, or when it is rejected', async () => {
  const proposal = granted(await propose({ value: 20 }, day(1)))
  assert.equal(await daysAt(day(2)), 7)
  granted(await decide(proposal, day(2), checker, 'reject'))
  assert.equal(await daysAt(day(3)), 7)
  assert.equal(code(await decide(proposal, day(3))), 'proposal_already_decided')
  const own = granted(await propose({ value: 20 }, day(1), checker))
  assert.equal(code(await decide(own, day(2))), 'same_person')
  assert.equal(await daysAt(day(3)), 7)
})

test('each parameter has its own makers and checkers', async () => {
  assert.equal(code(await propose({}, day(1), auditor)), 'actor_not_allowed')
  const value = { combustion: '0.70', electric: '0.75' }
  const other = { name: loanToPrice.name, value }
  assert.equal(code(await propose(other, day(1), maker)), 'actor_not_allowed')
  const proposal = granted(await propose(other, day(1), auditor))
  assert.equal(code(await decide(proposal, day(1), checker)), 'actor_not_allowed')
  assert.equal(code(await decide(proposal, day(1), secondAuditor)), 'ok')
  assert.deepEqual(await parameters.value(database, loanToPrice.name, day(1)), value)
})

test('what the parameter does not take is refused, and the refusal says where', async () => {
  const table: readonly (readonly [Partial<ChangeWanted>, Actor, string, RegExp])[] = [
    [{ value: 91 }, maker, 'parameter_value_invalid', /refund_days \(unit: days\).*<= 90/u],
    [{ value: '10' }, maker, 'parameter_value_invalid', /integer/u],
    [{ value: 1.5 }, maker, 'parameter_value_invalid', /integer/u],
    [{ value: null }, maker, 'parameter_value_invalid', /integer/u],
    [{ name: 'auto-loan.nothing' }, maker, 'parameter_not_found', /auto-loan\.nothing/u],
    [{ effectiveFrom: day(39) }, maker, 'effective_date_past', /moment to come/u],
    [
      { name: loanToPrice.name, value: { combustion: '0.8' } },
      auditor,
      'parameter_value_invalid',
      /electric/u,
    ],
  ]
  for (const text of ['a\0b', 'half \ud800']) {
    const value = { combustion: text, electric: '0.85' }
    const result = await propose({ name: loanToPrice.name, value }, day(40), auditor)
    assert.equal(code(result), 'parameter_value_invalid')
    assert.match(result.ok ? '' : result.problem.detail, /JSON that can be kept/u)
  }
  for (const [wanted, actor, refusal, detail] of table) {
    const result = await propose(wanted, day(40), actor)
    assert.equal(code(result), refusal, JSON.stringify(wanted))
    assert.match(result.ok ? '' : result.problem.detail, detail)
  }
  const rows = await database.rows(sql`select id from auth.proposal where made_at = ${day(40)}`)
  assert.deepEqual(rows, [])
})

test('a proposal that its parameter does not take any more is refused at approval', async () => {
  const proposal = granted(await propose({ value: 80 }, day(1)))
  const narrowed = { ...refundDays, schema: Type.Integer({ maximum: 60 }) }
  const after = openParameters({ database, definitions: [narrowed] })
  const gone = openParameters({ database, definitions: [loanToPrice] })
  const decideWith = (kind: typeof parameters.kind) =>
    database.transaction(async (tx) => {
      const wanted = { id: proposal.id, decision: 'approve', comment: '' } as const
      return await decideProposal(tx, [kind], wanted, by(checker, day(1)))
    })
  assert.equal(code(await decideWith(after.kind)), 'parameter_value_invalid')
  const everybody = { ...gone.kind, checkers: ['admin'] as const }
  assert.equal(code(await decideWith(everybody)), 'parameter_not_found')
  assert.equal(await daysAt(day(2)), 7)
})

test('two changes approved at once get two versions, and both stay in the history', async () => {
  const proposals = await Promise.all(
    [21, 22, 23, 24].map(async (value) => granted(await propose({ value }, day(1)))),
  )
  const results = await Promise.all(proposals.map((each) => decide(each, day(2))))
  assert.ok(results.every(({ ok }) => ok))
  const { changes } = granted(await parameters.history(refundDays.name))
  assert.deepEqual(
    changes.map(({ version }) => version),
    [4, 3, 2, 1],
  )
  assert.equal(await daysAt(day(2)), changes[0]?.value)
})

test('one proposal approved twice at once is applied once', async () => {
  const proposal = granted(await propose({ value: 33 }, day(1)))
  const third = person('Qian Qi', 'admin')
  const results = await Promise.all([
    decide(proposal, day(2), checker),
    decide(proposal, day(2), third),
  ])
  assert.deepEqual(results.map(code).toSorted(), ['ok', 'proposal_already_decided'])
  assert.equal(granted(await parameters.history(refundDays.name)).changes.length, 1)
})

test('the history says who changed what, why, when and from when', async () => {
  await change({ value: 10, effectiveFrom: day(10) }, day(1))
  await change({ value: 12, reason: 'holidays' }, day(11))
  const { definition, changes } = granted(await parameters.history(refundDays.name))
  assert.equal(definition.initial, 7)
  const people = { maker: 'Li Lei', checker: 'Han Meimei', proposalId: '' }
  assert.deepEqual(
    changes.map((each) => ({ ...each, proposalId: '' })),
    [
      {
        ...people,
        name: refundDays.name,
        version: 2,
        value: 12,
        effectiveFrom: day(11),
        changedAt: day(11),
        reason: 'holidays',
      },
      {
        ...people,
        name: refundDays.name,
        version: 1,
        value: 10,
        effectiveFrom: day(10),
        changedAt: day(1),
        reason: 'the season',
      },
    ],
  )
  assert.equal(code(await parameters.history('auto-loan.nothing')), 'parameter_not_found')
})

test('the audit trail has what was before and what is after', async () => {
  await change({ value: 10 }, day(1))
  await change({ value: 12 }, day(2))
  const page = granted(
    await search(database, { action: 'parameter.change', from: day(2), to: day(3) }, { limit: 1 }),
  )
  const [line] = page.items
  assert.equal(line?.subject, 'parameter:auto-loan.refund_days')
  assert.equal(line?.actor, `user:${checker.id}`)
  assert.deepEqual(line?.before, { value: 10, version: 1 })
  assert.deepEqual(line?.after, { value: 12, version: 2, effectiveFrom: day(2).toISOString() })
})

test('the list shows what holds and what comes next', async () => {
  await change({ value: 10, effectiveFrom: day(10) }, day(1))
  await change({ value: 20, effectiveFrom: day(20) }, day(1))
  const [ltv, days, ...others] = await parameters.list(day(10))
  assert.equal(others.length, 0)
  assert.deepEqual(ltv, {
    definition: loanToPrice,
    value: loanToPrice.initial,
    version: 0,
    effectiveFrom: undefined,
    next: undefined,
  })
  const name = refundDays.name
  assert.deepEqual(days, {
    definition: refundDays,
    value: 10,
    version: 1,
    effectiveFrom: day(10),
    next: { name, version: 2, value: 20, effectiveFrom: day(20) },
  })
  assert.deepEqual(granted(await parameters.find(name, day(10))), days)
  assert.equal(code(await parameters.find('x', day(10))), 'parameter_not_found')
})

test('a value that no longer fits its definition is never computed with', async () => {
  await change({ value: 80 }, day(1))
  const narrowed = { ...refundDays, schema: Type.Integer({ maximum: 60 }) }
  const after = openParameters({ database, definitions: [narrowed] })
  await assert.rejects(after.value(database, refundDays.name, day(1)), /fits its definition/u)
})

test('a parameter is defined once, is named with its module, and accepts its initial value', () => {
  const open =
    (...given: readonly ParameterDefinition[]) =>
    () =>
      openParameters({ database, definitions: given })
  assert.throws(open(refundDays, refundDays), /defined once/u)
  assert.throws(open({ ...refundDays, name: 'RefundDays' }), /named like/u)
  assert.throws(open({ ...refundDays, initial: 91 }), /accepts its initial value/u)
})

test('an unknown name is our own mistake', async () => {
  await assert.rejects(parameters.value(database, 'auto-loan.x', day(1)), /is a parameter of/u)
})

test('the application may not rewrite the history of a parameter', async () => {
  await change({ value: 10 }, day(1))
  for (const statement of [
    sql`update parameter.value set value = '1'`,
    sql`delete from parameter.value`,
  ]) {
    const attempt = database.transaction((tx) => tx.run(statement))
    await assert.rejects(attempt, /permission denied/u)
  }
})
