/** What this module tells others. No personal data: who needs it asks for the order. */
import type { BusinessEvent } from '#kernel/jobs'
import type { Instant } from '#kernel/clock'
import type { Effect } from './model.ts'
import type { Order } from './orders/index.ts'
import { movementJson, movementsOf } from './postings.ts'

/** Lifecycle events that others want to hear of, and the type under which they hear it. */
const told: Readonly<Record<string, string>> = {
  fund_final_audit_pass: 'auto-loan.funder-passed',
  down_payment_done: 'auto-loan.down-payment-done',
  loaned: 'auto-loan.loaned',
  pay_off: 'auto-loan.paid-off',
  cancel: 'auto-loan.cancelled',
}

/** The news of an event that has just been applied, with the money that it moved. */
export function newsOf(
  order: Order,
  { event, to, at }: { readonly event: string; readonly to: number; readonly at: Instant },
  effects: readonly Effect[],
): readonly BusinessEvent[] {
  const type = told[event]
  if (type === undefined) return []
  const { orderNo, dealerId } = order
  const movements = movementsOf(order, effects).map(movementJson)
  const payload = { orderNo, dealerId, event, state: to, movements }
  return [{ type, subject: `order:${orderNo}`, payload, at }]
}
