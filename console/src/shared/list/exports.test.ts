import assert from 'node:assert/strict'
import { test } from 'node:test'
import { percentOf, type Export } from './exports.ts'

const running: Export = {
  id: 'x',
  state: 'running',
  rowsDone: 0,
  rowsTotal: 200,
  fileName: null,
  code: null,
  detail: null,
}

test('an export is complete when its file is, and not before', () => {
  // prettier-ignore
  const cases: readonly (readonly [Partial<Export>, number])[] = [
    [{}, 0],
    [{ rowsDone: 50 }, 25],
    [{ rowsDone: 200 }, 99],
    // Rows that came while it ran.
    [{ rowsDone: 260 }, 99],
    [{ rowsTotal: null, rowsDone: 50 }, 0],
    [{ rowsTotal: 0 }, 0],
    [{ state: 'done', rowsTotal: 0 }, 100],
  ]
  for (const [given, percent] of cases) {
    assert.equal(percentOf({ ...running, ...given }), percent, JSON.stringify(given))
  }
})
