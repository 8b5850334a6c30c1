/** Where everything stands: boxes for states, routes for transitions, frames for stages. */
import { Graph, layout as placeNodes } from '@dagrejs/dagre'
import { assert } from '../problem/index.ts'
import type { Definition, Move, Origin, State } from './definition.ts'
import { labelIn, nameIn, type Language } from './draw.ts'
import { dock } from './svg-dock.ts'
import { boldFactor, textWidth, wrap } from './svg-text.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Frame extends Point {
  readonly width: number
  readonly height: number
}

/** x and y are the upper left corner. */
export interface StateBox extends Frame {
  readonly state: State
  readonly name: readonly string[]
  /** Edits and probes: they stay in the state. */
  readonly loops: readonly Line[]
}

export interface Line {
  readonly move: Move
  readonly text: string
}

/** All transitions between the same two states share one route. */
export interface Route {
  readonly origin: Origin
  readonly points: readonly Point[]
  readonly lines: readonly Line[]
  readonly label: Frame
}

export interface StageFrame extends Frame {
  readonly title: string
}

export interface Layout {
  readonly width: number
  readonly height: number
  readonly boxes: readonly StateBox[]
  readonly routes: readonly Route[]
  readonly stages: readonly StageFrame[]
  /** Where orders are born. */
  readonly start: { readonly dot: Point; readonly route: Route } | undefined
}

export const metrics = {
  nameSize: 14,
  codeSize: 11,
  loopSize: 11,
  labelSize: 11,
  lineHeight: 16,
  padding: 10,
  nameWidthMax: 190,
  labelWidthMax: 150,
  dotRadius: 7,
} as const

const nameSizeBold = metrics.nameSize * boldFactor

const startName = 'start'

/** Layouts that are tried; the one whose lines travel least is drawn. */
const attempts = (['network-simplex', 'tight-tree', 'longest-path'] as const).flatMap((ranker) => [
  { ranker, forwards: true },
  { ranker, forwards: false },
])

/** A larger machine is laid out once: each attempt takes a second or more. */
const attemptedStatesMax = 100

type Attempt = (typeof attempts)[number]

export function layOut(definition: Definition, language: Language): Layout {
  const tried = definition.states.length > attemptedStatesMax ? attempts.slice(0, 1) : attempts
  const layouts = tried.map((attempt) => layOutOnce(definition, language, attempt))
  const [best] = layouts.toSorted((a, b) => travel(a) - travel(b))
  assert(best, 'there is at least one attempt')
  return best
}

/** How far the lines go sideways; long detours of the document's own path count most. */
function travel({ routes, width }: Layout): number {
  const sideways = routes.map(({ points, origin }) => {
    const steps = points.map((point, at) => Math.abs(point.x - (points[at - 1] ?? point).x))
    return steps.reduce((sum, step) => sum + step, 0) * (origin === 'document' ? 2 : 1)
  })
  return sideways.reduce((sum, length) => sum + length, width)
}

function layOutOnce(definition: Definition, language: Language, attempt: Attempt): Layout {
  const { ranker, forwards } = attempt
  const graph = new Graph({ compound: true, multigraph: false })
  // prettier-ignore
  graph.setGraph({ ranker, rankdir: 'TB', nodesep: 40, edgesep: 22, ranksep: 36, marginx: 24, marginy: 20 })
  const boxes = definition.states.map((state) => boxOf(definition, state, language))
  for (const { state, width, height } of forwards ? boxes : boxes.toReversed()) {
    graph.setNode(String(state.code), { width, height })
  }
  const stages = addStages(graph, definition.states)
  const bundles = bundled(definition)
  for (const bundle of bundles) addEdge(graph, bundle, language)
  addStart(graph, definition, language)
  placeNodes(graph)
  const { width = 0, height = 0 } = graph.graph()
  const placed = boxes.map((box) => ({ ...box, ...frameOf(graph.node(String(box.state.code))) }))
  const routes = bundles.map((bundle) => routeOf(graph, bundle, language))
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    boxes: placed,
    routes: docked(routes, bundles, placed),
    stages: stages.map((title) => ({ title, ...frameOf(graph.node(stageKey(title))) })),
    start: startOf(graph, definition, language),
  }
}

function docked(
  routes: readonly Route[],
  bundles: readonly Bundle[],
  boxes: readonly StateBox[],
): readonly Route[] {
  const frames = new Map(boxes.map((box): [string, Frame] => [String(box.state.code), box]))
  const nowhere = { x: 0, y: 0, width: 0, height: 0 }
  const ends = bundles.map(({ from, to }) => ({
    from: frames.get(from) ?? nowhere,
    to: frames.get(to) ?? nowhere,
  }))
  return dock(routes, ends)
}

