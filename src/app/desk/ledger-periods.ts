/** Accounting periods: which months are closed, closing one and opening it again; vouchers. */
import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { businessDate } from '#kernel/clock'
import { command, DateTime, Day, raw, read, type Route } from '#kernel/http'
import {
  csvOf,
  listMonths,
  proposePeriodClose,
  proposePeriodReopen,
  voucherLines,
  xlsxOf,
} from '#kernel/ledger'
import type { Kernel } from '#kernel/module'
import { accept } from '#kernel/problem'
import { xlsxType } from './ledger-accounts.ts'
import { Proposed } from './ledger-adjustments.ts'
import { base, ledgerZone, readers, writers } from './ledger-shape.ts'
import { Prose, strict } from './shape.ts'

type Rooms = Pick<Kernel, 'database' | 'clock'>

const shared = { tag: 'ledger', access: readers }
const reasonMax = 500

export const periodRoutes = (rooms: Rooms): readonly Route[] => [
  periods(rooms),
  periodClose(),
  periodReopen(),
  vouchers(rooms),
]

const MayOrNot = (...refusals: string[]) =>
  Type.Union([Type.Enum(refusals), Type.Null()], { description: 'null: it may be proposed' })

const periods = ({ database, clock }: Rooms): Route =>
  read({
    ...shared,
    path: `${base}/periods`,
    operationId: 'listPeriods',
    summary:
      'months, the newest first: open ones from the first that has journals, and closed ones',
    answer: Type.Object({
      items: Type.Array(
        Type.Object({
          period: Type.String(),
          firstDay: Day,
          lastDay: Day,
          status: Type.Enum(['open', 'closing', 'closed']),
          changedAt: Type.Union([DateTime, Type.Null()]),
          mayClose: MayOrNot('period_not_next', 'period_not_over'),
          mayReopen: MayOrNot('period_not_last'),
        }),
      ),
    }),
    problems: [],
    run: async () => {
      const found = await listMonths(database, businessDate(clock.now(), ledgerZone))
      const items = found.map((one) => ({
        ...one,
        changedAt: one.changedAt?.toISOString() ?? null,
      }))
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

const periodReopen = (): Route =>
  command({
    ...shared,
    access: writers,
    path: `${base}/periods/:period/reopen`,
    operationId: 'proposePeriodReopen',
    summary: 'proposes to open the month again that was closed last; a second person decides',
    params: Type.Object({ period: Month }),
    body: Type.Object({ reason: Prose(reasonMax) }, strict),
    answer: Proposed,
    status: 202,
    problems: ['period_not_last', 'actor_not_allowed'],
    each: async (tx, { params, body, ...deed }) => {
      const wanted = { period: params.period, reason: body.reason, zone: ledgerZone }
      const made = await proposePeriodReopen(tx, wanted, deed)
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
