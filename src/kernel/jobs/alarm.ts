/**
 * Something that a person has to look at, with an owner and a place to look. The same trouble
 * on the
 * same subject is counted while it is open; it does not call twice.
 */
import { hasRole, subjectOf, type Actor, type Role } from '../auth/index.ts'
import type { Instant } from '../clock/index.ts'
import { sql, type Reader, type Tx } from '../db/index.ts'
import { bucketOf, newId } from '../id/index.ts'
import { accept, refuse, type Result } from '../problem/index.ts'
import { recordDecision, type Decision } from './decision.ts'
import { enqueue } from './enqueue.ts'

export type Severity = 'info' | 'warning' | 'critical'

export interface NewAlarm {
  /** `funder_answer_unknown`. */
  readonly code: string
  readonly severity: Severity
  /** Whose work it is to look at it. */
  readonly owner: Role
  /** `order:AF…`. */
  readonly subject: string
  /** One sentence for that person. */
  readonly detail: string
  /** Path in the console. */
  readonly link?: string
  readonly at: Instant
}

export interface Alarm extends Omit<NewAlarm, 'at' | 'link'> {
  readonly id: string
  readonly link: string | null
  readonly state: 'open' | 'acknowledged' | 'resolved'
  readonly occurrences: number
  readonly firstAt: Instant
  readonly lastAt: Instant
  readonly acknowledgedBy: string | null
  readonly acknowledgedAt: Instant | null
  readonly resolvedBy: string | null
  readonly resolvedAt: Instant | null
  readonly note: string | null
}

export const alarmTask = 'jobs.alarm-webhook'

/** A new alarm is also sent to the webhooks; a repeated one is counted, and may get more severe. */
export async function raiseAlarm(tx: Tx, alarm: NewAlarm): Promise<void> {
  const bucket = bucketOf(alarm.subject)
  const row = await tx.row<{ id: string; occurrences: number }>(
    sql`insert into jobs.alarm
          (bucket, id, code, subject, severity, owner, detail, link, first_at, last_at)
        values (${bucket}, ${newId<'alarm'>()}, ${alarm.code}, ${alarm.subject}, ${alarm.severity},
                ${alarm.owner}, ${alarm.detail}, ${alarm.link ?? null}, ${alarm.at}, ${alarm.at})
        on conflict (bucket, code, subject) where state <> 'resolved' do update
           set occurrences = alarm.occurrences + 1, last_at = excluded.last_at,
               detail = excluded.detail, severity = excluded.severity
        returning id, occurrences`,
    'jobs.raise-alarm',
  )
  if (row?.occurrences !== 1) return
  await enqueue(tx, [{ task: alarmTask, payload: { alarmId: row.id } }])
}

const columns = sql`id, code, subject, severity, owner, detail, link, state, occurrences, first_at,
  last_at, acknowledged_by, acknowledged_at, resolved_by, resolved_at, note`

export const findAlarm = (reader: Reader, id: string): Promise<Alarm | undefined> =>
  reader.row<Alarm>(sql`select ${columns} from jobs.alarm where id = ${id}`)

export interface AlarmFilter {
  readonly state?: Alarm['state']
  /** Whose alarms; all without it, none when it is empty. */
  readonly owners?: readonly Role[]
  readonly severity?: Severity
  readonly owner?: Role
  readonly code?: string
  readonly subject?: string
  /** The last id of the page before. */
  readonly before?: string
  readonly limit: number
}

/** Newest first. */
export async function listAlarms(reader: Reader, filter: AlarmFilter): Promise<readonly Alarm[]> {
  const { state, severity, owner, owners, code, subject, before } = filter
  return await reader.rows<Alarm>(
    sql`select ${columns} from jobs.alarm
         where (${state ?? null}::text is null or state = ${state ?? null})
           and (${owners ?? null}::text[] is null or owner = any(${owners ?? null}::text[]))
           and (${severity ?? null}::text is null or severity = ${severity ?? null})
           and (${owner ?? null}::text is null or owner = ${owner ?? null})
           and (${code ?? null}::text is null or code = ${code ?? null})
           and (${subject ?? null}::text is null or subject = ${subject ?? null})
           and (${before ?? null}::uuid is null or id < ${before ?? null}::uuid)
         order by id desc limit ${filter.limit}`,
  )
}

