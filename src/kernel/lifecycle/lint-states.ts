/** Findings about states: can an order come here, can it go on, does it end? */
import type { Move, State } from './definition.ts'
import { finding, type Finding, type LintContext } from './findings.ts'
import { initialStates } from './merge.ts'

type Rule = (context: LintContext) => readonly Finding[]

export const stateRules: readonly Rule[] = [
  initialUnclear,
  unreachable,
  withoutWayIn,
  leavesNot,
  endless,
  terminalLeft,
]

const transitions = ({ definition }: LintContext): readonly Move[] =>
  definition.moves.filter((move) => move.from !== move.to)

function initialUnclear(context: LintContext): readonly Finding[] {
  const { states, moves } = context.definition
  const [first, ...others] = initialStates(states, moves)
  const place = states.find((state) => state.code === first)?.place ?? states[0]?.place
  if ((first !== undefined && others.length === 0) || place === undefined) return []
  const which = first === undefined ? '' : ` (${[first, ...others].join(', ')})`
  return [
    finding(
      context,
      'initial_state_unclear',
      { place, subject: first ?? '' },
      {
        zh: `初始状态不明确${which}：需要一个 create_… 事件，或只有一个无入口的状态`,
        en:
          `where orders begin is unclear${which}: ` +
          'there must be one create_… event, or one state without a way in',
      },
    ),
  ]
}

/** Codes that can be reached from `start` by `moves`. */
function reached(start: readonly number[], moves: readonly Move[]): ReadonlySet<number> {
  const seen = new Set(start)
  // A set that is added to while it is walked is walked to its new end.
  for (const code of seen) for (const move of moves) if (move.from === code) seen.add(move.to)
  return seen
}

function unreachable(context: LintContext): readonly Finding[] {
  const { initial, states } = context.definition
  const seen = reached([initial], transitions(context))
  return states
    .filter((state) => !seen.has(state.code))
    .map((state) =>
      finding(context, 'unreachable_state', about(state), {
        zh: `从初始状态 ${initial} 无法到达 ${state.code}（${state.name}）`,
        en: `no path leads from ${initial}, where orders begin, to ${named(state)}`,
      }),
    )
}

function withoutWayIn(context: LintContext): readonly Finding[] {
  const { initial, states } = context.definition
  const entered = new Set(transitions(context).map((move) => move.to))
  return states
    .filter((state) => state.code !== initial && !entered.has(state.code))
    .map((state) =>
      finding(context, 'state_without_way_in', about(state), {
        zh: `没有任何事件进入 ${state.code}（${state.name}）`,
        en: `no event leads into ${named(state)}`,
      }),
    )
}

function leavesNot(context: LintContext): readonly Finding[] {
  const { states, moves } = context.definition
  const left = new Set(transitions(context).map((move) => move.from))
  const open = states.filter((state) => !state.terminal && !left.has(state.code))
  return open.map((state) => {
    const loops = moves.filter((move) => move.from === state.code).map((move) => move.event)
    return loops.length === 0
      ? finding(context, 'dead_end', about(state), {
          zh: `没有任何事件离开 ${state.code}（${state.name}），且未标为终态`,
          en: `no event leaves ${named(state)}, and nothing says that orders end there`,
        })
      : finding(context, 'only_self_loop_leaves', about(state), {
          zh: `离开 ${state.code}（${state.name}）的只有自环：${loops.join('、')}`,
          en: `only a self-loop leaves ${named(state)}: ${loops.join(', ')}`,
        })
  })
}

/** States that can be left, but only in circles. Those that lead to a dead end are not repeated. */
function endless(context: LintContext): readonly Finding[] {
  const { states } = context.definition
  const moves = transitions(context)
  const left = new Set(moves.map((move) => move.from))
  const ends = states.filter((state) => state.terminal || !left.has(state.code))
  const backwards = moves.map((move) => ({ ...move, from: move.to, to: move.from }))
  const ending = reached(
    ends.map((state) => state.code),
    backwards,
  )
  return states
    .filter((state) => !ending.has(state.code))
    .map((state) =>
      finding(context, 'endless', about(state), {
        zh: `从 ${state.code}（${state.name}）无法到达任何终态`,
        en: `no path leads from ${named(state)} to an end`,
      }),
    )
}

function terminalLeft(context: LintContext): readonly Finding[] {
  const { states } = context.definition
  return transitions(context).flatMap((move) => {
    const state = states.find(({ code, terminal }) => code === move.from && terminal)
    if (state === undefined) return []
    return [
      finding(
        context,
        'terminal_left',
        { place: move.place, subject: state.code },
        {
          zh: `${state.code}（${state.name}）是终态，但 ${move.event} 会离开它`,
          en: `${named(state)} is an end, yet ${move.event} leaves it`,
        },
      ),
    ]
  })
}

const about = (state: State) => ({ place: state.place, subject: state.code })
const named = (state: State): string => `${state.code} ${state.name}`
