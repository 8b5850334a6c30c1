/** The order itself, and what the parts of this module say to each other about its events. */
import { Type, type Static, type TSchema } from 'typebox'
import type { Actor, Party } from '#kernel/auth'
import type { Instant } from '#kernel/clock'
import { bucketOf, type Id } from '#kernel/id'
import type { BusinessEvent, Deadline, Job } from '#kernel/jobs'
import type { Json, Result } from '#kernel/problem'

export const machine = 'auto-loan'

/** What every row of an order begins with. */
export interface OrderKey {
  readonly bucket: number
  readonly id: Id<'auto-order'>
}

/** 放款预审核: beside the state, while the order stands at 40150. */
export const lendPreaudits = ['NONE', 'PRE_SUBMITTED', 'PASSED', 'RETURNED'] as const
export type LendPreaudit = (typeof lendPreaudits)[number]

/** auto_order of document 000; amounts in minor units of `currency`. */
export interface Order extends OrderKey {
  readonly orderNo: string
  readonly smVersion: string
  readonly state: number
  readonly creditAuditStatus: number | null
  readonly compassStatus: number | null
  readonly lendAuditStatus: number | null
  readonly lendPreaudit: LendPreaudit
  readonly applicantId: Id<'person'>
  readonly coborrowerId: Id<'person'> | null
  readonly dealerId: string
  readonly carId: Id<'car'>
  readonly productId: string | null
  readonly funderId: string | null
  readonly depositAmount: bigint
  readonly downPaymentAmount: bigint
  readonly financeAmount: bigint
  readonly currency: string
  readonly rowVersion: number
  readonly createdAt: Instant
  readonly updatedAt: Instant
  /** When it came into its state. */
  readonly stateSince: Instant
}

/** The columns that no lifecycle writes. */
export type OrderFields = Pick<
  Order,
  | 'lendPreaudit'
  | 'coborrowerId'
  | 'productId'
  | 'funderId'
  | 'depositAmount'
  | 'downPaymentAmount'
  | 'financeAmount'
>

/** `AF20260101000017`: the day in the zone of the business, and a running number of that day. */
export const orderNumber = (date: string, running: number): string =>
  `AF${date.replaceAll('-', '')}${String(running).padStart(6, '0')}`

export const orderNoPattern = '^AF[0-9]{14,18}$'

/** Where an order of this number lives, whether there is one or not. */
export const bucketOfOrder = (orderNo: string): number => bucketOf(orderNo)

/**
 * The one rule of kernel/auth's `inScope`, for orders that were read under a lock for many
 * calls.
 */
export function isVisible(
  party: Party | undefined,
  order: Pick<Order, 'dealerId' | 'funderId'>,
): boolean {
  if (party === undefined) return true
  if (party.kind === 'dealer') return party.code === order.dealerId
  return party.kind === 'funder' && party.code === order.funderId
}

/** What an event has to be decided upon; each is read for the whole batch, and only when asked. */
export type Need =
  | 'people'
  | 'offer'
  | 'routing'
  | 'contracts'
  | 'materials'
  | 'audits'
  | 'payments'

export type EventRefusal = 'guard_failed' | 'event_payload_invalid'

/** An event that happens to an order, with what is known of the order. */
export interface Occurrence<Facts, Payload> {
  readonly order: Order
  readonly event: string
  readonly from: number
  readonly payload: Payload
  readonly facts: Facts
  readonly actor: Actor
  readonly at: Instant
}

/** An event that the system lets follow in the same transaction. */
export interface FollowUp {
  readonly kind: 'follow'
  readonly event: string
  readonly payload: Json
}

/** What leaves the module in the same transaction: jobs, timers, alarms and news. */
export type SystemEffect =
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'deadline.set'; readonly deadline: Deadline }
  | { readonly kind: 'deadline.clear'; readonly key: string }
  | { readonly kind: 'publish'; readonly event: BusinessEvent }

/** The timer by which fund routing starts when nobody confirms the product. */
export const launchKey = (orderNo: string): string => `auto-loan.launch:${orderNo}`
export const launchTask = 'auto-loan.launch-routing'
export const launchEvent = 'auto_launch_compass_routing'

export interface OrderEffect {
  readonly kind: 'order.set'
  readonly order: OrderKey
  readonly fields: OrderFields
}

export type GuardName =
  | 'deposit_refundable'
  | 'deposit_refund_begun'
  | 'product_complete'
  | 'another_funder_left'
  | 'contracts_signed'
  | 'down_payment_received'
  | 'all_settled'

/** How a module's part treats one event: what it takes, what it must know, what follows. */
export interface EventRule<Facts, Effect> {
  readonly payload: TSchema
  readonly needs: readonly Need[]
  readonly effects: (given: Occurrence<Facts, never>) => Result<readonly Effect[], EventRefusal>
}

/** Ties the payload's type to its schema; outside, payloads are only known to fit their schema. */
export function rule<Facts, Effect, Payload extends TSchema>(
  payload: Payload,
  needs: readonly Need[],
  effects: (given: Occurrence<Facts, Static<Payload>>) => Result<readonly Effect[], EventRefusal>,
): EventRule<Facts, Effect> {
  return { payload, needs, effects }
}

/** A condition that the definition names; without a payload it says what no payload could mend. */
export interface Guard<Facts> {
  readonly needs: readonly Need[]
  readonly refusal: (given: Condition<Facts>) => GuardRefusal | undefined
}

export type Condition<Facts> = Pick<
  Occurrence<Facts, Readonly<Record<string, unknown>> | undefined>,
  'order' | 'facts' | 'payload' | 'at'
>

export interface GuardRefusal {
  readonly detail: string
  readonly detailZh: string
  readonly facts?: Readonly<Record<string, Json>>
}

/** The current values, to be changed by an effect. */
export const fieldsOf = (order: Order): OrderFields => ({
  lendPreaudit: order.lendPreaudit,
  coborrowerId: order.coborrowerId,
  productId: order.productId,
  funderId: order.funderId,
  depositAmount: order.depositAmount,
  downPaymentAmount: order.downPaymentAmount,
  financeAmount: order.financeAmount,
})

/** The schema with its titles, from which the console draws the form. */
export const titled = <S extends TSchema>(schema: S, zh: string, en: string): S => ({
  ...schema,
  'x-title-zh': zh,
  'x-title-en': en,
})

/** Written by a person: long runs of digits in it are masked wherever it is shown again. */
export const freeText = (zh: string, en: string) =>
  titled(Type.String({ minLength: 1, maxLength: 1_000, 'x-free-text': true }), zh, en)

/** A payload that holds personal data: history names its fields and nothing more. */
export const personal = <S extends TSchema>(schema: S): S => ({ ...schema, 'x-personal': true })

/** An object that takes no other fields. */
export const strict = <Properties extends Parameters<typeof Type.Object>[0]>(
  properties: Properties,
) => Type.Object(properties, { additionalProperties: false })
