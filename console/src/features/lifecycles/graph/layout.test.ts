import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Move, Rows, State } from '../client.ts'
import { layOut, pathOf, type Frame, type Layout, type Texts } from './layout.ts'
import { linesOf, widthOf } from './measure.ts'
import { concerns, drawnOf, keyOfMove } from './model.ts'

const place = { file: 'test.md', line: 1 }

const state = (code: number, terminal = false): State => ({
  code,
  name: `第 ${code} 号状态，等待处理`,
  nameEn: `State number ${code} that waits for somebody`,
  terminal,
  origin: 'document',
  amended: [],
  place,
})

const move = (from: number, to: number, event = `go_${from}_${to}`): Move => ({
  event,
  from,
  to,
  kind: from === to ? 'edit' : 'transition',
  roles: ['dealer'],
  mirrors: [],
  label: `从 ${from} 到 ${to} 的审核通过`,
  labelEn: `Pass the audit that leads from ${from} to ${to}`,
  origin: 'document',
  amended: [],
  place,
})

/** 36 states: a long path with branches, ways back, edits, and an end that all lead to. */
function large(): Rows {
  const path = Array.from({ length: 24 }, (_, at) => at * 10)
  const sides = Array.from({ length: 11 }, (_, at) => at * 20 + 5)
  const states = [...path, ...sides].map((code) => state(code))
  const on = path.slice(1).map((code) => move(code - 10, code))
  const aside = sides.flatMap((code) => [move(code - 5, code), move(code, code + 5)])
  const back = [move(40, 30), move(120, 20), move(200, 150)]
  const edits = path.map((code) => move(code, code, `edit_${code}`))
  const given = path.slice(0, 20).map((code) => move(code, 999, 'cancel'))
  return {
    initial: 0,
    states: [...states, state(999, true)],
    moves: [...on, ...aside, ...back, ...edits, ...given],
  }
}

const textsIn = (language: 'zh' | 'en'): Texts => ({
  name: ({ state: one }) => (language === 'en' ? (one.nameEn ?? one.name) : one.name),
  loops: () => '4 edits · 1 questions',
  exit: ({ to }) => `Abandoned ${to} 99.9%`,
  label: (one) => `${language === 'en' ? (one.labelEn ?? one.label) : one.label} 99.9%`,
})

const overlap = (a: Frame, b: Frame): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

function overlaps({ boxes, arrows }: Layout): readonly string[] {
  const frames = [
    ...boxes.map((box) => ({ name: `box ${box.state.code}`, frame: box as Frame })),
    ...arrows.map(({ key, label }) => ({ name: `label ${key}`, frame: label })),
  ]
  return frames.flatMap((one, at) =>
    frames
      .slice(at + 1)
      .filter((other) => overlap(one.frame, other.frame))
      .map((other) => `${one.name} over ${other.name}`),
  )
}

test('in a graph of 36 states no box and no label lies over another, in both languages', () => {
  for (const language of ['zh', 'en'] as const) {
    const layout = layOut(drawnOf(large()), textsIn(language))
    assert.equal(layout.boxes.length, 36)
    assert.deepEqual(overlaps(layout), [], language)
    for (const { x, y, width, height } of layout.boxes) {
      assert.ok(x >= 0 && y >= 0 && x + width <= layout.width && y + height <= layout.height)
    }
  }
})

test('an end that many states share and far ways back are written into the boxes, once each', () => {
  const rows = large()
  const { boxes, arrows } = layOut(drawnOf(rows), textsIn('en'))
  assert.ok(arrows.every(({ to }) => to !== 999))
  assert.equal(boxes.find(({ state: one }) => one.code === 999)?.entries, 20)
  const returns = boxes.flatMap((box) => box.returns.map(keyOfMove))
  assert.deepEqual(returns.toSorted(), ['120 go_120_20 20', '200 go_200_150 150'])
  const shown = [
    ...arrows.flatMap(({ moves }) => moves),
    ...boxes.flatMap(({ loops, exits, returns: back }) => [...loops, ...exits, ...back]),
  ]
  assert.deepEqual(shown.map(keyOfMove).toSorted(), rows.moves.map(keyOfMove).toSorted())
})

test('moves between the same two states share one arrow; the move that creates an order has none', () => {
  const born = { ...move(0, 0, 'create_order'), initial: true }
  const rows = {
    initial: 0,
    states: [state(0), state(1)],
    moves: [born, move(0, 1, 'by_hand'), move(0, 1, 'by_itself')],
  }
  const { boxes, arrows } = drawnOf(rows)
  assert.deepEqual(
    arrows.map(({ moves }) => moves.map(({ event }) => event)),
    [['by_hand', 'by_itself']],
  )
  assert.deepEqual(boxes[0]?.loops, [])
  assert.equal(boxes[0]?.initial, true)
})

test('a machine of one state has a picture, and a line of two points is straight', () => {
  const { boxes, width } = layOut(
    drawnOf({ initial: 1, states: [state(1)], moves: [] }),
    textsIn('zh'),
  )
  assert.equal(boxes.length, 1)
  assert.ok(width > 0)
  const ends = [
    { x: 0, y: 0 },
    { x: 3, y: 4 },
  ]
  assert.equal(pathOf(ends), 'M 0.0 0.0 L 3.0 4.0')
  assert.equal(pathOf([]), '')
})

test('Chinese is twice as wide as Latin, and long texts take several lines', () => {
  assert.equal(widthOf('审核', 12), 24)
  assert.ok(widthOf('ab', 12) < 16)
  assert.equal(linesOf('审核通过', 12, 100), 1)
  assert.equal(linesOf('审核通过审核通过', 12, 50), 2)
  assert.equal(linesOf('one two', 12, 30), 2)
  assert.ok(linesOf('x'.repeat(100), 12, 60) > 5)
})

test('a chosen row has to do with its neighbours, and without a choice all are clear', () => {
  const go = move(1, 2)
  const cases = [
    [undefined, go, true],
    [{ kind: 'state', code: 1 }, go, true],
    [{ kind: 'state', code: 3 }, go, false],
    [{ kind: 'move', key: keyOfMove(go) }, go, true],
    [{ kind: 'move', key: keyOfMove(go) }, state(2), true],
    [{ kind: 'move', key: keyOfMove(go) }, state(3), false],
  ] as const
  for (const [choice, row, wanted] of cases) {
    assert.equal(concerns(choice, row), wanted, JSON.stringify(choice))
  }
})
