/** The dashboard as the server tells it. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { read } from '../../api.ts'

export interface NamedState {
  readonly code: number
  readonly name: string
  readonly nameEn: string
}

export interface StateFigures extends NamedState {
  readonly ended: boolean
  readonly orders: number
  readonly medianSeconds: number | null
  readonly p90Seconds: number | null
}

export interface FunnelStep extends NamedState {
  readonly reached: number
}

export interface DashboardFigures {
  readonly machine: string
  readonly version: string
  /** Null before everything was counted once. */
  readonly asOf: string | null
  readonly states: readonly StateFigures[]
  readonly funnel: readonly FunnelStep[]
  readonly hours: readonly { readonly at: string; readonly events: number }[]
  readonly today: { readonly births: number; readonly ends: number; readonly events: number }
  readonly openOrders: number
  readonly late: number
  readonly openAlarms: number
}

const refetchMs = 15_000

/** `from` undefined: all there ever was. */
export const useDashboard = (machine: string | undefined, from: string | undefined) =>
  useQuery({
    queryKey: ['dashboard', machine, from],
    queryFn: () => read<DashboardFigures>('/dashboard', { machine, from }),
    placeholderData: keepPreviousData,
    refetchInterval: refetchMs,
  })
