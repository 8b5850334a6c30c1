/** What the whole module speaks of: an event for an order, its facts and its effects. */
import { Type, type Static } from 'typebox'
import type { Actor } from '#kernel/auth'
import type { Instant } from '#kernel/clock'
import { DateTime, Minor, Text } from '#kernel/http'
import { workParameters } from '#kernel/lifecycle'
import type { ParameterDefinition } from '#kernel/parameter'
import type { Json, ProblemTable } from '#kernel/problem'
import type { PeopleFacts, PersonEffect } from './applicants/index.ts'
import type { AuditFacts, AuditsEffect } from './audits/index.ts'
import type { OfferEffect, OfferFacts } from './cars/index.ts'
import { carCategories } from './catalogue/index.ts'
import type { ContractEffect, ContractFacts } from './contracts/index.ts'
import type { MaterialsEffect, MaterialsFacts } from './materials/index.ts'
import {
  machine,
  strict,
  titled,
  type FollowUp,
  type OrderEffect,
  type SystemEffect,
} from './orders/index.ts'
import type { PaymentEffect, PaymentFacts } from './payments/index.ts'
import type { RoutingEffect, RoutingFacts } from './routing/index.ts'

/** Everything that may be known of an order. What an event did not ask for is not in it. */
export type Facts = PeopleFacts &
  OfferFacts &
  MaterialsFacts &
  AuditFacts &
  ContractFacts &
  RoutingFacts &
  PaymentFacts

export type Effect =
  | PersonEffect
  | OfferEffect
  | OrderEffect
  | MaterialsEffect
  | AuditsEffect
  | ContractEffect
  | RoutingEffect
  | PaymentEffect
  | SystemEffect
  | FollowUp

/** An event that somebody wants to happen. */
export interface EventCall {
  readonly orderNo: string
  readonly event: string
  readonly payload: Json
  /** The version that the caller saw; any other is then a conflict. */
  readonly expectedVersion?: number | undefined
  readonly actor: Actor
  /** Through what: `api`, `job`, `funder:BANK_A`. */
  readonly actorSystem: string
  /** Unique for the order: the caller with its Idempotency-Key. */
  readonly requestId: string
  readonly at: Instant
  /** Only what it would do is asked; nothing is written. */
  readonly dryRun: boolean
}

/** What an event would do beyond moving the order: told by a dry run, and written by nobody. */
export const Foresight = Type.Object({
  /** Events that the system lets follow at once. */
  follows: Type.Array(Type.Object({ event: Type.String(), to: Type.Integer() })),
  /** Partners that would be called afterwards: `apply`, `withdraw`, `pay_out`. */
  calls: Type.Array(
    Type.Object({ partner: Type.String(), purpose: Type.String(), reference: Type.String() }),
  ),
  /** Timers that would start, or (null) stop without having run. */
  timers: Type.Array(
    Type.Object({ task: Type.String(), dueAt: Type.Union([DateTime, Type.Null()]) }),
  ),
  /** Money that would have moved: what the books are told. */
  movements: Type.Array(
    Type.Object({
      name: Type.String(),
      from: Type.String(),
      to: Type.String(),
      amount: Minor,
      currency: Type.String(),
    }),
  ),
  /** What else would be written, by its name: `plan.save`, `contracts.new`. */
  records: Type.Array(Type.String()),
  /** Under which types others would hear of it. */
  tells: Type.Array(Type.String()),
})
export type Foresight = Static<typeof Foresight>

/** What an event did. `state` differs from `to` when the system let another event follow. */
export interface EventAnswer {
  readonly orderNo: string
  readonly event: string
  readonly from: number
  readonly to: number
  readonly state: number
  /** The subsystem fields that were written. */
  readonly subsystem: Readonly<Record<string, number>>
  readonly version: number
  /** It had been done already: nothing was written. */
  readonly unchanged: boolean
  readonly dryRun: boolean
  /** Of a dry run alone. */
  readonly would?: Foresight
}

/** For events that only a later version of the lifecycle knows. */
export const AnyPayload = strict({ comment: Type.Optional(titled(Text(1_000), '备注', 'Comment')) })

