import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Definition } from './definition.ts'
import { diff } from './diff.ts'
import { drawMermaid } from './draw.ts'
import { definitionsOf } from './merge.ts'
import { readSources } from './read.ts'
import { layOut } from './svg-layout.ts'
import { textWidth, wrap } from './svg-text.ts'
import { draw, drawSvg } from './svg.ts'
import { shipped } from './test-fixture.ts'

const { v8, simple } = await shipped()

async function readAgain(definition: Definition): Promise<Definition> {
  const bytes = Buffer.from(drawMermaid(definition))
  const draft = await readSources([{ name: 'drawn.mmd', bytes }])
  assert.ok(draft.ok, draft.ok ? '' : draft.problem.detail)
  const [again] = definitionsOf(draft.value)
  assert.ok(again)
  return again
}

test('what is drawn as Mermaid is read again: states, names, stages, events', async () => {
  for (const definition of [v8, simple]) {
    const again = await readAgain(definition)
    assert.deepEqual([again.machine, again.version], [definition.machine, definition.version])
    const { states, moves } = diff(definition, again)
    assert.deepEqual([states.added, states.removed, moves.added, moves.removed], [[], [], [], []])
    const attributes = states.changed.flatMap((change) => change.attributes)
    assert.ok(!attributes.includes('name') && !attributes.includes('stage'))
  }
})

test('Mermaid marks amendments and ends, and has no row more than the definition', () => {
  const lines = drawMermaid(v8).split('\n')
  assert.equal(lines.filter((line) => line.includes('-->')).length, v8.moves.length)
  assert.ok(lines.some((line) => /^class (?:\d+,)*50310(?:,\d+)* amendment$/u.test(line)))
  assert.ok(lines.includes('class 99999,60150 terminal'))
  const styled = lines.find((line) => line.startsWith('linkStyle')) ?? ''
  assert.equal(styled.split(',').length - 1, 19)
  assert.match(drawMermaid(v8, 'en'), /10010\("First audit"\)/u)
})

/** Every element that is opened is closed, in order. */
function wellFormed(svg: string): boolean {
  const open: string[] = []
  for (const [, close, name = '', empty] of svg.matchAll(/<(\/?)([\w]+)[^>]*?(\/?)>/gu)) {
    if (close) {
      if (open.pop() !== name) return false
    } else if (!empty) open.push(name)
  }
  return open.length === 0
}

test('the SVG is well-formed, names every state and shows every move', () => {
  for (const language of ['zh', 'en'] as const) {
    const svg = draw(v8, { format: 'svg', language })
    assert.ok(wellFormed(svg))
    for (const { code } of v8.states) assert.match(svg, new RegExp(`>${code}[ <]`, 'u'))
    for (const { event } of v8.moves) assert.ok(svg.includes(`<title>${event} · `), event)
  }
  const svg = drawSvg(v8)
  for (const { name } of v8.states) assert.ok(svg.includes(`>${name}</text>`), name)
  assert.ok(drawSvg(v8, 'en').includes('>First audit</text>'))
})

test('document and amendment rows have two colours, and the legend says which', () => {
  const svg = drawSvg(v8)
  assert.ok(svg.includes('文档原文') && svg.includes('修订补充'))
  assert.ok(svg.includes('url(#arrow-document)') && svg.includes('url(#arrow-amendment)'))
  const alone = { ...v8, moves: v8.moves.filter((move) => move.origin === 'document') }
  const { routes } = layOut(alone, 'zh')
  assert.ok(routes.every(({ origin }) => origin === 'document'))
})

test('stages are boxes around their states', () => {
  const { stages, boxes } = layOut(simple, 'zh')
  assert.deepEqual(
    stages.map(({ title }) => title),
    ['材料', '合同', '贷后'],
  )
  for (const { state, x, y, width, height } of boxes) {
    const stage = stages.find(({ title }) => title === state.stage)
    if (stage === undefined) continue
    assert.ok(x >= stage.x && x + width <= stage.x + stage.width, state.name)
    assert.ok(y >= stage.y && y + height <= stage.y + stage.height, state.name)
  }
})

test('no two states overlap, and everything lies inside the picture', () => {
  for (const definition of [v8, simple]) {
    const { boxes, width, height } = layOut(definition, 'en')
    for (const [at, a] of boxes.entries()) {
      assert.ok(a.x >= 0 && a.y >= 0 && a.x + a.width <= width && a.y + a.height <= height)
      for (const b of boxes.slice(at + 1)) {
        const apart =
          a.x + a.width <= b.x ||
          b.x + b.width <= a.x ||
          a.y + a.height <= b.y ||
          b.y + b.height <= a.y
        assert.ok(apart, `${a.state.code} and ${b.state.code}`)
      }
    }
  }
})

test('the same definition is drawn the same way every time', () => {
  assert.equal(drawSvg(v8), drawSvg(v8))
})

test('a machine that is too large to draw says so at once', () => {
  const [state] = v8.states
  assert.ok(state)
  const states = Array.from({ length: 301 }, (_, code) => ({ ...state, code }))
  assert.match(drawSvg({ ...v8, states }), /301 states, 53 moves; at most 300 and 1000/u)
})

test('names from outside cannot break out of the SVG', () => {
  const [first, ...others] = v8.states
  assert.ok(first)
  const states = [{ ...first, name: '<script>"x"&</script>' }, ...others]
  const svg = drawSvg({ ...v8, machine: '<b>', states })
  assert.ok(!svg.includes('<script>') && !svg.includes('<b>'))
  assert.ok(svg.includes('&lt;b&gt;'))
  assert.ok(wellFormed(svg))
})

test('Chinese text is as wide as its characters, and breaks between them', () => {
  assert.equal(textWidth('材料', 10), 20)
  assert.ok(textWidth('iiii', 10) < textWidth('mmmm', 10))
  assert.deepEqual(wrap('合同被放款审核驳回，订单状态回退', 10, 100), [
    '合同被放款审核驳回，',
    '订单状态回退',
  ])
  assert.deepEqual(wrap('Submit it', 10, 30), ['Submit', 'it'])
  for (const line of wrap('Submit corrected materials again and again', 10, 100)) {
    assert.ok(textWidth(line, 10) <= 100, line)
  }
})
