import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diff, isSame } from './diff.ts'
import { definitionsOf } from './merge.ts'
import { documentName, draftOf, shipped, version } from './test-fixture.ts'

const { v8, simple } = await shipped()
const alone = version(definitionsOf(await draftOf(documentName)), '8')

test('a definition does not differ from itself, wherever its rows stand', () => {
  const moved = { ...v8, moves: v8.moves.toReversed(), states: v8.states.toReversed() }
  assert.ok(isSame(diff(v8, moved)))
  assert.equal(diff(v8, moved).initial, undefined)
})

test('what the amendments do to the document: rows added, rows completed, none removed', () => {
  const { states, moves, initial } = diff(alone, v8)
  assert.equal(initial, undefined)
  assert.deepEqual([states.added.length, states.removed.length], [0, 0])
  assert.deepEqual([moves.added.length, moves.removed.length], [19, 0])
  assert.equal(moves.changed.length, 34)
  const pass = moves.changed.find(({ after }) => after.event === 'fund_final_audit_pass')
  assert.deepEqual(pass?.attributes.toSorted(), ['labelEn', 'mirrors', 'note', 'roles'])
  assert.deepEqual([pass?.before.mirrors, pass?.after.mirrors], [[], ['compass_status']])
  const named = states.changed.find(({ after }) => after.code === 50310)
  assert.deepEqual(named?.attributes.toSorted(), ['name', 'nameEn', 'subsystem'])
})

test('the way back removes what the way there added', () => {
  const there = diff(alone, v8)
  const back = diff(v8, alone)
  assert.deepEqual(back.moves.removed, there.moves.added)
  assert.deepEqual(back.moves.added, [])
  assert.ok(!isSame(back))
})

test('another beginning is a difference', () => {
  const changed = { ...v8, initial: 10010 }
  assert.deepEqual(diff(v8, changed).initial, { before: 0, after: 10010 })
  assert.ok(!isSame(diff(v8, changed)))
  assert.ok(!isSame(diff(v8, simple)))
})
