/** A row of a loan's book: what is due on one day, and what was paid of it. Minor units. */
import type { BusinessDate } from '#kernel/clock'
import type { Rate } from '#kernel/money'
import type { Accrual } from '../schedule/index.ts'

export const components = ['fee', 'penalty', 'interest', 'principal'] as const
export type Component = (typeof components)[number]
export type Amounts = Readonly<Record<Component, bigint>>

/** Pinned with the contract. */
export interface Policy {
  /** In which order a payment is used, within a row. */
  readonly allocation: readonly Component[]
  /** `row`: the oldest row is paid whole first; `component`: all fees first, and so on. */
  readonly allocates: 'row' | 'component'
  readonly penalty: {
    /** For each day after the due day. */
    readonly dailyRate: Rate
    /** `principal`: on overdue principal; `due`: on all that is overdue but the penalty. */
    readonly on: 'principal' | 'due'
    /** Paid within so many days, nothing is charged; later, all days count. */
    readonly graceDays: number
    /** Once per row, when its grace is over. */
    readonly lateFee: bigint
  }
  /** Share of the remaining principal by the number of the running period; the last one goes on. */
  readonly settlementFees: readonly Rate[]
}

export interface Row {
  /** 0 is due with the disbursement; what an early settlement asks for follows the last one. */
  readonly no: number
  readonly kind: 'instalment' | 'settlement'
  readonly dueOn: BusinessDate
  /** As the schedule says; it is never rewritten once something was paid of it. */
  readonly principal: bigint
  readonly interest: bigint
  readonly fee: bigint
  /** From when to when which principal bears the interest. */
  readonly accrues: readonly Accrual[]
  /** Overdue amount × days, of all days so far: the penalty is rounded once, from this. */
  readonly lateDays: bigint
  /** Still open when its grace was over: from then on all late days count. */
  readonly isLate: boolean
  readonly paid: Amounts
  readonly waived: Amounts
  readonly writtenOff: Amounts
  readonly closed: Closed | undefined
}

export interface Closed {
  readonly on: BusinessDate
  readonly by: 'paid' | 'settled_early' | 'charged_off'
}
