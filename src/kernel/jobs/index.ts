import type { Schema } from '../db/index.ts'
import type { ProblemTable } from '../problem/index.ts'

export {
  acknowledgeAlarm,
  countAlarms,
  findAlarm,
  listAlarms,
  mayDecideAlarm,
  raiseAlarm,
  resolveAlarm,
  type Alarm,
  type AlarmFilter,
  type NewAlarm,
  type Severity,
} from './alarm.ts'
export { clearDeadlines, dueTimes, setDeadlines, type Deadline } from './deadline.ts'
export {
  discardDeadLetter,
  listDeadLetters,
  replayDeadLetter,
  type DeadLetter,
  type DeadLetterFilter,
} from './dead-letter.ts'
export type { Decision } from './decision.ts'
export {
  discardDelivery,
  listFailedDeliveries,
  retryDelivery,
  type DeliveryFilter,
  type DeliveryKey,
  type FailedDelivery,
} from './delivery.ts'
export { enqueue } from './enqueue.ts'
export { openJobs, type Jobs, type JobsOptions } from './jobs.ts'
export { migrateQueue } from './migrate.ts'
export { listFailingJobs, retryJob, type FailingJob } from './failing.ts'
export { overview, type Overview } from './overview.ts'
export { publish } from './publish.ts'
export type {
  BusinessEvent,
  Cron,
  CronContext,
  Job,
  JobContext,
  PublishedEvent,
  Round,
  Subscription,
  Task,
  Work,
} from './task.ts'
export type { WebhookTarget } from './webhook.ts'

export const jobsSchema: Schema = {
  name: 'jobs',
  directory: new URL('./sql/', import.meta.url),
  appendOnly: ['event'],
  columns: {
    'cron.name': 'open',
    'dead_letter.payload': 'open',
    'deadline.payload': 'open',
    'event.payload': 'open',
  },
}

export const jobsProblems: ProblemTable = {
  alarm_not_found: { status: 404, means: 'there is no alarm of this id' },
  alarm_already_resolved: { status: 409, means: 'somebody has resolved this alarm already' },
  dead_letter_not_found: { status: 404, means: 'there is no dead letter of this id' },
  dead_letter_already_decided: { status: 409, means: 'it was replayed or discarded already' },
  job_not_found: { status: 404, means: 'this job does not wait for another try' },
  delivery_not_found: { status: 404, means: 'this subscriber does not fail to receive this event' },
}
