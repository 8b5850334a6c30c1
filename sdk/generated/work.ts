// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.
import type { CallOptions, Client } from '../client.ts'

export type GetBadgesAnswer = {
  readonly work: number
  readonly approvals: number
  readonly alarms: number
}

/** How much waits for you: orders, approvals, open alarms; each up to 100. `GET /api/v1/badges` */
export function getBadges(client: Client, options?: CallOptions): Promise<GetBadgesAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/badges', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}

export interface ListWorkInput {
  readonly query?: {
    readonly cursor?: string
    readonly limit?: number
    readonly machine?: string
    /** instead of your own; administrators and auditors may name any */
    readonly role?:
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
    /** only what you have taken, on one page */
    readonly mine?: boolean
  }
}

export type ListWorkAnswer = {
  readonly items: readonly {
    readonly machine: string
    readonly orderNo: string
    /** the version of the machine that the order keeps */
    readonly definition: string
    /** of the order, for expectedVersion */
    readonly version: number
    readonly state: number
    readonly stateName: string
    readonly stateNameEn: string
    /** RFC 3339 */
    readonly since: string
    /** who can lead it on */
    readonly roles: readonly string[]
    /** null: no limit is set */
    readonly limitAt: string | null
    readonly late: boolean
    readonly mayTake: boolean
    readonly taken: {
      readonly name: string
      readonly mine: boolean
      /** RFC 3339 */
      readonly until: string
    } | null
  }[]
  readonly nextCursor: string | null
}

/** Orders that wait for one of your roles, those that wait longest first. `GET /api/v1/work` */
export function listWork(
  client: Client,
  input: ListWorkInput = {},
  options?: CallOptions,
): Promise<ListWorkAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/work', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface ReleaseWorkInput {
  readonly params: {
    readonly machine: string
    readonly orderNo: string
  }
}

export type ReleaseWorkAnswer = {
  readonly released: boolean
}

/** Gives an order back; administrators may do it for others. `POST /api/v1/work/{machine}/{orderNo}/release` */
export function releaseWork(
  client: Client,
  input: ReleaseWorkInput,
  options?: CallOptions,
): Promise<ReleaseWorkAnswer> {
  return client.call(
    {
      method: 'POST',
      path: '/api/v1/work/{machine}/{orderNo}/release',
      sends: 'nothing',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface TakeNextWorkInput {
  readonly body: {
    readonly machine?: string
    /** instead of your own; administrators and auditors may name any */
    readonly role?:
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
  }
}

export type TakeNextWorkAnswer = {
  readonly machine: string
  readonly orderNo: string
  /** the version of the machine that the order keeps */
  readonly definition: string
  /** of the order, for expectedVersion */
  readonly version: number
  readonly state: number
  readonly stateName: string
  readonly stateNameEn: string
  /** RFC 3339 */
  readonly since: string
  /** who can lead it on */
  readonly roles: readonly string[]
  /** null: no limit is set */
  readonly limitAt: string | null
  readonly late: boolean
  readonly mayTake: boolean
  readonly taken: {
    readonly name: string
    readonly mine: boolean
    /** RFC 3339 */
    readonly until: string
  } | null
}

/** Takes the order that waits longest and that nobody works on. `POST /api/v1/work/next` */
export function takeNextWork(
  client: Client,
  input: TakeNextWorkInput,
  options?: CallOptions,
): Promise<TakeNextWorkAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/work/next', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export interface TakeWorkInput {
  readonly params: {
    readonly machine: string
    readonly orderNo: string
  }
}

export type TakeWorkAnswer = {
  readonly machine: string
  readonly orderNo: string
  /** the version of the machine that the order keeps */
  readonly definition: string
  /** of the order, for expectedVersion */
  readonly version: number
  readonly state: number
  readonly stateName: string
  readonly stateNameEn: string
  /** RFC 3339 */
  readonly since: string
  /** who can lead it on */
  readonly roles: readonly string[]
  /** null: no limit is set */
  readonly limitAt: string | null
  readonly late: boolean
  readonly mayTake: boolean
  readonly taken: {
    readonly name: string
    readonly mine: boolean
    /** RFC 3339 */
    readonly until: string
  } | null
}

/** Takes an order, or holds it longer, until it moves on or the time is over. `POST /api/v1/work/{machine}/{orderNo}/take` */
export function takeWork(
  client: Client,
  input: TakeWorkInput,
  options?: CallOptions,
): Promise<TakeWorkAnswer> {
  return client.call(
    {
      method: 'POST',
      path: '/api/v1/work/{machine}/{orderNo}/take',
      sends: 'nothing',
      answers: 'json',
    },
    input,
    options,
  )
}
