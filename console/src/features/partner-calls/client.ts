/** Calls to partners as the server tells them. */
import { useQuery } from '@tanstack/react-query'
import { read } from '../../api.ts'

export const outcomes = ['succeeded', 'failed', 'unknown'] as const

export interface PartnerCall {
  readonly id: string
  readonly partner: string
  readonly operation: string
  readonly subject: string
  readonly method: string
  readonly path: string
  readonly request: unknown
  readonly startedAt: string
  readonly outcome: (typeof outcomes)[number] | null
  readonly code: string | null
  readonly status: number | null
  readonly answer: unknown
  readonly durationMs: number | null
  readonly attempt: number
}

export interface PartnerHealth {
  readonly partner: string
  readonly succeeded: number
  readonly failed: number
  readonly unknown: number
  readonly medianMs: number | null
  readonly lastCallAt: string
  readonly lastReachedAt: string | null
  readonly failuresInRow: number
  readonly circuit: 'closed' | 'open' | 'trying'
}

const lookAgainMs = 10_000

export const usePartners = () =>
  useQuery({
    queryKey: ['partners'],
    queryFn: async () => (await read<{ items: readonly PartnerHealth[] }>('/partners')).items,
    refetchInterval: lookAgainMs,
  })
