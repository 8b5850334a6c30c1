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
  /** New orders are born with it now. */
  readonly current: boolean
  readonly sources: readonly { readonly name: string; readonly sha256: string }[]
  readonly createdBy: string
  readonly createdAt: string
  readonly proposedBy: string | null
  readonly publishedBy: string | null
  readonly publishedAt: string | null
  readonly retiredBy: string | null
  readonly retiredAt: string | null
}

export interface Versions {
  readonly items: readonly Version[]
  /** What the people are called whom the versions name. */
  readonly people: Readonly<Record<string, string>>
}

/** Where a row stands in its document. */
export interface Place {
  readonly file: string
  readonly line: number
}

export interface Finding {
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly version: string
  readonly place: Place
  /** A state's code, an event, or a row: `50350 loaned 60050`. */
  readonly subject: string
  readonly message: { readonly zh: string; readonly en: string }
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
  readonly note?: string
  readonly place: Place
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
  /** It creates the order: no move of an existing one. */
  readonly initial?: boolean
  readonly stage?: string
  readonly note?: string
  readonly place: Place
}

/** What a version says: where orders begin, and its rows. */
export interface Rows {
  readonly initial: number
  readonly states: readonly State[]
  readonly moves: readonly Move[]
}

export interface Machine extends Rows {
  readonly machine: string
  readonly version: string
  readonly hash: string
  readonly findings: readonly Finding[]
}

const hourMs = 3_600_000

export const useVersions = (machine?: string) =>
  useQuery({
    queryKey: ['lifecycles', machine ?? 'all'],
    queryFn: () => read<Versions>('/lifecycles', { machine }),
  })

export const machinePath = (machine: string, version: string): string =>
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
  const current = versions.data?.items.find((one) => one.current)
  return useMachine(machine, current?.version)
}

/** How many orders stand where, and which way they went: counted before anybody asks. */
export interface Figures {
  readonly asOf: string
  readonly states: readonly StateFigures[]
  readonly moves: readonly MoveFigures[]
}

export interface StateFigures {
  readonly code: number
  readonly orders: number
  readonly medianSeconds: number | null
  readonly p90Seconds: number | null
}

export interface MoveFigures {
  readonly event: string
  readonly from: number
  readonly to: number
  readonly count: number
  /** Of what left the state, from 0 to 1. */
  readonly share: number
}

const figuresMs = 15_000

/** Whoever may not see figures, and a version without orders, has a graph without them. */
export const useFigures = (machine: string, version: string, wanted: boolean) =>
  useQuery({
    queryKey: ['lifecycle-figures', machine, version],
    queryFn: () => read<Figures>(`/lifecycles/${encodeURIComponent(machine)}/figures`, { version }),
    enabled: wanted,
    retry: false,
    refetchInterval: figuresMs,
  })

interface Wanted {
  readonly machine: string
  readonly version: string
  readonly hash?: string | undefined
  readonly language: Language
}

/** Address of the whole drawing as a file: a picture, or a text that Mermaid draws. */
export const drawingAddress = (
  kind: 'drawing' | 'mermaid',
  { machine, version, hash, language }: Wanted,
): string => addressOf(`${machinePath(machine, version)}/${kind}`, { hash, language })

export const nameOf = (row: { readonly name: string; readonly nameEn?: string }, by: Language) =>
  by === 'en' ? (row.nameEn ?? row.name) : row.name

export const labelOf = (row: { readonly label: string; readonly labelEn?: string }, by: Language) =>
  by === 'en' ? (row.labelEn ?? row.label) : row.label
