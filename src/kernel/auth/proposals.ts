/**
 * Maker and checker: what one person proposes another decides. The proposal is applied in the
 * transaction that approves it, so nothing is ever approved and not done.
 */
import { record } from '../audit/index.ts'
import type { Instant } from '../clock/index.ts'
import { sql, type Reader, type Tx } from '../db/index.ts'
import { newId, type Id } from '../id/index.ts'
import { accept, refuse, type Json, type Result } from '../problem/index.ts'
import { hasRole, personOf, subjectOf, type Actor, type Role } from './actor.ts'
import { overLimit } from './approval-limits.ts'
import type { Deed } from './deed.ts'

export interface ProposalKind {
  /** `parameter.change`, `lifecycle.publish` … */
  readonly kind: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly makers: readonly Role[]
  readonly checkers: readonly Role[]
  /** Where not all of `checkers` decide this one: each parameter names its own. */
  readonly checkersOf?: (proposal: Proposal) => readonly Role[] | undefined
  /** What holds now of that which it would change, in the shape of the payload. */
  readonly before?: (reader: Reader, proposal: Proposal) => Promise<Json>
  /** Does it, in the transaction that approves it; a refusal leaves the proposal pending. */
  readonly apply: (tx: Tx, proposal: Proposal, checker: Deed) => Promise<Result<Json>>
}

export type ProposalState = 'pending' | 'approved' | 'rejected'

export interface Proposal {
  readonly id: Id<'proposal'>
  readonly kind: string
  /** What it is about: `parameter:auto-loan.refund_days`. */
  readonly subject: string
  readonly payload: Json
  readonly amount: bigint | null
  readonly currency: string | null
  readonly reason: string
  readonly state: ProposalState
  readonly makerId: string
  readonly makerName: string
  readonly madeAt: Instant
  readonly checkerId: string | null
  readonly checkerName: string | null
  readonly decidedAt: Instant | null
  readonly comment: string | null
  /** What held when it was decided; null before, and where its kind does not say. */
  readonly before: Json
  /** What applying it answered. */
  readonly outcome: Json
}

export interface Draft {
  readonly kind: ProposalKind
  readonly subject: string
  readonly payload: Json
  readonly amount?: { readonly amount: bigint; readonly currency: string }
  readonly reason: string
}

/** Refuses `actor_not_allowed` when the maker has none of the kind's roles. */
export async function propose(
  tx: Tx,
  draft: Draft,
  deed: Deed,
): Promise<Result<Proposal, 'actor_not_allowed'>> {
  const { kind, subject, payload, amount, reason } = draft
  if (!hasRole(deed.actor, kind.makers)) return notAllowed('propose', kind.makers)
  const id = newId<'proposal'>()
  const [proposal] = await tx.rows<Proposal>(sql`
    insert into auth.proposal (id, kind, subject, payload, amount, currency, reason, state,
      maker_id, maker_name, made_at)
    values (${id}, ${kind.kind}, ${subject}, ${JSON.stringify(payload)}::jsonb,
      ${amount?.amount ?? null}, ${amount?.currency ?? null}, ${reason}, 'pending',
      ${personOf(deed.actor)}, ${deed.actor.name}, ${deed.at})
    returning ${columns}`)
  const made = proposal as Proposal
  await tell(tx, { ...deed, action: 'proposal.make', proposal: made, reason })
  return accept(made)
}

export interface Decision {
  readonly id: Id<'proposal'>
  readonly decision: 'approve' | 'reject'
  readonly comment: string
}

export type DecisionRefusal =
  | 'proposal_not_found'
  | 'same_person'
  | 'proposal_already_decided'
  | 'over_limit'
  | 'actor_not_allowed'

/**
 * Approves and applies, or rejects. Of two decisions at once one is refused. When `apply` refuses,
 * its refusal is the answer, and the caller rolls the transaction back: the proposal stays pending.
 */
