// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.
import type { CallOptions, Client } from '../client.ts'

export interface AcknowledgeAlarmInput {
  readonly params: {
    /** UUID in lower case */
    readonly id: string
  }
  readonly body: {
    readonly note?: string
  }
}

export type AcknowledgeAlarmAnswer = {
  /** UUID in lower case */
  readonly id: string
  readonly code: string
  readonly severity: 'info' | 'warning' | 'critical'
  readonly owner:
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
  readonly subject: string
  readonly detail: string
  readonly link: string | null
  readonly state: 'open' | 'acknowledged' | 'resolved'
  readonly occurrences: number
  /** RFC 3339 */
  readonly firstAt: string
  /** RFC 3339 */
  readonly lastAt: string
  readonly acknowledgedBy: string | null
  readonly acknowledgedAt: string | null
  readonly resolvedBy: string | null
  readonly resolvedAt: string | null
  readonly note: string | null
  /** whether the caller may acknowledge and resolve it */
  readonly mayDecide: boolean
}

/** Somebody is looking at it. `POST /api/v1/alarms/{id}/acknowledge` */
export function acknowledgeAlarm(
  client: Client,
  input: AcknowledgeAlarmInput,
  options?: CallOptions,
): Promise<AcknowledgeAlarmAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/alarms/{id}/acknowledge', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export interface GetAlarmInput {
  readonly params: {
    /** UUID in lower case */
    readonly id: string
  }
}

export type GetAlarmAnswer = {
  /** UUID in lower case */
  readonly id: string
  readonly code: string
  readonly severity: 'info' | 'warning' | 'critical'
  readonly owner:
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
  readonly subject: string
  readonly detail: string
  readonly link: string | null
  readonly state: 'open' | 'acknowledged' | 'resolved'
  readonly occurrences: number
  /** RFC 3339 */
  readonly firstAt: string
  /** RFC 3339 */
  readonly lastAt: string
  readonly acknowledgedBy: string | null
  readonly acknowledgedAt: string | null
  readonly resolvedBy: string | null
  readonly resolvedAt: string | null
  readonly note: string | null
  /** whether the caller may acknowledge and resolve it */
  readonly mayDecide: boolean
}

/** One alarm. `GET /api/v1/alarms/{id}` */
export function getAlarm(
  client: Client,
  input: GetAlarmInput,
  options?: CallOptions,
): Promise<GetAlarmAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/alarms/{id}', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface ListAlarmsInput {
  readonly query?: {
    readonly cursor?: string
    readonly limit?: number
    readonly state?: 'open' | 'acknowledged' | 'resolved'
    readonly severity?: 'info' | 'warning' | 'critical'
    readonly owner?:
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
    readonly code?: string
    readonly subject?: string
  }
}

export type ListAlarmsAnswer = {
  readonly items: readonly {
    /** UUID in lower case */
    readonly id: string
    readonly code: string
    readonly severity: 'info' | 'warning' | 'critical'
    readonly owner:
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
    readonly subject: string
    readonly detail: string
    readonly link: string | null
    readonly state: 'open' | 'acknowledged' | 'resolved'
    readonly occurrences: number
    /** RFC 3339 */
    readonly firstAt: string
    /** RFC 3339 */
    readonly lastAt: string
    readonly acknowledgedBy: string | null
    readonly acknowledgedAt: string | null
    readonly resolvedBy: string | null
    readonly resolvedAt: string | null
    readonly note: string | null
    /** whether the caller may acknowledge and resolve it */
    readonly mayDecide: boolean
  }[]
  readonly nextCursor: string | null
}

/** The caller's alarms, the newest first. `GET /api/v1/alarms` */
export function listAlarms(
  client: Client,
  input: ListAlarmsInput = {},
  options?: CallOptions,
): Promise<ListAlarmsAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/alarms', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface ResolveAlarmInput {
  readonly params: {
    /** UUID in lower case */
    readonly id: string
  }
  readonly body: {
    readonly note?: string
  }
}

export type ResolveAlarmAnswer = {
  /** UUID in lower case */
  readonly id: string
  readonly code: string
  readonly severity: 'info' | 'warning' | 'critical'
  readonly owner:
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
  readonly subject: string
  readonly detail: string
  readonly link: string | null
  readonly state: 'open' | 'acknowledged' | 'resolved'
  readonly occurrences: number
  /** RFC 3339 */
  readonly firstAt: string
  /** RFC 3339 */
  readonly lastAt: string
  readonly acknowledgedBy: string | null
  readonly acknowledgedAt: string | null
  readonly resolvedBy: string | null
  readonly resolvedAt: string | null
  readonly note: string | null
  /** whether the caller may acknowledge and resolve it */
  readonly mayDecide: boolean
}

/** It is over; when it happens again, a new alarm is raised. `POST /api/v1/alarms/{id}/resolve` */
export function resolveAlarm(
  client: Client,
  input: ResolveAlarmInput,
  options?: CallOptions,
): Promise<ResolveAlarmAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/alarms/{id}/resolve', sends: 'json', answers: 'json' },
    input,
    options,
  )
}
