/** The background as the server tells it. */
import { useQuery } from '@tanstack/react-query'
import { command, read } from '../../api.ts'
import { useMe } from '../auth/session.ts'

export interface TaskCount {
  readonly task: string
  readonly waiting: number
  readonly running: number
  readonly failing: number
  readonly oldestDueAt: string | null
}

export interface SubscriberCount {
  readonly subscriber: string
  readonly waiting: number
  readonly failing: number
  readonly dead: number
  readonly oldestAt: string | null
}

export interface Cron {
  readonly name: string
  readonly everyMinutes: number | null
  readonly atTime: string | null
  readonly zone: string | null
  readonly lastDueAt: string
  readonly nextDueAt: string | null
}

export interface Overview {
  readonly workers: number
  readonly deadLetters: number
  readonly tasks: readonly TaskCount[]
  readonly subscribers: readonly SubscriberCount[]
  readonly crons: readonly Cron[]
  readonly deadlines: { readonly waiting: number; readonly nextDueAt: string | null }
}

export interface FailingJob {
  readonly id: string
  readonly task: string
  readonly payload: unknown
  readonly attempts: number
  readonly lastError: string
  readonly runAt: string
}

export interface DeadLetter {
  readonly id: string
  readonly task: string
  readonly payload: unknown
  readonly attempts: number
  readonly lastError: string
  readonly diedAt: string
  readonly state: 'waiting' | 'replayed' | 'discarded'
  readonly decidedBy: string | null
  readonly decidedAt: string | null
}

export interface Delivery {
  readonly eventId: string
  readonly subscriber: string
  readonly type: string
  readonly subject: string
  readonly payload: unknown
  readonly at: string
  readonly failures: number
  readonly lastError: string
  readonly dueAt: string | null
  readonly deadAt: string | null
}

export const jobsKey = ['jobs'] as const
const lookAgainMs = 5_000

export const useOverview = () =>
  useQuery({
    queryKey: jobsKey,
    queryFn: () => read<Overview>('/jobs'),
    refetchInterval: lookAgainMs,
  })

/** Auditors look on; the server refuses them, so the buttons say so first. */
export const useMayDecide = (): boolean => useMe().data?.roles.includes('admin') === true

const noted = (note: string): object => (note === '' ? {} : { note })

export const retryJob = (id: string, idempotencyKey: string) =>
  command({ path: `/jobs/failing/${id}/retry`, body: {}, idempotencyKey })

export const decideLetter = (
  id: string,
  verb: 'replay' | 'discard',
  note: string,
  idempotencyKey: string,
) => command({ path: `/jobs/dead-letters/${id}/${verb}`, body: noted(note), idempotencyKey })

export const decideDelivery = (
  { eventId, subscriber }: Pick<Delivery, 'eventId' | 'subscriber'>,
  verb: 'retry' | 'discard',
  note: string,
  idempotencyKey: string,
) => {
  const path = `/jobs/deliveries/${eventId}/${encodeURIComponent(subscriber)}/${verb}`
  return command({ path, body: noted(note), idempotencyKey })
}

/** Everything that such a decision may change. */
export const staleAfterDecision = [
  jobsKey,
  ['list', '/jobs/failing'],
  ['list', '/jobs/dead-letters'],
  ['list', '/jobs/deliveries'],
] as const
