/** What one person proposed and another decides; and how much each role may approve. */
import { Type } from 'typebox'
import {
  decideProposal,
  findProposal,
  listApprovalLimits,
  listProposals,
  hasRole,
  mayDecide,
  personOf,
  proposeApprovalLimit,
  roles,
  visibleKinds,
  type Actor,
  type ApprovalLimit,
  type Proposal,
  type ProposalFilter,
  type ProposalKind,
} from '#kernel/auth'
import { command, Currency, DateTime, Minor, Page, pageQuery, read, type Route } from '#kernel/http'
import { asId } from '#kernel/id'
import type { Kernel } from '#kernel/module'
import { minorJson, parseMinor } from '#kernel/money'
import { accept, refuse, type Problem } from '#kernel/problem'
import { endOfPage, startOfPage } from './cursor.ts'
import { ById, Line, Prose, strict, Uuid } from './shape.ts'

type Rooms = Pick<Kernel, 'database'>

const base = '/api/v1/proposals'
const shared = { tag: 'proposals', access: 'signed-in' as const }

const kindMax = 60
const subjectMax = 200
const proseMax = 1_000

const NullableText = Type.Union([Type.String(), Type.Null()])

const ProposalAnswer = Type.Object({
  id: Uuid,
  kind: Type.String(),
  title: Type.Object({ zh: Type.String(), en: Type.String() }),
  subject: Type.String(),
  payload: Type.Unknown(),
  amount: Type.Union([Minor, Type.Null()]),
  currency: NullableText,
  reason: Type.String(),
  state: Type.Enum(['pending', 'approved', 'rejected']),
  makerName: Type.String(),
  madeAt: DateTime,
  checkerName: NullableText,
  decidedAt: Type.Union([DateTime, Type.Null()]),
  comment: NullableText,
  outcome: Type.Unknown(),
  mine: Type.Boolean({ description: 'whether the caller proposed it' }),
  mayDecide: Type.Boolean({ description: 'whether the caller may approve or reject it' }),
  refusal: Type.Union([Type.Object({ code: Type.String(), detail: Type.String() }), Type.Null()], {
    description: 'why the caller may not decide it',
  }),
})

const OneAnswer = Type.Object({
  ...ProposalAnswer.properties,
  before: Type.Unknown({ description: 'what it would change, or changed; null: not said' }),
})

/** `kinds` are those of the house and of all modules. */
export const proposalRoutes = (kernel: Rooms, kinds: readonly ProposalKind[]): readonly Route[] => [
  list(kernel, kinds),
  listKinds(kinds),
  one(kernel, kinds),
  decision('approve', kinds),
  decision('reject', kinds),
  limits(kernel),
  limit(kinds),
]

const viewFor = (kinds: readonly ProposalKind[], actor: Actor) => (proposal: Proposal) => {
  const kind = kinds.find((known) => known.kind === proposal.kind)
  const may = kind === undefined ? undefined : mayDecide(proposal, kind, actor)
  return {
    id: proposal.id,
    kind: proposal.kind,
    title: kind?.title ?? { zh: proposal.kind, en: proposal.kind },
    subject: proposal.subject,
    payload: proposal.payload,
    amount: proposal.amount === null ? null : minorJson(proposal.amount),
    currency: proposal.currency,
    reason: proposal.reason,
    state: proposal.state,
    makerName: proposal.makerName,
    madeAt: proposal.madeAt.toISOString(),
    checkerName: proposal.checkerName,
    decidedAt: proposal.decidedAt?.toISOString() ?? null,
    comment: proposal.comment,
    outcome: proposal.outcome,
    mine: proposal.makerId === personOf(actor),
    mayDecide: may?.ok === true,
    refusal: may === undefined || may.ok ? null : reasonOf(may.problem),
  }
}

const reasonOf = ({ code, detail }: Problem) => ({ code, detail })

const ProposalsQuery = Type.Object(
  {
    ...pageQuery,
    state: Type.Optional(Type.Enum(['pending', 'approved', 'rejected'])),
    box: Type.Optional(
      Type.Enum(['waiting', 'mine', 'decided'], {
        description: 'waits for a decision of the caller; proposed by the caller; decided',
      }),
    ),
    kind: Type.Optional(Line(kindMax)),
    subject: Type.Optional(Line(subjectMax)),
  },
  strict,
)
const proposalsList = { name: 'proposals', query: ProposalsQuery, after: Uuid }

const list = ({ database }: Rooms, kinds: readonly ProposalKind[]): Route =>
  read({
    ...shared,
    path: base,
    operationId: 'listProposals',
    summary: 'proposals of the kinds that the caller makes or decides, the newest first',
    query: ProposalsQuery,
    answer: Page(ProposalAnswer),
    problems: [],
    run: async ({ query, actor }) => {
      const start = startOfPage(proposalsList, query)
      if (!start.ok) return start
      const { filter, after, limit } = start.value
      const { kind, box, ...words } = filter
      const seen = visibleKinds(kinds, actor).filter(
        (each) => kind === undefined || each.kind === kind,
      )
      const wanted = { ...words, ...boxed(seen, box, actor), after, limit: limit + 1 }
      const found = await listProposals(database, wanted)
      const show = viewFor(kinds, actor)
      return accept(endOfPage(start.value, found, { keyOf: ({ id }) => id, show }))
    },
  })

type Box = 'waiting' | 'mine' | 'decided' | undefined

