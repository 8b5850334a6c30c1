/** A definition as an SVG that needs no browser to be made and no script to be looked at. */
import { hash, type Definition, type Origin } from './definition.ts'
import { drawMermaid, originColours, type Language } from './draw.ts'
import {
  codeLine,
  layOut,
  metrics,
  type Line,
  type Point,
  type Route,
  type StageFrame,
  type StateBox,
} from './svg-layout.ts'
import { boldFactor, escape, textWidth } from './svg-text.ts'

const fonts = `system-ui, -apple-system, 'Segoe UI', 'Noto Sans CJK SC', 'PingFang SC',
  'Microsoft YaHei', sans-serif`.replaceAll(/\s+/gu, ' ')

const titleHeight = 46
const legendHeight = 40

/** Beyond this a picture takes a minute to make and shows nothing. */
const drawnStatesMax = 300
const drawnMovesMax = 1_000

function tooLarge({ machine, version, states, moves }: Definition): string {
  const counts = `${states.length} states, ${moves.length} moves`
  const words = `${machine} ${version}: ${counts}; at most ${drawnStatesMax} and ${drawnMovesMax}`
  const line = text({ x: 24, y: 32 }, words, 'font-size="14" fill="#0f172a"')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="60">${line}</svg>\n`
}

/** Document rows are blue, amendments orange and dashed; edits and probes stand in their state. */
export function drawSvg(definition: Definition, language: Language = 'zh'): string {
  const { states, moves } = definition
  if (states.length > drawnStatesMax || moves.length > drawnMovesMax) return tooLarge(definition)
  const { boxes, routes, stages, start, ...size } = layOut(definition, language)
  const legend = legendOf(language)
  const width = Math.max(size.width, legend.width + 48)
  const height = size.height + titleHeight + legendHeight
  const { machine, version } = definition
  const shift = Math.round((width - size.width) / 2)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"`,
    ` width="${width}" height="${height}" font-family="${escape(fonts)}" role="img">`,
    `<title>${escape(`${machine} ${version}`)}</title>`,
    '<defs>',
    arrowHead('document'),
    arrowHead('amendment'),
    '</defs>',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    titleOf(definition, language),
    `<g transform="translate(${shift} ${titleHeight})">`,
    ...stages.map(stage),
    ...routes.map(path),
    ...(start ? [path(start.route), dot(start.dot)] : []),
    ...boxes.map(box),
    ...routes.map(label),
    ...(start ? [label(start.route)] : []),
    '</g>',
    `<g transform="translate(24 ${height - legendHeight})">${legend.text}</g>`,
    '</svg>',
    '',
  ].join('\n')
}

function arrowHead(origin: Origin): string {
  const shape = `<path d="M0 0.6 L8 4 L0 7.4 z" fill="${originColours[origin].line}"/>`
  const size = 'markerWidth="8" markerHeight="8" refX="7.5" refY="4"'
  return `<marker id="arrow-${origin}" ${size} orient="auto">${shape}</marker>`
}

function titleOf(definition: Definition, language: Language): string {
  const word = language === 'en' ? 'version' : '版本'
  const title = `${definition.machine} · ${word} ${definition.version}`
  const digest = hash(definition).slice(0, 12)
  const x = 24 + textWidth(title, 18 * boldFactor) + 14
  return [
    text({ x: 24, y: 32 }, title, 'font-size="18" font-weight="600" fill="#0f172a"'),
    text({ x, y: 32 }, digest, 'font-size="11" fill="#94a3b8" font-family="monospace"'),
  ].join('')
}

const text = ({ x, y }: Point, content: string, attributes: string): string =>
  `<text x="${round(x)}" y="${round(y)}" ${attributes}>${escape(content)}</text>`

const round = (value: number): number => Math.round(value * 10) / 10

function stage({ title, x, y, width, height }: StageFrame): string {
  const look = 'rx="14" fill="#f8fafc" stroke="#cbd5e1" stroke-dasharray="2 3"'
  const frame = `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`
  const name = text({ x: x + 12, y: y + 18 }, title, 'font-size="12" fill="#64748b"')
  return `<rect ${frame} ${look}/>${name}`
}

const dot = ({ x, y }: Point): string =>
  `<circle cx="${round(x)}" cy="${round(y)}" r="${metrics.dotRadius}" fill="#0f172a"/>`

const dashes = (origin: Origin): string => (origin === 'amendment' ? ' stroke-dasharray="5 4"' : '')

function path({ origin, points }: Route): string {
  const { line } = originColours[origin]
  const look = `fill="none" stroke="${line}" stroke-width="1.4"${dashes(origin)}`
  return `<path d="${curve(points)}" ${look} marker-end="url(#arrow-${origin})"/>`
}

