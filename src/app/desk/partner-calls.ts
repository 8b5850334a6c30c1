/** Calls to partners as they were recorded, personal data masked. */
import { Type } from 'typebox'
import { DateTime, Page, pageQuery, read, type Route } from '#kernel/http'
import type { Kernel } from '#kernel/module'
import { listCalls, partnersHealth, type PartnerHealth, type RecordedCall } from '#kernel/partner'
import { accept } from '#kernel/problem'
import { endOfPage, startOfPage } from './cursor.ts'
import { Line, strict, Uuid } from './shape.ts'

const wordMax = 200
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

const CallAnswer = Type.Object({
  id: Uuid,
  partner: Type.String(),
  operation: Type.String(),
  subject: Type.String(),
  method: Type.String(),
  path: Type.String(),
  request: Type.Unknown(),
  startedAt: DateTime,
  outcome: Type.Union([Type.Enum(['succeeded', 'failed', 'unknown']), Type.Null()], {
    description: 'null: it was on its way when the process ended',
  }),
  code: nullable(Type.String()),
  status: nullable(Type.Integer()),
  answer: Type.Unknown(),
  durationMs: nullable(Type.Integer()),
  attempt: Type.Integer({ minimum: 1 }),
})

const show = (call: RecordedCall) => ({ ...call, startedAt: call.startedAt.toISOString() })

const CallsQuery = Type.Object(
  {
    ...pageQuery,
    partner: Type.Optional(Line(wordMax)),
    subject: Type.Optional(Line(wordMax)),
    outcome: Type.Optional(Type.Enum(['succeeded', 'failed', 'unknown'])),
    operation: Type.Optional(Line(wordMax)),
  },
  strict,
)
const callsList = { name: 'partner-calls', query: CallsQuery, after: Uuid }

const HealthAnswer = Type.Object({
  partner: Type.String(),
  succeeded: Type.Integer({ description: 'of the newest calls, at most 200' }),
  failed: Type.Integer(),
  unknown: Type.Integer(),
  medianMs: nullable(Type.Integer()),
  lastCallAt: DateTime,
  lastReachedAt: nullable(DateTime),
  failuresInRow: Type.Integer({ description: 'calls since then that found nobody' }),
  circuit: Type.Enum(['closed', 'open', 'trying'], {
    description: 'open: left alone for a moment; trying: the next call goes to see',
  }),
})

const showHealth = ({ lastCallAt, lastReachedAt, ...health }: PartnerHealth) => ({
  ...health,
  lastCallAt: lastCallAt.toISOString(),
  lastReachedAt: lastReachedAt?.toISOString() ?? null,
})

const shared = {
  tag: 'partners',
  access: ['admin', 'fund-router', 'finance-ops'] as const,
}

export const partnerCallRoutes = ({ database }: Pick<Kernel, 'database'>): readonly Route[] => [
  read({
    ...shared,
    path: '/api/v1/partners',
    operationId: 'listPartners',
    summary: 'how each partner is doing, from its newest calls',
    answer: Type.Object({ items: Type.Array(HealthAnswer) }),
    problems: [],
    run: async ({ at }) => accept({ items: (await partnersHealth(database, at)).map(showHealth) }),
  }),
  read({
    ...shared,
    path: '/api/v1/partner-calls',
    operationId: 'listPartnerCalls',
    summary: 'what was sent to partners and what they answered, the newest first',
    query: CallsQuery,
    answer: Page(CallAnswer),
    problems: [],
    run: async ({ query }) => {
      const start = startOfPage(callsList, query)
      if (!start.ok) return start
      const { filter, after, limit } = start.value
      const before = after === undefined ? {} : { before: after }
      const found = await listCalls(database, { ...filter, ...before, limit: limit + 1 })
      return accept(endOfPage(start.value, found, { keyOf: ({ id }) => id, show }))
    },
  }),
]
