/** 资金路由: the funders of an order, who is asked now, and what was asked of them. */
import { Type, type Static } from 'typebox'
import type { Instant } from '#kernel/clock'
import { Decimal, PositiveMinor, Text } from '#kernel/http'
import { code, termMax } from '../catalogue/index.ts'
import { freeText, strict, titled, type OrderKey } from '../orders/index.ts'

const optional = Type.Optional

export const PassPayload = strict({
  funder: titled(code, '资方', 'Funder'),
  approvedAmount: titled(PositiveMinor, '批准金额（分）', 'Approved amount (fen)'),
  approvedTerm: titled(Type.Integer({ minimum: 1, maximum: termMax }), '批准期数', 'Approved term'),
  monthlyRate: titled(Decimal, '月利率', 'Monthly rate'),
})
export type PassPayload = Static<typeof PassPayload>

/** The funder may be left out by the engine alone, when none was left to be asked. */
export const FailPayload = strict({
  funder: optional(titled(code, '资方', 'Funder')),
  reasonCode: optional(titled(Text(100), '原因码', 'Reason code')),
})
export type FailPayload = Static<typeof FailPayload>

export const ReasonPayload = strict({ reason: optional(freeText('原因', 'Reason')) })
export type ReasonPayload = Static<typeof ReasonPayload>

export const choiceStates = ['PENDING', 'ACTIVE', 'SKIPPED', 'REFUSED', 'PASSED'] as const

/** One funder in the routing list of an order. */
export interface FunderChoice {
  readonly bucket: number
  readonly orderId: OrderKey['id']
  /** A new round starts whenever the product is confirmed anew. */
  readonly round: number
  readonly position: number
  readonly funderCode: string
  readonly state: (typeof choiceStates)[number]
  readonly reason: string | null
  readonly updatedAt: Instant
}

export const applicationStates = [
  'created',
  'unknown',
  'accepted',
  'passed',
  'refused',
  'withdrawing',
  'withdrawn',
] as const
export type ApplicationState = (typeof applicationStates)[number]

/** What was asked of a funder, and what it answered. */
export interface Application {
  readonly bucket: number
  /** `AF20260101000017-A1-2`: order, round, position. */
  readonly applicationNo: string
  readonly orderId: OrderKey['id']
  readonly round: number
  readonly position: number
  readonly funderCode: string
  readonly state: ApplicationState
  readonly amount: bigint
  readonly term: number
  readonly approvedAmount: bigint | null
  readonly approvedTerm: number | null
  readonly monthlyRate: string | null
  readonly reasonCode: string | null
  /** How often the funder was asked: it decides how long to wait for the next time. */
  readonly asked: number
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

export const applicationNumber = (orderNo: string, round: number, position: number): string =>
  `${orderNo}-A${round}-${position}`

/** The order number that a number of ours begins with. */
export const orderNoOf = (text: string): string => text.split('-')[0] ?? text

export const askTask = 'auto-loan.ask-funder-to-audit'
export const withdrawTask = 'auto-loan.tell-funder-of-withdrawal'

export type RoutingEffect =
  | { readonly kind: 'choices.add'; readonly choices: readonly FunderChoice[] }
  | { readonly kind: 'choice.set'; readonly choice: FunderChoice }
  | { readonly kind: 'application.add'; readonly application: Application }
  | { readonly kind: 'application.set'; readonly application: Application }
