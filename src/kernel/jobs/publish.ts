/** Events are written in the transaction that makes them true, with one delivery per subscriber. */
import { sql, type Tx } from '../db/index.ts'
import { bucketOf, newId } from '../id/index.ts'
import type { BusinessEvent } from './task.ts'
import { wake } from './wake.ts'

/**
 * Whoever is subscribed at this moment will receive them. What two transactions publish about one
 * subject is received in the order in which they wrote, so they must already take turns: by the
 * lock
 * on the order or account that the events are about.
 */
export async function publish(tx: Tx, events: readonly BusinessEvent[]): Promise<void> {
  if (events.length === 0) return
  const ids = events.map(() => newId<'event'>())
  const buckets = events.map(({ subject }) => bucketOf(subject))
  const types = events.map(({ type }) => type)
  const subjects = events.map(({ subject }) => subject)
  const payloads = events.map(({ payload }) => JSON.stringify(payload))
  const times = events.map(({ at }) => at)
  await tx.run(
    sql`insert into jobs.event (bucket, id, type, subject, payload, at)
        select bucket, id, type, subject, payload::jsonb, at
          from unnest(${buckets}::smallint[], ${ids}::uuid[], ${types}::text[],
                      ${subjects}::text[], ${payloads}::text[], ${times}::timestamptz[])
            as given (bucket, id, type, subject, payload, at)`,
    'jobs.publish',
  )
  await tx.run(
    sql`insert into jobs.delivery (bucket, subscriber, event_id, subject)
        select given.bucket, s.subscriber, given.id, given.subject
          from unnest(${buckets}::smallint[], ${ids}::uuid[], ${types}::text[],
                      ${subjects}::text[]) with ordinality
            as given (bucket, id, type, subject, position)
          join jobs.subscription s on s.event_type = given.type
         order by given.position`,
    'jobs.deliver',
  )
  tx.afterCommit(wake)
}
