import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Value } from 'typebox/value'
import { awaitedRoles, limitOf, stopsOf, workParameters } from './awaited.ts'
import { define } from './define.ts'
import { shipped } from './test-fixture.ts'

const { v8, simple } = await shipped()

// prettier-ignore
const waits: readonly (readonly [state: number, roles: readonly string[]])[] = [
  [0,     ['dealer']],
  [10010, ['credit-auditor']],
  // Nobody can lead a rejected order on: its dealer gives it up.
  [10030, ['dealer']],
  [10050, ['dealer']],
  [40010, ['credit-auditor']],
  [40020, ['dealer']],
  [40030, ['dealer']],
  [40050, ['dealer']],
  [40110, ['fund-router']],
  [40130, ['fund-router']],
  [40150, ['fund-router', 'lending-auditor']],
  [50250, ['finance-ops', 'lending-auditor']],
  [30050, ['lending-auditor']],
  [50310, ['lending-auditor']],
  [50350, ['finance-ops', 'fund-router']],
  // The funder and the last instalment are waited for, and no person.
  [60010, []],
  [60050, []],
  [60150, []],
  [99999, []],
]

for (const [state, roles] of waits) {
  test(`an order in ${state} waits for ${roles.join(' or ') || 'no person'}`, () => {
    assert.deepEqual(new Set(awaitedRoles(v8, state)), new Set(roles))
  })
}

test('every state of the document is in the table above', () => {
  const known = waits.map(([state]) => state)
  assert.deepEqual(new Set(known), new Set(v8.states.map(({ code }) => code)))
})

test('where every move ends the order, whoever may make one of them is waited for', () => {
  const machine = define({
    machine: 'short',
    version: '1',
    initial: 1,
    states: {
      1: { name: 'open' },
      2: { name: 'done', terminal: true },
      3: { name: 'given up', terminal: true },
    },
    events: {
      finish: { label: 'finish', roles: ['admin'], rows: [[1, 2]] },
      cancel: { label: 'cancel', roles: ['dealer'], rows: [[1, 3]] },
    },
  })
  assert.deepEqual(awaitedRoles(machine, 1), ['admin', 'dealer'])
})

test('the stops of a role are those of its version', () => {
  const states = (role: string) => stopsOf(v8, [role]).map(({ state }) => state)
  assert.deepEqual(states('credit-auditor'), [10010, 40010])
  assert.deepEqual(states('auditor'), [])
  assert.deepEqual(
    stopsOf(simple, ['dealer']).map(({ version, state }) => [version, state]),
    [
      ['simple', 0],
      ['simple', 10110],
    ],
  )
  assert.ok(stopsOf(v8).every(({ roles }) => roles.length > 0))
})

test('the strictest limit of those who could lead an order on holds', () => {
  const roles = ['fund-router', 'lending-auditor']
  assert.equal(limitOf({ 'fund-router': 60, 'lending-auditor': 30, dealer: 1 }, { roles }), 30)
  assert.equal(limitOf({ dealer: 1 }, { roles }), undefined)
})

test('limits are whole minutes of roles that there are, and no more than thirty days', () => {
  const [limits, minutes] = workParameters('short', { limits: { dealer: 60 }, takeMinutes: 30 })
  assert.ok(limits && minutes)
  assert.equal(limits.name, 'short.wait_limit_minutes')
  assert.equal(minutes.initial, 30)
  assert.ok(Value.Check(limits.schema, limits.initial))
  for (const wrong of [{ nobody: 60 }, { dealer: 0 }, { dealer: 1.5 }, { dealer: 43_201 }]) {
    assert.ok(!Value.Check(limits.schema, wrong), JSON.stringify(wrong))
  }
})
