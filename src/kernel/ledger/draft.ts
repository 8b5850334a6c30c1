/**
 * The books while a list of commands is decided: what was read, and over it what the commands have
 * changed so far. A chain works on a layer of its own, which is dropped when one of it is refused.
 */
import type { Instant, BusinessDate } from '../clock/index.ts'
import type { Account, Entry, Hold, Journal } from './model.ts'

/** What was read under lock, and what time it is. */
export interface Books {
  readonly accounts: ReadonlyMap<string, Account>
  /** By `keyOf`: those that the commands name, as their own number or as an original. */
  readonly journals: ReadonlyMap<string, Journal>
  /**
   * By `keyOf`: those that the commands name, and every open one of their accounts past its
   * time.
   */
  readonly holds: ReadonlyMap<string, Hold>
  readonly now: Instant
  /** The business day of an instant. */
  readonly dayOf: (at: Instant) => BusinessDate
  /** Effective dates before this one lie in a closed period. */
  readonly openFrom: BusinessDate | null
  /** A new 63-bit number that grows. */
  readonly nextId: () => bigint
  /** A new UUID: holds are spoken of by it alone, outside. */
  readonly newHoldId: () => string
}

export interface Layer {
  readonly accounts: Map<string, Account>
  readonly journals: Map<string, Journal>
  readonly holds: Map<string, Hold>
  /** The journals that are new, and their entries: they are written once and never change. */
  readonly booked: Journal[]
  readonly entries: Entry[]
}

export const emptyLayer = (): Layer => ({
  accounts: new Map(),
  journals: new Map(),
  holds: new Map(),
  booked: [],
  entries: [],
})

/** Looks through the layers from the newest to what was read. */
export interface Draft {
  readonly books: Books
  /** What earlier commands of the list have changed. */
  readonly settled: Layer
  /** What the chain at work has changed. */
  readonly open: Layer
}

export const accountIn = (draft: Draft, no: string): Account | undefined =>
  draft.open.accounts.get(no) ?? draft.settled.accounts.get(no) ?? draft.books.accounts.get(no)

export const journalIn = (draft: Draft, key: string): Journal | undefined =>
  draft.open.journals.get(key) ?? draft.settled.journals.get(key) ?? draft.books.journals.get(key)

export const holdIn = (draft: Draft, key: string): Hold | undefined =>
  draft.open.holds.get(key) ?? draft.settled.holds.get(key) ?? draft.books.holds.get(key)

/** The chain succeeded: what it changed stands. */
export function settle({ settled, open }: Draft): void {
  for (const [no, account] of open.accounts) settled.accounts.set(no, account)
  for (const [key, journal] of open.journals) settled.journals.set(key, journal)
  for (const [key, hold] of open.holds) settled.holds.set(key, hold)
  for (const journal of open.booked) settled.booked.push(journal)
  for (const entry of open.entries) settled.entries.push(entry)
}

/** As if nothing had been changed, for the next chain. */
export function clear({ accounts, journals, holds, booked, entries }: Layer): void {
  for (const map of [accounts, journals, holds]) if (map.size > 0) map.clear()
  booked.length = 0
  entries.length = 0
}

/** A bizNo is unique per caller and bizType. */
export const keyOf = (caller: string, bizType: string, bizNo: string): string =>
  `${caller}\u0000${bizType}\u0000${bizNo}`
