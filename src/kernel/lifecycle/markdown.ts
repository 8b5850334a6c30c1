/** A Markdown document: its pipe tables and its Mermaid graphs; the rest is prose. */
import { accept, all } from '../problem/index.ts'
import { joined, type FileRows, type Reading } from './draft.ts'
import { readMermaid } from './mermaid.ts'
import { readTables, type GridRow } from './tables.ts'

interface Fence {
  readonly language: string
  readonly firstLine: number
  readonly lines: string[]
}

const fencePattern = /^\s{0,3}(?:`{3,}|~{3,})\s*(\w*)/u
const machinePattern = /^\s*(?:machine|状态机)\s*[:：]\s*([a-z][a-z0-9-]{0,62})\s*$/iu
const separatorPattern = /^[\s|:-]+$/u

export function readMarkdown(file: string, text: string): Reading<FileRows> {
  const { grid, fences, machine } = split(text)
  const tables = readTables(file, grid)
  const graphs = fences
    .filter((fence) => fence.language === 'mermaid')
    .map((fence) => readMermaid(file, fence.lines, fence.firstLine))
  const parts = all([tables, ...graphs])
  if (!parts.ok) return parts
  const rows = joined(parts.value)
  return accept(machine === undefined ? rows : { ...rows, machine })
}

function split(text: string) {
  const grid: GridRow[] = []
  const fences: Fence[] = []
  let machine: string | undefined
  let fence: Fence | undefined
  for (const [at, line] of text.split(/\r\n|\r|\n/u).entries()) {
    const mark = fencePattern.exec(line)
    if (mark && fence) fence = undefined
    else if (mark) {
      fence = { language: (mark[1] ?? '').toLowerCase(), firstLine: at + 2, lines: [] }
      fences.push(fence)
    } else if (fence) fence.lines.push(line)
    else if (!line.includes('-') || !separatorPattern.test(line)) {
      grid.push({ line: at + 1, cells: cellsOf(line) })
    }
    machine ??= fence ? undefined : machinePattern.exec(line)?.[1]
  }
  return { grid, fences, machine }
}

/** A line that is no table row has no cells and so ends the table before it. */
function cellsOf(line: string): readonly string[] {
  const trimmed = line.trim()
  if (!trimmed.startsWith('|')) return []
  const inner = trimmed.replace(/^\|/u, '').replace(/(?<!\\)\|$/u, '')
  return inner.split(/(?<!\\)\|/u).map((cell) => cell.replaceAll('\\|', '|').trim())
}
