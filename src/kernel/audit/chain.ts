/**
 * How entries are chained. Each minute a round seals what is complete: one seal for each bucket
 * over its entries and the bucket's seal before, and one digest over all seals of the round and the
 * round before. To change an old entry unnoticed one would have to make anew every later round, the
 * last of which has been written to the log.
 */
import { createHash, type Hash } from 'node:crypto'
import type { Instant } from '../clock/index.ts'

/** Before the first seal of a bucket, and before the first round. */
export const nothingBefore: Buffer = Buffer.alloc(32)

export interface SealContent {
  readonly bucket: number
  readonly round: bigint
  readonly entries: bigint
  /** The smallest and the greatest id among them. */
  readonly firstId: string
  readonly lastId: string
  /** SHA-256 over the entries' digests, in the order of transaction and id. */
  readonly entriesDigest: Buffer
  readonly previous: Buffer
}

export function sealDigest(seal: SealContent): Buffer {
  const { bucket, round, entries, firstId, lastId } = seal
  return sha256()
    .update(JSON.stringify(['seal', bucket, String(round), String(entries), firstId, lastId]))
    .update(seal.entriesDigest)
    .update(seal.previous)
    .digest()
}

export interface RoundContent {
  readonly round: bigint
  readonly at: Instant
  readonly fromXid: string
  readonly toXid: string
  readonly previous: Buffer
  readonly seals: readonly { readonly bucket: number; readonly digest: Buffer }[]
}

export function roundDigest(round: RoundContent): Buffer {
  const seals = round.seals
    .toSorted((a, b) => a.bucket - b.bucket)
    .map(({ bucket, digest }) => [bucket, digest.toString('hex')])
  const said = ['round', String(round.round), round.at.toISOString(), round.fromXid, round.toXid]
  return sha256()
    .update(JSON.stringify([...said, seals]))
    .update(round.previous)
    .digest()
}

export const sha256 = (): Hash => createHash('sha256')
