/** Jobs that failed and are tried again by themselves: what they say, and a person's "now". */
import { systemClock, type Instant } from '../clock/index.ts'
import { sql, type Reader, type Tx } from '../db/index.ts'
import { masked } from '../log/index.ts'
import { accept, refuse, type Json, type Result } from '../problem/index.ts'
import { recordDecision, type Decision } from './decision.ts'

export interface FailingJob {
  /** The queue's number. */
  readonly id: bigint
  readonly task: string
  /** Personal data masked. */
  readonly payload: Json
  readonly attempts: number
  readonly lastError: string
  /** When it is tried again. */
  readonly runAt: Instant
}

export interface FailingJobFilter {
  readonly task?: string
  readonly before?: bigint
  readonly limit: number
}

const columns = sql`j.id, t.identifier as task, j.payload, j.attempts, j.last_error, j.run_at`

/** Newest first. */
export async function listFailingJobs(
  reader: Reader,
  { task, before, limit }: FailingJobFilter,
): Promise<readonly FailingJob[]> {
  const found = await reader.rows<FailingJob>(
    sql`select ${columns}
          from graphile_worker._private_jobs j join graphile_worker._private_tasks t
            on t.id = j.task_id
         where j.last_error is not null and j.locked_at is null
           and (${task ?? null}::text is null or t.identifier = ${task ?? null})
           and (${before ?? null}::bigint is null or j.id < ${before ?? null}::bigint)
         order by j.id desc limit ${limit}`,
  )
  return found.map(shown)
}

/** As `enqueue` wrapped it; what is in it is nobody's but its subject's. */
const shown = (job: FailingJob): FailingJob => {
  const inner: unknown = Reflect.get(Object(job.payload), 'payload')
  // It was JSON when it was enqueued, and masking leaves it that.
  return {
    ...job,
    payload: (masked(inner) ?? null) as Json,
    lastError: String(masked(job.lastError)),
  }
}

/** It is tried again at once; its attempts are counted on. One that runs already is let run. */
export async function retryJob(
  tx: Tx,
  id: bigint,
  decision: Decision,
): Promise<Result<FailingJob, 'job_not_found'>> {
  // The queue looks at the clock of the machine, wherever ours was moved to.
  const job = await tx.row<FailingJob>(
    sql`update graphile_worker._private_jobs j set run_at = ${systemClock.now()}
          from graphile_worker._private_tasks t
         where t.id = j.task_id and j.id = ${id} and j.locked_at is null
           and j.last_error is not null
        returning ${columns}`,
  )
  if (job === undefined) {
    return refuse('job_not_found', `job ${id} does not wait for another try: it runs or is done`)
  }
  const after = { id: String(id), attempts: job.attempts }
  const subject = `task:${job.task}`
  await recordDecision(tx, decision, { action: 'job.retry', subject, after })
  return accept(shown(job))
}
