/** The books as an accountant keeps them: trial balance, periods, openings, vouchers, proof. */
import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { businessDate } from '#kernel/clock'
import {
  command,
  Currency,
  DateTime,
  Day,
  Minor,
  PositiveMinor,
  raw,
  read,
  type Route,
} from '#kernel/http'
import { asId } from '#kernel/id'
import {
  bringInOpening,
  csvOf,
  lastVerification,
  ledgerProblems,
  listPeriods,
  previewOpening,
  proposeAdjustment,
  proposePeriodClose,
  trialBalance,
  undoOpening,
  verifyAndRemember,
  voucherLines,
  xlsxOf,
  type OpeningPreview,
  type Verification,
} from '#kernel/ledger'
import type { Kernel } from '#kernel/module'
import { minorJson } from '#kernel/money'
import { accept } from '#kernel/problem'
import { xlsxType } from './ledger-accounts.ts'
import { AccountNo, base, ledgerZone, minorOf, readers, writers } from './ledger-shape.ts'
import { momentIf } from './moment.ts'
import { ById, Prose, strict, Uuid } from './shape.ts'

type Rooms = Pick<Kernel, 'database' | 'clock'>

const shared = { tag: 'ledger', access: readers }
const reasonMax = 500
const fileCharactersMax = 6_000_000
const bodyBytesMax = 8_388_608

export const bookRoutes = (rooms: Rooms): readonly Route[] => [
  trial(rooms),
  verification(rooms),
  verify(rooms),
  adjustment(rooms),
  periods(rooms),
  periodClose(),
  vouchers(rooms),
  openingPreview(rooms),
  opening(rooms),
  openingUndo(rooms),
]

const Total = Type.String({ pattern: '^[0-9]+$', description: 'minor units, as text' })

const trial = ({ database, clock }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/trial-balance`,
    operationId: 'getTrialBalance',
    summary: 'what every account type held at a moment, in each currency',
    query: Type.Object({ at: Type.Optional(DateTime) }, strict),
    answer: Type.Object({
      at: DateTime,
      balanced: Type.Boolean(),
      lines: Type.Array(
        Type.Object({
          accountType: Type.String(),
          currency: Currency,
          accounts: Minor,
          debit: Total,
          credit: Total,
        }),
      ),
      totals: Type.Array(
        Type.Object({ currency: Currency, debit: Total, credit: Total, balanced: Type.Boolean() }),
      ),
    }),
    problems: [],
    run: async ({ query }) => {
      const { at, lines, totals } = await trialBalance(database, momentIf(query.at) ?? clock.now())
      return accept({
        at: at.toISOString(),
        balanced: totals.every((total) => total.balanced),
        lines: lines.map((line) => ({ ...line, accounts: minorJson(line.accounts) })),
        totals: totals.map((total) => ({ ...total })),
      })
    },
  })

const VerificationAnswer = Type.Object({
  clean: Type.Boolean(),
  startedAt: DateTime,
  finishedAt: DateTime,
  entries: Minor,
  fault: Type.Union([Type.Object({ subject: Type.String(), detail: Type.String() }), Type.Null()]),
})

const verificationAnswer = ({ fault, startedAt, finishedAt, entries }: Verification) => ({
  clean: fault === undefined,
  startedAt: startedAt.toISOString(),
  finishedAt: finishedAt.toISOString(),
  entries: minorJson(entries),
  fault: fault ?? null,
})

const verification = ({ database }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/verify`,
    operationId: 'getLedgerVerification',
    summary: 'what the last verification of the books found; null before the first',
    answer: Type.Object({ last: Type.Union([VerificationAnswer, Type.Null()]) }),
    problems: [],
    run: async () => {
      const last = await lastVerification(database)
      return accept({ last: last ? verificationAnswer(last) : null })
    },
  })

const verify = ({ database, clock }: Rooms): Route =>
  raw({
    ...shared,
    method: 'POST',
    path: `${base}/verify`,
    operationId: 'verifyLedger',
    summary: 'recomputes the books from nothing and names the first entry that does not fit',
    answer: VerificationAnswer,
    problems: [],
    run: async (_request, reply) =>
      await reply.send(verificationAnswer(await verifyAndRemember(database, clock))),
  })

const Proposed = Type.Object({ proposalId: Uuid })

const adjustment = ({ clock }: Rooms): Route =>
  command({
    ...shared,
    access: writers,
    path: `${base}/adjustments`,
    operationId: 'proposeAdjustment',
    summary: 'proposes a manual journal; it is posted when a second person has approved it',
    body: Type.Object(
      {
        transfers: Type.Array(
          Type.Object({ debit: AccountNo, credit: AccountNo, amount: PositiveMinor }, strict),
          { minItems: 1, maxItems: 100 },
        ),
        effectiveDate: Type.Optional(Day),
        reason: Prose(reasonMax),
      },
      strict,
    ),
    answer: Proposed,
    status: 202,
    problems: ['account_not_found', 'same_account', 'actor_not_allowed'],
    each: async (tx, { body, ...deed }) => {
      const { effectiveDate = businessDate(clock.now(), ledgerZone), reason } = body
      const transfers = body.transfers.map((leg) => ({ ...leg, amount: minorOf(leg.amount) }))
      const made = await proposeAdjustment(tx, { transfers, effectiveDate, reason }, deed)
      return made.ok ? accept({ proposalId: made.value.id }) : made
    },
  })

