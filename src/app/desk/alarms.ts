/** Alarms over HTTP: each role sees its own; administrators and auditors see all. */
import { Type } from 'typebox'
import { hasRole, isRole, roles, type Actor, type Role } from '#kernel/auth'
import { command, DateTime, Page, pageQuery, read, type Route } from '#kernel/http'
import {
  acknowledgeAlarm,
  findAlarm,
  listAlarms,
  mayDecideAlarm,
  resolveAlarm,
  type Alarm,
} from '#kernel/jobs'
import type { Kernel } from '#kernel/module'
import { accept, refuse } from '#kernel/problem'
import { endOfPage, startOfPage } from './cursor.ts'
import { decisionOf, Note } from './jobs.ts'
import { ById, Line, strict, Uuid } from './shape.ts'

type Rooms = Pick<Kernel, 'database'>

const base = '/api/v1/alarms'
const shared = { tag: 'alarms', access: 'signed-in' as const }
const wordMax = 200

export const alarmRoutes = (kernel: Rooms): readonly Route[] => [
  list(kernel),
  one(kernel),
  decide('acknowledge', 'somebody is looking at it'),
  decide('resolve', 'it is over; when it happens again, a new alarm is raised'),
]

/** Undefined is all. Somebody from outside the house sees none, whatever the role. */
function ownersFor(actor: Actor): readonly Role[] | undefined {
  if (actor.party !== undefined) return []
  if (hasRole(actor, ['admin', 'auditor'])) return undefined
  return actor.roles.filter(isRole)
}

const NullableText = Type.Union([Type.String(), Type.Null()])
const NullableTime = Type.Union([DateTime, Type.Null()])

const Severity = Type.Enum(['info', 'warning', 'critical'])
const Owner = Type.Enum([...roles])

const AlarmAnswer = Type.Object({
  id: Uuid,
  code: Type.String(),
  severity: Severity,
  owner: Owner,
  subject: Type.String(),
  detail: Type.String(),
  link: NullableText,
  state: Type.Enum(['open', 'acknowledged', 'resolved']),
  occurrences: Type.Integer({ minimum: 1 }),
  firstAt: DateTime,
  lastAt: DateTime,
  acknowledgedBy: NullableText,
  acknowledgedAt: NullableTime,
  resolvedBy: NullableText,
  resolvedAt: NullableTime,
  note: NullableText,
  mayDecide: Type.Boolean({ description: 'whether the caller may acknowledge and resolve it' }),
})

const showTo = (actor: Actor) => (alarm: Alarm) => ({
  ...alarm,
  mayDecide: alarm.state !== 'resolved' && mayDecideAlarm(actor, alarm),
  firstAt: alarm.firstAt.toISOString(),
  lastAt: alarm.lastAt.toISOString(),
  acknowledgedAt: alarm.acknowledgedAt?.toISOString() ?? null,
  resolvedAt: alarm.resolvedAt?.toISOString() ?? null,
})

const AlarmsQuery = Type.Object(
  {
    ...pageQuery,
    state: Type.Optional(Type.Enum(['open', 'acknowledged', 'resolved'])),
    severity: Type.Optional(Severity),
    owner: Type.Optional(Owner),
    code: Type.Optional(Line(wordMax)),
    subject: Type.Optional(Line(wordMax)),
  },
  strict,
)
const alarmsList = { name: 'alarms', query: AlarmsQuery, after: Uuid }

const list = ({ database }: Rooms): Route =>
  read({
    ...shared,
    path: base,
    operationId: 'listAlarms',
    summary: "the caller's alarms, the newest first",
    query: AlarmsQuery,
    answer: Page(AlarmAnswer),
    problems: [],
    run: async ({ query, actor }) => {
      const start = startOfPage(alarmsList, query)
      if (!start.ok) return start
      const { filter, after, limit } = start.value
      const owners = ownersFor(actor)
      const found = await listAlarms(database, {
        ...filter,
        ...(owners === undefined ? {} : { owners }),
        ...(after === undefined ? {} : { before: after }),
        limit: limit + 1,
      })
      return accept(endOfPage(start.value, found, { keyOf: ({ id }) => id, show: showTo(actor) }))
    },
  })

const one = ({ database }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/:id`,
    operationId: 'getAlarm',
    summary: 'one alarm',
    params: ById,
    answer: AlarmAnswer,
    problems: ['alarm_not_found'],
    run: async ({ params, actor }) => {
      const alarm = await findAlarm(database, params.id)
      const owners = ownersFor(actor)
      const seen = alarm && (owners === undefined || owners.includes(alarm.owner))
      return seen
        ? accept(showTo(actor)(alarm))
        : refuse('alarm_not_found', `there is no alarm ${params.id}`)
    },
  })

const decisions = { acknowledge: acknowledgeAlarm, resolve: resolveAlarm }

const decide = (verb: keyof typeof decisions, summary: string): Route =>
  command({
    ...shared,
    path: `${base}/:id/${verb}`,
    operationId: `${verb}Alarm`,
    summary,
    params: ById,
    body: Note,
    answer: AlarmAnswer,
    problems: ['alarm_not_found', 'alarm_already_resolved', 'actor_not_allowed'],
    each: async (tx, call) => {
      const { id } = call.params
      // Whoever may not see it is told that it is not there, as when reading.
      const alarm = await findAlarm(tx, id)
      const owners = ownersFor(call.actor)
      const seen = alarm && (owners === undefined || owners.includes(alarm.owner))
      if (!seen) return refuse('alarm_not_found', `there is no alarm ${id}`)
      const decided = await decisions[verb](tx, id, decisionOf(call))
      return decided.ok ? accept(showTo(call.actor)(decided.value)) : decided
    },
  })
