/**
 * A Mermaid flowchart: nodes are states (their id is the code), edge labels are events, subgraphs
 * are stages. A node belongs to the first subgraph that mentions it, an edge to the one it is
 * drawn in. Two comments of ours are understood: `%% version: 8` and `%% machine: auto-loan`.
 */
import { accept, all } from '../problem/index.ts'
import type { Place } from './definition.ts'
import {
  cellCharactersMax,
  refuseAt,
  rowsMax,
  stateCodeMax,
  type FileRows,
  type MoveRow,
  type Open,
  type Reading,
  type StateRow,
} from './draft.ts'
import { shown } from './cells.ts'

/** A graph that does not say so is the document's simple version. */
export const graphVersion = 'simple'

/** Arrows are found by patterns whose time grows with the square of a line's length. */
const lineCharactersMax = 2_000

interface Graph {
  started: boolean
  machine?: string
  version: string
  readonly states: Open<StateRow>[]
  readonly moves: Open<MoveRow>[]
  readonly stages: string[]
  readonly stageOf: Map<number, string>
}

const headerPattern = /^(?:graph|flowchart)(?:\s+(?:TB|TD|BT|RL|LR))?$/u
const remarkPattern = /^%%\s*(machine|version)\s*:\s*([\p{L}\p{N}][\p{L}\p{N}._-]{0,62})\s*$/u
const looksOnly =
  /^(?:%%|classDef\b|class\b|style\b|linkStyle\b|click\b|direction\b|accTitle|accDescr)/u

export function readMermaid(
  file: string,
  lines: readonly string[],
  firstLine: number,
): Reading<FileRows> {
  const graph: Graph = {
    started: false,
    version: graphVersion,
    states: [],
    moves: [],
    stages: [],
    stageOf: new Map(),
  }
  for (const [at, line] of lines.entries()) {
    const place = { file, line: firstLine + at }
    if (line.length > lineCharactersMax) {
      return refuseAt(place, `a line of ${line.length} characters; at most ${lineCharactersMax}`)
    }
    const read = all(statements(line).map((text) => readStatement(graph, text, place)))
    if (!read.ok) return read
    if (graph.states.length + graph.moves.length > rowsMax) {
      return refuseAt(place, `a graph of more than ${rowsMax} rows`, 'document_too_large')
    }
  }
  if (graph.stages.length > 0) {
    const place = { file, line: firstLine + lines.length }
    return refuseAt(place, `subgraph "${graph.stages.at(-1)}" is never closed by "end"`)
  }
  return accept(rowsOf(graph))
}

const notFlowchart = (text: string, place: Place) =>
  refuseAt(place, `"${shown(text)}" begins no flowchart; it must begin with "graph LR"`)

