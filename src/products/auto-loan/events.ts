/** What this module tells others. No personal data: who needs it asks for the order. */
import type { BusinessEvent } from '#kernel/jobs'
import type { Instant } from '#kernel/clock'
import { minorJson } from '#kernel/money'
import type { Effect, Foresight } from './model.ts'
import type { Order } from './orders/index.ts'
import { payTask } from './payments/index.ts'
import { movementJson, movementsOf } from './postings.ts'
import { askTask, withdrawTask } from './routing/index.ts'

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

type Move = Parameters<typeof newsOf>[1]

/** What the effects of an event come to, for somebody who has not let it happen yet. */
export function foresee(
  order: Order,
  move: Move,
  effects: readonly Effect[],
): Omit<Foresight, 'follows'> {
  return {
    calls: effects.flatMap((effect) => callOf(effect, effects)),
    timers: effects.flatMap((effect): Foresight['timers'] => {
      if (effect.kind === 'deadline.clear') return [{ task: effect.key, dueAt: null }]
      if (effect.kind !== 'deadline.set') return []
      const { task, dueAt } = effect.deadline
      return [{ task, dueAt: dueAt.toISOString() }]
    }),
    movements: movementsOf(order, effects).map(({ name, from, to, amount, currency }) => ({
      name,
      from,
      to,
      amount: minorJson(amount),
      currency,
    })),
    records: [...new Set(effects.map(({ kind }) => kind).filter((kind) => !passing.has(kind)))],
    tells: newsOf(order, move, effects).map(({ type }) => type),
  }
}

/** Told in other words already. */
const passing = new Set<Effect['kind']>([
  'deadline.clear',
  'deadline.set',
  'follow',
  'job',
  'order.set',
  'publish',
])

/** A job that calls a funder, with the funder that the same effects speak of. */
function callOf(effect: Effect, effects: readonly Effect[]): Foresight['calls'] {
  if (effect.kind !== 'job') return []
  const { task } = effect.job
  for (const other of effects) {
    if (task === askTask && other.kind === 'application.add') {
      const { funderCode: partner, applicationNo: reference } = other.application
      return [{ partner, purpose: 'apply', reference }]
    }
    if (task === withdrawTask && isWithdrawal(other)) {
      const { funderCode: partner, applicationNo: reference } = other.application
      return [{ partner, purpose: 'withdraw', reference }]
    }
    if (task === payTask && other.kind === 'disbursement.add') {
      const { funderCode: partner, loanRequestNo: reference } = other.disbursement
      return [{ partner, purpose: 'pay_out', reference }]
    }
  }
  return []
}

const isWithdrawal = (
  effect: Effect,
): effect is Extract<Effect, { readonly kind: 'application.set' }> =>
  effect.kind === 'application.set' && effect.application.state === 'withdrawing'
