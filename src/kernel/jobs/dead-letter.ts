/** Jobs that failed for the last time. They wait for a person, who replays or discards them. */
import { subjectOf } from '../auth/index.ts'
import type { Instant } from '../clock/index.ts'
import { sql, type Reader, type Tx } from '../db/index.ts'
import { newId } from '../id/index.ts'
import { accept, refuse, type Json, type Result } from '../problem/index.ts'
import { raiseAlarm } from './alarm.ts'
import { recordDecision, type Decision } from './decision.ts'
import { enqueue } from './enqueue.ts'

export interface DeadLetter {
  readonly id: string
  readonly task: string
  readonly payload: Json
  readonly attempts: number
  readonly lastError: string
  readonly diedAt: Instant
  readonly state: 'waiting' | 'replayed' | 'discarded'
  readonly decidedBy: string | null
  readonly decidedAt: Instant | null
}

export interface LastFailure {
  /** The queue's number of the job. */
  readonly jobId: string
  readonly task: string
  readonly payload: Json
  readonly attempts: number
  readonly reason: string
  readonly at: Instant
}

/** Keeps the job and calls a person. Burying the same job again changes nothing. */
export async function bury(tx: Tx, failure: LastFailure): Promise<void> {
  const buried = await tx.run(
    sql`insert into jobs.dead_letter (id, job_id, task, payload, attempts, last_error, died_at)
        values (${newId<'dead-letter'>()}, ${failure.jobId}::bigint, ${failure.task},
                ${JSON.stringify(failure.payload)}::jsonb, ${failure.attempts}, ${failure.reason},
                ${failure.at})
        on conflict (job_id) do nothing`,
  )
  if (buried === 0) return
  await raiseAlarm(tx, {
    code: 'job_dead',
    severity: 'critical',
    owner: 'admin',
    subject: `task:${failure.task}`,
    detail: `${failure.task} failed ${failure.attempts} times: ${failure.reason}`,
    link: '/jobs?tab=dead-letters',
    at: failure.at,
  })
}

const columns = sql`id, task, payload, attempts, last_error, died_at, state, decided_by, decided_at`

export interface DeadLetterFilter {
  readonly state?: DeadLetter['state']
  readonly task?: string
  /** The last id of the page before. */
  readonly before?: string
  readonly limit: number
}

/** Newest first. */
export async function listDeadLetters(
  reader: Reader,
  { state, task, before, limit }: DeadLetterFilter,
): Promise<readonly DeadLetter[]> {
  return await reader.rows<DeadLetter>(
    sql`select ${columns} from jobs.dead_letter
         where (${state ?? null}::text is null or state = ${state ?? null})
           and (${task ?? null}::text is null or task = ${task ?? null})
           and (${before ?? null}::uuid is null or id < ${before ?? null}::uuid)
         order by id desc limit ${limit}`,
  )
}

export type DeadLetterRefusal = 'dead_letter_not_found' | 'dead_letter_already_decided'

/** The job is done anew, with all its attempts. */
export async function replayDeadLetter(
  tx: Tx,
  id: string,
  decision: Decision,
): Promise<Result<DeadLetter, DeadLetterRefusal>> {
  const letter = await decide(tx, id, 'replayed', decision)
  if (!letter.ok) return letter
  await enqueue(tx, [letter.value])
  return letter
}

/** The job is not wanted any more. */
export const discardDeadLetter = (
  tx: Tx,
  id: string,
  decision: Decision,
): Promise<Result<DeadLetter, DeadLetterRefusal>> => decide(tx, id, 'discarded', decision)

async function decide(
  tx: Tx,
  id: string,
  state: 'replayed' | 'discarded',
  decision: Decision,
): Promise<Result<DeadLetter, DeadLetterRefusal>> {
  const decided = await tx.row<DeadLetter>(
    sql`update jobs.dead_letter
           set state = ${state}, decided_by = ${subjectOf(decision.actor)},
               decided_at = ${decision.at}
         where id = ${id} and state = 'waiting'
        returning ${columns}`,
  )
  if (decided === undefined) return await whyNot(tx, id)
  const action = state === 'replayed' ? 'job.replay' : 'job.discard'
  const subject = `task:${decided.task}`
  await recordDecision(tx, decision, { action, subject, after: { id, state } })
  return accept(decided)
}

async function whyNot(tx: Tx, id: string): Promise<Result<DeadLetter, DeadLetterRefusal>> {
  const found = await tx.row<DeadLetter>(
    sql`select ${columns} from jobs.dead_letter where id = ${id}`,
  )
  if (found === undefined) return refuse('dead_letter_not_found', `there is no dead letter ${id}`)
  return refuse(
    'dead_letter_already_decided',
    `it was ${found.state} by ${found.decidedBy} already`,
  )
}