/** What lies in a box of the inbox, as a filter. A key decides nothing, so nothing waits for it. */
function boxed(
  seen: readonly ProposalKind[],
  box: Box,
  actor: Actor,
): Pick<ProposalFilter, 'kinds' | 'states' | 'maker'> {
  const names = (kinds: readonly ProposalKind[]) => kinds.map(({ kind }) => kind)
  const id = personOf(actor)
  if (box === undefined) return { kinds: names(seen) }
  if (box === 'mine') return { kinds: names(seen), maker: { id, not: false } }
  if (box === 'decided') return { kinds: names(seen), states: ['approved', 'rejected'] }
  const mine = seen.filter(({ checkers }) => actor.kind === 'user' && hasRole(actor, checkers))
  return { kinds: names(mine), states: ['pending'], maker: { id, not: true } }
}

const listKinds = (kinds: readonly ProposalKind[]): Route =>
  read({
    ...shared,
    path: '/api/v1/proposal-kinds',
    operationId: 'listProposalKinds',
    summary: 'what can be proposed, who proposes it and who decides',
    answer: Type.Object({
      items: Type.Array(
        Type.Object({
          kind: Type.String(),
          title: Type.Object({ zh: Type.String(), en: Type.String() }),
          makers: Type.Array(Type.String()),
          checkers: Type.Array(Type.String()),
        }),
      ),
    }),
    problems: [],
    run: async ({ actor }) =>
      accept({
        items: visibleKinds(kinds, actor).map(({ kind, title, makers, checkers }) => ({
          kind,
          title: { ...title },
          makers: [...makers],
          checkers: [...checkers],
        })),
      }),
  })

const one = ({ database }: Rooms, kinds: readonly ProposalKind[]): Route =>
  read({
    ...shared,
    path: `${base}/:id`,
    operationId: 'getProposal',
    summary: 'one proposal',
    params: ById,
    answer: OneAnswer,
    problems: ['proposal_not_found'],
    run: async ({ params, actor }) => {
      const found = await findProposal(database, asId<'proposal'>(params.id))
      const kind = visibleKinds(kinds, actor).find((each) => each.kind === found?.kind)
      if (!found || !kind) return refuse('proposal_not_found', `There is no proposal ${params.id}.`)
      const isOpen = found.state === 'pending'
      const before = isOpen ? await kind.before?.(database, found) : found.before
      return accept({ ...viewFor(kinds, actor)(found), before: before ?? null })
    },
  })

const Comment = Type.Object({ comment: Type.Optional(Prose(proseMax, 0)) }, strict)

const decision = (verb: 'approve' | 'reject', kinds: readonly ProposalKind[]): Route =>
  command({
    ...shared,
    path: `${base}/:id/${verb}`,
    operationId: `${verb}Proposal`,
    summary:
      verb === 'approve'
        ? 'approves what another person proposed, and does it in the same moment'
        : 'rejects what another person proposed',
    params: ById,
    body: Comment,
    answer: ProposalAnswer,
    problems: [
      'proposal_not_found',
      'same_person',
      'proposal_already_decided',
      'over_limit',
      'actor_not_allowed',
    ],
    each: async (tx, { params, body, ...call }) => {
      const seen = visibleKinds(kinds, call.actor)
      const given = {
        id: asId<'proposal'>(params.id),
        decision: verb,
        comment: body.comment ?? '',
      }
      const decided = await decideProposal(tx, seen, given, call)
      return decided.ok ? accept(viewFor(kinds, call.actor)(decided.value)) : decided
    },
  })

const LimitAnswer = Type.Object({
  kind: Type.String(),
  role: Type.Enum([...roles]),
  currency: Type.String(),
  amountMax: Minor,
  updatedAt: DateTime,
})

const limitView = ({ amountMax, updatedAt, ...rest }: ApprovalLimit) => ({
  ...rest,
  amountMax: minorJson(amountMax),
  updatedAt: updatedAt.toISOString(),
})

const limits = ({ database }: Rooms): Route =>
  read({
    ...shared,
    access: ['admin'],
    path: '/api/v1/approval-limits',
    operationId: 'listApprovalLimits',
    summary: 'how much each role may approve; a role without a row has no limit',
    answer: Type.Object({ items: Type.Array(LimitAnswer) }),
    problems: [],
    run: async () => accept({ items: (await listApprovalLimits(database)).map(limitView) }),
  })

const limit = (kinds: readonly ProposalKind[]): Route =>
  command({
    ...shared,
    access: ['admin'],
    path: '/api/v1/approval-limits',
    operationId: 'proposeApprovalLimit',
    summary: 'proposes a limit; it holds when a second administrator approves',
    body: Type.Object(
      {
        kind: Line(kindMax),
        role: Type.Enum([...roles]),
        currency: Currency,
        amountMax: Type.Union([Minor, Type.Null()], { description: 'null lifts the limit' }),
        reason: Prose(proseMax),
      },
      strict,
    ),
    answer: Type.Object({ proposalId: Uuid }),
    status: 202,
    problems: ['approval_limit_invalid', 'actor_not_allowed'],
    each: async (tx, { body, ...call }) => {
      const amountMax = body.amountMax === null ? accept(null) : parseMinor(body.amountMax)
      if (!amountMax.ok || (amountMax.value ?? 0n) < 0n) {
        return refuse('approval_limit_invalid', 'A limit is 0 or more, in minor units.')
      }
      const wanted = { ...body, amountMax: amountMax.value }
      const made = await proposeApprovalLimit(tx, kinds, wanted, call)
      return made.ok ? accept({ proposalId: made.value.id }) : made
    },
  })
