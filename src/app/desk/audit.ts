/** The audit trail, for administrators and auditors. */
import { Type } from 'typebox'
import { search, type AuditLine } from '#kernel/audit'
import { DateTime, Page, pageQuery, read, type Route } from '#kernel/http'
import type { Kernel } from '#kernel/module'
import { accept } from '#kernel/problem'
import { momentIf } from './moment.ts'
import { Line, Uuid } from './shape.ts'

const wordMax = 200
const limitUsual = 50

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

export const auditRoutes = ({ database }: Pick<Kernel, 'database'>): readonly Route[] => [
  read({
    tag: 'audit',
    access: ['admin'],
    path: '/api/v1/audit',
    operationId: 'searchAudit',
    summary: 'who did what to whom, the newest first',
    query: Type.Object({
      ...pageQuery,
      actor: Type.Optional(Line(wordMax)),
      action: Type.Optional(Line(wordMax)),
      subject: Type.Optional(Line(wordMax)),
      requestId: Type.Optional(Line(wordMax)),
      from: Type.Optional(DateTime),
      to: Type.Optional(Type.String({ format: 'date-time', description: 'not included' })),
    }),
    answer: Page(AuditAnswer),
    problems: [],
    run: async ({ query }) => {
      const { cursor, limit = limitUsual, from, to, ...words } = query
      const wanted = { ...words, from: momentIf(from), to: momentIf(to) }
      const found = await search(database, wanted, { cursor, limit })
      if (!found.ok) return found
      const { items, nextCursor = null } = found.value
      return accept({ items: items.map(view), nextCursor })
    },
  }),
]