export async function decideProposal(
  tx: Tx,
  kinds: readonly ProposalKind[],
  { id, decision, comment }: Decision,
  deed: Deed,
): Promise<Result<Proposal, DecisionRefusal | (string & {})>> {
  const proposal = await tx.row<Proposal>(
    sql`select ${columns} from auth.proposal where id = ${id} for update`,
  )
  const kind = kinds.find((known) => known.kind === proposal?.kind)
  if (!proposal || !kind) return refuse('proposal_not_found', `There is no proposal ${id}.`)
  const may = mayDecide(proposal, kind, deed.actor)
  if (!may.ok) return may
  const limit =
    decision === 'approve'
      ? await overLimit(tx, proposal, { checkers: kind.checkers, actor: deed.actor })
      : undefined
  if (limit) return limit
  const before = (await kind.before?.(tx, proposal)) ?? null
  const outcome = decision === 'approve' ? await kind.apply(tx, proposal, deed) : accept(null)
  if (!outcome.ok) return outcome
  const state = decision === 'approve' ? 'approved' : 'rejected'
  const [decided] = await tx.rows<Proposal>(sql`
    update auth.proposal
       set state = ${state}, checker_id = ${personOf(deed.actor)},
         checker_name = ${deed.actor.name},
           decided_at = ${deed.at}, comment = ${comment},
           before = ${JSON.stringify(before)}::jsonb,
           outcome = ${JSON.stringify(outcome.value)}::jsonb
     where id = ${id} and state = 'pending'
    returning ${columns}`)
  const done = decided as Proposal
  await tell(tx, { ...deed, action: `proposal.${decision}`, proposal: done, reason: comment })
  return accept(done)
}

/** Whether the actor may decide it, as far as that can be said without an amount's limit. */
export function mayDecide(
  proposal: Proposal,
  kind: ProposalKind,
  actor: Actor,
): Result<null, 'actor_not_allowed' | 'same_person' | 'proposal_already_decided'> {
  const checkers = kind.checkersOf?.(proposal) ?? kind.checkers
  if (!hasRole(actor, checkers)) return notAllowed('decide', checkers)
  // A key acts without anybody looking, and looking is what a checker is for.
  if (actor.kind !== 'user') {
    return refuse('actor_not_allowed', 'Only a person who signed in decides.')
  }
  if (personOf(actor) === proposal.makerId) {
    return refuse('same_person', 'Whoever proposed it cannot decide it: ask a second person.')
  }
  if (proposal.state === 'pending') return accept(null)
  const detail = `${proposal.checkerName ?? 'Somebody'} has ${proposal.state} it already.`
  return refuse('proposal_already_decided', detail, { state: proposal.state })
}

const notAllowed = (verb: string, roles: readonly Role[]) =>
  refuse('actor_not_allowed', `To ${verb} this needs one of the roles ${roles.join(', ')}.`, {
    roles,
  })

export interface ProposalFilter {
  readonly kinds: readonly string[]
  readonly state?: ProposalState | undefined
  readonly states?: readonly ProposalState[]
  readonly subject?: string | undefined
  /** What this person proposed; or, with `not`, what others did. */
  readonly maker?: { readonly id: string; readonly not: boolean } | undefined
  /** The page begins after this one. */
  readonly after?: string | undefined
  readonly limit: number
}

/** Proposals, the newest first. */
export async function listProposals(
  reader: Reader,
  { kinds, state, states, subject, maker, after, limit }: ProposalFilter,
): Promise<readonly Proposal[]> {
  const own = maker?.not ? sql`maker_id <> ${maker.id}` : sql`maker_id = ${maker?.id ?? ''}`
  return await reader.rows<Proposal>(sql`
    select ${columns} from auth.proposal
     where kind = any(${kinds}::text[])
       and (${state ?? null}::text is null or state = ${state ?? null})
       and (${states ?? null}::text[] is null or state = any(${states ?? null}::text[]))
       and (${subject ?? null}::text is null or subject = ${subject ?? null})
       and ${maker === undefined ? sql`true` : own}
       and (${after ?? null}::uuid is null or id < ${after ?? null})
     order by id desc limit ${limit}`)
}

export const findProposal = (reader: Reader, id: Id<'proposal'>): Promise<Proposal | undefined> =>
  reader.row<Proposal>(sql`select ${columns} from auth.proposal where id = ${id}`)

/** The kinds that somebody may see: who makes or checks them, an administrator, an auditor. */
export const visibleKinds = (
  kinds: readonly ProposalKind[],
  actor: Actor,
): readonly ProposalKind[] =>
  kinds.filter(({ makers, checkers }) =>
    hasRole(actor, ['admin', 'auditor', ...makers, ...checkers]),
  )

const columns = sql`
  id, kind, subject, payload, amount, currency, reason, state, maker_id, maker_name, made_at,
  checker_id, checker_name, decided_at, comment, before, outcome`

interface Told extends Deed {
  readonly action: string
  readonly proposal: Proposal
  readonly reason: string
}

async function tell(
  tx: Tx,
  { action, proposal, reason, actor, at, requestId }: Told,
): Promise<void> {
  const { id, kind, subject, state } = proposal
  const after = { kind, subject, state }
  await record(tx, [
    { at, actor: subjectOf(actor), action, subject: `proposal:${id}`, after, reason, requestId },
  ])
}