export const parameterNames = {
  loanToPrice: 'auto-loan.loan_to_price_max',
  termMonths: 'auto-loan.term_months_max',
  refundDays: 'auto-loan.refund_days',
  launchMinutes: 'auto-loan.auto_launch_minutes',
} as const

const ratio = Type.String({ pattern: '^(0\\.[0-9]{1,4}|1(\\.0{1,4})?)$' })
const people = { makers: ['admin'], checkers: ['admin'] } as const

/** Source: 000 through specification 1.6; the ratios are those of the notice of 2018-01-01. */
export const parameters: readonly ParameterDefinition[] = [
  {
    name: parameterNames.loanToPrice,
    unit: 'ratio',
    title: { zh: '最高贷款成数', en: 'Greatest loan to price' },
    schema: strict(Object.fromEntries(carCategories.map((category) => [category, ratio]))),
    initial: {
      own_combustion: '0.80',
      own_new_energy: '0.85',
      commercial_combustion: '0.70',
      commercial_new_energy: '0.75',
      used: '0.70',
    },
    ...people,
  },
  {
    name: parameterNames.termMonths,
    unit: 'count',
    title: { zh: '最长贷款期限（月）', en: 'Longest term (months)' },
    schema: strict({
      new: Type.Integer({ minimum: 1, maximum: 120 }),
      used: Type.Integer({ minimum: 1, maximum: 120 }),
    }),
    initial: { new: 60, used: 36 },
    ...people,
  },
  {
    name: parameterNames.refundDays,
    unit: 'days',
    title: { zh: '拒绝后可退押金的天数', en: 'Days after a rejection to ask the deposit back' },
    schema: Type.Integer({ minimum: 0, maximum: 3_650 }),
    initial: 30,
    ...people,
  },
  {
    name: parameterNames.launchMinutes,
    unit: 'minutes',
    title: {
      zh: '选产品后自动发起资金路由的分钟数（0 为不自动）',
      en: 'Minutes from the choice of a product to automatic routing (0: never)',
    },
    schema: Type.Integer({ minimum: 0, maximum: 100_000 }),
    initial: 0,
    ...people,
  },
  ...workParameters(machine, {
    // A day's work for the house, three for the dealer, who has to find its customer.
    limits: {
      'credit-auditor': 1_440,
      'fund-router': 1_440,
      'lending-auditor': 1_440,
      'finance-ops': 1_440,
      dealer: 4_320,
    },
    takeMinutes: 60,
  }),
]

// prettier-ignore
export const problems = {
  order_not_found:         { status: 404, means: 'There is no such order, or it is not yours to see.' },
  event_payload_invalid:   { status: 400, means: 'The payload does not fit the event; `errors` names each field.' },
  guard_failed:            { status: 422, means: 'A condition of the event does not hold; `guard` names it.' },
  dealer_unknown:          { status: 422, means: 'Orders come from an active dealer.' },
  order_closed:            { status: 409, means: 'The order is settled or abandoned.' },
  images_too_many:         { status: 422, means: 'The order has as many images as an order may have.' },
  file_missing:            { status: 400, means: 'The upload has no part "file".' },
  callback_invalid:        { status: 400, means: 'The callback does not fit the funder’s contract.' },
  image_not_found:         { status: 404, means: 'The order has no such image.' },
  field_unknown:           { status: 404, means: 'No person has this field, or it was never given.' },
  person_not_found:        { status: 404, means: 'The order has no such person.' },
  contract_not_wanted:     { status: 422, means: 'The valid contract set does not ask for this signature.' },
  receipt_without_proof:   { status: 422, means: 'A receipt needs a payment reference or an image.' },
  receipt_known:           { status: 409, means: 'The payment reference was recorded with another amount.' },
  refund_not_found:        { status: 404, means: 'The order has no such refund.' },
  refund_decided:          { status: 409, means: 'The refund is paid or failed already.' },
  instalment_not_found:    { status: 404, means: 'The order has no such instalment to settle.' },
  repayment_too_much:      { status: 422, means: 'More than the instalment owes.' },
  settlement_amount_wrong: { status: 422, means: 'Early settlement takes exactly `required`.' },
  funder_invalid:          { status: 400, means: 'The funder cannot work like this; `field` says where.' },
  product_invalid:         { status: 400, means: 'The product cannot be sold like this; `field` says where.' },
} as const satisfies ProblemTable
