/**
 * People, roles and whose data; sessions, second factor and API keys; maker and checker.
 * Source: specification chapter 0, items 8 and 9.
 */
import type { Schema } from '../db/index.ts'

export {
  hasRole,
  isRole,
  partnerActor,
  partyKinds,
  personOf,
  roles,
  subjectOf,
  systemActor,
  type Actor,
  type Party,
  type PartyKind,
  type Role,
} from './actor.ts'
export { inScope } from './scope.ts'
export type { Deed } from './deed.ts'
export { openAuth, sweepAuth, type Auth, type AuthOptions } from './open.ts'
export type { Arriving, Session } from './authenticate.ts'
export type { Asking, Caller, Credentials, SignedIn, SignInRefusal } from './sign-in.ts'
export type { User } from './user.ts'
export {
  createUser,
  displayNames,
  findUser,
  firstAdministrator,
  listUsers,
  resetPassword,
  updateUser,
  type FirstAdministrator,
  type NewUser,
  type UserChange,
  type UserCreated,
  type UserFilter,
} from './users.ts'
export { listSessions, revokeSession, type SessionEntry } from './sessions.ts'
export { removeTotp, type Enrolment } from './totp.ts'
export {
  createApiKey,
  listApiKeys,
  revokeApiKey,
  scopesMax,
  type ApiKey,
  type NewApiKey,
} from './api-keys.ts'
export {
  decideProposal,
  findProposal,
  listProposals,
  mayDecide,
  propose,
  visibleKinds,
  type Decision,
  type DecisionRefusal,
  type Draft,
  type Proposal,
  type ProposalFilter,
  type ProposalKind,
  type ProposalState,
} from './proposals.ts'
export { listApprovalLimits, type ApprovalLimit } from './approval-limits.ts'
export { approvalLimitKind, proposeApprovalLimit, type LimitWanted } from './limit-kind.ts'
export { authProblems } from './problems.ts'

export const authSchema: Schema = {
  name: 'auth',
  directory: new URL('./sql/', import.meta.url),
  appendOnly: [],
  columns: {
    'api_key.key_hash': 'secret',
    'proposal.payload': 'open',
    'proposal.maker_name': 'open',
    'proposal.checker_name': 'open',
    'proposal.outcome': 'open',
    'proposal.before': 'open',
    'session.token_hash': 'secret',
    'session.user_agent': 'masked',
    'session.address': 'masked',
    'totp.sealed_secret': 'secret',
    'totp.last_step': 'secret',
    'user_account.display_name': 'open',
    'user_account.password_hash': 'secret',
    'user_account.must_change_password': 'open',
  },
}
