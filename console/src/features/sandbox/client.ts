/** The sandbox of a demo, and the clock of the business, as the server tells them. */
import { useQuery } from '@tanstack/react-query'
import { command, read } from '../../api.ts'

export interface Plan {
  readonly behaviour: string
  readonly delayMs?: number
}

export interface SandboxPartner {
  readonly partner: string
  readonly waiting: readonly Plan[]
}

export interface SandboxView {
  readonly behaviours: readonly string[]
  readonly partners: readonly SandboxPartner[]
}

export interface SandboxCall {
  readonly partner: string
  readonly direction: 'received' | 'sent'
  readonly at: string
  readonly method: string
  readonly path: string
  readonly body: unknown
  readonly status: number | null
}

export interface Clock {
  readonly now: string
  readonly aheadMs: number
  readonly movable: boolean
}

export const sandboxKey = ['sandbox'] as const
export const clockKey = ['clock'] as const
const lookAgainMs = 3_000
const clockLookAgainMs = 30_000

export const useSandbox = () =>
  useQuery({
    queryKey: sandboxKey,
    queryFn: () => read<SandboxView>('/sandbox'),
    refetchInterval: ({ state }) => (state.status === 'error' ? false : lookAgainMs),
  })

export const useSandboxCalls = () =>
  useQuery({
    queryKey: [...sandboxKey, 'calls'],
    queryFn: async () =>
      (await read<{ items: readonly SandboxCall[] }>('/sandbox/calls')).items.toReversed(),
    refetchInterval: lookAgainMs,
  })

export const useClock = () =>
  useQuery({
    queryKey: clockKey,
    queryFn: () => read<Clock>('/clock'),
    refetchInterval: clockLookAgainMs,
  })

export interface NextPlan {
  readonly partner: string
  readonly behaviour: string
  readonly delayMs?: number
}

export const chooseAnswer = (body: NextPlan, idempotencyKey: string) =>
  command({ path: '/sandbox/next', body, idempotencyKey })

export const resetSandbox = (idempotencyKey: string) =>
  command({ path: '/sandbox/reset', body: {}, idempotencyKey })

export const moveClock = (advanceMs: number, idempotencyKey: string) =>
  command<Clock>({ path: '/sandbox/clock', body: { advanceMs }, idempotencyKey })
