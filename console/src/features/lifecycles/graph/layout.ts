/** Where everything stands: dagre places boxes and labels, from top to bottom. */
import { Graph, layout as place } from '@dagrejs/dagre'
import type { Move } from '../client.ts'
import { linesOf, widthOf } from './measure.ts'
import { withoutArrows, type Arrow, type Box, type Drawn } from './model.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

/** x and y are the upper left corner. */
export interface Frame extends Point {
  readonly width: number
  readonly height: number
}

export interface PlacedBox extends Box, Frame {}

export interface PlacedArrow extends Arrow {
  readonly points: readonly Point[]
  readonly label: Frame
}

export interface Layout {
  readonly width: number
  readonly height: number
  readonly boxes: readonly PlacedBox[]
  readonly arrows: readonly PlacedArrow[]
}

/** What the page writes into boxes and on arrows; the layout leaves room for it. */
export interface Texts {
  readonly name: (box: Box) => string
  readonly loops: (box: Box) => string
  readonly exit: (move: Move) => string
  readonly label: (move: Move) => string
}

/** Kept in step with graph.css. */
export const sizes = {
  name: 13.5,
  nameLine: 19,
  code: 18,
  line: 20,
  label: 12,
  labelLine: 16,
  padding: 9,
  boxMin: 132,
  boxMax: 208,
  labelMax: 148,
} as const

/** Beyond this a picture says nothing and takes the browser a minute. */
export const drawnStatesMax = 250
export const drawnMovesMax = 900

const rankers = ['network-simplex', 'tight-tree', 'longest-path'] as const
type Ranker = (typeof rankers)[number]
/** Larger machines are laid out once. */
const triedStatesMax = 60

/**
 * Several ways of ranking are tried; the one whose arrows travel least is shown. Arrows that go
 * back over more than a row are taken out after the first try.
 */
export function layOut(drawn: Drawn, texts: Texts): Layout {
  const rough = layOutOnce(drawn, texts, 'network-simplex')
  const calm = withoutArrows(drawn, farBack(rough))
  const tried: readonly Ranker[] =
    drawn.boxes.length > triedStatesMax ? ['network-simplex'] : rankers
  const [first, ...others] = tried.map((ranker) => layOutOnce(calm, texts, ranker))
  if (first === undefined) return rough
  return others.reduce((best, one) => (effort(one) < effort(best) ? one : best), first)
}

const rowsBackMax = 1

/** Keys of the arrows that lead up by more than one row of boxes. */
function farBack({ boxes, arrows }: Layout): ReadonlySet<string> {
  const middles = boxes.map(({ y, height }) => Math.round(y + height / 2))
  const rows = [...new Set(middles)].toSorted((a, b) => a - b)
  const rowOf = (code: number): number => {
    const at = boxes.findIndex(({ state }) => state.code === code)
    return rows.indexOf(middles[at] ?? 0)
  }
  const far = arrows.filter(({ from, to }) => rowOf(from) - rowOf(to) > rowsBackMax)
  return new Set(far.map(({ key }) => key))
}

/** How far the arrows go sideways, and how much there is to look at. */
function effort({ arrows, width, height }: Layout): number {
  const sideways = arrows.flatMap(({ points }) =>
    points.map((point, at) => Math.abs(point.x - (points[at - 1] ?? point).x)),
  )
  return sideways.reduce((sum, step) => sum + step, 0) + width * 3 + height
}

function layOutOnce({ boxes, arrows }: Drawn, texts: Texts, ranker: Ranker): Layout {
  const graph = new Graph({ multigraph: false, compound: false })
  graph.setGraph({ ranker, rankdir: 'TB', nodesep: 34, edgesep: 20, ranksep: 26 })
  const sized = boxes.map((box) => ({ ...box, ...sizeOfBox(box, texts) }))
  for (const { state, width, height } of sized.filter(({ entries }) => entries === 0)) {
    graph.setNode(String(state.code), { width, height })
  }
  for (const { from, to, moves } of arrows) {
    graph.setEdge(String(from), String(to), { ...sizeOfLabel(moves, texts), labelpos: 'c' })
  }
  place(graph)
  const placed = sized.map((box) => ({ ...box, ...frameOf(graph.node(String(box.state.code))) }))
  const routes = arrows.map((arrow): PlacedArrow => {
    const edge: Partial<Frame> & { readonly points?: readonly Point[] } = graph.edge(
      String(arrow.from),
      String(arrow.to),
    )
    return { ...arrow, points: edge.points ?? [], label: frameOf(edge) }
  })
  return standing(placed, routes)
}

