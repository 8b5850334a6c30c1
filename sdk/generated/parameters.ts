// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.
import type { CallOptions, Client } from '../client.ts'

export interface GetParameterInput {
  readonly params: {
    readonly name: string
  }
}

export type GetParameterAnswer = {
  readonly name: string
  /** days, count, ratio, minor:CNY … */
  readonly unit: string
  readonly title: {
    readonly zh: string
    readonly en: string
  }
  /** JSON Schema of its values */
  readonly schema: unknown
  readonly initial: unknown
  /** in force now */
  readonly value: unknown
  /** 0 is the initial value */
  readonly version: number
  readonly effectiveFrom: string | null
  readonly next: {
    readonly value: unknown
    readonly version: number
    /** RFC 3339 */
    readonly effectiveFrom: string
  } | null
  readonly makers: readonly string[]
  readonly checkers: readonly string[]
  /** whether the caller may propose a change */
  readonly mayPropose: boolean
}

/** One parameter with the value in force and the next one. `GET /api/v1/parameters/{name}` */
export function getParameter(
  client: Client,
  input: GetParameterInput,
  options?: CallOptions,
): Promise<GetParameterAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/parameters/{name}', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface GetParameterHistoryInput {
  readonly params: {
    readonly name: string
  }
}

export type GetParameterHistoryAnswer = {
  readonly initial: unknown
  readonly items: readonly {
    readonly version: number
    readonly value: unknown
    /** RFC 3339 */
    readonly effectiveFrom: string
    /** RFC 3339 */
    readonly changedAt: string
    readonly maker: string
    readonly checker: string
    readonly reason: string
    /** UUID in lower case */
    readonly proposalId: string
  }[]
}

/** Every change of a parameter, the newest first; before the oldest its initial value. `GET /api/v1/parameters/{name}/history` */
export function getParameterHistory(
  client: Client,
  input: GetParameterHistoryInput,
  options?: CallOptions,
): Promise<GetParameterHistoryAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/parameters/{name}/history', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export type ListParametersAnswer = {
  readonly items: readonly {
    readonly name: string
    /** days, count, ratio, minor:CNY … */
    readonly unit: string
    readonly title: {
      readonly zh: string
      readonly en: string
    }
    /** JSON Schema of its values */
    readonly schema: unknown
    readonly initial: unknown
    /** in force now */
    readonly value: unknown
    /** 0 is the initial value */
    readonly version: number
    readonly effectiveFrom: string | null
    readonly next: {
      readonly value: unknown
      readonly version: number
      /** RFC 3339 */
      readonly effectiveFrom: string
    } | null
    readonly makers: readonly string[]
    readonly checkers: readonly string[]
    /** whether the caller may propose a change */
    readonly mayPropose: boolean
  }[]
}

/** Every parameter with the value in force and the next one, by name. `GET /api/v1/parameters` */
export function listParameters(
  client: Client,
  options?: CallOptions,
): Promise<ListParametersAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/parameters', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}

export interface ProposeParameterChangeInput {
  readonly params: {
    readonly name: string
  }
  readonly body: {
    /** as the schema of the parameter says */
    readonly value: unknown
    /** from its approval when left out */
    readonly effectiveFrom?: string
    readonly reason: string
  }
}

export type ProposeParameterChangeAnswer = {
  /** UUID in lower case */
  readonly proposalId: string
}

/** Proposes a value; it holds when a second person has approved the proposal. `POST /api/v1/parameters/{name}/changes` */
export function proposeParameterChange(
  client: Client,
  input: ProposeParameterChangeInput,
  options?: CallOptions,
): Promise<ProposeParameterChangeAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/parameters/{name}/changes', sends: 'json', answers: 'json' },
    input,
    options,
  )
}
