/** Lifecycles over HTTP: read, draw and compare; what changes them stands in the other files. */
import { Type } from 'typebox'
import { displayNames, type Actor, type ProposalKind } from '#kernel/auth'
import { raw, read, sendProblem, type Route } from '#kernel/http'
import type { Task } from '#kernel/jobs'
import {
  diff,
  draw,
  hash,
  lintDefinition,
  listDefinitions,
  migrateKind,
  migrationTasks,
  publishKind,
  retireKind,
  type Binding,
  type StoredDefinition,
} from '#kernel/lifecycle'
import type { Kernel } from '#kernel/module'
import { accept } from '#kernel/problem'
import { importRoutes } from './lifecycles-import.ts'
import { migrationRoutes } from './lifecycles-migration.ts'
import { publicationRoutes } from './lifecycles-publication.ts'
import {
  base,
  DifferenceAnswer,
  differenceView,
  find,
  FindingAnswer,
  findingView,
  Hash,
  lintOptions,
  Name,
  OneMachine,
  OneVersion,
  rowsAnswer,
  rowsView,
  shared,
  Version,
  versionView,
  type LifecycleRooms,
} from './lifecycles-shape.ts'

type Rooms = Pick<Kernel, 'database'>

export const lifecycleRoutes = (rooms: LifecycleRooms): readonly Route[] => [
  list(rooms),
  one(rooms),
  drawing(rooms, { format: 'svg', operationId: 'drawLifecycle', name: 'drawing' }),
  drawing(rooms, { format: 'mermaid', operationId: 'writeLifecycle', name: 'mermaid' }),
  comparison(rooms),
  ...importRoutes(rooms),
  ...publicationRoutes(rooms),
  ...migrationRoutes(rooms),
]

export const lifecycleKinds = (
  { database }: Rooms,
  bindings: readonly Binding[],
): readonly ProposalKind[] => [publishKind, retireKind, migrateKind({ database, bindings })]

export const lifecycleTasks = (
  { database }: Rooms,
  bindings: readonly Binding[],
): readonly Task[] => migrationTasks({ database, bindings })

const list = ({ database }: Rooms): Route =>
  read({
    ...shared,
    path: base,
    operationId: 'listLifecycles',
    summary: 'every version of every machine, drafts included',
    query: Type.Object({ machine: Type.Optional(Name) }),
    answer: Type.Object({
      items: Type.Array(Version),
      people: Type.Record(Type.String(), Type.String(), {
        description: 'what the people among the versions are called; empty for parties',
      }),
    }),
    problems: [],
    run: async ({ query, actor }) => {
      const stored = await listDefinitions(database, query.machine)
      return accept({
        items: stored.map(versionView),
        people: await peopleOf(database, stored, actor),
      })
    },
  })

const personPrefix = 'user:'

/** Who outside the house works here is nobody's business outside the house. */
async function peopleOf(
  database: Rooms['database'],
  stored: readonly StoredDefinition[],
  { party }: Actor,
): Promise<Record<string, string>> {
  if (party !== undefined) return {}
  const named = stored
    .flatMap((one) => [one.createdBy, one.proposedBy, one.publishedBy, one.retiredBy])
    .filter((by) => by?.startsWith(personPrefix))
    .map((by) => (by ?? '').slice(personPrefix.length))
  const names = await displayNames(database, [...new Set(named)])
  return Object.fromEntries(names.map(({ id, name }) => [`${personPrefix}${id}`, name]))
}

const WithHash = Type.Object({ hash: Type.Optional(Hash) })

const one = (rooms: LifecycleRooms): Route =>
  read({
    ...shared,
    path: `${base}/:machine/:version`,
    operationId: 'getLifecycle',
    summary: 'states, moves and findings of one version; a draft by its hash',
    params: OneVersion,
    query: WithHash,
    answer: Type.Object({
      machine: Type.String(),
      version: Type.String(),
      hash: Type.String(),
      ...rowsAnswer,
      findings: Type.Array(FindingAnswer),
    }),
    problems: ['definition_not_found'],
    run: async ({ params, query }) => {
      const found = await find(rooms, rooms.database, { ...params, ...query })
      if (!found.ok) return found
      const { machine, version } = found.value
      const findings = lintDefinition(found.value, lintOptions(rooms, machine))
      return accept({
        machine,
        version,
        hash: hash(found.value),
        ...rowsView(found.value),
        findings: findings.map(findingView),
      })
    },
  })

const Drawn = Type.Object({
  hash: Type.Optional(Hash),
  language: Type.Optional(Type.Union([Type.Literal('zh'), Type.Literal('en')])),
})

interface Picture {
  readonly format: 'svg' | 'mermaid'
  readonly operationId: string
  readonly name: string
}

const mediaTypes = { svg: 'image/svg+xml', mermaid: 'text/plain' } as const

const drawing = (kernel: Rooms, { format, operationId, name }: Picture): Route =>
  raw({
    ...shared,
    method: 'GET',
    path: `${base}/:machine/:version/${name}`,
    operationId,
    summary: `one version as ${format}, document and amendment rows in two colours`,
    params: OneVersion,
    query: Drawn,
    problems: ['definition_not_found'],
    produces: mediaTypes[format],
    run: async (request, reply) => {
      // Both were validated against the schemas above.
      const wanted = request.params as { machine: string; version: string }
      const query = request.query as { hash?: string; language?: 'zh' | 'en' }
      const found = await find(kernel, kernel.database, { ...wanted, hash: query.hash })
      if (!found.ok) return await sendProblem(reply, found.problem)
      const picture = draw(found.value, { format, language: query.language ?? 'zh' })
      return await reply.type(`${mediaTypes[format]}; charset=utf-8`).send(picture)
    },
  })

const comparison = (kernel: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/:machine/diff`,
    operationId: 'diffLifecycle',
    summary: 'what became of a machine between two versions; drafts by their hash',
    params: OneMachine,
    query: Type.Object({
      from: Name,
      to: Name,
      fromHash: Type.Optional(Hash),
      toHash: Type.Optional(Hash),
    }),
    answer: DifferenceAnswer,
    problems: ['definition_not_found'],
    run: async ({ params: { machine }, query }) => {
      const { database } = kernel
      const sides = [
        { machine, version: query.from, hash: query.fromHash },
        { machine, version: query.to, hash: query.toHash },
      ] as const
      const from = await find(kernel, database, sides[0])
      if (!from.ok) return from
      const to = await find(kernel, database, sides[1])
      return to.ok ? accept(differenceView(diff(from.value, to.value))) : to
    },
  })