/** Through every point, upright at each of them: labels then sit on their own line. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points
  if (first === undefined) return ''
  const bends = rest.map((point, at) => {
    const before = points[at] ?? first
    const y = (before.y + point.y) / 2
    return `C${pair({ x: before.x, y })} ${pair({ x: point.x, y })} ${pair(point)}`
  })
  return [`M${pair(first)}`, ...bends].join(' ')
}

const pair = ({ x, y }: Point): string => `${round(x)} ${round(y)}`

function label({ lines, label: frame }: Route): string {
  const { x, y, width, height } = frame
  const back = `<rect x="${round(x)}" y="${round(y)}" width="${width}" height="${height}" rx="5"`
  const rows = lines.map((line, at) => labelLine(line, { x: x + width / 2, y: y + 14 + at * 15 }))
  return `${back} fill="#ffffff" fill-opacity="0.92"/>${rows.join('')}`
}

function labelLine({ move, text: content }: Line, at: Point): string {
  const colour = originColours[move.origin].text
  return (
    `<text x="${round(at.x)}" y="${round(at.y)}" font-size="${metrics.labelSize}"` +
    ` text-anchor="middle" fill="${colour}"><title>${escape(tip(move))}</title>` +
    `${escape(content)}</text>`
  )
}

const tip = ({ event, roles, guard, note }: Line['move']): string =>
  [event, roles.join(', '), guard, note]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ')

function box({ state, name, loops, x, y, width, height }: StateBox): string {
  const { line, fill } = originColours[state.origin]
  const frame = `x="${round(x)}" y="${round(y)}" width="${width}" height="${height}"`
  const look = `rx="9" fill="${fill}" stroke="${line}" stroke-width="1.4"${dashes(state.origin)}`
  const inside = `x="${round(x + 3)}" y="${round(y + 3)}"`
  const inner = `${inside} width="${width - 6}" height="${height - 6}"`
  const centre = x + width / 2
  const step = metrics.lineHeight + 2
  const top = y + metrics.padding + 12
  const codeY = top + name.length * step - 2
  return [
    `<g><rect ${frame} ${look}/>`,
    state.terminal ? `<rect ${inner} rx="7" fill="none" stroke="${line}"/>` : '',
    ...name.map((part, at) => text({ x: centre, y: top + at * step }, part, nameLook)),
    text({ x: centre, y: codeY }, codeLine(state), codeLook),
    ...loopRows(loops, { x, y: codeY + 9 }, width),
    '</g>',
  ].join('')
}

const centred = 'text-anchor="middle"'
const nameLook = `font-size="${metrics.nameSize}" font-weight="600" ${centred} fill="#0f172a"`
const codeLook = `font-size="${metrics.codeSize}" ${centred} fill="#64748b"`

function loopRows(loops: readonly Line[], { x, y }: Point, width: number): readonly string[] {
  if (loops.length === 0) return []
  const rule = `<path d="M${round(x)} ${round(y)} h${width}" stroke="#e2e8f0"/>`
  const rows = loops.map(({ move, text: content }, at) => {
    const baseline = y + 15 + at * metrics.lineHeight
    const colour = originColours[move.origin]
    const look = `font-size="${metrics.loopSize}" fill="${colour.text}"`
    const words = text({ x: x + metrics.padding + 18, y: baseline }, content, look)
    const mark = loopMark({ x: x + metrics.padding + 6, y: baseline - 4 }, move.kind, colour.line)
    return `<g><title>${escape(tip(move))}</title>${mark}${words}</g>`
  })
  return [rule, ...rows]
}

/** An edit is a round arrow back to its state, a probe a question. */
function loopMark({ x, y }: Point, kind: string, colour: string): string {
  if (kind === 'probe') {
    const look = `font-size="12" font-weight="700" text-anchor="middle" fill="${colour}"`
    return text({ x, y: y + 4.5 }, '?', look)
  }
  const arc = `M${round(x + 3.6)} ${round(y - 2)} A4.2 4.2 0 1 0 ${round(x + 4.2)} ${round(y + 1)}`
  const head = `M${round(x + 4.6)} ${round(y - 4.6)} v3.4 h-3.4`
  return `<path d="${arc} ${head}" fill="none" stroke="${colour}" stroke-width="1.2"/>`
}

// prettier-ignore
const legendWords = {
  zh: { document: '文档原文', amendment: '修订补充', edit: '编辑', probe: '询问', end: '终态' },
  en: { document: 'document', amendment: 'amendment', edit: 'edit', probe: 'probe', end: 'end' },
} as const

function legendOf(language: Language): { readonly text: string; readonly width: number } {
  const words = legendWords[language]
  const { line } = originColours.document
  const square = `width="20" height="14" rx="4" fill="#ffffff" stroke="${line}"`
  const end =
    `<rect x="0" y="3" ${square}/>` +
    `<rect x="2.5" y="5.5" width="15" height="9" rx="2.5" fill="none" stroke="${line}"/>`
  const marks: readonly (readonly [mark: string, word: string])[] = [
    [legendLine('document'), words.document],
    [legendLine('amendment'), words.amendment],
    [loopMark({ x: 10, y: 10 }, 'edit', line), words.edit],
    [loopMark({ x: 10, y: 10 }, 'probe', line), words.probe],
    [end, words.end],
  ]
  let x = 0
  const parts = marks.map(([mark, word]) => {
    const place = x
    x += 50 + textWidth(word, 12)
    const name = text({ x: 28, y: 14 }, word, 'font-size="12" fill="#334155"')
    return `<g transform="translate(${round(place)} 0)">${mark}${name}</g>`
  })
  return { text: parts.join(''), width: x }
}

function legendLine(origin: Origin): string {
  const { line } = originColours[origin]
  const look = `stroke="${line}" stroke-width="1.6"${dashes(origin)}`
  return `<path d="M0 10 h20" ${look} marker-end="url(#arrow-${origin})"/>`
}

export interface DrawOptions {
  readonly format: 'mermaid' | 'svg'
  readonly language: Language
}

/** The definition as Mermaid text (which the importer reads again) or as an SVG. Source: 000. */
export const draw = (definition: Definition, { format, language }: DrawOptions): string =>
  format === 'svg' ? drawSvg(definition, language) : drawMermaid(definition, language)
