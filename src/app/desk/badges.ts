/** The small numbers beside the names in the side bar: one cheap call for all of them. */
import { Type } from 'typebox'
import {
  hasRole,
  isRole,
  listProposals,
  personOf,
  type Actor,
  type ProposalKind,
} from '#kernel/auth'
import { read, type Route } from '#kernel/http'
import { countAlarms } from '#kernel/jobs'
import { countWork, type Binding } from '#kernel/lifecycle'
import type { Kernel } from '#kernel/module'
import { accept } from '#kernel/problem'

/** Nobody reads a larger number beside a name; more is shown as "99+". */
const shownMax = 100

interface Counted {
  readonly bindings: readonly Binding[]
  readonly kinds: readonly ProposalKind[]
}

export const badgeRoutes = (kernel: Kernel, { bindings, kinds }: Counted): readonly Route[] => [
  read({
    tag: 'work',
    access: 'signed-in',
    path: '/api/v1/badges',
    operationId: 'getBadges',
    summary: `how much waits for you: orders, approvals, open alarms; each up to ${shownMax}`,
    answer: Type.Object({
      work: Type.Integer(),
      approvals: Type.Integer(),
      alarms: Type.Integer(),
    }),
    problems: [],
    run: async ({ actor, at }) => {
      const { database } = kernel
      const rooms = { ...kernel, bindings }
      const [work, approvals, alarms] = await Promise.all([
        countWork(rooms, database, { actor, at, most: shownMax }),
        countApprovals(kernel, kinds, actor),
        actor.party === undefined ? countAlarms(database, ownersFor(actor), shownMax) : 0,
      ])
      return accept({ work: Math.min(work, shownMax), approvals, alarms })
    },
  }),
]

/** Undefined is all. */
const ownersFor = (actor: Actor) =>
  hasRole(actor, ['admin', 'auditor']) ? undefined : actor.roles.filter(isRole)

/** What others proposed and the caller may decide; a key decides nothing. */
async function countApprovals(
  { database }: Kernel,
  kinds: readonly ProposalKind[],
  actor: Actor,
): Promise<number> {
  const own = kinds.filter(({ checkers }) => actor.kind === 'user' && hasRole(actor, checkers))
  const found = await listProposals(database, {
    kinds: own.map(({ kind }) => kind),
    states: ['pending'],
    maker: { id: personOf(actor), not: true },
    limit: shownMax,
  })
  return found.length
}
