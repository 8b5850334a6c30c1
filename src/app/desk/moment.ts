import type { Instant } from '#kernel/clock'

/** RFC 3339 as an instant. A leap second counts as the second before it: JavaScript has none. */
export const momentOf = (text: string): Instant => new Date(text.replace(/:60(?=[.Zz+-])/u, ':59'))

export const momentIf = (text: string | undefined): Instant | undefined =>
  text === undefined ? undefined : momentOf(text)
