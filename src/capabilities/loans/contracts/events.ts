/** What others hear of a loan. */
import type { Instant } from '#kernel/clock'
import type { BusinessEvent } from '#kernel/jobs'
import { total, unpaidOf } from '../rows/index.ts'
import type { Contract } from './model.ts'

export const loanSettled = 'loans.settled'
export const loanReopened = 'loans.reopened'
export const loanOverdue = 'loans.overdue'
export const loanCurrent = 'loans.current'
export const loanChargedOff = 'loans.charged-off'

/** The news of a change: only what is different now. */
export function newsOf(before: Contract, after: Contract, at: Instant): readonly BusinessEvent[] {
  const types = [...stateNews(before, after), ...arrearsNews(before, after)]
  const { contractNo, product, orderNo, book } = after
  const payload = { contractNo, product, orderNo, asOf: book.asOf }
  return types.map((type) => ({ type, subject: `loan:${contractNo}`, payload, at }))
}

function stateNews({ book: before }: Contract, { book: after }: Contract): readonly string[] {
  if (before.state === after.state) return []
  return [{ settled: loanSettled, running: loanReopened, charged_off: loanChargedOff }[after.state]]
}

function arrearsNews(before: Contract, after: Contract): readonly string[] {
  const [was, is] = [isOverdue(before), isOverdue(after)]
  if (was === is) return []
  return [is ? loanOverdue : loanCurrent]
}

const isOverdue = ({ book: { rows, asOf, policy, terms } }: Contract): boolean =>
  rows.some((row) => row.dueOn < asOf && total(unpaidOf(row, policy, terms.rounding)) > 0n)
