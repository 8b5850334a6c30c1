/**
 * Ids know their kind. They come from the application, never from a database sequence, so that any
 * number of processes can make them and a table can be spread over several servers.
 */
import { hash, randomInt } from 'node:crypto'
import { uuidv7 } from 'uuidv7'

declare const kind: unique symbol

/** A UUIDv7 that knows what it names: `Id<'dealer'>` is no `Id<'auto-order'>`. */
export type Id<Kind extends string> = string & { readonly [kind]: Kind }

/** A new id: time-ordered, monotonic within this process. */
export const newId = <Kind extends string>(): Id<Kind> => uuidv7() as Id<Kind>

/** For decoders only: the text was an id of this kind when it was written. */
export const asId = <Kind extends string>(text: string): Id<Kind> => text as Id<Kind>

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u

export const isUuid = (text: string): boolean => uuidPattern.test(text)

/**
 * The number of buckets a ledger or order table is cut into. It can never change: keys contain
 * it.
 */
export const bucketCount = 64

/**
 * The bucket of an order number, account number or key: a stable hash, computed here and nowhere
 * else, first in every primary key of a table that may one day be spread over several servers.
 */
export function bucketOf(key: string): number {
  return hash('sha256', key, 'buffer').readUInt16BE(0) % bucketCount
}

const epochMs = Date.UTC(2020, 0, 1)
const millisecondBits = 22n
let lastMs = 0
let lastTail = 0

/**
 * A positive 63-bit number that grows with time, for tables whose document says `bigint id`:
 * 41 bits of milliseconds since 2020 (until 2089), 22 bits that start at random and count up.
 */
export function newNumber(nowMs: number = Date.now()): bigint {
  if (nowMs > lastMs) {
    lastMs = nowMs
    lastTail = randomInt(0, 1 << 20)
  } else if (++lastTail >= 1 << 22) {
    lastMs += 1
    lastTail = randomInt(0, 1 << 20)
  }
  return (BigInt(lastMs - epochMs) << millisecondBits) | BigInt(lastTail)
}
