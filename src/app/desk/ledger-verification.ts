/** Verification of the books: what was found before, and one that is asked for now. */
import { Type } from 'typebox'
import { command, DateTime, Minor, Page, pageQuery, read, type Route } from '#kernel/http'
import {
  askVerification,
  lastVerification,
  listVerifications,
  runningVerification,
  type Verification,
  type VerificationRun,
} from '#kernel/ledger'
import type { Kernel } from '#kernel/module'
import { minorJson } from '#kernel/money'
import { accept } from '#kernel/problem'
import { endOfPage, startOfPage } from './cursor.ts'
import { base, readers, writers } from './ledger-shape.ts'
import { strict, Uuid } from './shape.ts'

type Rooms = Pick<Kernel, 'database' | 'clock'>

const shared = { tag: 'ledger', access: readers }

export const verificationRoutes = (rooms: Rooms): readonly Route[] => [
  verification(rooms),
  verifications(rooms),
  verify(),
]

const VerificationAnswer = Type.Object({
  id: Uuid,
  clean: Type.Boolean(),
  startedAt: DateTime,
  finishedAt: DateTime,
  entries: Minor,
  fault: Type.Union([Type.Object({ subject: Type.String(), detail: Type.String() }), Type.Null()]),
})

const verificationAnswer = ({ id, fault, startedAt, finishedAt, entries }: Verification) => ({
  id,
  clean: fault === undefined,
  startedAt: startedAt.toISOString(),
  finishedAt: finishedAt.toISOString(),
  entries: minorJson(entries),
  fault: fault ?? null,
})

const RunAnswer = Type.Object({
  id: Uuid,
  askedBy: Type.String(),
  askedAt: DateTime,
  done: Type.Integer({ description: 'parts of the books that were looked at' }),
  of: Type.Integer(),
  entries: Minor,
})

const runAnswer = ({ askedAt, entries, ...run }: VerificationRun) => ({
  ...run,
  askedAt: askedAt.toISOString(),
  entries: minorJson(entries),
})

const verification = ({ database, clock }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/verify`,
    operationId: 'getLedgerVerification',
    summary: 'what the last verification found, and how far one is that runs; null: there is none',
    answer: Type.Object({
      last: Type.Union([VerificationAnswer, Type.Null()]),
      running: Type.Union([RunAnswer, Type.Null()]),
    }),
    problems: [],
    run: async () => {
      const [last, running] = await Promise.all([
        lastVerification(database),
        runningVerification(database, clock.now()),
      ])
      return accept({
        last: last ? verificationAnswer(last) : null,
        running: running ? runAnswer(running) : null,
      })
    },
  })

const HistoryQuery = Type.Object({ ...pageQuery }, strict)
const historyList = { name: 'ledger.verifications', query: HistoryQuery, after: Uuid }

const verifications = ({ database }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/verifications`,
    operationId: 'listLedgerVerifications',
    summary: 'verifications of the books, the newest first',
    query: HistoryQuery,
    answer: Page(VerificationAnswer),
    problems: [],
    run: async ({ query }) => {
      const start = startOfPage(historyList, query)
      if (!start.ok) return start
      const { after, limit } = start.value
      const found = await listVerifications(database, { after, limit: limit + 1 })
      const shown = { keyOf: ({ id }: Verification) => id, show: verificationAnswer }
      return accept(endOfPage(start.value, found, shown))
    },
  })

const verify = (): Route =>
  command({
    ...shared,
    access: writers,
    path: `${base}/verify`,
    operationId: 'verifyLedger',
    summary: 'recomputes the books from nothing, in the background; one under way is answered',
    answer: RunAnswer,
    status: 202,
    problems: [],
    each: async (tx, { actor, at, requestId }) =>
      accept(runAnswer(await askVerification(tx, { actor, at, requestId }))),
  })
