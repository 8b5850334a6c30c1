/** The bucket of a number that a list speaks of again and again: hashing it once is enough. */
import { bucketOf } from '../id/index.ts'

const knownMax = 50_000
const known = new Map<string, number>()

export function bucket(key: string): number {
  const found = known.get(key)
  if (found !== undefined) return found
  const made = bucketOf(key)
  if (known.size >= knownMax) known.clear()
  known.set(key, made)
  return made
}
