/** HTTP of loans. */
import { Type, type Static } from 'typebox'
import { ask, Day, Minor, type Route } from '#kernel/http'
import { minorJson, rateText } from '#kernel/money'
import { accept } from '#kernel/problem'
import { schedule, type Schedule } from './rules.ts'
import { LoanTerms } from './terms/index.ts'

const Amounts = { principal: Minor, interest: Minor, fee: Minor, total: Minor }

export const ScheduleAnswer = Type.Object({
  instalments: Type.Array(
    Type.Object({
      no: Type.Integer({ minimum: 0, description: '0 is the day of disbursement' }),
      dueOn: Day,
      ...Amounts,
      balanceAfter: Minor,
    }),
  ),
  totals: Type.Object(Amounts),
  apr: Type.String({ description: 'rate of a period × periods of a year, with all fees' }),
  effectiveRate: Type.String({ description: 'the same, compounded' }),
  terms: LoanTerms,
})

export const routes = (): readonly Route[] => [
  ask({
    path: '/api/v1/loans/schedule',
    operationId: 'loanSchedule',
    summary: 'what a loan of these terms owes when, and what it costs; keeps nothing',
    tag: 'loans',
    access: 'signed-in',
    body: LoanTerms,
    answer: ScheduleAnswer,
    problems: ['loan_terms_invalid'],
    run: async ({ body }) => {
      const found = schedule(body)
      return found.ok ? accept(scheduleAnswer(found.value)) : found
    },
  }),
]

/** As it goes over the wire, with the terms as they were resolved. */
export function scheduleAnswer(found: Schedule): Static<typeof ScheduleAnswer> {
  const { instalments, totals, apr, effectiveRate } = found
  return {
    instalments: instalments.map(({ no, dueOn, balanceAfter, ...amounts }) => ({
      no,
      dueOn,
      ...amountsView(amounts),
      balanceAfter: minorJson(balanceAfter),
    })),
    totals: amountsView(totals),
    apr,
    effectiveRate,
    terms: termsView(found.terms),
  }
}

const amountsView = ({ principal, interest, fee, total }: Schedule['totals']) => ({
  principal: minorJson(principal),
  interest: minorJson(interest),
  fee: minorJson(fee),
  total: minorJson(total),
})

function termsView(terms: Schedule['terms']): LoanTerms {
  const { grid, rounding, disbursements, rateChanges, fees, downPayment, annualRate } = terms
  return {
    currency: terms.currency,
    principal: minorJson(terms.principal),
    annualRate: rateText(annualRate),
    method: terms.method,
    periods: terms.periods,
    every: grid.every,
    unit: grid.unit,
    disbursedOn: terms.disbursedOn,
    firstDueOn: grid.anchor,
    dueDay: grid.dueDay,
    dayCount: terms.dayCount,
    rounding: {
      mode: rounding.mode,
      unit: minorJson(rounding.unit),
      instalmentUnit: minorJson(rounding.instalmentUnit),
    },
    downPayment: rateText(downPayment),
    interestGracePeriods: terms.interestGracePeriods,
    principalGracePeriods: terms.principalGracePeriods,
    disbursements: disbursements.map(({ on, amount }) => ({ on, amount: minorJson(amount) })),
    rateChanges: rateChanges.map((one) => ({ on: one.on, annualRate: rateText(one.annualRate) })),
    fees: fees.map(({ name, on, ...fee }) => ({
      name,
      on,
      ...('rate' in fee ? { rate: rateText(fee.rate) } : { amount: minorJson(fee.amount) }),
    })),
  }
}
