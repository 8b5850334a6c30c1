/** Prepared figures over HTTP: of a machine's states and moves, and a manager's first page. */
import { Type, type Static } from 'typebox'
import type { Actor } from '#kernel/auth'
import { DateTime, read, type Route } from '#kernel/http'
import { countAlarms, type Round } from '#kernel/jobs'
import {
  countedMax,
  countWork,
  dashboardOf,
  definitionsIn,
  figuresOf,
  foldOnce,
  stateOf,
  type Binding,
  type Dashboard,
  type Definition,
} from '#kernel/lifecycle'
import type { Kernel } from '#kernel/module'
import { accept, refuse, type Result } from '#kernel/problem'
import { momentIf } from './moment.ts'
import { Line, strict } from './shape.ts'

const nameMax = 60
const shared = { tag: 'figures', access: 'signed-in' as const }

export const figureRoutes = (kernel: Kernel, bindings: readonly Binding[]): readonly Route[] => [
  figures(kernel, bindings),
  dashboard(kernel, bindings),
]

/** A change is seen in the figures after so long, and a second for folding it. */
const foldPauseMs = 2_000

export const figureRounds = (
  { database }: Kernel,
  bindings: readonly Binding[],
): readonly Round[] =>
  bindings.map((binding) => ({
    name: `lifecycle.fold:${binding.machine}`,
    pauseMs: foldPauseMs,
    run: async (now) => {
      await foldOnce(database, binding, now)
      return false
    },
  }))

/** Figures count everybody's orders, so they are for the house alone. */
const inTheHouse = (actor: Actor): Result<undefined, 'actor_not_allowed'> =>
  actor.party === undefined
    ? accept(undefined)
    : refuse('actor_not_allowed', 'Figures are shown to the staff of the house only.')

const Seconds = Type.Union([Type.Number({ minimum: 0 }), Type.Null()])
const Moment = Type.Optional(Type.String({ format: 'date-time' }))

const MoveShare = Type.Object({
  event: Type.String(),
  from: Type.Integer(),
  to: Type.Integer(),
  count: Type.Integer(),
  share: Type.Number({ minimum: 0, maximum: 1, description: 'of all that left `from`' }),
})

const times = { orders: Type.Integer(), medianSeconds: Seconds, p90Seconds: Seconds }
const AsOf = Type.Union([DateTime, Type.Null()], {
  description: 'the moment that the figures are of; null before everything was counted once',
})

const figures = ({ database }: Kernel, bindings: readonly Binding[]): Route =>
  read({
    ...shared,
    path: '/api/v1/lifecycles/:machine/figures',
    operationId: 'getFigures',
    summary: 'orders in each state, how long they stay there, and the moves that they make',
    params: Type.Object({ machine: Line(nameMax) }),
    query: Type.Object({ version: Type.Optional(Line(nameMax)), since: Moment }, strict),
    answer: Type.Object({
      asOf: AsOf,
      states: Type.Array(Type.Object({ code: Type.Integer(), ...times })),
      moves: Type.Array(MoveShare),
    }),
    problems: ['actor_not_allowed', 'definition_not_found', 'figures_not_kept'],
    run: async ({ params, query, actor, at }) => {
      const inside = inTheHouse(actor)
      if (!inside.ok) return inside
      const binding = bindings.find(({ machine }) => machine === params.machine)
      if (binding === undefined) return noMachine(params.machine)
      const { machine } = binding
      const since = momentIf(query.since)
      const found = await figuresOf(database, { machine, version: query.version, since, at })
      if (!found.ok) return found
      const { asOf, states, moves } = found.value
      return accept({
        asOf: asOf?.toISOString() ?? null,
        states: states.map((state) => ({ ...state })),
        moves: moves.map((move) => ({ ...move })),
      })
    },
  })

const noMachine = (machine: string) =>
  refuse('definition_not_found', `No orders follow ${machine}.`)

const named = { name: Type.String(), nameEn: Type.String() }

const DashboardAnswer = Type.Object({
  machine: Type.String(),
  version: Type.String({ description: 'that new orders take; its names are shown' }),
  asOf: AsOf,
  states: Type.Array(
    Type.Object({ code: Type.Integer(), ...named, ended: Type.Boolean(), ...times }),
  ),
  moves: Type.Array(MoveShare),
  funnel: Type.Array(Type.Object({ code: Type.Integer(), ...named, reached: Type.Integer() })),
  hours: Type.Array(Type.Object({ at: DateTime, events: Type.Integer() })),
  today: Type.Object({ births: Type.Integer(), ends: Type.Integer(), events: Type.Integer() }),
  openOrders: Type.Integer(),
  late: Type.Integer({ description: `orders that wait too long, counted up to ${countedMax}` }),
  openAlarms: Type.Integer({ description: `counted up to ${countedMax}` }),
})
type DashboardAnswer = Static<typeof DashboardAnswer>

const dashboard = (kernel: Kernel, bindings: readonly Binding[]): Route =>
  read({
    ...shared,
    path: '/api/v1/dashboard',
    operationId: 'getDashboard',
    summary:
      'one machine at a glance, from prepared figures: states, funnel, times, events, lateness',
    query: Type.Object({ machine: Type.Optional(Line(nameMax)), from: Moment, to: Moment }, strict),
    answer: DashboardAnswer,
    problems: ['actor_not_allowed', 'definition_not_found', 'figures_not_kept'],
    run: async ({ query, actor, at }) => {
      const inside = inTheHouse(actor)
      if (!inside.ok) return inside
      const machine = query.machine ?? bindings[0]?.machine ?? ''
      if (!bindings.some((binding) => binding.machine === machine)) return noMachine(machine)
      const { database } = kernel
      const current = await definitionsIn(database).current(database, machine)
      if (!current.ok) return current
      const period = { since: momentIf(query.from), until: momentIf(query.to), at }
      const rooms = { ...kernel, bindings }
      const [found, late, openAlarms] = await Promise.all([
        dashboardOf(database, current.value, period),
        countWork(rooms, database, { actor, at, machine, late: true, most: countedMax }),
        countAlarms(database, undefined, countedMax),
      ])
      if (!found.ok) return found
      return accept({
        ...view(current.value, found.value),
        late: Math.min(late, countedMax),
        openAlarms,
      })
    },
  })

function view(
  definition: Definition,
  found: Dashboard,
): Omit<DashboardAnswer, 'late' | 'openAlarms'> {
  const { machine, version } = definition
  const nameOf = (code: number) => {
    const state = stateOf(definition, code)
    const name = state?.name ?? String(code)
    return { code, name, nameEn: state?.nameEn ?? name }
  }
  const states = found.states.map(({ code, ...rest }) => ({
    ...nameOf(code),
    ended: stateOf(definition, code)?.terminal === true,
    ...rest,
  }))
  const open = states.filter(({ ended }) => !ended)
  return {
    machine,
    version,
    asOf: found.asOf?.toISOString() ?? null,
    states,
    moves: found.moves.map((move) => ({ ...move })),
    funnel: found.funnel.map(({ state, reached }) => ({ ...nameOf(state), reached })),
    hours: found.hours.map(({ startsAt, events }) => ({ at: startsAt.toISOString(), events })),
    today: { ...found.today },
    openOrders: open.reduce((sum, { orders }) => sum + orders, 0),
  }
}
