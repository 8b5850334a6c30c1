/** A schedule from its terms. Pure. */
import { accept, type Result } from '#kernel/problem'
import { costOf, type Cost } from './cost/index.ts'
import { instalmentsOf, type Instalment } from './schedule/index.ts'
import { resolveTerms, type LoanTerms, type Terms, type TermsRefusal } from './terms/index.ts'

export interface Schedule extends Cost {
  readonly instalments: readonly Instalment[]
  readonly terms: Terms
}

/**
 * What the loan of these terms owes when, to the minor unit, and what it costs. Days are calendar
 * days of the business zone. Refusal: `loan_terms_invalid`, with the field in its facts.
 * Source: specification 6.1.
 */
export function schedule(given: LoanTerms): Result<Schedule, TermsRefusal> {
  const terms = resolveTerms(given)
  if (!terms.ok) return terms
  const instalments = instalmentsOf(terms.value)
  return accept({ instalments, ...costOf(terms.value, instalments), terms: terms.value })
}
