/**
 * The seam to the ledger: each money fact of an order as a named movement of minor units between
 * two places. Nothing here books anything yet; the ledger's accounts are found by these names.
 */
import type { Json } from '#kernel/problem'
import { minorJson } from '#kernel/money'
import type { Effect } from './model.ts'
import type { Order } from './orders/index.ts'

export type Place = 'customer' | 'house' | 'dealer' | `funder:${string}`

export interface Movement {
  readonly name: 'deposit_received' | 'down_payment_received' | 'loan_paid_out'
  readonly from: Place
  readonly to: Place
  readonly amount: bigint
  readonly currency: string
  /** What makes it one movement, however often it is told. */
  readonly key: string
}

/** The movements that an event's effects stand for. */
export const movementsOf = (order: Order, effects: readonly Effect[]): readonly Movement[] =>
  effects.flatMap((effect): Movement[] => {
    const { currency, orderNo } = order
    if (effect.kind === 'receipt.add') {
      const { kind, amount, id } = effect.receipt
      const name = kind === 'deposit' ? 'deposit_received' : 'down_payment_received'
      // The down payment is the dealer's; a deposit is held by the house.
      const to = kind === 'deposit' ? 'house' : 'dealer'
      return [{ name, from: 'customer', to, amount, currency, key: `${orderNo}:${id}` }]
    }
    if (effect.kind === 'loan.add') {
      const { funderCode, amount } = effect.loan
      const from = `funder:${funderCode}` as const
      return [{ name: 'loan_paid_out', from, to: 'dealer', amount, currency, key: orderNo }]
    }
    return []
  })

export const movementJson = (movement: Movement): Json => ({
  ...movement,
  amount: minorJson(movement.amount),
})
