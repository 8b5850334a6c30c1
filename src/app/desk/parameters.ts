/** The one page of business values: what holds, what comes, what was; changed by two people. */
import { Type } from 'typebox'
import { hasRole, type Actor } from '#kernel/auth'
import { command, DateTime, read, type Route } from '#kernel/http'
import type { Kernel } from '#kernel/module'
import type { ParameterChange, ParameterState } from '#kernel/parameter'
import { accept, refuse, type Json, type Result } from '#kernel/problem'
import { momentIf } from './moment.ts'
import { Line, Prose, strict, Uuid } from './shape.ts'

type Rooms = Pick<Kernel, 'parameters'>

const base = '/api/v1/parameters'
const shared = { tag: 'parameters', access: 'signed-in' as const }

const nameMax = 120
const reasonMax = 1_000

const Named = Type.Object({ name: Line(nameMax) })

const ParameterAnswer = Type.Object({
  name: Type.String(),
  unit: Type.String({ description: 'days, count, ratio, minor:CNY …' }),
  title: Type.Object({ zh: Type.String(), en: Type.String() }),
  schema: Type.Unknown({ description: 'JSON Schema of its values' }),
  initial: Type.Unknown(),
  value: Type.Unknown({ description: 'in force now' }),
  version: Type.Integer({ description: '0 is the initial value' }),
  effectiveFrom: Type.Union([DateTime, Type.Null()]),
  next: Type.Union([
    Type.Object({ value: Type.Unknown(), version: Type.Integer(), effectiveFrom: DateTime }),
    Type.Null(),
  ]),
  makers: Type.Array(Type.String()),
  checkers: Type.Array(Type.String()),
  mayPropose: Type.Boolean({ description: 'whether the caller may propose a change' }),
})

const ChangeAnswer = Type.Object({
  version: Type.Integer(),
  value: Type.Unknown(),
  effectiveFrom: DateTime,
  changedAt: DateTime,
  maker: Type.String(),
  checker: Type.String(),
  reason: Type.String(),
  proposalId: Uuid,
})

export const parameterRoutes = (kernel: Rooms): readonly Route[] => [
  list(kernel),
  one(kernel),
  history(kernel),
  change(kernel),
]

const viewFor =
  (actor: Actor) =>
  ({ definition, value, version, effectiveFrom, next }: ParameterState) => {
    const { name, unit, title, schema, initial, makers, checkers } = definition
    return {
      name,
      unit,
      title: { ...title },
      schema,
      initial,
      value,
      version,
      effectiveFrom: effectiveFrom?.toISOString() ?? null,
      next: next === undefined ? null : comingView(next),
      makers: [...makers],
      checkers: [...checkers],
      mayPropose: hasRole(actor, makers),
    }
  }

const comingView = ({ value, version, effectiveFrom }: NonNullable<ParameterState['next']>) => ({
  value,
  version,
  effectiveFrom: effectiveFrom.toISOString(),
})

const changeView = ({ name: _name, ...each }: ParameterChange) => ({
  ...each,
  effectiveFrom: each.effectiveFrom.toISOString(),
  changedAt: each.changedAt.toISOString(),
})

/** How the house decides is nobody's business outside it. */
const inTheHouse = (actor: Actor): Result<undefined, 'actor_not_allowed'> =>
  actor.party === undefined
    ? accept(undefined)
    : refuse('actor_not_allowed', 'Parameters are shown to the staff of the house only.')

const list = ({ parameters }: Rooms): Route =>
  read({
    ...shared,
    path: base,
    operationId: 'listParameters',
    summary: 'every parameter with the value in force and the next one, by name',
    answer: Type.Object({ items: Type.Array(ParameterAnswer) }),
    problems: ['actor_not_allowed'],
    run: async ({ actor, at }) => {
      const inside = inTheHouse(actor)
      if (!inside.ok) return inside
      const states = await parameters.list(at)
      return accept({ items: states.map(viewFor(actor)) })
    },
  })

const one = ({ parameters }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/:name`,
    operationId: 'getParameter',
    summary: 'one parameter with the value in force and the next one',
    params: Named,
    answer: ParameterAnswer,
    problems: ['actor_not_allowed', 'parameter_not_found'],
    run: async ({ params, actor, at }) => {
      const inside = inTheHouse(actor)
      if (!inside.ok) return inside
      const found = await parameters.find(params.name, at)
      return found.ok ? accept(viewFor(actor)(found.value)) : found
    },
  })

const history = ({ parameters }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/:name/history`,
    operationId: 'getParameterHistory',
    summary: 'every change of a parameter, the newest first; before the oldest its initial value',
    params: Named,
    answer: Type.Object({ initial: Type.Unknown(), items: Type.Array(ChangeAnswer) }),
    problems: ['actor_not_allowed', 'parameter_not_found'],
    run: async ({ params, actor }) => {
      const inside = inTheHouse(actor)
      if (!inside.ok) return inside
      const found = await parameters.history(params.name)
      if (!found.ok) return found
      const { definition, changes } = found.value
      return accept({ initial: definition.initial, items: changes.map(changeView) })
    },
  })

const Change = Type.Object(
  {
    value: Type.Unknown({ description: 'as the schema of the parameter says' }),
    effectiveFrom: Type.Optional(
      Type.String({ format: 'date-time', description: 'from its approval when left out' }),
    ),
    reason: Prose(reasonMax),
  },
  strict,
)

const change = ({ parameters }: Rooms): Route =>
  command({
    ...shared,
    path: `${base}/:name/changes`,
    operationId: 'proposeParameterChange',
    summary: 'proposes a value; it holds when a second person has approved the proposal',
    params: Named,
    body: Change,
    answer: Type.Object({ proposalId: Uuid }),
    status: 202,
    problems: [
      'parameter_not_found',
      'parameter_value_invalid',
      'effective_date_past',
      'actor_not_allowed',
    ],
    each: async (tx, { params, body, ...call }) => {
      const wanted = {
        name: params.name,
        // A body is JSON, and the parameter's own schema says what it may be.
        value: body.value as Json,
        effectiveFrom: momentIf(body.effectiveFrom),
        reason: body.reason,
      }
      const made = await parameters.propose(tx, wanted, call)
      return made.ok ? accept({ proposalId: made.value.id }) : made
    },
  })
