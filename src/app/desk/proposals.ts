/** What one person proposed and another decides; and how much each role may approve. */
import { Type } from 'typebox'
import {
  decideProposal,
  findProposal,
  listApprovalLimits,
  listProposals,
  mayDecide,
  proposeApprovalLimit,
  roles,
  visibleKinds,
  type Actor,
  type ApprovalLimit,
  type Proposal,
  type ProposalKind,
} from '#kernel/auth'
import { command, Currency, DateTime, Minor, Page, pageQuery, read, type Route } from '#kernel/http'
import { asId } from '#kernel/id'
import type { Kernel } from '#kernel/module'
import { minorJson, parseMinor } from '#kernel/money'
import { accept, refuse } from '#kernel/problem'
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
  mayDecide: Type.Boolean({ description: 'whether the caller may approve or reject it' }),
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
    mayDecide: kind !== undefined && mayDecide(proposal, kind, actor).ok,
  }
}

const ProposalsQuery = Type.Object(
  {
    ...pageQuery,
    state: Type.Optional(Type.Enum(['pending', 'approved', 'rejected'])),
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
      const seen = visibleKinds(kinds, actor).map(({ kind }) => kind)
      const asked = filter.kind === undefined ? seen : seen.filter((kind) => kind === filter.kind)
      const wanted = { ...filter, kinds: asked, after, limit: limit + 1 }
      const found = await listProposals(database, wanted)
      const show = viewFor(kinds, actor)
      return accept(endOfPage(start.value, found, { keyOf: ({ id }) => id, show }))
    },
  })

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
    answer: ProposalAnswer,
    problems: ['proposal_not_found'],
    run: async ({ params, actor }) => {
      const found = await findProposal(database, asId<'proposal'>(params.id))
      const seen = visibleKinds(kinds, actor).some(({ kind }) => kind === found?.kind)
      if (!found || !seen) return refuse('proposal_not_found', `There is no proposal ${params.id}.`)
      return accept(viewFor(kinds, actor)(found))
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
