/**
 * Writes rows in PostgreSQL's binary COPY format: a count of columns, then each value behind its
 * length. One buffer for many rows, no object for a value: this is a third of what posting costs.
 */
import type { BusinessDate, Instant } from '../clock/index.ts'

/** Of a text as UTF-8, with its length: a unit of JavaScript's takes three at most. */
export const textBytesMax = (text: string): number => 4 + 3 * text.length

const oids = { bigint: 20, text: 25 } as const
const jsonbVersion = 1

/** Open until `done`: then the buffer belongs to whoever sends it. */
export class RowWriter {
  #bytes: Buffer
  #view: DataView
  #at = 0

  /** It grows where the rows take more. */
  constructor(bytesExpected: number) {
    this.#bytes = Buffer.allocUnsafeSlow(bytesExpected)
    this.#view = new DataView(this.#bytes.buffer)
  }

  /** Begins a row of so many columns, which together take at most so many bytes. */
  row(columns: number, bytesMax: number): void {
    if (this.#at + bytesMax + 2 > this.#bytes.length) this.#grow(bytesMax + 2)
    this.#view.setInt16(this.#at, columns)
    this.#at += 2
  }

  #grow(needed: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#at + needed))
    this.#bytes.copy(larger, 0, 0, this.#at)
    this.#bytes = larger
    this.#view = new DataView(larger.buffer)
  }

  #int(value: number): void {
    this.#view.setInt32(this.#at, value)
    this.#at += 4
  }

  smallint(value: number): void {
    this.#int(2)
    this.#view.setInt16(this.#at, value)
    this.#at += 2
  }

  bigint(value: bigint): void {
    this.#int(8)
    this.#view.setBigInt64(this.#at, value)
    this.#at += 8
  }

  text(value: string): void {
    const length = write(this.#bytes, value, this.#at + 4)
    this.#int(length)
    this.#at += length
  }

  date(value: BusinessDate): void {
    this.#int(4)
    this.#int(dayNumber(value))
  }

  instant(value: Instant): void {
    this.bigint(BigInt(value.getTime() - epochMs) * 1_000n)
  }

  bytes(value: Buffer): void {
    this.#int(value.length)
    this.#bytes.set(value, this.#at)
    this.#at += value.length
  }

  /** `jsonb`, from its text. */
  json(value: string): void {
    const length = 1 + write(this.#bytes, value, this.#at + 5)
    this.#int(length)
    this.#bytes[this.#at] = jsonbVersion
    this.#at += length
  }

  texts(values: readonly string[]): void {
    const from = this.#beginArray(oids.text, values.length)
    for (const value of values) this.text(value)
    this.#endArray(from)
  }

  bigints(values: readonly bigint[]): void {
    const from = this.#beginArray(oids.bigint, values.length)
    for (const value of values) this.bigint(value)
    this.#endArray(from)
  }

  /** Of one dimension, counted from 1; an array of nothing has none. */
  #beginArray(oid: number, count: number): number {
    const from = this.#at
    this.#at += 4
    for (const word of count === 0 ? [0, 0, oid] : [1, 0, oid, count, 1]) this.#int(word)
    return from
  }

  #endArray(from: number): void {
    this.#view.setInt32(from, this.#at - from - 4)
  }

  nothing(): void {
    this.#int(-1)
  }

  /** All rows so far; the writer is not used again. */
  done(): Buffer {
    return this.#bytes.subarray(0, this.#at)
  }
}

const asciiMax = 0x7f

/** Nearly all texts are short and ASCII: those are written faster here than by a call of Node's. */
function write(into: Buffer, text: string, from: number): number {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code > asciiMax) return into.write(text, from)
    into[from + index] = code
  }
  return text.length
}

const epochMs = Date.UTC(2000, 0, 1)
const dayMs = 86_400_000

let lastDay = { text: '2000-01-01', number: 0 }

/** Days since 2000; a list has few days, so the last one is remembered. */
function dayNumber(text: BusinessDate): number {
  if (lastDay.text !== text) lastDay = { text, number: (Date.parse(text) - epochMs) / dayMs }
  return lastDay.number
}
