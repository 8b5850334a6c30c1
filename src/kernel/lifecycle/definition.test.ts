import assert from 'node:assert/strict'
import { test } from 'node:test'
import { define } from './define.ts'
import {
  eventsOf,
  hash,
  isCreation,
  kindOf,
  rowsFrom,
  stateOf,
  type Definition,
} from './definition.ts'
import { lintDefinition } from './lint.ts'
import { shipped } from './test-fixture.ts'

type Code = 1 | 2 | 3
type EventName = 'create_loan' | 'approve' | 'note' | 'can_cancel' | 'cancel'

const loan = define<Code, EventName>({
  machine: 'loan',
  version: '1',
  initial: 1,
  states: {
    1: { name: '新', nameEn: 'New' },
    2: { name: '通过', subsystem: 'audit_status' },
    3: { name: '取消', terminal: true },
  },
  events: {
    create_loan: { label: '创建', roles: ['dealer'], initial: true, rows: [[1, 1]] },
    approve: { label: '通过', roles: ['auditor'], mirrors: ['other_status'], rows: [[1, 2]] },
    note: { label: '备注', roles: ['auditor'], rows: [[2, 2]] },
    can_cancel: { label: '能否取消', roles: ['dealer'], rows: [[2, 2]] },
    // prettier-ignore
    cancel: { label: '取消', roles: ['dealer'], guard: 'unpaid', rows: [[1, 3], [2, 3]] },
  },
})

test('a machine written in TypeScript is the same data as one that was read', () => {
  assert.deepEqual(
    loan.moves.map(({ from, event, to, kind }) => [from, event, to, kind]),
    [
      [1, 'create_loan', 1, 'edit'],
      [1, 'approve', 2, 'transition'],
      [2, 'note', 2, 'edit'],
      [2, 'can_cancel', 2, 'probe'],
      [1, 'cancel', 3, 'transition'],
      [2, 'cancel', 3, 'transition'],
    ],
  )
  assert.deepEqual(stateOf(loan, 3)?.terminal, true)
  assert.deepEqual(stateOf(loan, 1)?.terminal, false)
  assert.equal(stateOf(loan, 9), undefined)
  assert.deepEqual(eventsOf(loan), ['create_loan', 'approve', 'note', 'can_cancel', 'cancel'])
  // 2 carries a mirror that no state uses: a warning, no error.
  assert.deepEqual(
    lintDefinition(loan).map(({ code }) => code),
    ['unknown_mirror'],
  )
})

test('the compiler objects to a state or an event that the unions do not know', () => {
  const base = { machine: 'loan', version: '1', initial: 1 } as const
  const events = { go: { label: '走', roles: ['dealer'], rows: [[1, 2]] } } as const
  define<1 | 2, 'go'>({ ...base, states: { 1: { name: 'a' }, 2: { name: 'b' } }, events })
  // @ts-expect-error state 2 is missing
  define<1 | 2, 'go'>({ ...base, states: { 1: { name: 'a' } }, events })
  // @ts-expect-error event stop is missing
  define<1 | 2, 'go' | 'stop'>({ ...base, states: { 1: { name: 'a' }, 2: { name: 'b' } }, events })
  // @ts-expect-error no state 2 exists
  define<1, 'go'>({ ...base, states: { 1: { name: 'a' } }, events })
})

test('what a row does follows from its event and its two states', () => {
  const table = [
    ['approve', 1, 2, 'transition'],
    ['save_user_info', 2, 2, 'edit'],
    ['can_refund', 2, 2, 'probe'],
    ['cancel', 2, 3, 'transition'],
    ['create_order', 0, 0, 'edit'],
  ] as const
  for (const [event, from, to, kind] of table) assert.equal(kindOf(event, from, to), kind, event)
  assert.equal(isCreation('create_order', 0, 0), true)
  assert.equal(isCreation('create_order', 0, 1), false)
  assert.equal(isCreation('save_order', 0, 0), false)
})

test('the row that creates an order is no way to leave its state', () => {
  assert.deepEqual(
    rowsFrom(loan, 1).map((move) => move.event),
    ['approve', 'cancel'],
  )
})

test('the hash tells definitions apart, and nothing else', async () => {
  const { v8, simple } = await shipped()
  const same: Definition = {
    ...v8,
    states: v8.states.toReversed().map((state) => ({
      ...state,
      place: { file: 'elsewhere', line: 1 },
    })),
    moves: v8.moves.toReversed(),
  }
  assert.match(hash(v8), /^[0-9a-f]{64}$/u)
  assert.equal(hash(same), hash(v8))
  assert.equal(hash(JSON.parse(JSON.stringify(v8))), hash(v8))
  assert.notEqual(hash(simple), hash(v8))
  const changes: readonly Definition[] = [
    { ...v8, version: '9' },
    { ...v8, initial: 10010 },
    { ...v8, states: v8.states.slice(1) },
    { ...v8, moves: v8.moves.map((move, at) => (at === 5 ? { ...move, roles: ['admin'] } : move)) },
    { ...v8, states: v8.states.map((state) => ({ ...state, terminal: false })) },
  ]
  const hashes = [v8, ...changes].map(hash)
  assert.equal(new Set(hashes).size, hashes.length)
})