/** Alarms that nobody looks at yet, of these owners or of all; counted up to `most`. */
export async function countAlarms(
  reader: Reader,
  owners: readonly Role[] | undefined,
  most: number,
): Promise<number> {
  const row = await reader.row<{ open: number }>(
    sql`select count(*)::integer as open from (
          select 1 from jobs.alarm
           where state = 'open'
             and (${owners ?? null}::text[] is null or owner = any(${owners ?? null}::text[]))
           limit ${most}) as counted`,
    'jobs.count-alarms',
  )
  return row?.open ?? 0
}

export type AlarmRefusal = 'alarm_not_found' | 'alarm_already_resolved' | 'actor_not_allowed'

/** "I am looking at it." Repeating it changes nothing. */
export async function acknowledgeAlarm(
  tx: Tx,
  id: string,
  decision: Decision,
): Promise<Result<Alarm, AlarmRefusal>> {
  const found = await decidable(tx, id, decision)
  if (!found.ok || found.value.state === 'acknowledged') return found
  await tx.run(
    sql`update jobs.alarm set state = 'acknowledged',
               acknowledged_by = ${subjectOf(decision.actor)},
               acknowledged_at = ${decision.at}, note = coalesce(${decision.note ?? null}, note)
         where bucket = ${bucketOf(found.value.subject)} and id = ${id}`,
  )
  return await decided(tx, id, decision, 'alarm.acknowledge')
}

/** "It is over." When it happens again, a new alarm is raised. */
export async function resolveAlarm(
  tx: Tx,
  id: string,
  decision: Decision,
): Promise<Result<Alarm, AlarmRefusal>> {
  const found = await decidable(tx, id, decision)
  if (!found.ok) return found
  await tx.run(
    sql`update jobs.alarm set state = 'resolved', resolved_by = ${subjectOf(decision.actor)},
               resolved_at = ${decision.at}, note = coalesce(${decision.note ?? null}, note)
         where bucket = ${bucketOf(found.value.subject)} and id = ${id}`,
  )
  return await decided(tx, id, decision, 'alarm.resolve')
}

/** Whose work it is, and an administrator. */
export const mayDecideAlarm = (actor: Actor, { owner }: Pick<Alarm, 'owner'>): boolean =>
  hasRole(actor, [owner, 'admin', 'system'])

async function decidable(
  tx: Tx,
  id: string,
  { actor }: Decision,
): Promise<Result<Alarm, AlarmRefusal>> {
  const alarm = await tx.row<Alarm>(
    sql`select ${columns} from jobs.alarm where id = ${id} for update`,
  )
  if (alarm === undefined) return refuse('alarm_not_found', `there is no alarm ${id}`)
  if (!mayDecideAlarm(actor, alarm)) {
    return refuse('actor_not_allowed', `this alarm belongs to the role ${alarm.owner}`)
  }
  if (alarm.state !== 'resolved') return accept(alarm)
  return refuse('alarm_already_resolved', `alarm ${id} was resolved by ${alarm.resolvedBy}`)
}

async function decided(
  tx: Tx,
  id: string,
  decision: Decision,
  action: string,
): Promise<Result<Alarm, AlarmRefusal>> {
  const alarm = await findAlarm(tx, id)
  if (alarm === undefined) return refuse('alarm_not_found', `there is no alarm ${id}`)
  const after = { id, code: alarm.code, state: alarm.state }
  await recordDecision(tx, decision, { action, subject: alarm.subject, after })
  return accept(alarm)
}
