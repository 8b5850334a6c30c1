/** Running orders and another version: rehearsed by anybody in charge, done when two agree. */
import { Type, type Static } from 'typebox'
import { propose } from '#kernel/auth'
import { command, DateTime, Page, pageQuery, read, Text, type Route } from '#kernel/http'
import {
  listMigrations,
  migrateKind,
  planMigration,
  rehearsalFigures,
  rehearse,
  type MigrationPlace,
  type MigrationWanted,
  type RefusedOrder,
  type StoredMigration,
} from '#kernel/lifecycle'
import { accept, refuse } from '#kernel/problem'
import { endOfPage, startOfPage } from './cursor.ts'
import { base, Name, OneMachine, reasonMax, shared, subjectOf } from './lifecycles-shape.ts'

export const migrationRoutes = (place: MigrationPlace): readonly Route[] => [
  rehearsal(place),
  refusedOrders(place),
  migrations(place),
  migration(place),
]

const admins = { ...shared, access: ['admin'] as const, params: OneMachine }
const mapMax = 4_000
const refusedShown = 100

const plans = {
  from: Name,
  to: Name,
  map: Type.Optional(
    Type.String({
      maxLength: mapMax,
      pattern: '^([0-9]{1,9}=[0-9]{1,9}(,[0-9]{1,9}=[0-9]{1,9})*)?$',
      description: 'states whose codes differ, old=new: 10010=10020,10050=40010',
    }),
  ),
}
const Plan = Type.Object(plans)

function wantedBy(machine: string, { from, to, map = '' }: Static<typeof Plan>): MigrationWanted {
  const pairs = map.split(',').filter((pair) => pair !== '')
  const mapping = Object.fromEntries(pairs.map((pair) => pair.split('=').map(Number)))
  return { machine, from, to, mapping }
}

const Refused = Type.Object({
  bucket: Type.Integer(),
  id: Type.String(),
  orderNo: Type.String(),
  state: Type.Integer(),
})

const figures = {
  orders: Type.Integer(),
  refusedOrders: Type.Integer(),
  states: Type.Array(
    Type.Object({
      state: Type.Integer(),
      target: Type.Union([Type.Integer(), Type.Null()]),
      orders: Type.Integer(),
    }),
  ),
}

const rehearsal = (place: MigrationPlace): Route =>
  read({
    ...admins,
    path: `${base}/:machine/rehearsal`,
    operationId: 'rehearseMigration',
    summary: 'what moving the running orders to another version would do; writes nothing',
    query: Plan,
    answer: Type.Object({
      ...figures,
      refused: Type.Array(Refused, { description: 'the first 100; the list gives them all' }),
    }),
    problems: ['definition_not_found'],
    run: async ({ params, query }) => {
      const { database } = place
      const planned = await planMigration(place, database, wantedBy(params.machine, query))
      if (!planned.ok) return planned
      const { binding, plan } = planned.value
      const found = await rehearse(database, binding, plan, { limit: refusedShown })
      return accept({ ...rehearsalFigures(found), refused: found.refused.map(refusedView) })
    },
  })

const refusedView = ({ bucket, id, orderNo, state }: RefusedOrder) => ({
  bucket,
  id,
  orderNo,
  state,
})

const RefusedQuery = Type.Object({ ...pageQuery, ...plans })
const afterOf = ({ bucket, id }: RefusedOrder): string => `${bucket} ${id}`
/** A bucket, a blank, and the order's id: a UUID or a number. */
const After = Type.String({ pattern: '^[0-9]{1,4} [0-9a-f-]{1,36}$' })

