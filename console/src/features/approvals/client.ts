/** Proposals as the server tells them. */
import { useQuery } from '@tanstack/react-query'
import { command, read } from '../../api.ts'
import type { Language, Minor } from '../../shared/amount.ts'

export type ProposalState = 'pending' | 'approved' | 'rejected'

export interface Proposal {
  readonly id: string
  readonly kind: string
  readonly title: Readonly<Record<Language, string>>
  readonly subject: string
  readonly payload: unknown
  readonly amount: Minor | null
  readonly currency: string | null
  readonly reason: string
  readonly state: ProposalState
  readonly makerName: string
  readonly madeAt: string
  readonly checkerName: string | null
  readonly decidedAt: string | null
  readonly comment: string | null
  readonly outcome: unknown
  readonly mine: boolean
  readonly mayDecide: boolean
  readonly refusal: { readonly code: string; readonly detail: string } | null
}

export interface OpenedProposal extends Proposal {
  readonly before: unknown
}

export interface ProposalKind {
  readonly kind: string
  readonly title: Readonly<Record<Language, string>>
  readonly makers: readonly string[]
  readonly checkers: readonly string[]
}

export interface ApprovalLimit {
  readonly kind: string
  readonly role: string
  readonly currency: string
  readonly amountMax: Minor
  readonly updatedAt: string
}

export const proposalKey = (id: string) => ['proposal', id] as const

export const useProposal = (id: string) =>
  useQuery({
    queryKey: proposalKey(id),
    queryFn: () => read<OpenedProposal>(`/proposals/${encodeURIComponent(id)}`),
  })

export const useKinds = () =>
  useQuery({
    queryKey: ['proposal-kinds'],
    queryFn: async () => (await read<{ items: readonly ProposalKind[] }>('/proposal-kinds')).items,
    staleTime: Number.POSITIVE_INFINITY,
  })

export const limitsKey = ['approval-limits'] as const

export const useLimits = () =>
  useQuery({
    queryKey: limitsKey,
    queryFn: async () =>
      (await read<{ items: readonly ApprovalLimit[] }>('/approval-limits')).items,
  })

export type Verb = 'approve' | 'reject'

export const decide = (id: string, verb: Verb, comment: string, idempotencyKey: string) =>
  command<Proposal>({ path: `/proposals/${id}/${verb}`, body: { comment }, idempotencyKey })
