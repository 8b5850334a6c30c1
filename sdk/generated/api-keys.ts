// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.
import type { CallOptions, Client } from '../client.ts'

export interface CreateApiKeyInput {
  readonly body: {
    readonly title: string
    readonly scopes: readonly string[]
    /** RFC 3339 */
    readonly expiresAt?: string
  }
}

export type CreateApiKeyAnswer = {
  readonly apiKey: {
    /** UUID in lower case */
    readonly id: string
    readonly title: string
    /** how the key begins */
    readonly shown: string
    readonly scopes: readonly string[]
    /** RFC 3339 */
    readonly createdAt: string
    readonly expiresAt: string | null
    readonly revokedAt: string | null
    /** to the minute; null: never */
    readonly usedAt: string | null
  }
  readonly key: string
}

/** A key with scopes like auto-loan:read; it is answered once and kept nowhere. `POST /api/v1/api-keys` */
export function createApiKey(
  client: Client,
  input: CreateApiKeyInput,
  options?: CallOptions,
): Promise<CreateApiKeyAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/api-keys', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export type ListApiKeyScopesAnswer = {
  readonly items: readonly string[]
}

/** The scopes that are of use in a key of the caller. `GET /api/v1/api-key-scopes` */
export function listApiKeyScopes(
  client: Client,
  options?: CallOptions,
): Promise<ListApiKeyScopesAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/api-key-scopes', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}

export type ListApiKeysAnswer = {
  readonly items: readonly {
    /** UUID in lower case */
    readonly id: string
    readonly title: string
    /** how the key begins */
    readonly shown: string
    readonly scopes: readonly string[]
    /** RFC 3339 */
    readonly createdAt: string
    readonly expiresAt: string | null
    readonly revokedAt: string | null
    /** to the minute; null: never */
    readonly usedAt: string | null
  }[]
}

/** One’s own API keys, the newest first. `GET /api/v1/api-keys` */
export function listApiKeys(client: Client, options?: CallOptions): Promise<ListApiKeysAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/api-keys', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}

export interface RevokeApiKeyInput {
  readonly params: {
    /** UUID in lower case */
    readonly id: string
  }
}

export type RevokeApiKeyAnswer = {
  /** UUID in lower case */
  readonly id: string
  readonly title: string
  /** how the key begins */
  readonly shown: string
  readonly scopes: readonly string[]
  /** RFC 3339 */
  readonly createdAt: string
  readonly expiresAt: string | null
  readonly revokedAt: string | null
  /** to the minute; null: never */
  readonly usedAt: string | null
}

/** Ends a key of one’s own, at once. `DELETE /api/v1/api-keys/{id}` */
export function revokeApiKey(
  client: Client,
  input: RevokeApiKeyInput,
  options?: CallOptions,
): Promise<RevokeApiKeyAnswer> {
  return client.call(
    { method: 'DELETE', path: '/api/v1/api-keys/{id}', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}