/** Statements end with the line or with a semicolon outside of brackets and quotes. */
function statements(line: string): readonly string[] {
  const whole = line.trim()
  if (whole.startsWith('%%')) return [whole]
  const split = whole.match(/(?:"[^"]*"|\([^)]*\)|\[[^\]]*\]|\{[^}]*\}|\|[^|]*\||[^;])+/gu) ?? []
  return split.map((part) => part.trim()).filter((part) => part !== '')
}

function rowsOf(graph: Graph): FileRows {
  const { version } = graph
  const machine = graph.machine === undefined ? {} : { machine: graph.machine }
  const states = graph.states.map((state) => {
    const stage = graph.stageOf.get(state.code)
    return { ...state, version, ...(stage === undefined ? {} : { stage }) }
  })
  const moves = graph.moves.map((move) => ({ ...move, version }))
  return { ...machine, states, moves, unread: [] }
}

function readStatement(graph: Graph, text: string, place: Place): Reading<null> {
  const remark = remarkPattern.exec(text)
  if (remark?.[1] === 'machine') graph.machine = remark[2] ?? ''
  if (remark?.[1] === 'version') graph.version = remark[2] ?? ''
  if (looksOnly.test(text)) return accept(null)
  if (!graph.started) {
    graph.started = headerPattern.test(text)
    return graph.started ? accept(null) : notFlowchart(text, place)
  }
  const subgraph = /^subgraph\b\s*(.*)$/u.exec(text)
  if (subgraph) {
    graph.stages.push(stageName(subgraph[1] ?? ''))
    return accept(null)
  }
  if (text !== 'end') return readChain(graph, text, place)
  if (graph.stages.pop() !== undefined) return accept(null)
  return refuseAt(place, '"end" closes no subgraph; remove it')
}

/** `贷后`, `"贷后"` or `id[贷后]`. */
const stageName = (title: string): string =>
  (/\[(.*)\]$/u.exec(title)?.[1] ?? title).trim().replaceAll(/^"|"$/gu, '')

interface Node {
  readonly code: number
  readonly label: string | undefined
}

/** `1(a) -- go --> 2(b) -->|on| 3`: nodes with a labelled arrow between each two. */
function readChain(graph: Graph, text: string, place: Place): Reading<null> {
  let rest = text
  let before: { readonly node: Node; readonly label: string } | undefined
  while (rest !== '') {
    const node = readNode(rest, place)
    if (!node.ok) return node
    addNode(graph, node.value.node, place)
    if (before) {
      const added = addMove(graph, before, node.value.node, place)
      if (!added.ok) return added
    }
    rest = node.value.rest
    if (rest === '') return accept(null)
    const link = readLink(rest, place)
    if (!link.ok) return link
    before = { node: node.value.node, label: link.value.label }
    rest = link.value.rest
    if (rest === '') return refuseAt(place, 'the arrow leads nowhere; a state must follow it')
  }
  return accept(null)
}

interface Rest {
  readonly rest: string
}

// prettier-ignore
const shapes: readonly RegExp[] = [
  /^\("(.*?)"\)/u, /^\["(.*?)"\]/u, /^\{"(.*?)"\}/u,
  /^\(\(\((.*?)\)\)\)/u, /^\(\((.*?)\)\)/u, /^\(\[(.*?)\]\)/u, /^\[\[(.*?)\]\]/u,
  /^\{\{(.*?)\}\}/u, /^\((.*?)\)/u, /^\[(.*?)\]/u, /^\{(.*?)\}/u,
]

function readNode(text: string, place: Place): Reading<Rest & { readonly node: Node }> {
  const id = /^(\d{1,9})(?=\D|$)/u.exec(text)?.[1]
  if (id === undefined) {
    const right = `a node is a state code from 0 to ${stateCodeMax} with its name, like 10110(…)`
    return refuseAt(place, `"${shown(text)}" begins with no state code; ${right}`)
  }
  const after = text.slice(id.length).trimStart()
  const shape = shapes.map((pattern) => pattern.exec(after)).find((found) => found !== null)
  const label = clean(shape?.[1] ?? '')
  if (label.length > cellCharactersMax) {
    return refuseAt(place, `a name has ${label.length} characters; at most ${cellCharactersMax}`)
  }
  const rest = after
    .slice(shape?.[0].length ?? 0)
    .replace(/^:::[\w-]+/u, '')
    .trimStart()
  const node = { code: Number(id), label: label === '' ? undefined : label }
  return accept({ node, rest })
}

const clean = (label: string): string =>
  label
    .trim()
    .replaceAll(/^"|"$/gu, '')
    .replaceAll(/<br\s*\/?>/gu, ' ')
    .trim()

// prettier-ignore
const links: readonly RegExp[] = [
  /^-{2,}>\s*\|(.*?)\|/u, /^-\.+->\s*\|(.*?)\|/u, /^={2,}>\s*\|(.*?)\|/u,
  /^--([^->|].*?)-{2,}>/u, /^-\.([^->|].*?)\.+->/u, /^==([^=>|].*?)={2,}>/u,
]

function readLink(text: string, place: Place): Reading<Rest & { readonly label: string }> {
  const found = links.map((pattern) => pattern.exec(text)).find((match) => match !== null)
  const label = clean(found?.[1] ?? '')
  if (found && label !== '') {
    return accept({ label, rest: text.slice(found[0].length).trimStart() })
  }
  const wrong = `"${shown(text)}" is no arrow with an event`
  return refuseAt(place, `${wrong}; write it like 0 -- submit --> 10110`)
}

function addNode(graph: Graph, node: Node, place: Place): void {
  const stage = graph.stages.at(-1)
  if (stage !== undefined && !graph.stageOf.has(node.code)) graph.stageOf.set(node.code, stage)
  const name = node.label === undefined ? {} : { name: node.label }
  graph.states.push({ place, source: 'graph', code: node.code, ...name })
}

function addMove(
  graph: Graph,
  before: { readonly node: Node; readonly label: string },
  to: Node,
  place: Place,
): Reading<null> {
  const { node, label } = before
  const event = eventOf(label, place)
  if (!event.ok) return event
  const stage = graph.stages.at(-1)
  graph.moves.push({
    place,
    source: 'graph',
    event: event.value,
    from: node.code,
    to: to.code,
    label,
    ...(stage === undefined ? {} : { stage }),
  })
  return accept(null)
}

/** The label is the event's name; `submit order` becomes `submit_order`. */
function eventOf(text: string, place: Place): Reading<string> {
  const event = text.replaceAll(/\s+/gu, '_')
  if (/^\p{L}[\p{L}\p{N}_-]{0,63}$/u.test(event)) return accept(event)
  const right = 'letters, digits and _, at most 64, beginning with a letter'
  return refuseAt(place, `the label "${shown(text)}" is no event; it must be ${right}`)
}
