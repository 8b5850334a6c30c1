import assert from 'node:assert/strict'
import { test } from 'node:test'
import { centred, fitted, isInSight, opened, scaleMax, scaleMin, zoomed } from './viewport.ts'

const window = { width: 1_000, height: 600 }
const graph = { width: 2_000, height: 3_000 }
const start = { x: 900, y: 20, width: 150, height: 60 }

test('all of a graph fits into the window when somebody wants to see all of it', () => {
  const { scale, x, y } = fitted(graph, window)
  assert.ok(graph.width * scale <= window.width && graph.height * scale <= window.height)
  assert.ok(x >= 0 && y >= 0)
  assert.equal(fitted({ width: 100, height: 100 }, window).scale, 1, 'a small one is not blown up')
})

test('a graph opens as large as one can read, with the first state in sight', () => {
  const view = opened(graph, window, start)
  assert.ok(view.scale >= 0.8)
  assert.ok(isInSight(view, { width: 1_350, height: 600 }, start))
  const narrow = opened({ width: 300, height: 300 }, window, { ...start, x: 20 })
  assert.deepEqual(narrow, { scale: 1, x: 350, y: 0 })
})

test('the point under the pointer stays under it, and magnifying has its limits', () => {
  const before = { x: 10, y: 20, scale: 1 }
  const at = { x: 200, y: 100 }
  const after = zoomed(before, 2, at)
  const pointOf = (view: typeof before) => [
    (at.x - view.x) / view.scale,
    (at.y - view.y) / view.scale,
  ]
  assert.deepEqual(pointOf(after), pointOf(before))
  assert.equal(zoomed(before, 1_000, at).scale, scaleMax)
  assert.equal(zoomed(before, 0.000_1, at).scale, scaleMin)
})

test('what is chosen comes into the part of the window that the panel leaves free', () => {
  const far = { x: 1_800, y: 2_900, width: 150, height: 60 }
  const view = { x: 0, y: 0, scale: 1 }
  assert.equal(isInSight(view, window, far), false)
  const shown = centred(view, window, far)
  assert.ok(isInSight(shown, window, far))
  assert.ok(far.x * shown.scale + shown.x + far.width < window.width - 350)
})
