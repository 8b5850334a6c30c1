// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.
import type { CallOptions, Client } from '../client.ts'

export interface ApproveProposalInput {
  readonly params: {
    /** UUID in lower case */
    readonly id: string
  }
  readonly body: {
    readonly comment?: string
  }
}

export type ApproveProposalAnswer = {
  /** UUID in lower case */
  readonly id: string
  readonly kind: string
  readonly title: {
    readonly zh: string
    readonly en: string
  }
  readonly subject: string
  readonly payload: unknown
  readonly amount: number | string | null
  readonly currency: string | null
  readonly reason: string
  readonly state: 'pending' | 'approved' | 'rejected'
  readonly makerName: string
  /** RFC 3339 */
  readonly madeAt: string
  readonly checkerName: string | null
  readonly decidedAt: string | null
  readonly comment: string | null
  readonly outcome: unknown
  /** whether the caller proposed it */
  readonly mine: boolean
  /** whether the caller may approve or reject it */
  readonly mayDecide: boolean
  /** why the caller may not decide it */
  readonly refusal: {
    readonly code: string
    readonly detail: string
  } | null
}

/** Approves what another person proposed, and does it in the same moment. `POST /api/v1/proposals/{id}/approve` */
export function approveProposal(
  client: Client,
  input: ApproveProposalInput,
  options?: CallOptions,
): Promise<ApproveProposalAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/proposals/{id}/approve', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export interface GetProposalInput {
  readonly params: {
    /** UUID in lower case */
    readonly id: string
  }
}

export type GetProposalAnswer = {
  /** UUID in lower case */
  readonly id: string
  readonly kind: string
  readonly title: {
    readonly zh: string
    readonly en: string
  }
  readonly subject: string
  readonly payload: unknown
  readonly amount: number | string | null
  readonly currency: string | null
  readonly reason: string
  readonly state: 'pending' | 'approved' | 'rejected'
  readonly makerName: string
  /** RFC 3339 */
  readonly madeAt: string
  readonly checkerName: string | null
  readonly decidedAt: string | null
  readonly comment: string | null
  readonly outcome: unknown
  /** whether the caller proposed it */
  readonly mine: boolean
  /** whether the caller may approve or reject it */
  readonly mayDecide: boolean
  /** why the caller may not decide it */
  readonly refusal: {
    readonly code: string
    readonly detail: string
  } | null
  /** what it would change, or changed; null: not said */
  readonly before: unknown
}

/** One proposal. `GET /api/v1/proposals/{id}` */
export function getProposal(
  client: Client,
  input: GetProposalInput,
  options?: CallOptions,
): Promise<GetProposalAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/proposals/{id}', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export type ListApprovalLimitsAnswer = {
  readonly items: readonly {
    readonly kind: string
    readonly role:
      | 'dealer'
      | 'merchant-user'
      | 'tiancai-org'
      | 'gen3-operator'
      | 'credit-auditor'
      | 'fund-router'
      | 'lending-auditor'
      | 'finance-ops'
      | 'channel'
      | 'investor'
      | 'super-investor'
      | 'p2p-admin'
      | 'car-owner'
      | 'underwriter'
      | 'admin'
      | 'auditor'
    readonly currency: string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly amountMax: number | string
    /** RFC 3339 */
    readonly updatedAt: string
  }[]
}

/** How much each role may approve; a role without a row has no limit. `GET /api/v1/approval-limits` */
export function listApprovalLimits(
  client: Client,
  options?: CallOptions,
): Promise<ListApprovalLimitsAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/approval-limits', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}

export type ListProposalKindsAnswer = {
  readonly items: readonly {
    readonly kind: string
    readonly title: {
      readonly zh: string
      readonly en: string
    }
    readonly makers: readonly string[]
    readonly checkers: readonly string[]
  }[]
}

/** What can be proposed, who proposes it and who decides. `GET /api/v1/proposal-kinds` */
export function listProposalKinds(
  client: Client,
  options?: CallOptions,
): Promise<ListProposalKindsAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/proposal-kinds', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}

