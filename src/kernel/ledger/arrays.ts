/**
 * PostgreSQL's array literals, written here: the driver asks of each element what it is and quotes
 * it, which for a list of thousands of rows costs more than deciding them.
 */
import type { Instant } from '../clock/index.ts'

/** Numbers, dates and whatever else needs no quotes. */
export const bare = (items: readonly (number | bigint | string)[]): string => `{${items.join(',')}}`

const plain = /^[A-Za-z0-9_.:-]+$/u

/** Texts; null stays null. */
export function texts(items: readonly (string | null)[]): string {
  const made: string[] = Array.from({ length: items.length })
  for (const [at, item] of items.entries()) made[at] = quoted(item)
  return `{${made.join(',')}}`
}

function quoted(item: string | null): string {
  if (item === null) return 'NULL'
  // The bare word null would be no text.
  if (plain.test(item) && item.toLowerCase() !== 'null') return item
  return `"${item.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

export const instants = (items: readonly (Instant | null)[]): string => {
  let [lastMs, last] = [Number.NaN, '']
  const made = items.map((item) => {
    if (item === null) return 'NULL'
    const ms = item.getTime()
    // A list is booked at one moment, mostly.
    if (ms !== lastMs) [lastMs, last] = [ms, `"${item.toISOString()}"`]
    return last
  })
  return `{${made.join(',')}}`
}

export const bytes = (items: readonly Buffer[]): string =>
  `{${items.map((item) => `"\\\\x${item.toString('hex')}"`).join(',')}}`
