/** The background over HTTP: what waits, what fails, and what a person decides about it. */
import { Type } from 'typebox'
import { command, DateTime, Page, pageQuery, read, type Call, type Route } from '#kernel/http'
import {
  discardDeadLetter,
  discardDelivery,
  listDeadLetters,
  listFailedDeliveries,
  listFailingJobs,
  overview,
  replayDeadLetter,
  retryDelivery,
  retryJob,
  type DeadLetter,
  type Decision,
  type DeliveryKey,
  type FailedDelivery,
  type FailingJob,
} from '#kernel/jobs'
import type { Kernel } from '#kernel/module'
import { masked } from '#kernel/log'
import { accept, type Json } from '#kernel/problem'
import { endOfPage, startOfPage } from './cursor.ts'
import { ById, Line, Prose, strict, Uuid } from './shape.ts'

type Rooms = Pick<Kernel, 'database'>

const base = '/api/v1/jobs'
const shared = { tag: 'jobs', access: ['admin'] as const }
const wordMax = 200
const noteMax = 1_000

export const jobsRoutes = (kernel: Rooms): readonly Route[] => [
  overviewRoute(kernel),
  failingJobs(kernel),
  retryFailing(),
  deadLetters(kernel),
  decideDeadLetter('replay', 'the job is done anew, with all its attempts'),
  decideDeadLetter('discard', 'the job is not wanted any more'),
  deliveries(kernel),
  decideDelivery('retry', 'the event is given to its subscriber again, at once'),
  decideDelivery('discard', 'this subscriber never receives this event'),
]

export const Note = Type.Object({ note: Type.Optional(Prose(noteMax)) }, strict)

/** Who decides, when, and why. */
export const decisionOf = (
  call: Pick<
    Call<unknown, unknown, { readonly note?: string }>,
    'actor' | 'at' | 'requestId' | 'body'
  >,
): Decision => ({
  actor: call.actor,
  at: call.at,
  requestId: call.requestId,
  ...(call.body.note === undefined ? {} : { note: call.body.note }),
})

const Count = Type.Integer({ minimum: 0 })
const NullableTime = Type.Union([DateTime, Type.Null()])

const OverviewAnswer = Type.Object({
  workers: Type.Integer({ minimum: 0, description: 'processes that work now' }),
  deadLetters: Type.Integer({ minimum: 0, description: 'that wait for a person' }),
  tasks: Type.Array(
    Type.Object({
      task: Type.String(),
      waiting: Count,
      running: Count,
      failing: Count,
      oldestDueAt: NullableTime,
    }),
  ),
  subscribers: Type.Array(
    Type.Object({
      subscriber: Type.String(),
      waiting: Count,
      failing: Count,
      dead: Count,
      oldestAt: NullableTime,
    }),
  ),
  crons: Type.Array(
    Type.Object({
      name: Type.String(),
      everyMinutes: Type.Union([Type.Integer(), Type.Null()]),
      atTime: Type.Union([Type.String(), Type.Null()]),
      zone: Type.Union([Type.String(), Type.Null()]),
      lastDueAt: DateTime,
      nextDueAt: NullableTime,
    }),
  ),
  deadlines: Type.Object({ waiting: Count, nextDueAt: NullableTime }),
})

const overviewRoute = ({ database }: Rooms): Route =>
  read({
    ...shared,
    path: base,
    operationId: 'getJobsOverview',
    summary: 'how much waits, runs and fails in the background, and what comes next',
    answer: OverviewAnswer,
    problems: [],
    run: async () => {
      const { crons, deadlines, tasks, subscribers, ...counts } = await overview(database)
      return accept({
        ...counts,
        tasks: tasks.map(({ oldestDueAt, ...task }) => ({
          ...task,
          oldestDueAt: oldestDueAt?.toISOString() ?? null,
        })),
        subscribers: subscribers.map(({ oldestAt, ...subscriber }) => ({
          ...subscriber,
          oldestAt: oldestAt?.toISOString() ?? null,
        })),
        crons: crons.map(({ lastDueAt, nextDueAt, ...cron }) => ({
          ...cron,
          lastDueAt: lastDueAt.toISOString(),
          nextDueAt: nextDueAt?.toISOString() ?? null,
        })),
        deadlines: { ...deadlines, nextDueAt: deadlines.nextDueAt?.toISOString() ?? null },
      })
    },
  })

