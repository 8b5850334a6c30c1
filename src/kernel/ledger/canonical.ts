/** JSON with sorted names: two equal values are the same text. */
import type { Json } from '../problem/index.ts'

export function canonical(value: Json): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (item === null || typeof item !== 'object' || Array.isArray(item)) return item
    return Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  })
}