const margin = 24
const endGap = 40

/** Moves everything to the margin; ends that many share stand in a row below. */
function standing(boxes: readonly PlacedBox[], arrows: readonly PlacedArrow[]): Layout {
  const inside = boxes.filter(({ entries }) => entries === 0)
  const frames = [...inside, ...arrows.map(({ label }) => label)]
  const points = arrows.flatMap((arrow) => arrow.points)
  const left = Math.min(...frames.map(({ x }) => x), ...points.map(({ x }) => x))
  const right = Math.max(...frames.map(({ x, width }) => x + width), ...points.map(({ x }) => x))
  const top = Math.min(...frames.map(({ y }) => y))
  const bottom = Math.max(...frames.map(({ y, height }) => y + height))
  const by = { x: margin - left, y: margin - top }
  const ends = boxes.filter(({ entries }) => entries > 0)
  const row = ends.reduce((sum, { width }) => sum + width + endGap, -endGap)
  let x = Math.max(margin, margin + (right - left - row) / 2)
  const below = ends.map((box) => {
    const at = { ...box, x, y: bottom + by.y + endGap }
    x += box.width + endGap
    return at
  })
  const deepest = Math.max(0, ...below.map(({ height }) => height + endGap))
  return {
    width: Math.max(right - left, row) + 2 * margin,
    height: bottom - top + deepest + 2 * margin,
    boxes: boxes.map((box) => {
      const end = below.find(({ state }) => state.code === box.state.code)
      return end ?? { ...box, ...moved(box, by) }
    }),
    arrows: arrows.map((arrow) => ({
      ...arrow,
      points: arrow.points.map((point) => moved(point, by)),
      label: { ...arrow.label, ...moved(arrow.label, by) },
    })),
  }
}

const moved = ({ x, y }: Point, by: Point): Point => ({ x: x + by.x, y: y + by.y })

function frameOf(node: Partial<Frame> | undefined): Frame {
  const { x = 0, y = 0, width = 0, height = 0 } = node ?? {}
  return { x: x - width / 2, y: y - height / 2, width, height }
}

function sizeOfBox(box: Box, texts: Texts): Pick<Frame, 'width' | 'height'> {
  const { padding, boxMin, boxMax, name: nameSize, nameLine, code, line, label } = sizes
  const name = texts.name(box)
  const loops = box.loops.length === 0 ? [] : [texts.loops(box)]
  const lines = [...loops, ...[...box.exits, ...box.returns].map(texts.exit)]
  const widths = [
    boxMin,
    widthOf(name, nameSize * 1.04) + 2 * padding + 4,
    ...lines.map((text) => widthOf(text, label) + 2 * padding + 24),
  ]
  const width = Math.min(boxMax, Math.ceil(Math.max(...widths)))
  const nameLines = linesOf(name, nameSize * 1.04, width - 2 * padding - 4)
  const lineHeights = lines.map(
    (text) => line + (linesOf(text, label, width - 2 * padding - 24) - 1) * (line - 4),
  )
  const below = lineHeights.reduce((sum, height) => sum + height, lines.length > 0 ? 8 : 0)
  return { width, height: 2 * padding + nameLines * nameLine + code + below }
}

function sizeOfLabel(moves: readonly Move[], texts: Texts): Pick<Frame, 'width' | 'height'> {
  const { label, labelLine, labelMax } = sizes
  const words = moves.map(texts.label)
  const width = Math.min(labelMax, Math.max(...words.map((text) => widthOf(text, label)))) + 14
  const lines = words.reduce((sum, text) => sum + linesOf(text, label, width - 12), 0)
  return { width: Math.ceil(width), height: lines * labelLine + moves.length * 4 + 2 }
}

/** A line through the points with round corners. */
export function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points
  const last = rest.at(-1)
  if (first === undefined || last === undefined) return ''
  const turns = rest.slice(0, -1).map((corner, at) => {
    const before = points[at] ?? corner
    const after = points[at + 2] ?? corner
    return `L ${text(toward(corner, before))} Q ${text(corner)} ${text(toward(corner, after))}`
  })
  return [`M ${text(first)}`, ...turns, `L ${text(last)}`].join(' ')
}

const cornerMax = 18

function toward(corner: Point, other: Point): Point {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y)
  const ratio = length === 0 ? 0 : Math.min(0.5, cornerMax / length)
  return {
    x: corner.x + (other.x - corner.x) * ratio,
    y: corner.y + (other.y - corner.y) * ratio,
  }
}

const text = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`
