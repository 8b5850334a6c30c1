import assert from 'node:assert/strict'
import { test } from 'node:test'
import { roles } from '../auth/index.ts'
import { decide, decideBirth, mayMove } from './decide.ts'
import { eventsOf, stateOf, type Definition } from './definition.ts'
import { engine, shipped, user } from './test-fixture.ts'

const { v8, simple } = await shipped()

/** Specification 1.3, 1.3a and 1.4, written down by hand: what the two files must come to. */
// prettier-ignore
const table: readonly (readonly [from: number, event: string, to: number, roles: string])[] = [
  [0,     'submit_order',                10010, 'dealer'],
  [0,     'cancel',                      99999, 'dealer'],
  [10010, 'save_user_work_info',         10010, 'credit-auditor'],
  [10010, 'can_aegis_update_order',      10010, 'credit-auditor'],
  [10010, 'save_user_basic_info',        10010, 'credit-auditor'],
  [10010, 'save_user_driver_license',    10010, 'credit-auditor'],
  [10010, 'save_user_coborrower_info',   10010, 'credit-auditor'],
  [10010, 'reject_qualification_audit',  10030, 'credit-auditor'],
  [10010, 'qualification_audit_pass',    10050, 'credit-auditor'],
  [10010, 'cancel',                      99999, 'dealer'],
  [10030, 'can_refund',                  10030, 'finance-ops'],
  [10030, 'cancel',                      99999, 'dealer'],
  [10050, 'submit_materials_audit',      40010, 'dealer'],
  [10050, 'cancel',                      99999, 'dealer'],
  [30050, 'pass_loan_material_audit',    50350, 'lending-auditor'],
  [30050, 'return_loan_material_audit',  40150, 'lending-auditor'],
  [40010, 'return_materials_audit',      40020, 'credit-auditor'],
  [40010, 'reject_materials_audit',      40030, 'credit-auditor'],
  [40010, 'materials_audit_pass',        40050, 'credit-auditor'],
  [40020, 'save_images_info',            40020, 'dealer'],
  [40020, 'save_coborrow_info',          40020, 'dealer'],
  [40020, 'save_user_id_card',           40020, 'dealer'],
  [40020, 'save_user_info',              40020, 'dealer'],
  [40020, 'resubmit_materials_audit',    40010, 'dealer'],
  [40020, 'cancel',                      99999, 'dealer'],
  [40030, 'can_refund',                  40030, 'finance-ops'],
  [40030, 'cancel',                      99999, 'dealer'],
  [40050, 'save_product',                40050, 'dealer'],
  [40050, 'auto_launch_compass_routing', 40110, 'system'],
  [40050, 'product_confirmed',           40110, 'dealer'],
  [40050, 'cancel',                      99999, 'dealer'],
  [40110, 'fund_final_audit_fail',       40130, 'fund-router system'],
  [40110, 'fund_final_audit_pass',       40150, 'fund-router system'],
  [40130, 'retry_fund_routing',          40110, 'fund-router'],
  [40130, 'reselect_product',            40050, 'fund-router'],
  [40130, 'cancel',                      99999, 'dealer'],
  [40150, 'skip_current_lending_bank',   40110, 'fund-router'],
  [40150, 'reset_loan_audit',            40150, 'lending-auditor'],
  [40150, 'submit_lend_preaudit',        40150, 'lending-auditor'],
  [40150, 'contract_signed',             50250, 'lending-auditor'],
  [40150, 'loan_material_audit',         50310, 'lending-auditor'],
  [40150, 'cancel',                      99999, 'dealer'],
  [50250, 'down_payment_done',           30050, 'finance-ops'],
  [50250, 'return_contract_audit',       40150, 'lending-auditor'],
  [50310, 'pass_loan_material_audit',    50350, 'lending-auditor'],
  [50310, 'return_loan_material_audit',  40150, 'lending-auditor'],
  [50350, 'submit_fund_loan',            60010, 'finance-ops'],
  [50350, 'loaned',                      60050, 'system'],
  [50350, 'skip_current_lending_bank',   40110, 'fund-router'],
  [60010, 'loaned',                      60050, 'system'],
  [60010, 'fund_loan_failed',            50350, 'system'],
  [60050, 'pay_off',                     60150, 'system'],
]

