// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.
import type { CallOptions, Client } from '../client.ts'

export interface GetDashboardInput {
  readonly query?: {
    readonly machine?: string
    readonly from?: string
    readonly to?: string
  }
}

export type GetDashboardAnswer = {
  readonly machine: string
  /** that new orders take; its names are shown */
  readonly version: string
  /** the moment that the figures are of; null before everything was counted once */
  readonly asOf: string | null
  readonly states: readonly {
    readonly code: number
    readonly name: string
    readonly nameEn: string
    readonly ended: boolean
    readonly orders: number
    readonly medianSeconds: number | null
    readonly p90Seconds: number | null
  }[]
  readonly moves: readonly {
    readonly event: string
    readonly from: number
    readonly to: number
    readonly count: number
    /** of all that left `from` */
    readonly share: number
  }[]
  readonly funnel: readonly {
    readonly code: number
    readonly name: string
    readonly nameEn: string
    readonly reached: number
  }[]
  readonly hours: readonly {
    /** RFC 3339 */
    readonly at: string
    readonly events: number
  }[]
  readonly today: {
    readonly births: number
    readonly ends: number
    readonly events: number
  }
  readonly openOrders: number
  /** orders that wait too long, counted up to 1000 */
  readonly late: number
  /** counted up to 1000 */
  readonly openAlarms: number
}

/** One machine at a glance, from prepared figures: states, funnel, times, events, lateness. `GET /api/v1/dashboard` */
export function getDashboard(
  client: Client,
  input: GetDashboardInput = {},
  options?: CallOptions,
): Promise<GetDashboardAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/dashboard', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface GetFiguresInput {
  readonly params: {
    readonly machine: string
  }
  readonly query?: {
    readonly version?: string
    readonly since?: string
  }
}

export type GetFiguresAnswer = {
  /** the moment that the figures are of; null before everything was counted once */
  readonly asOf: string | null
  readonly states: readonly {
    readonly code: number
    readonly orders: number
    readonly medianSeconds: number | null
    readonly p90Seconds: number | null
  }[]
  readonly moves: readonly {
    readonly event: string
    readonly from: number
    readonly to: number
    readonly count: number
    /** of all that left `from` */
    readonly share: number
  }[]
}

/** Orders in each state, how long they stay there, and the moves that they make. `GET /api/v1/lifecycles/{machine}/figures` */
export function getFigures(
  client: Client,
  input: GetFiguresInput,
  options?: CallOptions,
): Promise<GetFiguresAnswer> {
  return client.call(
    {
      method: 'GET',
      path: '/api/v1/lifecycles/{machine}/figures',
      sends: 'nothing',
      answers: 'json',
    },
    input,
    options,
  )
}