export interface ListProposalsInput {
  readonly query?: {
    readonly cursor?: string
    readonly limit?: number
    readonly state?: 'pending' | 'approved' | 'rejected'
    /** waits for a decision of the caller; proposed by the caller; decided */
    readonly box?: 'waiting' | 'mine' | 'decided'
    readonly kind?: string
    readonly subject?: string
  }
}

export type ListProposalsAnswer = {
  readonly items: readonly {
    /** UUID in lower case */
    readonly id: string
    readonly kind: string
    readonly title: {
      readonly zh: string
      readonly en: string
    }
    readonly subject: string
    readonly payload: unknown
    readonly amount: number | string | null
    readonly currency: string | null
    readonly reason: string
    readonly state: 'pending' | 'approved' | 'rejected'
    readonly makerName: string
    /** RFC 3339 */
    readonly madeAt: string
    readonly checkerName: string | null
    readonly decidedAt: string | null
    readonly comment: string | null
    readonly outcome: unknown
    /** whether the caller proposed it */
    readonly mine: boolean
    /** whether the caller may approve or reject it */
    readonly mayDecide: boolean
    /** why the caller may not decide it */
    readonly refusal: {
      readonly code: string
      readonly detail: string
    } | null
  }[]
  readonly nextCursor: string | null
}

/** Proposals of the kinds that the caller makes or decides, the newest first. `GET /api/v1/proposals` */
export function listProposals(
  client: Client,
  input: ListProposalsInput = {},
  options?: CallOptions,
): Promise<ListProposalsAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/proposals', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface ProposeApprovalLimitInput {
  readonly body: {
    readonly kind: string
    readonly role:
      | 'dealer'
      | 'merchant-user'
      | 'tiancai-org'
      | 'gen3-operator'
      | 'credit-auditor'
      | 'fund-router'
      | 'lending-auditor'
      | 'finance-ops'
      | 'channel'
      | 'investor'
      | 'super-investor'
      | 'p2p-admin'
      | 'car-owner'
      | 'underwriter'
      | 'admin'
      | 'auditor'
    readonly currency: 'CNY' | 'USD' | 'EUR' | 'IDR'
    /** null lifts the limit */
    readonly amountMax: number | string | null
    readonly reason: string
  }
}

export type ProposeApprovalLimitAnswer = {
  /** UUID in lower case */
  readonly proposalId: string
}

/** Proposes a limit; it holds when a second administrator approves. `POST /api/v1/approval-limits` */
export function proposeApprovalLimit(
  client: Client,
  input: ProposeApprovalLimitInput,
  options?: CallOptions,
): Promise<ProposeApprovalLimitAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/approval-limits', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export interface RejectProposalInput {
  readonly params: {
    /** UUID in lower case */
    readonly id: string
  }
  readonly body: {
    readonly comment?: string
  }
}

export type RejectProposalAnswer = {
  /** UUID in lower case */
  readonly id: string
  readonly kind: string
  readonly title: {
    readonly zh: string
    readonly en: string
  }
  readonly subject: string
  readonly payload: unknown
  readonly amount: number | string | null
  readonly currency: string | null
  readonly reason: string
  readonly state: 'pending' | 'approved' | 'rejected'
  readonly makerName: string
  /** RFC 3339 */
  readonly madeAt: string
  readonly checkerName: string | null
  readonly decidedAt: string | null
  readonly comment: string | null
  readonly outcome: unknown
  /** whether the caller proposed it */
  readonly mine: boolean
  /** whether the caller may approve or reject it */
  readonly mayDecide: boolean
  /** why the caller may not decide it */
  readonly refusal: {
    readonly code: string
    readonly detail: string
  } | null
}

/** Rejects what another person proposed. `POST /api/v1/proposals/{id}/reject` */
export function rejectProposal(
  client: Client,
  input: RejectProposalInput,
  options?: CallOptions,
): Promise<RejectProposalAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/proposals/{id}/reject', sends: 'json', answers: 'json' },
    input,
    options,
  )
}
