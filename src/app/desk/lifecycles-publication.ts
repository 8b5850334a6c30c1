/** A version comes into force, and out of it, when a second administrator approves. */
import { Type } from 'typebox'
import { propose } from '#kernel/auth'
import { command, Text, type Route } from '#kernel/http'
import { definitionsIn, listDefinitions, publishKind, retireKind } from '#kernel/lifecycle'
import type { Kernel } from '#kernel/module'
import { accept, refuse } from '#kernel/problem'
import { base, find, Hash, OneVersion, reasonMax, shared, subjectOf } from './lifecycles-shape.ts'

type Rooms = Pick<Kernel, 'database'>

export const publicationRoutes = (kernel: Rooms): readonly Route[] => [
  publishing(kernel),
  retiring(),
]

const proposing = {
  ...shared,
  access: ['admin'] as const,
  params: OneVersion,
  answer: Type.Object({ proposalId: Type.String() }),
  status: 202 as const,
}

const publishing = (kernel: Rooms): Route =>
  command({
    ...proposing,
    path: `${base}/:machine/:version/publish`,
    operationId: 'proposeLifecycle',
    summary: 'proposes a draft; it is in force when a second administrator approves',
    body: Type.Object({ hash: Hash, takesNewOrders: Type.Boolean(), reason: Text(reasonMax) }),
    problems: ['definition_not_found', 'definition_published', 'actor_not_allowed'],
    each: async (tx, { params, body, actor, requestId, at }) => {
      const { machine, version } = params
      const found = await find(kernel, tx, { machine, version, hash: body.hash })
      if (!found.ok) return found
      if (await definitionsIn(kernel.database).find(tx, machine, version)) {
        const what = `${machine} version ${version} is published already`
        return refuse('definition_published', `${what}; publish under a new version`)
      }
      const { hash, takesNewOrders, reason } = body
      const payload = { machine, version, hash, takesNewOrders }
      const subject = subjectOf(machine, version)
      const draft = { kind: publishKind, subject, payload, reason }
      const made = await propose(tx, draft, { actor, requestId, at })
      return made.ok ? accept({ proposalId: made.value.id }) : made
    },
  })

const retiring = (): Route =>
  command({
    ...proposing,
    path: `${base}/:machine/:version/retire`,
    operationId: 'proposeRetirement',
    summary: 'proposes that a version takes no new orders; running ones keep it',
    body: Type.Object({ reason: Text(reasonMax) }),
    problems: ['definition_not_found', 'actor_not_allowed'],
    each: async (tx, { params: { machine, version }, body, actor, requestId, at }) => {
      const stored = await listDefinitions(tx, machine)
      if (!stored.some((one) => one.version === version && one.state === 'published')) {
        return refuse('definition_not_found', `${machine} version ${version} is not in force`)
      }
      const payload = { machine, version }
      const subject = subjectOf(machine, version)
      const draft = { kind: retireKind, subject, payload, reason: body.reason }
      const made = await propose(tx, draft, { actor, requestId, at })
      return made.ok ? accept({ proposalId: made.value.id }) : made
    },
  })
