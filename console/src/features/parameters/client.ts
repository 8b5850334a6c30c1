/** Parameters as the server tells them. */
import { useQuery } from '@tanstack/react-query'
import { read } from '../../api.ts'
import type { Language } from '../../shared/amount.ts'
import type { Schema } from '../../shared/schema-fields.ts'
import type { Proposal } from '../approvals/client.ts'

export interface Parameter {
  readonly name: string
  readonly unit: string
  readonly title: Readonly<Record<Language, string>>
  readonly schema: Schema
  readonly initial: unknown
  readonly value: unknown
  readonly version: number
  readonly effectiveFrom: string | null
  readonly next: { readonly value: unknown; readonly effectiveFrom: string } | null
  readonly makers: readonly string[]
  readonly checkers: readonly string[]
  readonly mayPropose: boolean
}

export interface ParameterChange {
  readonly version: number
  readonly value: unknown
  readonly effectiveFrom: string
  readonly changedAt: string
  readonly maker: string
  readonly checker: string
  readonly reason: string
  readonly proposalId: string
}

export const parametersKey = ['parameters'] as const

export const useParameters = () =>
  useQuery({
    queryKey: parametersKey,
    queryFn: async () => (await read<{ items: readonly Parameter[] }>('/parameters')).items,
  })

const pathOf = (name: string): string => `/parameters/${encodeURIComponent(name)}`

export const useParameter = (name: string) =>
  useQuery({
    queryKey: [...parametersKey, name],
    queryFn: () => read<Parameter>(pathOf(name)),
    enabled: name !== '',
  })

export interface ParameterHistory {
  readonly initial: unknown
  readonly items: readonly ParameterChange[]
}

export const useHistory = (name: string) =>
  useQuery({
    queryKey: [...parametersKey, name, 'history'],
    queryFn: () => read<ParameterHistory>(`${pathOf(name)}/history`),
  })

export const usePending = (name: string) =>
  useQuery({
    queryKey: [...parametersKey, name, 'pending'],
    queryFn: async () => {
      const query = { subject: `parameter:${name}`, state: 'pending' }
      return (await read<{ items: readonly Proposal[] }>('/proposals', query)).items
    },
  })
