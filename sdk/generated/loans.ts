// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.
import type { CallOptions, Client } from '../client.ts'

export interface LoanScheduleInput {
  readonly body: {
    readonly currency: 'CNY' | 'USD' | 'EUR' | 'IDR'
    /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
    readonly principal: number | string
    /** exact decimal: 0.12 is 12 % */
    readonly annualRate: string
    readonly method: 'equal_instalment' | 'equal_principal' | 'interest_only' | 'bullet' | 'flat'
    readonly periods: number
    readonly every?: number
    readonly unit?: 'day' | 'week' | 'month'
    /** calendar day of the business zone */
    readonly disbursedOn?: string
    /** calendar day of the business zone */
    readonly firstDueOn?: string
    /** where a month is shorter, its end */
    readonly dueDay?: number
    readonly dayCount?: '30/360' | 'act/360' | 'act/365' | 'act/act' | '364'
    readonly rounding?: {
      readonly mode?: 'half_up' | 'half_even' | 'up' | 'down' | 'floor' | 'ceiling'
      /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
      readonly unit?: number | string
      /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
      readonly instalmentUnit?: number | string
    }
    /** exact decimal: 0.12 is 12 % */
    readonly downPayment?: string
    readonly interestGracePeriods?: number
    readonly principalGracePeriods?: number
    readonly disbursements?: readonly {
      /** calendar day of the business zone */
      readonly on: string
      /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
      readonly amount: number | string
    }[]
    readonly rateChanges?: readonly {
      /** calendar day of the business zone */
      readonly on: string
      /** exact decimal: 0.12 is 12 % */
      readonly annualRate: string
    }[]
    readonly fees?: readonly {
      readonly name: string
      /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
      readonly amount?: number | string
      /** exact decimal: 0.12 is 12 % */
      readonly rate?: string
      readonly on: 'disbursement' | 'first' | 'each'
    }[]
  }
}

export type LoanScheduleAnswer = {
  readonly instalments: readonly {
    /** 0 is the day of disbursement */
    readonly no: number
    /** calendar day of the business zone */
    readonly dueOn: string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly principal: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly interest: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly fee: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly total: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly balanceAfter: number | string
  }[]
  readonly totals: {
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly principal: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly interest: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly fee: number | string
    /** integer minor units: a number up to 2^53−1, a string beyond */
    readonly total: number | string
  }
  /** rate of a period × periods of a year, with all fees */
  readonly apr: string
  /** the same, compounded */
  readonly effectiveRate: string
  /** amounts in minor units, days of the business zone */
  readonly terms: {
    readonly currency: 'CNY' | 'USD' | 'EUR' | 'IDR'
    /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
    readonly principal: number | string
    /** exact decimal: 0.12 is 12 % */
    readonly annualRate: string
    readonly method: 'equal_instalment' | 'equal_principal' | 'interest_only' | 'bullet' | 'flat'
    readonly periods: number
    readonly every?: number
    readonly unit?: 'day' | 'week' | 'month'
    /** calendar day of the business zone */
    readonly disbursedOn?: string
    /** calendar day of the business zone */
    readonly firstDueOn?: string
    /** where a month is shorter, its end */
    readonly dueDay?: number
    readonly dayCount?: '30/360' | 'act/360' | 'act/365' | 'act/act' | '364'
    readonly rounding?: {
      readonly mode?: 'half_up' | 'half_even' | 'up' | 'down' | 'floor' | 'ceiling'
      /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
      readonly unit?: number | string
      /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
      readonly instalmentUnit?: number | string
    }
    /** exact decimal: 0.12 is 12 % */
    readonly downPayment?: string
    readonly interestGracePeriods?: number
    readonly principalGracePeriods?: number
    readonly disbursements?: readonly {
      /** calendar day of the business zone */
      readonly on: string
      /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
      readonly amount: number | string
    }[]
    readonly rateChanges?: readonly {
      /** calendar day of the business zone */
      readonly on: string
      /** exact decimal: 0.12 is 12 % */
      readonly annualRate: string
    }[]
    readonly fees?: readonly {
      readonly name: string
      /** integer minor units, at least 1: a number up to 2^53−1, a string beyond */
      readonly amount?: number | string
      /** exact decimal: 0.12 is 12 % */
      readonly rate?: string
      readonly on: 'disbursement' | 'first' | 'each'
    }[]
  }
}

/** What a loan of these terms owes when, and what it costs; keeps nothing. `POST /api/v1/loans/schedule` */
export function loanSchedule(
  client: Client,
  input: LoanScheduleInput,
  options?: CallOptions,
): Promise<LoanScheduleAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/loans/schedule', sends: 'json', answers: 'json' },
    input,
    options,
  )
}
