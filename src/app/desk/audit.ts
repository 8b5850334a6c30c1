/** The audit trail, for administrators and auditors: searched, and recomputed from nothing. */
import { Type, type Static } from 'typebox'
import {
  askVerification,
  listVerifications,
  record,
  runVerification,
  search,
  searchText,
  type AuditLine,
  type AuditPlace,
  type AuditVerification,
} from '#kernel/audit'
import { subjectOf, systemActor } from '#kernel/auth'
import { command, DateTime, Page, pageQuery, read, type Route } from '#kernel/http'
import { enqueue, raiseAlarm, type Cron, type Task } from '#kernel/jobs'
import type { Kernel } from '#kernel/module'
import { accept, assert } from '#kernel/problem'
import { startOfPage, pageCursor } from './cursor.ts'
import { momentIf } from './moment.ts'
import { Line, Uuid } from './shape.ts'

type Rooms = Pick<Kernel, 'database'>

const base = '/api/v1/audit'
const shared = { tag: 'audit', access: ['admin'] as const }
const wordMax = 200
const limitUsual = 50
const verificationsShown = 10

export const auditRoutes = (kernel: Rooms): readonly Route[] => [
  searching(kernel),
  verifications(kernel),
  verify(),
]

const AuditAnswer = Type.Object({
  id: Uuid,
  at: DateTime,
  actor: Type.String(),
  action: Type.String(),
  subject: Type.String(),
  before: Type.Unknown(),
  after: Type.Unknown(),
  reason: Type.Union([Type.String(), Type.Null()]),
  requestId: Type.String(),
})

const view = (line: AuditLine) => ({ ...line, at: line.at.toISOString() })

const Searching = Type.Object({
  ...pageQuery,
  actor: Type.Optional(Line(wordMax)),
  action: Type.Optional(Line(wordMax)),
  subject: Type.Optional(Line(wordMax)),
  requestId: Type.Optional(Line(wordMax)),
  text: Type.Optional(Line(wordMax)),
  from: Type.Optional(DateTime),
  to: Type.Optional(Type.String({ format: 'date-time', description: 'not included' })),
})

const placeLength = 61
const textList = {
  name: 'audit-text',
  query: Searching,
  after: Type.String({ pattern: '^[0-9TZ:.-]{24} [0-9a-f-]{36}$', maxLength: placeLength }),
}

const searching = ({ database }: Rooms): Route =>
  read({
    ...shared,
    path: base,
    operationId: 'searchAudit',
    summary:
      'who did what to whom, the newest first; with text a page may be short and have a next one',
    query: Searching,
    answer: Page(AuditAnswer),
    problems: [],
    run: async ({ query }) => {
      const { cursor, limit = limitUsual, from, to, text, ...words } = query
      const continued = cursor !== undefined && startOfPage(textList, query).ok
      if (text !== undefined || continued) return await byText(database, query)
      const wanted = { ...words, from: momentIf(from), to: momentIf(to) }
      const found = await search(database, wanted, { cursor, limit })
      if (!found.ok) return found
      const { items, nextCursor = null } = found.value
      return accept({ items: items.map(view), nextCursor })
    },
  })

async function byText(database: Rooms['database'], query: Static<typeof Searching>) {
  const start = startOfPage(textList, query)
  if (!start.ok) return start
  const { filter, after, limit } = start.value
  const { text = '', from, to, ...words } = filter
  const { items, next } = await searchText(database, {
    ...words,
    text,
    from: momentIf(from),
    to: momentIf(to),
    before: after === undefined ? undefined : placeFrom(after),
    limit,
  })
  const nextCursor = next === undefined ? null : pageCursor(start.value, placeText(next))
  return accept({ items: items.map(view), nextCursor })
}

const placeText = ({ at, id }: AuditPlace): string => `${at.toISOString()} ${id}`

function placeFrom(text: string): AuditPlace {
  const [at = '', id = ''] = text.split(' ')
  return { at: new Date(at), id }
}

const NullableText = Type.Union([Type.String(), Type.Null()])

const VerificationAnswer = Type.Object({
  id: Uuid,
  askedBy: Type.String(),
  askedAt: DateTime,
  state: Type.Enum(['queued', 'running', 'clean', 'broken']),
  entries: Type.Integer({ minimum: 0, description: 'recomputed so far' }),
  bucketsDone: Type.Integer({ minimum: 0 }),
  buckets: Type.Integer({ minimum: 0 }),
  endedAt: Type.Union([DateTime, Type.Null()]),
  faultKind: NullableText,
  faultSubject: NullableText,
  faultDetail: NullableText,
})

const showVerification = (verification: AuditVerification) => ({
  ...verification,
  entries: Number(verification.entries),
  askedAt: verification.askedAt.toISOString(),
  endedAt: verification.endedAt?.toISOString() ?? null,
})

const verifications = ({ database }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/verification`,
    operationId: 'getAuditVerification',
    summary: 'the last times that the trail was recomputed, the newest first',
    answer: Type.Object({ items: Type.Array(VerificationAnswer) }),
    problems: [],
    run: async () => {
      const found = await listVerifications(database, verificationsShown)
      return accept({ items: found.map(showVerification) })
    },
  })

const verifyTask = 'audit.verify'

const verify = (): Route =>
  command({
    ...shared,
    path: `${base}/verification`,
    operationId: 'verifyAudit',
    summary: 'recomputes the whole trail in the background; one that is under way is answered',
    answer: VerificationAnswer,
    status: 202,
    problems: [],
    each: async (tx, { actor, at, requestId }) => {
      const by = subjectOf(actor)
      const { verification, isNew } = await askVerification(tx, by, at)
      if (isNew) {
        const { id } = verification
        await enqueue(tx, [{ task: verifyTask, payload: { id } }])
        const subject = `audit-verification:${id}`
        await record(tx, [{ at, actor: by, action: 'audit.verify', subject, requestId }])
      }
      return accept(showVerification(verification))
    },
  })

const attemptsMax = 3

export const auditTasks = ({ database }: Rooms): readonly Task[] => [
  {
    name: verifyTask,
    attemptsMax,
    async run(payload, { now }) {
      const id: unknown = Reflect.get(Object(payload), 'id')
      assert(typeof id === 'string', 'a verification has an id')
      const fault = await runVerification(database, id, now)
      if (fault === undefined) return
      await database.transaction((tx) =>
        raiseAlarm(tx, {
          code: 'audit_trail_broken',
          severity: 'critical',
          owner: 'admin',
          subject: `audit:${fault.subject}`,
          detail: fault.detail,
          link: '/audit',
          at: now(),
        }),
      )
    },
  },
]

/** Each night, so that a trail that was tampered with is found out without anybody asking. */
export const auditCrons = ({ database }: Rooms): readonly Cron[] => [
  {
    name: 'audit.verify-nightly',
    at: '03:40',
    zone: 'Asia/Shanghai',
    run: async ({ now }) => {
      const by = subjectOf(systemActor(verifyTask))
      await database.transaction(async (tx) => {
        const { verification, isNew } = await askVerification(tx, by, now())
        if (isNew) await enqueue(tx, [{ task: verifyTask, payload: { id: verification.id } }])
      })
    },
  },
]