const states = v8.states.map((state) => state.code).toSorted((a, b) => a - b)
const events = eventsOf(v8)
const rolesOf = (event: string): readonly string[] => [
  ...new Set(table.filter(([, name]) => name === event).flatMap(([, , , by]) => by.split(' '))),
]
const actorFor = (by: readonly string[]) => (by[0] === 'system' ? engine : user(by[0] ?? 'dealer'))

test('version 8 has 19 states and 40 events: 34 of the document, six of the amendments', () => {
  assert.equal(states.length, 19)
  assert.equal(events.length, 40)
  const named = new Set(['create_order', ...table.map(([, event]) => event)])
  assert.deepEqual(events.toSorted(), [...named].toSorted())
})

for (const state of states) {
  test(`from ${state} every event does what the table says, and nothing else`, () => {
    for (const event of events) {
      const row = table.find(([from, name]) => from === state && name === event)
      const by = row ? row[3].split(' ') : event === 'create_order' ? ['dealer'] : rolesOf(event)
      const order = { state, version: 3 }
      const decision = decide(v8, { order, event, actor: actorFor(by), expectedVersion: 3 })
      const outcome = decision.ok ? decision.value.to : decision.problem.code
      assert.equal(outcome, row ? row[2] : 'state_conflict', event)
    }
  })
}

test('every event by every role that is not its own is refused, wherever the order stands', () => {
  for (const [from, event, , by] of table) {
    for (const role of roles) {
      const actor = user(role)
      const decision = decide(v8, { order: { state: from, version: 1 }, event, actor })
      assert.equal(decision.ok, by.split(' ').includes(role), `${from} ${event} ${role}`)
      if (!decision.ok) assert.equal(decision.problem.code, 'actor_not_allowed')
    }
  }
})

type Case = readonly [
  what: string,
  definition: Definition,
  state: number,
  event: string,
  role: string,
  expected: number,
  refusal: string,
]

// prettier-ignore
const precedence: readonly Case[] = [
  ['an event of nowhere, by nobody, on an old version', v8,     10010, 'fly',              'investor',       9, 'event_unknown'],
  ['an event of another version',                       simple, 0,     'submit_order',     'dealer',         1, 'event_unknown'],
  ['an event of the graph in version 8',                v8,     0,     '提交',              'dealer',         1, 'event_unknown'],
  ['by a role that never may, in a wrong state',        v8,     60050, 'submit_order',     'credit-auditor', 1, 'actor_not_allowed'],
  ['by a role that never may, on an old version',       v8,     0,     'submit_order',     'credit-auditor', 9, 'actor_not_allowed'],
  ['by the right role in a wrong state',                v8,     60050, 'submit_order',     'dealer',         1, 'state_conflict'],
  ['by the right role on an old version',               v8,     0,     'submit_order',     'dealer',         9, 'state_conflict'],
  ['creating an order that exists',                     v8,     0,     'create_order',     'dealer',         1, 'state_conflict'],
  ['anything after the end',                            v8,     60150, 'cancel',           'dealer',         1, 'state_conflict'],
]

for (const [what, definition, state, event, role, expectedVersion, refusal] of precedence) {
  test(`${what} → ${refusal}`, () => {
    const order = { state, version: 1 }
    const decision = decide(definition, { order, event, actor: user(role), expectedVersion })
    assert.equal(decision.ok ? 'ok' : decision.problem.code, refusal)
  })
}

