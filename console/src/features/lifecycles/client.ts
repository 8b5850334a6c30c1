/** Lifecycles as the server keeps them: versions, and the states and moves of each. */
import { useQuery } from '@tanstack/react-query'
import { addressOf, read } from '../../api.ts'
import type { Language } from '../../shared/amount.ts'

export type MoveKind = 'transition' | 'edit' | 'probe'
export type Origin = 'document' | 'amendment'

export interface Version {
  readonly machine: string
  readonly version: string
  readonly hash: string
  readonly state: 'draft' | 'published' | 'retired'
  readonly takesNewOrders: boolean
  readonly sources: readonly { readonly name: string; readonly sha256: string }[]
  readonly createdBy: string
  readonly createdAt: string
  readonly publishedBy: string | null
  readonly publishedAt: string | null
}

export interface State {
  readonly code: number
  readonly name: string
  readonly nameEn?: string
  readonly subsystem?: string
  readonly stage?: string
  readonly terminal: boolean
  readonly origin: Origin
  /** Attributes of a document's row that an amendment added. */
  readonly amended: readonly string[]
}

export interface Move {
  readonly event: string
  readonly from: number
  readonly to: number
  readonly kind: MoveKind
  readonly roles: readonly string[]
  readonly guard?: string
  readonly mirrors: readonly string[]
  readonly label: string
  readonly labelEn?: string
  readonly origin: Origin
  readonly amended: readonly string[]
}

export interface Machine {
  readonly machine: string
  readonly version: string
  readonly hash: string
  readonly initial: number
  readonly states: readonly State[]
  readonly moves: readonly Move[]
}

const hourMs = 3_600_000

export const useVersions = (machine?: string) =>
  useQuery({
    queryKey: ['lifecycles', machine ?? 'all'],
    queryFn: async () =>
      (await read<{ items: readonly Version[] }>('/lifecycles', { machine })).items,
  })

const machinePath = (machine: string, version: string): string =>
  `/lifecycles/${encodeURIComponent(machine)}/${encodeURIComponent(version)}`

/** A published version never changes, so it may be kept; a draft is named by its hash. */
export const useMachine = (machine: string, version: string | undefined, hash?: string) =>
  useQuery({
    queryKey: ['lifecycle', machine, version, hash ?? 'published'],
    queryFn: () => read<Machine>(machinePath(machine, version ?? ''), { hash }),
    enabled: version !== undefined,
    staleTime: hourMs,
  })

/** The version by which new orders go. */
export function useCurrentMachine(machine: string) {
  const versions = useVersions(machine)
  const current = versions.data?.find((one) => one.takesNewOrders && one.state === 'published')
  return useMachine(machine, current?.version)
}

interface Wanted {
  readonly machine: string
  readonly version: string
  readonly hash?: string | undefined
  readonly language: Language
}

export const drawingAddress = ({ machine, version, hash, language }: Wanted): string =>
  addressOf(`${machinePath(machine, version)}/drawing`, { hash, language })

export const nameOf = (row: { readonly name: string; readonly nameEn?: string }, by: Language) =>
  by === 'en' ? (row.nameEn ?? row.name) : row.name

export const labelOf = (row: { readonly label: string; readonly labelEn?: string }, by: Language) =>
  by === 'en' ? (row.labelEn ?? row.label) : row.label