const FailingQuery = Type.Object({ ...pageQuery, task: Type.Optional(Line(wordMax)) }, strict)
const failingList = {
  name: 'failing-jobs',
  query: FailingQuery,
  after: Type.String({ pattern: '^[0-9]{1,18}$' }),
}

const FailingAnswer = Type.Object({
  id: Type.String(),
  task: Type.String(),
  payload: Type.Unknown(),
  attempts: Count,
  lastError: Type.String(),
  runAt: DateTime,
})

const showFailing = (job: FailingJob) => ({
  ...job,
  id: String(job.id),
  runAt: job.runAt.toISOString(),
})

const failingJobs = ({ database }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/failing`,
    operationId: 'listFailingJobs',
    summary: 'jobs that failed and are tried again by themselves, the newest first',
    query: FailingQuery,
    answer: Page(FailingAnswer),
    problems: [],
    run: async ({ query }) => {
      const start = startOfPage(failingList, query)
      if (!start.ok) return start
      const { filter, after, limit } = start.value
      const before = after === undefined ? {} : { before: BigInt(after) }
      const found = await listFailingJobs(database, { ...filter, ...before, limit: limit + 1 })
      const keyOf = ({ id }: FailingJob): string => String(id)
      return accept(endOfPage(start.value, found, { keyOf, show: showFailing }))
    },
  })

const retryFailing = (): Route =>
  command({
    ...shared,
    path: `${base}/failing/:id/retry`,
    operationId: 'retryJob',
    summary: 'the job is tried again at once; its attempts are counted on',
    params: Type.Object({ id: Type.String({ pattern: '^[0-9]{1,18}$' }) }),
    body: Note,
    answer: FailingAnswer,
    problems: ['job_not_found'],
    each: async (tx, call) => {
      const retried = await retryJob(tx, BigInt(call.params.id), decisionOf(call))
      return retried.ok ? accept(showFailing(retried.value)) : retried
    },
  })

const DeadLetterAnswer = Type.Object({
  id: Uuid,
  task: Type.String(),
  payload: Type.Unknown(),
  attempts: Count,
  lastError: Type.String(),
  diedAt: DateTime,
  state: Type.Enum(['waiting', 'replayed', 'discarded']),
  decidedBy: Type.Union([Type.String(), Type.Null()]),
  decidedAt: NullableTime,
})

/** What a job carries may name people: it is shown as it would be logged. */
const maskedJson = (value: Json): Json => masked(value) as Json

const showLetter = (letter: DeadLetter) => ({
  ...letter,
  payload: maskedJson(letter.payload),
  lastError: String(masked(letter.lastError)),
  diedAt: letter.diedAt.toISOString(),
  decidedAt: letter.decidedAt?.toISOString() ?? null,
})

const LettersQuery = Type.Object(
  {
    ...pageQuery,
    state: Type.Optional(Type.Enum(['waiting', 'replayed', 'discarded'])),
    task: Type.Optional(Line(wordMax)),
  },
  strict,
)
const lettersList = { name: 'dead-letters', query: LettersQuery, after: Uuid }

const deadLetters = ({ database }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/dead-letters`,
    operationId: 'listDeadLetters',
    summary: 'jobs that failed for the last time, the newest first',
    query: LettersQuery,
    answer: Page(DeadLetterAnswer),
    problems: [],
    run: async ({ query }) => {
      const start = startOfPage(lettersList, query)
      if (!start.ok) return start
      const { filter, after, limit } = start.value
      const before = after === undefined ? {} : { before: after }
      const found = await listDeadLetters(database, { ...filter, ...before, limit: limit + 1 })
      return accept(endOfPage(start.value, found, { keyOf: ({ id }) => id, show: showLetter }))
    },
  })

