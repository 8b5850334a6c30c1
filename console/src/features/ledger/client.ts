/** What the ledger's pages ask the server for. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { read } from '../../api.ts'
import type { Minor } from '../../shared/amount.ts'

export type Side = 'debit' | 'credit'
export type AccountStatus = 'normal' | 'frozen' | 'closed'
export type JournalKind = 'post' | 'hold' | 'post_hold' | 'void_hold' | 'reverse'

export interface Account {
  readonly accountNo: string
  readonly name: string
  readonly accountType: string
  readonly owner: string | null
  readonly merchantNo: string | null
  readonly isTiancai: boolean
  readonly currency: string
  readonly normalSide: Side
  readonly mayGoNegative: boolean
  readonly status: AccountStatus
  readonly balance: Minor
  readonly frozen: Minor
  readonly available: Minor
  readonly sequence: Minor
  readonly lastAt: string
  readonly openedAt: string
}

export type Move = 'freeze' | 'unfreeze' | 'close'

export interface AccountDetail extends Account {
  /** Null: the reader may; otherwise the refusal's name. */
  readonly moves: Readonly<Record<Move, string | null>>
}

export interface Entry {
  readonly sequence: Minor
  readonly id: string
  readonly journalId: string
  readonly bizNo: string
  readonly bizType: string
  readonly direction: Side
  readonly amount: Minor
  readonly balanceAfter: Minor
  readonly counterparty: string
  readonly effectiveDate: string
  readonly bookedDate: string
  readonly transTime: string
  readonly hash: string
}

export interface Hold {
  readonly id: string
  readonly caller: string
  readonly bizType: string
  readonly bizNo: string
  readonly accountNo: string
  readonly amount: Minor
  readonly posted: Minor
  readonly status: 'open' | 'posted' | 'voided' | 'expired'
  readonly expiresAt: string | null
}

export interface Series {
  readonly currency: string
  readonly from: string
  readonly to: string
  readonly step: number
  readonly points: readonly {
    readonly day: string
    readonly booked: Minor
    readonly effective: Minor
  }[]
}

export interface Explanation {
  readonly balance: Minor
  readonly before: Minor
  readonly parts: readonly {
    readonly bizType: string
    readonly direction: Side
    readonly count: Minor
    readonly amount: Minor
    readonly effect: Minor
  }[]
}

export interface JournalRow {
  readonly id: string
  readonly kind: JournalKind
  readonly caller: string
  readonly bizType: string
  readonly bizNo: string
  readonly effectiveDate: string
  readonly bookedAt: string
  readonly memo: string | null
  readonly legs: number
  readonly debit: string | null
  readonly credit: string | null
  readonly moved: readonly { readonly currency: string; readonly amount: string }[]
}

export interface Leg {
  readonly debit: string
  readonly credit: string
  readonly amount: Minor
  readonly reversed: Minor
}

export type JournalLink = Pick<
  JournalRow,
  'id' | 'kind' | 'caller' | 'bizType' | 'bizNo' | 'bookedAt'
>

export interface Party {
  readonly accountNo: string
  readonly name: string
  readonly accountType: string
  readonly currency: string
}

export type Cause =
  | { readonly kind: 'order'; readonly product: string; readonly orderNo: string }
  | { readonly kind: 'proposal'; readonly id: string }
  | { readonly kind: 'opening'; readonly id: string }

export interface Journal extends Omit<JournalRow, 'legs' | 'debit' | 'credit' | 'moved'> {
  readonly metadata: unknown
  readonly legs: readonly Leg[]
  readonly accounts: readonly Party[]
  readonly cause: Cause | null
  readonly source: JournalLink | null
  readonly followers: readonly JournalLink[]
  readonly reversal: {
    readonly left: Minor
    readonly refusal: 'not_reversible' | 'already_reversed' | 'not_of_the_desk' | null
  }
}

export interface AccountType {
  readonly accountType: string
  readonly nameZh: string
  readonly nameEn: string
  readonly category: 'asset' | 'liability' | 'equity' | 'income' | 'expense'
}

const base = '/ledger'
const hourMs = 3_600_000

export const accountPath = (no: string): string => `${base}/accounts/${encodeURIComponent(no)}`
export const accountKey = (no: string) => ['ledger', 'account', no] as const

export const useAccount = (no: string) =>
  useQuery({ queryKey: accountKey(no), queryFn: () => read<AccountDetail>(accountPath(no)) })

export interface DayRange {
  readonly from: string | undefined
  readonly to: string | undefined
}

export const useSeries = (no: string, range: DayRange) =>
  useQuery({
    queryKey: [...accountKey(no), 'series', range],
    queryFn: () => read<Series>(`${accountPath(no)}/series`, { ...range }),
    placeholderData: keepPreviousData,
  })

export const useExplanation = (no: string) =>
  useQuery({
    queryKey: [...accountKey(no), 'explain'],
    queryFn: () => read<Explanation>(`${accountPath(no)}/explain`),
  })

export const chartKey = ['ledger', 'account-types'] as const

export const useChart = () =>
  useQuery({
    queryKey: chartKey,
    queryFn: async () =>
      (await read<{ items: readonly AccountType[] }>(`${base}/account-types`)).items,
    staleTime: hourMs,
  })

export const openingsKey = ['ledger', 'openings'] as const
export const journalKey = (bizNo: string) => ['ledger', 'journal', bizNo] as const

/** Which of several journals of a number is meant. */
export interface Which {
  readonly bizType: string | undefined
  readonly caller: string | undefined
}

export const useJournals = (bizNo: string, which: Which) =>
  useQuery({
    queryKey: [...journalKey(bizNo), which],
    queryFn: async () => {
      const path = `${base}/journals/${encodeURIComponent(bizNo)}`
      return (await read<{ items: readonly Journal[] }>(path, { ...which })).items
    },
  })
