/** When a loan is due, and how much of a year a stretch of days is. */
export { dayCounts, units, type DayCount, type Grid } from './model.ts'
export { dayOfMonth, gridDay, periodsBetween, yearFraction } from './rules.ts'
