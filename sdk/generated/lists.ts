// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.
import type { CallOptions, Client } from '../client.ts'

export interface ChooseColumnsInput {
  readonly params: {
    /** name of a list of the console: auto-loan.orders */
    readonly list: string
  }
  readonly body: {
    readonly columns: readonly string[] | null
  }
}

export type ChooseColumnsAnswer = {
  readonly columns: readonly string[] | null
}

/** Which columns the caller sees in a list; null is the usual ones. `PUT /api/v1/lists/{list}/columns` */
export function chooseColumns(
  client: Client,
  input: ChooseColumnsInput,
  options?: CallOptions,
): Promise<ChooseColumnsAnswer> {
  return client.call(
    { method: 'PUT', path: '/api/v1/lists/{list}/columns', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export interface DeleteViewInput {
  readonly params: {
    /** name of a list of the console: auto-loan.orders */
    readonly list: string
    /** UUID in lower case */
    readonly id: string
  }
}

export type DeleteViewAnswer = {
  /** UUID in lower case */
  readonly id: string
}

/** Forgets a view of one’s own. `DELETE /api/v1/lists/{list}/views/{id}` */
export function deleteView(
  client: Client,
  input: DeleteViewInput,
  options?: CallOptions,
): Promise<DeleteViewAnswer> {
  return client.call(
    {
      method: 'DELETE',
      path: '/api/v1/lists/{list}/views/{id}',
      sends: 'nothing',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface GetListSettingsInput {
  readonly params: {
    /** name of a list of the console: auto-loan.orders */
    readonly list: string
  }
}

export type GetListSettingsAnswer = {
  readonly columns: readonly string[] | null
  readonly views: readonly {
    /** UUID in lower case */
    readonly id: string
    readonly name: string
    /** filters and sort as the console’s address has them */
    readonly search: string
    /** colleagues see it too */
    readonly shared: boolean
    readonly own: boolean
    /** what the person is called who saved it */
    readonly owner: string
  }[]
}

/** The caller’s columns and views of a list, and the views that colleagues share. `GET /api/v1/lists/{list}` */
export function getListSettings(
  client: Client,
  input: GetListSettingsInput,
  options?: CallOptions,
): Promise<GetListSettingsAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/lists/{list}', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface SaveViewInput {
  readonly params: {
    /** name of a list of the console: auto-loan.orders */
    readonly list: string
  }
  readonly body: {
    readonly name: string
    readonly search: string
    readonly shared: boolean
  }
}

export type SaveViewAnswer = {
  /** UUID in lower case */
  readonly id: string
  readonly name: string
  /** filters and sort as the console’s address has them */
  readonly search: string
  /** colleagues see it too */
  readonly shared: boolean
  readonly own: boolean
  /** what the person is called who saved it */
  readonly owner: string
}

/** Keeps filters and sort under a name; the same name again replaces what it meant. `POST /api/v1/lists/{list}/views` */
export function saveView(
  client: Client,
  input: SaveViewInput,
  options?: CallOptions,
): Promise<SaveViewAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/lists/{list}/views', sends: 'json', answers: 'json' },
    input,
    options,
  )
}
