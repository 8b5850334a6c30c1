/** Refusals of loans. */
import type { ProblemTable } from '#kernel/problem'

export const problems = {
  loan_terms_invalid: { status: 422, means: 'The terms do not fit together; the field is named.' },
} as const satisfies ProblemTable