interface Bundle {
  readonly from: string
  readonly to: string
  readonly moves: readonly Move[]
}

function bundled({ moves }: Definition): readonly Bundle[] {
  const bundles = new Map<string, Move[]>()
  for (const move of moves) {
    if (move.from === move.to) continue
    const key = `${move.from} ${move.to}`
    bundles.set(key, [...(bundles.get(key) ?? []), move])
  }
  return [...bundles.entries()].map(([key, together]) => {
    const [from = '', to = ''] = key.split(' ')
    return { from, to, moves: together }
  })
}

function boxOf({ moves }: Definition, state: State, language: Language): StateBox {
  const name = wrap(nameIn(state, language), nameSizeBold, metrics.nameWidthMax)
  const loops = moves
    .filter((move) => move.from === state.code && move.to === state.code && !move.initial)
    .map((move): Line => ({ move, text: labelIn(move, language) }))
  const widths = [
    84,
    ...name.map((line) => textWidth(line, nameSizeBold)),
    textWidth(codeLine(state), metrics.codeSize),
    ...loops.map(({ text }) => textWidth(text, metrics.loopSize) + 20),
  ]
  const { padding, lineHeight } = metrics
  const width = Math.ceil(Math.max(...widths)) + 2 * padding
  const head = name.length * (lineHeight + 2) + lineHeight + 2 * padding - 4
  const height = head + (loops.length === 0 ? 0 : loops.length * lineHeight + padding)
  return { state, name, loops, width, height, x: 0, y: 0 }
}

export const codeLine = ({ code, subsystem }: State): string =>
  subsystem === undefined ? String(code) : `${code} · ${subsystem}`

const stageKey = (stage: string): string => `stage ${stage}`

function addStages(graph: Graph, states: readonly State[]): readonly string[] {
  const stages = new Set<string>()
  for (const { code, stage } of states) {
    if (stage === undefined) continue
    if (!stages.has(stage)) graph.setNode(stageKey(stage), { width: 0, height: 0 })
    stages.add(stage)
    graph.setParent(String(code), stageKey(stage))
  }
  return [...stages]
}

function linesOf(moves: readonly Move[], language: Language): readonly Line[] {
  return moves.flatMap((move) =>
    wrap(labelIn(move, language), metrics.labelSize, metrics.labelWidthMax).map((text) => ({
      move,
      text,
    })),
  )
}

function labelSize(lines: readonly Line[]) {
  const widths = lines.map(({ text }) => textWidth(text, metrics.labelSize))
  return {
    width: Math.ceil(Math.max(...widths)) + 12,
    height: lines.length * (metrics.lineHeight - 1) + 6,
  }
}

function addEdge(graph: Graph, { from, to, moves }: Bundle, language: Language): void {
  // The document's own path is kept straight; amendments bend around it.
  const weight = moves.some((move) => move.origin === 'document') ? 8 : 1
  const size = labelSize(linesOf(moves, language))
  graph.setEdge(from, to, { ...size, labelpos: 'c', weight })
}

function frameOf(node: Partial<Frame>): Frame {
  const { x = 0, y = 0, width = 0, height = 0 } = node
  return { x: x - width / 2, y: y - height / 2, width, height }
}

function routeOf(graph: Graph, { from, to, moves }: Bundle, language: Language): Route {
  const edge: { readonly points?: readonly Point[] } & Partial<Frame> = graph.edge(from, to)
  assert(edge.points, 'dagre gives every edge its points')
  const origin = moves.every((move) => move.origin === 'amendment') ? 'amendment' : 'document'
  return { origin, points: edge.points, lines: linesOf(moves, language), label: frameOf(edge) }
}

const births = ({ moves }: Definition): readonly Move[] => moves.filter((move) => move.initial)

function addStart(graph: Graph, definition: Definition, language: Language): void {
  const moves = births(definition)
  if (moves.length === 0) return
  const size = 2 * metrics.dotRadius
  graph.setNode(startName, { width: size, height: size })
  addEdge(graph, { from: startName, to: String(definition.initial), moves }, language)
}

function startOf(graph: Graph, definition: Definition, language: Language): Layout['start'] {
  const moves = births(definition)
  if (moves.length === 0) return undefined
  const { x = 0, y = 0 } = graph.node(startName)
  const bundle = { from: startName, to: String(definition.initial), moves }
  return { dot: { x, y }, route: routeOf(graph, bundle, language) }
}
