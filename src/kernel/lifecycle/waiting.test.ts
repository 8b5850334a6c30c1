import assert from 'node:assert/strict'
import { test } from 'node:test'
import { define } from './define.ts'
import { shipped } from './test-fixture.ts'
import { waitsFor, type Awaited, type WaitingFacts } from './waiting.ts'

const { v8 } = await shipped()

const nothing: WaitingFacts = { questions: [], timers: [], unless: () => undefined }

/** `people dealer: submit_order`, `answer BANK_A`, … */
function told(awaited: Awaited): string {
  switch (awaited.kind) {
    case 'answer':
      return `answer ${awaited.partner}`
    case 'timer':
      return `timer ${awaited.event}`
    case 'people':
      return `people ${awaited.roles.join()}: ${awaited.moves.map(({ event }) => event).join()}`
    case 'system':
      return `system: ${awaited.moves.map(({ event }) => event).join()}`
  }
}

// prettier-ignore
const waits = [
  [0,     ['people dealer: submit_order']],
  [10010, ['people credit-auditor: reject_qualification_audit,qualification_audit_pass']],
  [10030, ['people dealer: cancel']],
  [10050, ['people dealer: submit_materials_audit']],
  [40050, ['people dealer: product_confirmed']],
  [40110, ['people fund-router: fund_final_audit_fail,fund_final_audit_pass']],
  [40150, ['people fund-router: skip_current_lending_bank', 'people lending-auditor: contract_signed,loan_material_audit']],
  [60010, ['system: loaned,fund_loan_failed']],
  [60050, ['system: pay_off']],
  [60150, []],
  [99999, []],
] as const

test('every state says whose move it waits for; abandoning counts only where nothing else is left', () => {
  for (const [state, expected] of waits) {
    assert.deepEqual(waitsFor(v8, state, nothing).map(told), expected, String(state))
  }
})

test('an order that ended waits for nothing, any other for something', () => {
  for (const { code, terminal } of v8.states) {
    assert.equal(waitsFor(v8, code, nothing).length === 0, terminal, String(code))
  }
})

const at = new Date('2026-01-01T00:00:00Z')
const question = { partner: 'BANK_A', since: at, asked: 3, askedAgainAt: null }

test('a partner that was asked comes before the people who may answer in its name', () => {
  const facts = { ...nothing, questions: [question] }
  assert.deepEqual(waitsFor(v8, 40110, facts).map(told), [
    'answer BANK_A',
    'people fund-router: fund_final_audit_fail,fund_final_audit_pass',
  ])
  assert.deepEqual(waitsFor(v8, 60010, facts).map(told), ['answer BANK_A'])
})

test('a timer is told with the name of what it lets happen, while its event is possible', () => {
  const timers = [{ event: 'auto_launch_compass_routing', at }]
  const [people, timer] = waitsFor(v8, 40050, { ...nothing, timers })
  assert.equal(people?.kind, 'people')
  assert.deepEqual(timer, {
    kind: 'timer',
    event: 'auto_launch_compass_routing',
    at,
    label: '材料审核通过，自动发起资金路由',
    labelEn: 'Start fund routing automatically',
  })
  assert.deepEqual(waitsFor(v8, 10010, { ...nothing, timers }).map(told), [
    'people credit-auditor: reject_qualification_audit,qualification_audit_pass',
  ])
})

test('what a guard finds missing stands at its move, whoever looks', () => {
  const reason = {
    code: 'guard_failed',
    zh: '尚有 36 期',
    en: '36 instalments',
    guard: 'all_settled',
  }
  const unless = ({ guard }: { guard?: string }) => (guard === 'all_settled' ? reason : undefined)
  const [system] = waitsFor(v8, 60050, { ...nothing, unless })
  assert.ok(system?.kind === 'system')
  assert.deepEqual(
    system.moves.map(({ event, to, unmet }) => [event, to, unmet]),
    [['pay_off', 60150, reason]],
  )
  const [people] = waitsFor(v8, 40050, nothing)
  assert.ok(people?.kind === 'people')
  assert.equal(people.moves[0]?.unmet, null)
})

test('an event that ends the order from one state alone is its goal, not a way out', () => {
  const machine = define<1 | 2, 'finish'>({
    machine: 'm',
    version: '1',
    initial: 1,
    states: { 1: { name: '开' }, 2: { name: '完', terminal: true } },
    events: { finish: { label: '完成', roles: ['admin'], rows: [[1, 2]] } },
  })
  assert.deepEqual(waitsFor(machine, 1, nothing).map(told), ['people admin: finish'])
})
