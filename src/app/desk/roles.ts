/**
 * What each role may do, read off what decides it: the routes' own doors, the lifecycles' rows, and
 * the kinds of proposals. Nothing here is written down a second time.
 */
import { Type } from 'typebox'
import { isRole, roles, type ProposalKind, type Role } from '#kernel/auth'
import { isOpenTo, read, type Route } from '#kernel/http'
import { listDefinitions, readDefinition } from '#kernel/lifecycle'
import type { Kernel } from '#kernel/module'
import { accept } from '#kernel/problem'

type Rooms = Pick<Kernel, 'database'>

const Title = Type.Object({ zh: Type.String(), en: Type.String() })

const RoleAnswer = Type.Object({
  role: Type.Enum([...roles]),
  operations: Type.Array(
    Type.Object({
      operationId: Type.String(),
      tag: Type.String(),
      writes: Type.Boolean(),
      summary: Type.String(),
    }),
  ),
  moves: Type.Array(
    Type.Object({
      machine: Type.String(),
      version: Type.String(),
      event: Type.String(),
      title: Title,
    }),
  ),
  proposes: Type.Array(Type.Object({ kind: Type.String(), title: Title })),
  decides: Type.Array(Type.Object({ kind: Type.String(), title: Title })),
})

export interface Doors {
  readonly routes: readonly Route[]
  readonly kinds: readonly ProposalKind[]
}

export const roleRoutes = ({ database }: Rooms, { routes, kinds }: Doors): readonly Route[] => [
  read({
    tag: 'users',
    access: ['admin'],
    path: '/api/v1/roles',
    operationId: 'listRoles',
    summary: 'what each role may do, beside what everybody may who has signed in',
    answer: Type.Object({ items: Type.Array(RoleAnswer) }),
    problems: [],
    run: async () => {
      const moves = await movesOf(database)
      const items = roles.map((role) => ({
        role,
        operations: routes.filter((route) => isSpecial(route, role)).map(operationView),
        moves: moves
          .filter((move) => move.roles.includes(role))
          .map(({ machine, version, event, title }) => ({ machine, version, event, title })),
        proposes: kinds.filter(({ makers }) => makers.includes(role)).map(kindView),
        decides: kinds.filter(({ checkers }) => checkers.includes(role)).map(kindView),
      }))
      return accept({ items })
    },
  }),
  read({
    tag: 'api-keys',
    access: 'signed-in',
    path: '/api/v1/api-key-scopes',
    operationId: 'listApiKeyScopes',
    summary: 'the scopes that are of use in a key of the caller',
    answer: Type.Object({ items: Type.Array(Type.String()) }),
    problems: [],
    run: async ({ actor }) => {
      const own = actor.roles.filter(isRole)
      const open = routes.filter((route) => own.some((role) => isOpenTo(route, role)))
      return accept({ items: scopesOf(open) })
    },
  }),
]

/** What everybody may do says nothing about a role. */
const isSpecial = (route: Route, role: Role): boolean =>
  route.access !== 'public' && route.access !== 'signed-in' && isOpenTo(route, role)

const operationView = ({ operationId, tag, method, summary }: Route) => ({
  operationId,
  tag,
  writes: method !== 'GET',
  summary,
})

const kindView = ({ kind, title }: ProposalKind) => ({ kind, title: { ...title } })

interface RoleMove {
  readonly machine: string
  readonly version: string
  readonly event: string
  readonly title: { zh: string; en: string }
  readonly roles: readonly Role[]
}

/** Of the versions with which new orders are born; an event of several rows is named once. */
async function movesOf(database: Rooms['database']): Promise<readonly RoleMove[]> {
  const current = (await listDefinitions(database)).filter((one) => one.current)
  const definitions = await Promise.all(current.map((one) => readDefinition(database, one)))
  return definitions.flatMap((definition) => {
    if (definition === undefined) return []
    const { machine, version } = definition
    const byEvent = Map.groupBy(definition.moves, ({ event }) => event)
    return [...byEvent].map(([event, rows]) => ({
      machine,
      version,
      event,
      title: { zh: rows[0]?.label ?? event, en: rows[0]?.labelEn ?? event },
      roles: [...new Set(rows.flatMap((row) => row.roles))].filter(isRole),
    }))
  })
}

/** What only a person may do is no scope: a key with it would be refused when it is made. */
const personal = new Set(['auth:write', 'users:write', 'api-keys:write', 'proposals:write'])

const scopesOf = (routes: readonly Route[]): string[] =>
  [
    ...new Set(
      routes
        .filter(({ access }) => access !== 'public')
        .map(({ tag, method }) => `${tag}:${method === 'GET' ? 'read' : 'write'}`),
    ),
  ]
    .filter((scope) => !personal.has(scope))
    .toSorted()
