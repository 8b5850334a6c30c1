/** Problems on the wire: RFC 9457 with a stable `code`. */
import { assert, type Problem, type ProblemTable } from '../problem/index.ts'
import type { ProblemAnswer } from './schema.ts'

/** What any route may answer. */
export const httpProblems = {
  request_invalid: { status: 400, means: 'A field is missing or wrong; `errors` names each.' },
  json_invalid: { status: 400, means: 'The body is not JSON.' },
  cursor_invalid: { status: 400, means: 'The cursor is damaged or belongs to another list.' },
  unauthenticated: { status: 401, means: 'Sign in, or send a valid token or API key.' },
  actor_not_allowed: { status: 403, means: 'None of the caller’s roles may do this.' },
  csrf_token_invalid: { status: 403, means: 'A cookie session needs its X-CSRF-Token.' },
  password_change_required: { status: 403, means: 'The first password must be changed first.' },
  second_factor_required: { status: 403, means: 'The second factor must be set up first.' },
  route_not_found: { status: 404, means: 'There is no such path.' },
  method_not_allowed: { status: 405, means: 'The path exists, but not with this method.' },
  request_too_slow: { status: 408, means: 'The request did not arrive in time.' },
  idempotency_key_in_flight: {
    status: 409,
    means: 'A request with the same Idempotency-Key is still being answered.',
  },
  answer_not_repeatable: {
    status: 409,
    means: 'This was done, and its answer held a secret that is shown only once.',
  },
  body_too_large: { status: 413, means: 'The body is larger than `limitBytes`.' },
  content_type_unsupported: { status: 415, means: 'Send application/json.' },
  idempotency_key_reused: {
    status: 422,
    means: 'The Idempotency-Key was used for another request.',
  },
  headers_too_large: { status: 431, means: 'All headers together exceed `limitBytes`.' },
  too_many_requests: { status: 429, means: 'Too many requests; `retryAfterSeconds` says when.' },
  internal_error: { status: 500, means: 'A bug of ours. The request id helps us to find it.' },
  overloaded: { status: 503, means: 'Too many requests are waiting: try again.' },
  database_away: { status: 503, means: 'The database does not answer: nothing was done.' },
  outcome_unknown: {
    status: 503,
    means: 'The connection was lost during commit: repeat with the same Idempotency-Key.',
  },
} as const satisfies ProblemTable

export type HttpProblem = keyof typeof httpProblems

export function problemAnswer(
  table: ProblemTable,
  problem: Problem,
  requestId: string,
): ProblemAnswer {
  const entry = table[problem.code]
  assert(entry, `problem ${problem.code} is in no module's table`)
  return {
    ...problem.facts,
    type: `/docs/problems#${problem.code}`,
    title: entry.means,
    status: entry.status,
    code: problem.code,
    detail: problem.detail,
    instance: requestId,
  }
}
