/**
 * The cursor of a list: where the page ended, together with filter, sort and list it belongs to.
 * Its checksum tells a mangled one; nothing in it is trusted with whose data a caller may see.
 */
import { createHash } from 'node:crypto'
import type { FilterValues, Value } from './listing-filter.ts'

export interface Cursor {
  readonly list: string
  readonly sort: string
  readonly filters: FilterValues
  /** Sort value and id of the last row shown. */
  readonly after: readonly [Value, string]
}

const checksumBytes = 6

const checksum = (body: Buffer): Buffer =>
  createHash('sha256').update(body).digest().subarray(0, checksumBytes)

export function writeCursor(cursor: Cursor): string {
  const body = Buffer.from(written(cursor))
  return Buffer.concat([checksum(body), body]).toString('base64url')
}

/** Undefined when these are not characters that `writeCursor` made. */
export function readCursor(text: string): Cursor | undefined {
  const bytes = Buffer.from(text, 'base64url')
  const body = bytes.subarray(checksumBytes)
  if (bytes.toString('base64url') !== text) return undefined
  if (!checksum(body).equals(bytes.subarray(0, checksumBytes))) return undefined
  try {
    const cursor: unknown = JSON.parse(body.toString(), revive)
    return isCursor(cursor) ? cursor : undefined
  } catch {
    // Somebody computed a checksum over something else.
    return undefined
  }
}

const isCursor = (value: unknown): value is Cursor =>
  typeof value === 'object' &&
  value !== null &&
  'list' in value &&
  'sort' in value &&
  typeof value.sort === 'string' &&
  'filters' in value &&
  typeof value.filters === 'object' &&
  value.filters !== null &&
  'after' in value &&
  Array.isArray(value.after)

/** Equal filters are equal texts, whatever order their names came in. */
export const sameFilters = (a: FilterValues, b: FilterValues): boolean => written(a) === written(b)

const written = (value: unknown): string => JSON.stringify(tagged(value))

/** Values that JSON cannot say carry their type; names are sorted. */
function tagged(value: unknown): unknown {
  if (typeof value === 'bigint') return { $: 'n', v: String(value) }
  if (value instanceof Date) return { $: 't', v: value.toISOString() }
  if (Buffer.isBuffer(value)) return { $: 'b', v: value.toString('base64url') }
  if (Array.isArray(value)) return value.map(tagged)
  if (typeof value !== 'object' || value === null) return value
  const named = Object.entries(value).filter(([, item]) => item !== undefined)
  return Object.fromEntries(
    named.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, item]) => [name, tagged(item)]),
  )
}

function revive(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$' in value) || !('v' in value))
    return value
  if (value.$ === 'n') return BigInt(String(value.v))
  if (value.$ === 't') return new Date(String(value.v))
  return Buffer.from(String(value.v), 'base64url')
}
