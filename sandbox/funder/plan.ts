/** The repayment plan of a loan: equal instalments, monthly, in fen. */

export interface Instalment {
  readonly no: number
  /** `2026-02-28`. */
  readonly dueOn: string
  readonly principal: number
  readonly interest: number
}

/**
 * The last instalment carries what rounding left over, so that the principals add up to
 * `amount`.
 */
export function repayPlan(
  amount: number,
  term: number,
  monthlyRate: number,
  loanDate: string,
): readonly Instalment[] {
  const instalment =
    monthlyRate === 0 ? amount / term : (amount * monthlyRate) / (1 - (1 + monthlyRate) ** -term)
  let left = amount
  return Array.from({ length: term }, (_, at) => {
    const interest = Math.round(left * monthlyRate)
    const principal = at === term - 1 ? left : Math.min(left, Math.round(instalment) - interest)
    left -= principal
    return { no: at + 1, dueOn: monthsLater(loanDate, at + 1), principal, interest }
  })
}

/** The same day so many months later, or the last day of a month that is too short. */
function monthsLater(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  const due = new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth)))
  return due.toISOString().slice(0, 10)
}
