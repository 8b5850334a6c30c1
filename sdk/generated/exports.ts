// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.
import type { CallOptions, Client } from '../client.ts'

export interface CancelExportInput {
  readonly params: {
    /** UUID in lower case */
    readonly id: string
  }
  readonly body: Readonly<Record<string, unknown>>
}

export type CancelExportAnswer = {
  /** UUID in lower case */
  readonly id: string
  readonly source: string
  readonly format: 'csv' | 'xlsx' | 'ods'
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled' | 'expired'
  readonly rowsDone: number
  readonly rowsTotal: number | null
  readonly fileName: string
  readonly size: number | null
  readonly code: string | null
  readonly detail: string | null
  /** RFC 3339 */
  readonly requestedAt: string
  readonly finishedAt: string | null
  readonly expiresAt: string | null
}

/** The file is not wanted any more. `POST /api/v1/exports/{id}/cancel` */
export function cancelExport(
  client: Client,
  input: CancelExportInput,
  options?: CallOptions,
): Promise<CancelExportAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/exports/{id}/cancel', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export interface FetchExportInput {
  readonly params: {
    /** UUID in lower case */
    readonly id: string
  }
}

export type FetchExportAnswer = Blob

/** The file; who fetched it is kept in the audit trail. `GET /api/v1/exports/{id}/file` */
export function fetchExport(
  client: Client,
  input: FetchExportInput,
  options?: CallOptions,
): Promise<FetchExportAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/exports/{id}/file', sends: 'nothing', answers: 'file' },
    input,
    options,
  )
}

export interface GetExportInput {
  readonly params: {
    /** UUID in lower case */
    readonly id: string
  }
}

export type GetExportAnswer = {
  /** UUID in lower case */
  readonly id: string
  readonly source: string
  readonly format: 'csv' | 'xlsx' | 'ods'
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled' | 'expired'
  readonly rowsDone: number
  readonly rowsTotal: number | null
  readonly fileName: string
  readonly size: number | null
  readonly code: string | null
  readonly detail: string | null
  /** RFC 3339 */
  readonly requestedAt: string
  readonly finishedAt: string | null
  readonly expiresAt: string | null
}

/** How far an export is. `GET /api/v1/exports/{id}` */
export function getExport(
  client: Client,
  input: GetExportInput,
  options?: CallOptions,
): Promise<GetExportAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/exports/{id}', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface ListExportsInput {
  readonly query?: {
    readonly cursor?: string
    readonly limit?: number
  }
}

export type ListExportsAnswer = {
  readonly items: readonly {
    /** UUID in lower case */
    readonly id: string
    readonly source: string
    readonly format: 'csv' | 'xlsx' | 'ods'
    readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled' | 'expired'
    readonly rowsDone: number
    readonly rowsTotal: number | null
    readonly fileName: string
    readonly size: number | null
    readonly code: string | null
    readonly detail: string | null
    /** RFC 3339 */
    readonly requestedAt: string
    readonly finishedAt: string | null
    readonly expiresAt: string | null
  }[]
  readonly nextCursor: string | null
}

/** The caller's own exports, the newest first. `GET /api/v1/exports` */
export function listExports(
  client: Client,
  input: ListExportsInput = {},
  options?: CallOptions,
): Promise<ListExportsAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/exports', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface StartExportInput {
  readonly body: {
    /** a list: auto-loan.orders, ledger.accounts, data.<schema>.<table> … */
    readonly source: string
    /** the list's own filters and sort, as its address has them */
    readonly query: Readonly<Record<string, unknown>>
    readonly format: 'csv' | 'xlsx' | 'ods'
    /** of the heads; zh usually */
    readonly language?: 'zh' | 'en'
  }
}

export type StartExportAnswer = {
  /** UUID in lower case */
  readonly id: string
  readonly source: string
  readonly format: 'csv' | 'xlsx' | 'ods'
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled' | 'expired'
  readonly rowsDone: number
  readonly rowsTotal: number | null
  readonly fileName: string
  readonly size: number | null
  readonly code: string | null
  readonly detail: string | null
  /** RFC 3339 */
  readonly requestedAt: string
  readonly finishedAt: string | null
  readonly expiresAt: string | null
}

/** Asks for a list as a file; it is written in the background. `POST /api/v1/exports` */
export function startExport(
  client: Client,
  input: StartExportInput,
  options?: CallOptions,
): Promise<StartExportAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/exports', sends: 'json', answers: 'json' },
    input,
    options,
  )
}
