/** Findings about names: missing, given twice, or not the same in every part of the document. */
import type { State } from './definition.ts'
import type { StateRow } from './draft.ts'
import { finding, type Finding, type LintContext } from './findings.ts'

type Rule = (context: LintContext) => readonly Finding[]

export const nameRules: readonly Rule[] = [
  notInTable,
  listedTwice,
  terminalByName,
  onlyInGraph,
  twoLabels,
  namedDifferently,
]

const rowsOf = ({ draft, definition }: LintContext): readonly StateRow[] =>
  draft.states.filter((row) => row.version === definition.version)

function notInTable(context: LintContext): readonly Finding[] {
  const listed = new Set(rowsOf(context).map((row) => row.code))
  const { states, moves } = context.definition
  return states
    .filter((state) => !listed.has(state.code))
    .map((state) => {
      const users = moves.filter((move) => move.from === state.code || move.to === state.code)
      const events = [...new Set(users.map((move) => move.event))].join(', ')
      return finding(context, 'state_not_in_table', about(state), {
        zh: `${state.code} 被事件使用（${events}），但不在状态表中`,
        en: `${state.code} is used by ${events}, but stands in no state table`,
      })
    })
}

function listedTwice(context: LintContext): readonly Finding[] {
  const first = new Map<string, StateRow>()
  const rows = rowsOf(context).filter((row) => row.source === 'table')
  return rows.flatMap((row) => {
    const key = `${row.place.file} ${row.code}`
    const known = first.get(key)
    first.set(key, known ?? row)
    if (known === undefined) return []
    return [
      finding(
        context,
        'duplicate_state',
        { place: row.place, subject: row.code },
        {
          zh: `状态 ${row.code} 在第 ${known.place.line} 行已列出`,
          en: `state ${row.code} is listed in line ${known.place.line} already; keep one`,
        },
      ),
    ]
  })
}

function terminalByName(context: LintContext): readonly Finding[] {
  const said = rowsOf(context).filter((row) => row.terminal !== undefined)
  const explicit = new Set(said.map((row) => row.code))
  return context.definition.states
    .filter((state) => state.terminal && !explicit.has(state.code))
    .map((state) =>
      finding(context, 'terminal_by_name', about(state), {
        zh: `${state.code} 仅因名称“${state.name}”视为终态，请在终态列注明`,
        en: `${state.code} counts as an end only because of its name ${state.name}; say so in 终态`,
      }),
    )
}

const isDrawn = (context: LintContext, version: string): boolean =>
  [...context.draft.states, ...context.draft.moves].some(
    (row) => row.version === version && row.source === 'graph',
  )

/** Versions that tables describe: what a graph is compared with. */
const listedVersions = (context: LintContext) =>
  context.definitions.filter((other) => !isDrawn(context, other.version))

function onlyInGraph(context: LintContext): readonly Finding[] {
  const { states, version } = context.definition
  const listed = listedVersions(context)
  if (listed.length === 0 || !isDrawn(context, version)) return []
  const known = new Set(listed.flatMap((other) => other.states.map((state) => state.code)))
  return states
    .filter((state) => !known.has(state.code))
    .map((state) =>
      finding(context, 'state_only_in_graph', about(state), {
        zh: `${state.code}（${state.name}）只出现在图中，任何表都没有`,
        en: `only the graph knows ${state.code} ${state.name}; no table has it`,
      }),
    )
}

/** Names that the graph writes at a node, in the order of the lines. */
function graphLabels(context: LintContext, code: number): readonly StateRow[] {
  const seen = new Set<string>()
  return rowsOf(context).filter((row) => {
    if (row.source !== 'graph' || row.code !== code || row.name === undefined) return false
    const fresh = !seen.has(row.name)
    seen.add(row.name)
    return fresh
  })
}

function twoLabels(context: LintContext): readonly Finding[] {
  return context.definition.states.flatMap((state) => {
    const rows = graphLabels(context, state.code)
    const last = rows.at(-1)
    if (rows.length < 2 || last === undefined) return []
    const names = rows.map((row) => row.name)
    return [
      finding(
        context,
        'two_labels',
        { place: last.place, subject: state.code },
        {
          zh: `${state.code} 在图中有多个名称：${names.join('、')}`,
          en: `${state.code} carries several labels: ${names.join(', ')}; the last one is used`,
        },
      ),
    ]
  })
}

/** The same code under another name than in a version before this one. */
function namedDifferently(context: LintContext): readonly Finding[] {
  const { definition } = context
  const before = listedVersions(context).filter((other) => other !== definition)
  const earlier = isDrawn(context, definition.version)
    ? before
    : before.slice(0, context.definitions.indexOf(definition))
  return definition.states.flatMap((state) => {
    const others = earlier.flatMap((other) => {
      const same = other.states.find(({ code, name }) => code === state.code && name !== state.name)
      return same === undefined ? [] : [{ version: other.version, name: same.name }]
    })
    if (others.length === 0) return []
    const elsewhere = others.map(({ version, name }) => `${name} (${version})`).join(', ')
    return [
      finding(context, 'named_differently', about(state), {
        zh: `${state.code} 在此名为“${state.name}”，在其他版本中为 ${elsewhere}`,
        en: `${state.code} is called ${state.name} here and ${elsewhere} elsewhere`,
      }),
    ]
  })
}

const about = (state: State) => ({ place: state.place, subject: state.code })
