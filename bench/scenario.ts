/** What a load scenario is, and what it answers. */
import type { Database } from '#kernel/db'

export const orderCount = 1_000_000

/** Where scenarios run: an embedded durable cluster of their own, migrated. */
export interface Ground {
  /** As the application, with its rights. */
  readonly database: Database
  /** As the owner: for loading rows and for yardsticks in tables of their own. */
  readonly owner: Database
  readonly applicationUrl: string
  readonly ownerUrl: string
  /** Loads a million orders, once for all scenarios of a run; answers how many seconds it took. */
  readonly loadOrders: () => Promise<number>
  /** One line of progress, on stderr. */
  readonly say: (text: string) => void
}

export type Unit = 'events/s' | 'transfers/s' | 'rows/s' | 'requests/s' | 'ms' | 's' | 'MB'

export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: Unit
  /** What it must reach; a yardstick has none. */
  readonly target?: { readonly atLeast: number } | { readonly atMost: number }
  /** Compared with a yardstick of the same run. */
  readonly ratio?: { readonly to: string; readonly value: number }
}

export interface Outcome {
  readonly figures: readonly Figure[]
  /** Further findings, kept with the results: percentiles of each combination. */
  readonly details?: Readonly<Record<string, unknown>>
}

export interface Scenario {
  readonly name: string
  readonly title: string
  /** It takes minutes: it runs only where it is asked for by its own name. */
  readonly long?: true
  readonly run: (ground: Ground) => Promise<Outcome>
}

export function reached({ value, target }: Figure): boolean | undefined {
  if (target === undefined) return undefined
  return 'atLeast' in target ? value >= target.atLeast : value <= target.atMost
}

/** The value below which the share `part` of the sorted values lies. */
export const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
