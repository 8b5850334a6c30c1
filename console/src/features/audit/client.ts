/** The audit trail as the server tells it. */
import { useQuery } from '@tanstack/react-query'
import { command, read } from '../../api.ts'

export interface AuditLine {
  readonly id: string
  readonly at: string
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly before: unknown
  readonly after: unknown
  readonly reason: string | null
  readonly requestId: string
}

export interface Verification {
  readonly id: string
  readonly askedBy: string
  readonly askedAt: string
  readonly state: 'queued' | 'running' | 'clean' | 'broken'
  readonly entries: number
  readonly bucketsDone: number
  readonly buckets: number
  readonly endedAt: string | null
  readonly faultKind: string | null
  readonly faultSubject: string | null
  readonly faultDetail: string | null
}

export const verificationKey = ['audit-verification'] as const
const lookAgainMs = 700

export const isUnderWay = ({ state }: Pick<Verification, 'state'>): boolean =>
  state === 'queued' || state === 'running'

export const useVerifications = () =>
  useQuery({
    queryKey: verificationKey,
    queryFn: async () =>
      (await read<{ items: readonly Verification[] }>('/audit/verification')).items,
    refetchInterval: ({ state: { data } }) =>
      data?.[0] !== undefined && isUnderWay(data[0]) ? lookAgainMs : false,
  })

export const verify = (idempotencyKey: string) =>
  command<Verification>({ path: '/audit/verification', body: {}, idempotencyKey })
