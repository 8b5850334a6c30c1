// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.
import type { CallOptions, Client } from '../client.ts'

export interface GetRowInput {
  readonly params: {
    readonly schema: string
    readonly table: string
    readonly key: string
  }
}

export type GetRowAnswer = {
  /** names the row */
  readonly key: string
  /** in the order of the columns */
  readonly cells: readonly (string | null)[]
}

/** One row, its texts whole. `GET /api/v1/data/tables/{schema}/{table}/rows/{key}` */
export function getRow(
  client: Client,
  input: GetRowInput,
  options?: CallOptions,
): Promise<GetRowAnswer> {
  return client.call(
    {
      method: 'GET',
      path: '/api/v1/data/tables/{schema}/{table}/rows/{key}',
      sends: 'nothing',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface GetTableInput {
  readonly params: {
    readonly schema: string
    readonly table: string
  }
}

export type GetTableAnswer = {
  readonly schema: string
  readonly table: string
  readonly comment: string | null
  readonly rows: number | null
  readonly columns: number
  readonly details: readonly {
    readonly name: string
    readonly type: string
    readonly nullable: boolean
    readonly care: 'open' | 'masked' | 'hidden'
    readonly key: number | null
    /** an index begins with it */
    readonly indexed: boolean
    readonly sortable: boolean
    readonly operators: readonly (
      | 'eq'
      | 'ne'
      | 'lt'
      | 'le'
      | 'gt'
      | 'ge'
      | 'prefix'
      | 'contains'
      | 'null'
      | 'notnull'
    )[]
  }[]
  readonly key: readonly string[]
  readonly refersTo: readonly {
    readonly schema: string
    readonly table: string
    readonly match: readonly {
      readonly here: string
      readonly there: string
    }[]
  }[]
  readonly referredBy: readonly {
    readonly schema: string
    readonly table: string
    readonly match: readonly {
      readonly here: string
      readonly there: string
    }[]
  }[]
  readonly mayUnmask: boolean
}

/** The columns of a table, what each can be asked, and its relations. `GET /api/v1/data/tables/{schema}/{table}` */
export function getTable(
  client: Client,
  input: GetTableInput,
  options?: CallOptions,
): Promise<GetTableAnswer> {
  return client.call(
    {
      method: 'GET',
      path: '/api/v1/data/tables/{schema}/{table}',
      sends: 'nothing',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface ListRowsInput {
  readonly params: {
    readonly schema: string
    readonly table: string
  }
  readonly query?: {
    readonly cursor?: string
    readonly limit?: number
    /** column:operator:value; operators: eq ne lt le gt ge prefix contains null notnull */
    readonly filter?: readonly string[]
    /** a column; -column for the last first */
    readonly sort?: string
  }
}

export type ListRowsAnswer = {
  readonly items: readonly {
    /** names the row */
    readonly key: string
    /** in the order of the columns */
    readonly cells: readonly (string | null)[]
  }[]
  readonly nextCursor: string | null
}

/** Rows along the key or a column; every value as text, moments in UTC. `GET /api/v1/data/tables/{schema}/{table}/rows` */
export function listRows(
  client: Client,
  input: ListRowsInput,
  options?: CallOptions,
): Promise<ListRowsAnswer> {
  return client.call(
    {
      method: 'GET',
      path: '/api/v1/data/tables/{schema}/{table}/rows',
      sends: 'nothing',
      answers: 'json',
    },
    input,
    options,
  )
}

export type ListTablesAnswer = {
  readonly items: readonly {
    readonly schema: string
    readonly table: string
    readonly comment: string | null
    readonly rows: number | null
    readonly columns: number
  }[]
  /** who holds back secrets and writes: a login of the reader, its role, or the program alone */
  readonly guardian: 'login' | 'role' | 'program'
}

/** Every table that may be looked at. `GET /api/v1/data/tables` */
export function listTables(client: Client, options?: CallOptions): Promise<ListTablesAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/data/tables', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}

export interface UnmaskCellInput {
  readonly params: {
    readonly schema: string
    readonly table: string
    readonly key: string
  }
  readonly body: {
    readonly column: string
    readonly reason: string
  }
}

export type UnmaskCellAnswer = {
  readonly value: string | null
}

/** Shows one masked value; who looked, and why, is kept in the audit trail. `POST /api/v1/data/tables/{schema}/{table}/rows/{key}/unmask` */
export function unmaskCell(
  client: Client,
  input: UnmaskCellInput,
  options?: CallOptions,
): Promise<UnmaskCellAnswer> {
  return client.call(
    {
      method: 'POST',
      path: '/api/v1/data/tables/{schema}/{table}/rows/{key}/unmask',
      sends: 'json',
      answers: 'json',
    },
    input,
    options,
  )
}