const refusedOrders = (place: MigrationPlace): Route =>
  read({
    ...admins,
    path: `${base}/:machine/rehearsal/orders`,
    operationId: 'listRefusedOrders',
    summary: 'every order that stands in a state without a counterpart',
    query: RefusedQuery,
    answer: Page(Refused),
    problems: ['definition_not_found'],
    run: async ({ params: { machine }, query }) => {
      const list = { name: `refused ${machine}`, query: RefusedQuery, after: After }
      const start = startOfPage(list, query)
      if (!start.ok) return start
      const { filter, after, limit } = start.value
      const planned = await planMigration(place, place.database, wantedBy(machine, filter))
      if (!planned.ok) return planned
      const { binding, plan } = planned.value
      const [bucket, id = ''] = after?.split(' ') ?? []
      const page = {
        limit: limit + 1,
        after: bucket === undefined ? undefined : { bucket: Number(bucket), id },
      }
      const { refused } = await rehearse(place.database, binding, plan, page)
      return accept(endOfPage(start.value, refused, { keyOf: afterOf, show: refusedView }))
    },
  })

const Time = Type.Union([DateTime, Type.Null()])
const Mapping = Type.Record(Type.String({ pattern: '^[0-9]{1,9}$' }), Type.Integer({ minimum: 0 }))

const Migration = Type.Object({
  id: Type.String(),
  machine: Type.String(),
  fromVersion: Type.String(),
  toVersion: Type.String(),
  mapping: Mapping,
  state: Type.Enum(['queued', 'running', 'done', 'refused', 'failed']),
  ordersTotal: Type.Integer({ description: 'counted when it was approved' }),
  ordersDone: Type.Integer(),
  ordersLeft: Type.Integer({ description: 'came into a state without counterpart meanwhile' }),
  detail: Type.Union([Type.String(), Type.Null()]),
  queuedAt: DateTime,
  startedAt: Time,
  endedAt: Time,
})

function migrationView({ maker: _maker, checker: _checker, ...row }: StoredMigration) {
  return {
    ...row,
    mapping: { ...row.mapping },
    queuedAt: row.queuedAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  }
}

const migrations = ({ database, bindings }: MigrationPlace): Route =>
  read({
    ...admins,
    access: ['admin', 'auditor'],
    path: `${base}/:machine/migrations`,
    operationId: 'listMigrations',
    summary: 'migrations that two people agreed on and how far they are, the newest 50',
    answer: Type.Object({ items: Type.Array(Migration) }),
    problems: ['definition_not_found'],
    run: async ({ params }) => {
      if (!bindings.some(({ machine }) => machine === params.machine)) {
        return refuse('definition_not_found', `no orders follow a machine ${params.machine}`)
      }
      const found = await listMigrations(database, params.machine)
      return accept({ items: found.map(migrationView) })
    },
  })

const migration = (place: MigrationPlace): Route =>
  command({
    ...admins,
    path: `${base}/:machine/migrations`,
    operationId: 'proposeMigration',
    summary: 'proposes a migration; a job does it when a second administrator approves',
    body: Type.Object({ ...plans, reason: Text(reasonMax) }),
    answer: Type.Object({ proposalId: Type.String() }),
    status: 202,
    problems: ['definition_not_found', 'migration_refused', 'actor_not_allowed'],
    each: async (tx, { params, body, actor, requestId, at }) => {
      const { reason, ...plan } = body
      const wanted = wantedBy(params.machine, plan)
      const planned = await planMigration(place, tx, wanted)
      if (!planned.ok) return planned
      const limit = { limit: refusedShown }
      const found = await rehearse(tx, planned.value.binding, planned.value.plan, limit)
      if (found.refusedOrders > 0) {
        const what = `${found.refusedOrders} of ${found.orders} orders`
        const detail = `${what} stand in a state that version ${body.to} does not have`
        return refuse('migration_refused', detail, { refusedOrders: found.refusedOrders })
      }
      const figures = rehearsalFigures(found)
      const payload = { ...wanted, mapping: { ...wanted.mapping }, rehearsal: figures }
      const subject = subjectOf(params.machine, body.from)
      const draft = { kind: migrateKind(place), subject, payload, reason }
      const made = await propose(tx, draft, { actor, requestId, at })
      return made.ok ? accept({ proposalId: made.value.id }) : made
    },
  })
