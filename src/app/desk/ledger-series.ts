/** The balance of an account over time, as its page draws it. */
import { Type } from 'typebox'
import { addDays, businessDate } from '#kernel/clock'
import { Currency, Day, Minor, read, type Route } from '#kernel/http'
import { balanceSeries } from '#kernel/ledger'
import type { Kernel } from '#kernel/module'
import { minorJson } from '#kernel/money'
import { accept, refuse } from '#kernel/problem'
import { base, ByAccount, ledgerZone, readers } from './ledger-shape.ts'
import { strict } from './shape.ts'

type Rooms = Pick<Kernel, 'database' | 'clock'>

const daysUsual = 90

const SeriesAnswer = Type.Object({
  accountNo: Type.String(),
  currency: Currency,
  from: Day,
  to: Day,
  step: Type.Integer({ minimum: 1, description: 'days from one point to the next' }),
  points: Type.Array(
    Type.Object({ day: Day, booked: Minor, effective: Minor }, { description: 'at the day’s end' }),
  ),
})

export const series = ({ database, clock }: Rooms): Route =>
  read({
    tag: 'ledger',
    access: readers,
    path: `${base}/accounts/:no/series`,
    operationId: 'getBalanceSeries',
    summary: 'the balance at the end of each day, in at most 400 points',
    params: ByAccount,
    query: Type.Object({ from: Type.Optional(Day), to: Type.Optional(Day) }, strict),
    answer: SeriesAnswer,
    problems: ['account_not_found', 'request_invalid'],
    run: async ({ params, query }) => {
      const now = clock.now()
      const { to = businessDate(now, ledgerZone) } = query
      const { from = addDays(to, 1 - daysUsual) } = query
      if (from > to) return refuse('request_invalid', `${from} lies after ${to}.`)
      const found = await balanceSeries(database, params.no, { from, to, now })
      if (found === undefined) {
        return refuse('account_not_found', `There is no account ${params.no}.`)
      }
      const { accountNo, currency } = found.account
      const points = found.points.map(({ day, booked, effective }) => ({
        day,
        booked: minorJson(booked),
        effective: minorJson(effective),
      }))
      return accept({ accountNo, currency, from, to, step: found.step, points })
    },
  })