const periods = ({ database }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/periods`,
    operationId: 'listPeriods',
    summary: 'months that are closing or closed, the newest first; every later one is open',
    answer: Type.Object({
      items: Type.Array(
        Type.Object({
          period: Type.String(),
          firstDay: Day,
          lastDay: Day,
          status: Type.Enum(['closing', 'closed']),
          changedAt: DateTime,
        }),
      ),
    }),
    problems: [],
    run: async () => {
      const found = await listPeriods(database)
      const items = found.map((one) => ({ ...one, changedAt: one.changedAt.toISOString() }))
      return accept({ items })
    },
  })

const Month = Type.String({ pattern: '^(?:19|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])$' })

const periodClose = (): Route =>
  command({
    ...shared,
    access: writers,
    path: `${base}/periods/:period/close`,
    operationId: 'proposePeriodClose',
    summary: 'proposes to close a month; it closes when a second person has approved it',
    params: Type.Object({ period: Month }),
    body: Type.Object({ reason: Prose(reasonMax) }, strict),
    answer: Proposed,
    status: 202,
    problems: ['actor_not_allowed'],
    each: async (tx, { params, body, ...deed }) => {
      const wanted = { period: params.period, reason: body.reason, zone: ledgerZone }
      const made = await proposePeriodClose(tx, wanted, deed)
      return made.ok ? accept({ proposalId: made.value.id }) : made
    },
  })

const vouchers = ({ database }: Rooms): Route =>
  raw({
    ...shared,
    method: 'GET',
    path: `${base}/vouchers`,
    operationId: 'downloadVouchers',
    summary: 'every journal of some effective days for the general ledger, as csv or xlsx',
    query: Type.Object(
      { from: Day, to: Day, format: Type.Optional(Type.Enum(['csv', 'xlsx'])) },
      strict,
    ),
    problems: [],
    produces: 'text/csv',
    run: async (request, reply) => {
      // It was validated against the schema above.
      const {
        from,
        to,
        format = 'csv',
      } = request.query as {
        from: string
        to: string
        format?: 'csv' | 'xlsx'
      }
      const lines = voucherLines(database, { from, to })
      const stream = Readable.from(format === 'csv' ? csvOf(lines) : xlsxOf(lines))
      return await reply
        .type(format === 'csv' ? 'text/csv; charset=utf-8' : xlsxType)
        .header('content-disposition', `attachment; filename="vouchers-${from}-${to}.${format}"`)
        .send(stream)
    },
  })

const File = Type.String({
  maxLength: fileCharactersMax,
  description: 'CSV with the columns account_no and balance (in major units)',
})

const PreviewAnswer = Type.Object({
  sha256: Type.String(),
  lines: Type.Integer(),
  faults: Type.Array(Type.Object({ line: Type.Integer(), detail: Type.String() })),
  totals: Type.Array(Type.Object({ currency: Currency, debit: Total, credit: Total })),
  balanced: Type.Boolean(),
})

const previewAnswer = ({ sha256, lines, faults, totals }: OpeningPreview) => ({
  sha256,
  lines: lines.length,
  faults: faults.map((fault) => ({ ...fault })),
  totals: totals.map(({ currency, debit, credit }) => ({
    currency,
    debit: String(debit),
    credit: String(credit),
  })),
  balanced: faults.length === 0 && totals.every(({ debit, credit }) => debit === credit),
})

const openingPreview = ({ database }: Rooms): Route =>
  command({
    ...shared,
    access: writers,
    path: `${base}/openings/preview`,
    operationId: 'previewOpening',
    summary: 'reads a file of opening balances: lines, totals, and what is wrong in which line',
    body: Type.Object({ file: File }, strict),
    answer: PreviewAnswer,
    problems: [],
    bodyBytesMax,
    dry: () => true,
    each: async (_tx, { body }) => accept(previewAnswer(await previewOpening(database, body.file))),
  })

const openingProblems = Object.keys(ledgerProblems)

const opening = ({ clock }: Rooms): Route =>
  command({
    ...shared,
    access: writers,
    path: `${base}/openings`,
    operationId: 'bringInOpening',
    summary: 'brings opening balances in; dryRun does everything and takes it back again',
    body: Type.Object(
      { file: File, effectiveDate: Day, dryRun: Type.Optional(Type.Boolean()) },
      strict,
    ),
    answer: Type.Object({ id: Type.Union([Uuid, Type.Null()]), preview: PreviewAnswer }),
    problems: openingProblems,
    bodyBytesMax,
    each: async (tx, { body, ...deed }) => {
      const { file, effectiveDate, dryRun = false } = body
      const options = { clock, zone: ledgerZone }
      const wanted = { text: file, effectiveDate, dryRun }
      const brought = await bringInOpening(tx, wanted, { deed, options })
      if (!brought.ok) return brought
      const { id, preview } = brought.value
      return accept({ id: dryRun ? null : id, preview: previewAnswer(preview) })
    },
  })

const openingUndo = ({ clock }: Rooms): Route =>
  command({
    ...shared,
    access: writers,
    path: `${base}/openings/:id/undo`,
    operationId: 'undoOpening',
    summary: 'reverses opening balances, as long as their period has not closed',
    params: ById,
    body: Type.Object({ reason: Prose(reasonMax) }, strict),
    answer: Type.Object({ undone: Type.Literal(true) }),
    problems: openingProblems,
    each: async (tx, { params, body, ...deed }) => {
      const wanted = { id: asId<'opening'>(params.id), reason: body.reason }
      const options = { clock, zone: ledgerZone }
      const undone = await undoOpening(tx, wanted, { deed, options })
      return undone.ok ? accept({ undone: true as const }) : undone
    },
  })
