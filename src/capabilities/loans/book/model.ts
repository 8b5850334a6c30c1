/** The book of one loan, and the facts from which it follows. Amounts are minor units. */
import type { BusinessDate } from '#kernel/clock'
import type { Policy, Row } from '../rows/index.ts'
import type { Disbursement, RateChange, Terms } from '../terms/index.ts'

/** What is left of a payment when all that is due is paid. */
export type Excess = 'suspense' | 'next' | 'lower_instalment' | 'shorten_term'

/** What happened to a loan, in the order of `on` and then of arrival. */
export type Fact =
  | ({ readonly kind: 'disbursed' } & Disbursement)
  | ({ readonly kind: 'rate_changed' } & RateChange)
  | {
      readonly kind: 'received'
      readonly on: BusinessDate
      readonly amount: bigint
      readonly excess: Excess
    }
  | { readonly kind: 'settled'; readonly on: BusinessDate; readonly amount: bigint }
  | {
      readonly kind: 'waived'
      readonly on: BusinessDate
      readonly component: 'fee' | 'penalty' | 'interest'
      readonly amount: bigint
    }
  | { readonly kind: 'refunded'; readonly on: BusinessDate; readonly amount: bigint }
  | { readonly kind: 'charged_off'; readonly on: BusinessDate }
  | { readonly kind: 'recovered'; readonly on: BusinessDate; readonly amount: bigint }

export interface Book {
  /** With what was disbursed, changed and prepaid so far. */
  readonly terms: Terms
  readonly policy: Policy
  readonly rows: readonly Row[]
  /** All days up to this one are counted. */
  readonly asOf: BusinessDate
  readonly lent: bigint
  readonly received: bigint
  readonly refunded: bigint
  readonly prepaid: bigint
  readonly recovered: bigint
  readonly state: 'running' | 'settled' | 'charged_off'
}