test('a conflict tells where the order is and which events are legal there', () => {
  const order = { state: 40010, version: 14 }
  const decision = decide(v8, { order, event: 'submit_order', actor: user('dealer') })
  assert.ok(!decision.ok)
  assert.deepEqual(decision.problem, {
    code: 'state_conflict',
    detail:
      'the order is in 40010 材料审核中 at version 14; submit_order does not leave it; legal now: ' +
      'return_materials_audit, reject_materials_audit, materials_audit_pass',
    facts: {
      currentState: 40010,
      currentVersion: 14,
      allowed: ['return_materials_audit', 'reject_materials_audit', 'materials_audit_pass'],
    },
  })
  const late = decide(v8, {
    order: { state: 0, version: 2 },
    event: 'submit_order',
    actor: user('dealer'),
    expectedVersion: 1,
  })
  assert.ok(!late.ok && late.problem.detail.includes('expected at version 1'))
  // The creating event is legal for no order that exists.
  assert.deepEqual(late.problem.facts?.['allowed'], ['submit_order', 'cancel'])
})

test('the role of the engine is for the engine and verified partners, whoever claims it', () => {
  const move = { roles: ['system'] }
  assert.equal(mayMove({ kind: 'user', roles: ['system', 'admin'] }, move), false)
  assert.equal(mayMove({ kind: 'api-key', roles: ['system'] }, move), false)
  assert.equal(mayMove({ kind: 'partner', roles: ['system'] }, move), true)
  assert.equal(mayMove({ kind: 'system', roles: ['system'] }, move), true)
  assert.equal(mayMove({ kind: 'system', roles: [] }, move), false)
  assert.equal(mayMove({ kind: 'user', roles: ['dealer'] }, { roles: [] }), false)
})

// prettier-ignore
const mirrored: readonly (readonly [state: number, event: string, role: string, fields: object])[] = [
  [0,     'submit_order',              'dealer',          { credit_audit_status: 10010 }],
  [40050, 'product_confirmed',         'dealer',          { compass_status: 40110 }],
  [40110, 'fund_final_audit_pass',     'fund-router',     { lend_audit_status: 40150, compass_status: 40150 }],
  [40110, 'fund_final_audit_fail',     'fund-router',     { compass_status: 40130 }],
  [40150, 'loan_material_audit',       'lending-auditor', { lend_audit_status: 50310 }],
  [40150, 'contract_signed',           'lending-auditor', {}],
  [40150, 'submit_lend_preaudit',      'lending-auditor', {}],
  [40150, 'skip_current_lending_bank', 'fund-router',     { compass_status: 40110 }],
  [10010, 'save_user_work_info',       'credit-auditor',  {}],
  [10010, 'cancel',                    'dealer',          {}],
]

for (const [state, event, role, fields] of mirrored) {
  test(`${event} from ${state} writes these subsystem fields: ${JSON.stringify(fields)}`, () => {
    const decision = decide(v8, { order: { state, version: 1 }, event, actor: user(role) })
    assert.deepEqual(decision.ok && decision.value.fields, fields)
  })
}

test('a guard is named in the decision, for the product to ask', () => {
  const order = { state: 50250, version: 1 }
  const decision = decide(v8, { order, event: 'down_payment_done', actor: user('finance-ops') })
  assert.equal(decision.ok && decision.value.guard, 'down_payment_received')
  const free = decide(v8, { order, event: 'return_contract_audit', actor: user('lending-auditor') })
  assert.equal(free.ok && 'guard' in free.value, false)
})

test('an order is born by its creating event, and by its role', () => {
  const born = decideBirth(v8, 'create_order', user('dealer'))
  assert.deepEqual(born.ok && [born.value.from, born.value.to], [0, 0])
  const other = decideBirth(v8, 'create_order', user('admin'))
  assert.equal(!other.ok && other.problem.code, 'actor_not_allowed')
  const wrong = decideBirth(v8, 'submit_order', user('dealer'))
  assert.equal(!wrong.ok && wrong.problem.code, 'event_unknown')
})

test('the graph is a machine too: from its first state to its last', () => {
  const path = ['提交', '返回', '签署', '放款', '还款']
  const end = path.reduce((state, event) => {
    const move = simple.moves.find((row) => row.from === state && row.event === event)
    assert.ok(move)
    const decision = decide(simple, {
      order: { state, version: 1 },
      event,
      actor: actorFor(move.roles),
    })
    assert.ok(decision.ok)
    return decision.value.to
  }, simple.initial)
  assert.equal(stateOf(simple, end)?.name, '还清')
})
