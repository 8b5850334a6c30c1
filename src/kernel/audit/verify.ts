/**
 * Recomputes the whole audit trail from its rows and names the first thing that does not fit: an
 * entry that was changed, one that is missing, one that was put in behind a seal, a seal or a round
 * that was changed or removed.
 */
import type { Database } from '../db/index.ts'
import type { AuditFault, AuditProgress } from './fault.ts'
import { allBuckets, type AuditHead } from './seal.ts'
import { verifyBucket } from './verify-bucket.ts'
import { verifyRounds } from './verify-rounds.ts'

/**
 * `head` is a round that was noted down outside the database, from the log of `seal`: with it even
 * a trail whose end was cut off, seals and all, is found out.
 */
export function verifyAudit(
  database: Database,
  onProgress: (progress: AuditProgress) => void = () => undefined,
  head?: AuditHead,
): Promise<AuditFault | undefined> {
  return database.snapshot(async (reader) => {
    let done: AuditProgress = { rounds: 0, entries: 0, bucketsDone: 0, buckets: allBuckets.length }
    const tell = (more: Partial<Record<'rounds' | 'entries' | 'bucketsDone', number>>) => {
      done = {
        ...done,
        rounds: done.rounds + (more.rounds ?? 0),
        entries: done.entries + (more.entries ?? 0),
        bucketsDone: done.bucketsDone + (more.bucketsDone ?? 0),
      }
      onProgress(done)
    }
    const rounds = await verifyRounds(reader, head, (count) => tell({ rounds: count }))
    if (rounds.broken) return rounds.broken
    for (const bucket of allBuckets) {
      const found = await verifyBucket(reader, bucket, rounds, (entries) => tell({ entries }))
      if (found) return found
      tell({ bucketsDone: 1 })
    }
    // No bucket shows what is wrong with the round: its seal is gone together with its entries.
    return [...rounds.altered.values()][0]
  })
}
