import type { ProblemTable } from '../problem/index.ts'

/** What signing in, users, keys and approvals may be refused with. */
export const authProblems = {
  credentials_invalid: { status: 401, means: 'Username or password is wrong.' },
  totp_required: { status: 401, means: 'The account has a second factor: send its code.' },
  totp_invalid: {
    status: 401,
    means: 'The code of the second factor is wrong or was used before.',
  },
  account_locked: { status: 423, means: 'Too many failures under this name: wait.' },
  too_many_attempts: { status: 429, means: 'Too many sign-ins are waiting or have failed: wait.' },
  password_too_weak: { status: 422, means: 'The password is too short or too easy to guess.' },
  totp_already_enrolled: { status: 409, means: 'There is a second factor already.' },
  totp_not_enrolled: { status: 409, means: 'There is no second factor.' },
  user_invalid: { status: 422, means: 'Username, roles and party do not fit together.' },
  user_not_found: { status: 404, means: 'There is no such user.' },
  username_taken: { status: 409, means: 'There is a user of this name.' },
  version_conflict: { status: 409, means: 'It was changed meanwhile: read it again.' },
  last_administrator: { status: 409, means: 'Nobody else could administer users.' },
  session_not_found: { status: 404, means: 'There is no such open session.' },
  api_key_invalid: { status: 422, means: 'Scopes or expiry of the key cannot be.' },
  api_key_not_found: { status: 404, means: 'There is no such API key.' },
  proposal_not_found: { status: 404, means: 'There is no such proposal.' },
  proposal_already_decided: { status: 409, means: 'The proposal was decided by somebody else.' },
  same_person: { status: 403, means: 'Whoever proposed it cannot decide it.' },
  over_limit: { status: 403, means: 'The amount is above what the role may approve.' },
  approval_limit_invalid: { status: 422, means: 'No such kind, role or currency can be limited.' },
} as const satisfies ProblemTable
