/** Jobs are enqueued in the transaction that causes them, and vanish with it. */
import { sql, type Tx } from '../db/index.ts'
import type { Job } from './task.ts'

/**
 * The queue's own limit is out of reach: when to give up is decided by the task that runs, so
 * that a
 * changed limit holds for the jobs that wait already.
 */
export const queueAttemptsMax = 32_000

/** `queue`: jobs of the same queue run one after another. */
export interface QueuedJob extends Job {
  readonly queue?: string
}

export async function enqueue(tx: Tx, jobs: readonly QueuedJob[]): Promise<void> {
  if (jobs.length === 0) return
  const specs = lastOfEachKey(jobs).map((job) => ({
    identifier: job.task,
    // Wrapped, because the queue would join two arrays of the same key instead of replacing one.
    payload: { payload: job.payload },
    queue_name: job.queue ?? null,
    run_at: job.runAt?.toISOString() ?? null,
    max_attempts: queueAttemptsMax,
    job_key: job.key ?? null,
  }))
  await tx.rows(
    sql`select count(*) as added from graphile_worker.add_jobs(
          array(select json_populate_recordset(
            null::graphile_worker.job_spec, ${JSON.stringify(specs)}::json)))`,
    'jobs.enqueue',
  )
}

/** One statement cannot write the same key twice. */
function lastOfEachKey(jobs: readonly QueuedJob[]): readonly QueuedJob[] {
  const keyed = new Map(jobs.flatMap((job) => (job.key === undefined ? [] : [[job.key, job]])))
  return jobs.filter((job) => job.key === undefined || keyed.get(job.key) === job)
}
