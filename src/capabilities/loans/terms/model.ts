/** The terms of a loan: as they come in (surfaces, "Loan terms"), and resolved. */
import { Type, type Static } from 'typebox'
import type { BusinessDate } from '#kernel/clock'
import { Currency, Day, PositiveMinor, Text } from '#kernel/http'
import {
  roundingModes,
  type Rate,
  type RoundingMode,
  type Currency as CurrencyCode,
} from '#kernel/money'
import { dayCounts, units, type DayCount, type Grid } from '../calendar/index.ts'

/** 等额本息 · 等额本金 · 先息后本 · 到期还本付息 · flat: interest on what was lent, whatever is repaid. */
export const methods = [
  'equal_instalment',
  'equal_principal',
  'interest_only',
  'bullet',
  'flat',
] as const
export type Method = (typeof methods)[number]

export const feeMoments = ['disbursement', 'first', 'each'] as const
export type FeeMoment = (typeof feeMoments)[number]

export const periodsMax = 1_200
const listMax = 100
const everyMax = 366

const strict = { additionalProperties: false }
const optional = Type.Optional
export const Ratio = Type.String({
  pattern: '^(0|[1-9][0-9]{0,8})(\\.[0-9]{1,18})?$',
  description: 'exact decimal: 0.12 is 12 %',
})
const Grace = Type.Integer({ minimum: 0, maximum: periodsMax })

export const LoanTerms = Type.Object(
  {
    currency: Currency,
    principal: PositiveMinor,
    annualRate: Ratio,
    method: Type.Enum([...methods]),
    periods: Type.Integer({ minimum: 1, maximum: periodsMax }),
    every: optional(Type.Integer({ minimum: 1, maximum: everyMax, default: 1 })),
    unit: optional(Type.Enum([...units], { default: 'month' })),
    disbursedOn: optional(Day),
    firstDueOn: optional(Day),
    dueDay: optional(
      Type.Integer({ minimum: 1, maximum: 31, description: 'where a month is shorter, its end' }),
    ),
    dayCount: optional(Type.Enum([...dayCounts], { default: '30/360' })),
    rounding: optional(
      Type.Object(
        {
          mode: optional(Type.Enum([...roundingModes], { default: 'half_up' })),
          unit: optional(PositiveMinor),
          instalmentUnit: optional(PositiveMinor),
        },
        strict,
      ),
    ),
    downPayment: optional(Ratio),
    interestGracePeriods: optional(Grace),
    principalGracePeriods: optional(Grace),
    disbursements: optional(
      Type.Array(Type.Object({ on: Day, amount: PositiveMinor }, strict), { maxItems: listMax }),
    ),
    rateChanges: optional(
      Type.Array(Type.Object({ on: Day, annualRate: Ratio }, strict), { maxItems: listMax }),
    ),
    fees: optional(
      Type.Array(
        Type.Object(
          {
            name: Text(60),
            amount: optional(PositiveMinor),
            rate: optional(Ratio),
            on: Type.Enum([...feeMoments]),
          },
          strict,
        ),
        { maxItems: listMax },
      ),
    ),
  },
  { ...strict, description: 'amounts in minor units, days of the business zone' },
)
export type LoanTerms = Static<typeof LoanTerms>

export interface Rounding {
  readonly mode: RoundingMode
  /** Interest and fees are whole multiples of it, in minor units. */
  readonly unit: bigint
  /** So are instalments, but for the last one. */
  readonly instalmentUnit: bigint
}

export interface Disbursement {
  readonly on: BusinessDate
  readonly amount: bigint
}

export interface RateChange {
  /** The first day that bears the new rate. */
  readonly on: BusinessDate
  readonly annualRate: Rate
}

/** Principal that is repaid beside the instalments. */
export interface Prepayment {
  readonly on: BusinessDate
  readonly amount: bigint
  /** `term`: later instalments are lower; `instalment`: there are fewer of them. */
  readonly keeps: 'term' | 'instalment'
}

export type Fee = {
  readonly name: string
  readonly on: FeeMoment
} & ({ readonly amount: bigint } | { readonly rate: Rate })

export interface Terms {
  readonly currency: CurrencyCode
  readonly principal: bigint
  readonly annualRate: Rate
  readonly method: Method
  readonly periods: number
  /** Its anchor is the first due day. */
  readonly grid: Grid
  readonly disbursedOn: BusinessDate
  readonly dayCount: DayCount
  readonly rounding: Rounding
  /** Share of the principal that is paid when the loan is disbursed. */
  readonly downPayment: Rate
  /** Interest of so many periods is collected with the first instalment after them. */
  readonly interestGracePeriods: number
  /** In so many periods no principal is collected. */
  readonly principalGracePeriods: number
  /** By day. */
  readonly disbursements: readonly Disbursement[]
  /** By day. */
  readonly rateChanges: readonly RateChange[]
  /** By day. They come while the loan runs; the terms that are asked for have none. */
  readonly prepayments: readonly Prepayment[]
  readonly fees: readonly Fee[]
}