const letterDecisions = { replay: replayDeadLetter, discard: discardDeadLetter }

const decideDeadLetter = (verb: keyof typeof letterDecisions, summary: string): Route =>
  command({
    ...shared,
    path: `${base}/dead-letters/:id/${verb}`,
    operationId: `${verb}DeadLetter`,
    summary,
    params: ById,
    body: Note,
    answer: DeadLetterAnswer,
    problems: ['dead_letter_not_found', 'dead_letter_already_decided'],
    each: async (tx, call) => {
      const decided = await letterDecisions[verb](tx, call.params.id, decisionOf(call))
      return decided.ok ? accept(showLetter(decided.value)) : decided
    },
  })

const DeliveryAnswer = Type.Object({
  eventId: Uuid,
  subscriber: Type.String(),
  type: Type.String(),
  subject: Type.String(),
  payload: Type.Unknown(),
  at: DateTime,
  failures: Count,
  lastError: Type.String(),
  dueAt: Type.Union([DateTime, Type.Null()], { description: 'next attempt; null when it is dead' }),
  deadAt: NullableTime,
})

const showDelivery = (delivery: FailedDelivery) => ({
  ...delivery,
  payload: maskedJson(delivery.payload),
  at: delivery.at.toISOString(),
  dueAt: delivery.dueAt?.toISOString() ?? null,
  deadAt: delivery.deadAt?.toISOString() ?? null,
})

const DeliveriesQuery = Type.Object(
  {
    ...pageQuery,
    dead: Type.Optional(Type.Boolean()),
    subscriber: Type.Optional(Line(wordMax)),
    subject: Type.Optional(Line(wordMax)),
  },
  strict,
)
const deliveriesList = {
  name: 'deliveries',
  query: DeliveriesQuery,
  // A UUID, a blank, and the subscriber.
  after: Type.String({
    pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12} [^\\u0000-\\u001f]{1,200}$',
  }),
}
const uuidLength = 36
const keyText = ({ eventId, subscriber }: DeliveryKey): string => `${eventId} ${subscriber}`
const keyFrom = (text: string): DeliveryKey => ({
  eventId: text.slice(0, uuidLength),
  subscriber: text.slice(uuidLength + 1),
})

const deliveries = ({ database }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/deliveries`,
    operationId: 'listFailedDeliveries',
    summary: 'events that a subscriber fails to receive, the newest first',
    query: DeliveriesQuery,
    answer: Page(DeliveryAnswer),
    problems: [],
    run: async ({ query }) => {
      const start = startOfPage(deliveriesList, query)
      if (!start.ok) return start
      const { filter, after, limit } = start.value
      const before = after === undefined ? {} : { before: keyFrom(after) }
      const wanted = { ...filter, ...before, limit: limit + 1 }
      const found = await listFailedDeliveries(database, wanted)
      return accept(endOfPage(start.value, found, { keyOf: keyText, show: showDelivery }))
    },
  })

const deliveryDecisions = { retry: retryDelivery, discard: discardDelivery }

const decideDelivery = (verb: keyof typeof deliveryDecisions, summary: string): Route =>
  command({
    ...shared,
    path: `${base}/deliveries/:eventId/:subscriber/${verb}`,
    operationId: `${verb}Delivery`,
    summary,
    params: Type.Object({ eventId: Uuid, subscriber: Line(wordMax) }),
    body: Note,
    answer: DeliveryAnswer,
    problems: ['delivery_not_found'],
    each: async (tx, call) => {
      const decided = await deliveryDecisions[verb](tx, call.params, decisionOf(call))
      return decided.ok ? accept(showDelivery(decided.value)) : decided
    },
  })
