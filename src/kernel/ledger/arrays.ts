/**
 * Arrays as PostgreSQL takes them fastest: in its binary format, which it reads without parsing.
 * The driver would ask of each element what it is, quote it, and have PostgreSQL undo that.
 */
import type { Instant } from '../clock/index.ts'

/** Object identifiers of the element types, the same in every PostgreSQL. */
const oids = {
  smallint: 21,
  bigint: 20,
  text: 25,
  timestamptz: 1184,
  bytea: 17,
  uuid: 2950,
} as const

const headBytes = 20

/** One dimension, counted from 1; `sizes` are bytes of each element, -1 for null. */
function arrayOf(oid: number, sizes: readonly number[], write: Write): Buffer {
  if (sizes.length === 0) return empty(oid)
  let [bytes, nulls] = [headBytes + 4 * sizes.length, 0]
  for (const size of sizes) {
    if (size < 0) nulls = 1
    else bytes += size
  }
  const made = Buffer.allocUnsafe(bytes)
  made.writeInt32BE(1, 0)
  made.writeInt32BE(nulls, 4)
  made.writeInt32BE(oid, 8)
  made.writeInt32BE(sizes.length, 12)
  made.writeInt32BE(1, 16)
  let at = headBytes
  for (let index = 0; index < sizes.length; index++) {
    const size = sizes[index] ?? -1
    at = made.writeInt32BE(size, at)
    if (size < 0) continue
    write(made, at, index)
    at += size
  }
  return made
}

type Write = (into: Buffer, at: number, index: number) => void

function empty(oid: number): Buffer {
  const made = Buffer.alloc(12)
  made.writeInt32BE(oid, 8)
  return made
}

const fixed = (count: number, size: number): readonly number[] =>
  Array.from({ length: count }, () => size)

export const smallints = (items: readonly number[]): Buffer =>
  arrayOf(oids.smallint, fixed(items.length, 2), (into, at, index) => {
    into.writeInt16BE(items[index] ?? 0, at)
  })

export const bigints = (items: readonly bigint[]): Buffer =>
  arrayOf(oids.bigint, fixed(items.length, 8), (into, at, index) => {
    into.writeBigInt64BE(items[index] ?? 0n, at)
  })

export const texts = (items: readonly (string | null)[]): Buffer =>
  arrayOf(
    oids.text,
    items.map((item) => (item === null ? -1 : Buffer.byteLength(item))),
    (into, at, index) => {
      into.write(items[index] ?? '', at)
    },
  )

export const bytes = (items: readonly Buffer[]): Buffer =>
  arrayOf(
    oids.bytea,
    items.map((item) => item.length),
    (into, at, index) => {
      items[index]?.copy(into, at)
    },
  )

const epochMs = Date.UTC(2000, 0, 1)

export const instants = (items: readonly (Instant | null)[]): Buffer =>
  arrayOf(
    oids.timestamptz,
    items.map((item) => (item === null ? -1 : 8)),
    (into, at, index) => {
      into.writeBigInt64BE(BigInt((items[index]?.getTime() ?? 0) - epochMs) * 1_000n, at)
    },
  )

export const uuids = (items: readonly string[]): Buffer =>
  arrayOf(oids.uuid, fixed(items.length, 16), (into, at, index) => {
    into.write((items[index] ?? '').replaceAll('-', ''), at, 'hex')
  })

/** The text of an array, for a column of arrays: those of one statement differ in length. */
export const literal = (items: readonly (string | bigint)[]): string =>
  `{${items.map((item) => (typeof item === 'bigint' ? String(item) : quoted(item))).join(',')}}`

const plain = /^[A-Za-z0-9_.:-]+$/u

function quoted(item: string): string {
  // The bare word null would be no text.
  if (plain.test(item) && item.toLowerCase() !== 'null') return item
  return `"${item.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}
