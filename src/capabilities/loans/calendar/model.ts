/** Days of a loan: on which it is due, and which part of a year lies between two of them. */
import type { BusinessDate } from '#kernel/clock'

/**
 * `30/360`: a whole month is 30 days of 360, a part of it in proportion to its real days;
 * `act/360`, `act/365`, `364`: real days; `act/act`: real days over the 365 or 366 of their year.
 */
export const dayCounts = ['30/360', 'act/360', 'act/365', 'act/act', '364'] as const
export type DayCount = (typeof dayCounts)[number]

export const units = ['day', 'week', 'month'] as const
export type Unit = (typeof units)[number]

/** Regular days, forward and backward from one of them. */
export interface Grid {
  readonly anchor: BusinessDate
  /** The day of the month that is meant; where a month has no such day, its last. */
  readonly dueDay: number
  readonly every: number
  readonly unit: Unit
}
