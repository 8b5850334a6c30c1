/**
 * A limit is raised as anything else that matters: one administrator proposes, another approves.
 */
import type { Tx } from '../db/index.ts'
import { currencies, isCurrency, type Currency } from '../money/index.ts'
import { accept, assert, refuse, type Json, type Result } from '../problem/index.ts'
import { isRole, type Role } from './actor.ts'
import { listApprovalLimits, setApprovalLimit } from './approval-limits.ts'
import type { Deed } from './deed.ts'
import { propose, type Proposal, type ProposalKind } from './proposals.ts'

export interface LimitWanted {
  readonly kind: string
  readonly role: Role
  readonly currency: Currency
  /** Null lifts the limit. */
  readonly amountMax: bigint | null
}

export const approvalLimitKind: ProposalKind = {
  kind: 'auth.approval-limit',
  title: { zh: '审批限额', en: 'Approval limit' },
  makers: ['admin'],
  checkers: ['admin'],
  before: async (reader, { payload }) => {
    const { kind, role, currency } = decode(payload)
    const held = (await listApprovalLimits(reader)).find(
      (limit) => limit.kind === kind && limit.role === role && limit.currency === currency,
    )
    return encode({ kind, role, currency, amountMax: held?.amountMax ?? null })
  },
  apply: async (tx, { payload }, { at }) => {
    const limit = decode(payload)
    await setApprovalLimit(tx, { ...limit, updatedAt: at })
    return accept(payload)
  },
}

/** Refuses a kind that nobody proposes, and a role that does not decide it. */
export async function proposeApprovalLimit(
  tx: Tx,
  kinds: readonly ProposalKind[],
  { reason, ...wanted }: LimitWanted & { readonly reason: string },
  deed: Deed,
): Promise<Result<Proposal, 'actor_not_allowed' | 'approval_limit_invalid'>> {
  const kind = kinds.find((known) => known.kind === wanted.kind)
  if (!kind?.checkers.includes(wanted.role)) {
    const known = kinds.map((each) => `${each.kind} (${each.checkers.join(', ')})`)
    const refused = `The role ${wanted.role} does not decide ${wanted.kind}`
    const detail = `${refused}. Kinds: ${known.join('; ')}`
    return refuse('approval_limit_invalid', detail)
  }
  const subject = `approval-limit:${wanted.kind}/${wanted.role}/${wanted.currency}`
  const payload = encode(wanted)
  return await propose(tx, { kind: approvalLimitKind, subject, payload, reason }, deed)
}

const encode = ({ amountMax, ...limit }: LimitWanted): Json => ({
  ...limit,
  amountMax: amountMax === null ? null : String(amountMax),
})

/** Written by `encode`, so anything else in it is a bug of ours. */
function decode(payload: Json): LimitWanted {
  const { kind, role, currency, amountMax } = payload as Record<keyof LimitWanted, string | null>
  assert(kind && role && isRole(role), 'a proposed limit names a kind and a role')
  assert(currency && isCurrency(currency), `a limit is in one of ${Object.keys(currencies).join()}`)
  return { kind, role, currency, amountMax: amountMax === null ? null : BigInt(amountMax) }
}
