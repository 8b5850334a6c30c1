/** What is due when. Amounts are minor units. */
import type { BusinessDate } from '#kernel/clock'

export interface Instalment {
  /** 0 is what is paid when the loan is disbursed: down payment and fees. */
  readonly no: number
  readonly dueOn: BusinessDate
  readonly principal: bigint
  readonly interest: bigint
  readonly fee: bigint
  readonly total: bigint
  /** Principal that is owed after it, with what was disbursed until then. */
  readonly balanceAfter: bigint
  /** Where its interest comes from. */
  readonly accrues: readonly Accrual[]
}

/** Days on which the same amount bears interest. */
export interface Accrual {
  readonly from: BusinessDate
  readonly to: BusinessDate
  readonly base: bigint
}
