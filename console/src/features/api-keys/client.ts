/** One's own API keys as the server tells them. */
import { useQuery } from '@tanstack/react-query'
import { command, read } from '../../api.ts'

export interface ApiKey {
  readonly id: string
  readonly title: string
  readonly shown: string
  readonly scopes: readonly string[]
  readonly createdAt: string
  readonly expiresAt: string | null
  readonly revokedAt: string | null
  readonly usedAt: string | null
}

export const keysKey = ['api-keys'] as const

export const useApiKeys = () =>
  useQuery({
    queryKey: keysKey,
    queryFn: async () => (await read<{ items: readonly ApiKey[] }>('/api-keys')).items,
  })

/** What a key of the caller may be made for. */
export const useScopes = () =>
  useQuery({
    queryKey: ['api-key-scopes'],
    queryFn: async () => (await read<{ items: readonly string[] }>('/api-key-scopes')).items,
  })

export interface NewKey {
  readonly title: string
  readonly scopes: readonly string[]
  readonly expiresAt?: string
}

export const createKey = (body: NewKey, idempotencyKey: string) =>
  command<{ apiKey: ApiKey; key: string }>({ path: '/api-keys', body, idempotencyKey })

export const revokeKey = (id: string, idempotencyKey: string) =>
  command({ method: 'DELETE', path: `/api-keys/${id}`, idempotencyKey })
