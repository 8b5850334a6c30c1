// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.
import type { CallOptions, Client } from '../client.ts'

export interface CreateUserInput {
  readonly body: {
    readonly username: string
    readonly displayName: string
    readonly roles: readonly (
      | 'dealer'
      | 'merchant-user'
      | 'tiancai-org'
      | 'gen3-operator'
      | 'credit-auditor'
      | 'fund-router'
      | 'lending-auditor'
      | 'finance-ops'
      | 'channel'
      | 'investor'
      | 'super-investor'
      | 'p2p-admin'
      | 'car-owner'
      | 'underwriter'
      | 'admin'
      | 'auditor'
    )[]
    readonly party?: {
      readonly kind: 'dealer' | 'organisation' | 'merchant' | 'channel' | 'investor' | 'funder'
      readonly code: string
    } | null
    /** generated and answered once when missing; changed at the next sign-in */
    readonly password?: string
  }
}

export type CreateUserAnswer = {
  readonly user: {
    /** UUID in lower case */
    readonly id: string
    readonly username: string
    readonly displayName: string
    readonly roles: readonly (
      | 'dealer'
      | 'merchant-user'
      | 'tiancai-org'
      | 'gen3-operator'
      | 'credit-auditor'
      | 'fund-router'
      | 'lending-auditor'
      | 'finance-ops'
      | 'channel'
      | 'investor'
      | 'super-investor'
      | 'p2p-admin'
      | 'car-owner'
      | 'underwriter'
      | 'admin'
      | 'auditor'
    )[]
    readonly party: {
      readonly kind: 'dealer' | 'organisation' | 'merchant' | 'channel' | 'investor' | 'funder'
      readonly code: string
    } | null
    readonly disabled: boolean
    readonly mustChangePassword: boolean
    readonly totpRequired: boolean
    readonly totpEnrolled: boolean
    readonly version: number
    /** RFC 3339 */
    readonly createdAt: string
    /** RFC 3339 */
    readonly updatedAt: string
  }
  /** the generated password, shown once; null when one was given */
  readonly password: string | null
}

/** A new user, who changes the password at the first sign-in. `POST /api/v1/users` */
export function createUser(
  client: Client,
  input: CreateUserInput,
  options?: CallOptions,
): Promise<CreateUserAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/users', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export interface EndUserSessionInput {
  readonly params: {
    /** UUID in lower case */
    readonly id: string
    /** UUID in lower case */
    readonly sessionId: string
  }
}

export type EndUserSessionAnswer = {
  /** UUID in lower case */
  readonly id: string
  /** UUID in lower case */
  readonly sessionId: string
}

/** Ends a user’s session, at once. `DELETE /api/v1/users/{id}/sessions/{sessionId}` */
export function endUserSession(
  client: Client,
  input: EndUserSessionInput,
  options?: CallOptions,
): Promise<EndUserSessionAnswer> {
  return client.call(
    {
      method: 'DELETE',
      path: '/api/v1/users/{id}/sessions/{sessionId}',
      sends: 'nothing',
      answers: 'json',
    },
    input,
    options,
  )
}

export interface GetUserInput {
  readonly params: {
    /** UUID in lower case */
    readonly id: string
  }
}

export type GetUserAnswer = {
  /** UUID in lower case */
  readonly id: string
  readonly username: string
  readonly displayName: string
  readonly roles: readonly (
    | 'dealer'
    | 'merchant-user'
    | 'tiancai-org'
    | 'gen3-operator'
    | 'credit-auditor'
    | 'fund-router'
    | 'lending-auditor'
    | 'finance-ops'
    | 'channel'
    | 'investor'
    | 'super-investor'
    | 'p2p-admin'
    | 'car-owner'
    | 'underwriter'
    | 'admin'
    | 'auditor'
  )[]
  readonly party: {
    readonly kind: 'dealer' | 'organisation' | 'merchant' | 'channel' | 'investor' | 'funder'
    readonly code: string
  } | null
  readonly disabled: boolean
  readonly mustChangePassword: boolean
  readonly totpRequired: boolean
  readonly totpEnrolled: boolean
  readonly version: number
  /** RFC 3339 */
  readonly createdAt: string
  /** RFC 3339 */
  readonly updatedAt: string
}

/** One user. `GET /api/v1/users/{id}` */
export function getUser(
  client: Client,
  input: GetUserInput,
  options?: CallOptions,
): Promise<GetUserAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/users/{id}', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface ListPeopleNamesInput {
  readonly query: {
    /** ids of users, with commas between them */
    readonly ids: string
  }
}

export type ListPeopleNamesAnswer = {
  readonly items: readonly {
    readonly id: string
    readonly name: string
  }[]
}

/** What these users are called, for the staff of the house. `GET /api/v1/people` */
export function listPeopleNames(
  client: Client,
  input: ListPeopleNamesInput,
  options?: CallOptions,
): Promise<ListPeopleNamesAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/people', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export type ListRolesAnswer = {
  readonly items: readonly {
    readonly role:
      | 'dealer'
      | 'merchant-user'
      | 'tiancai-org'
      | 'gen3-operator'
      | 'credit-auditor'
      | 'fund-router'
      | 'lending-auditor'
      | 'finance-ops'
      | 'channel'
      | 'investor'
      | 'super-investor'
      | 'p2p-admin'
      | 'car-owner'
      | 'underwriter'
      | 'admin'
      | 'auditor'
    readonly operations: readonly {
      readonly operationId: string
      readonly tag: string
      readonly writes: boolean
      readonly summary: string
    }[]
    readonly moves: readonly {
      readonly machine: string
      readonly version: string
      readonly event: string
      readonly title: {
        readonly zh: string
        readonly en: string
      }
    }[]
    readonly proposes: readonly {
      readonly kind: string
      readonly title: {
        readonly zh: string
        readonly en: string
      }
    }[]
    readonly decides: readonly {
      readonly kind: string
      readonly title: {
        readonly zh: string
        readonly en: string
      }
    }[]
  }[]
}

/** What each role may do, beside what everybody may who has signed in. `GET /api/v1/roles` */
export function listRoles(client: Client, options?: CallOptions): Promise<ListRolesAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/roles', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}

export interface ListUserSessionsInput {
  readonly params: {
    /** UUID in lower case */
    readonly id: string
  }
}

export type ListUserSessionsAnswer = {
  readonly items: readonly {
    /** UUID in lower case */
    readonly id: string
    readonly userAgent: string
    readonly address: string
    /** RFC 3339 */
    readonly createdAt: string
    /** RFC 3339 */
    readonly seenAt: string
    /** RFC 3339 */
    readonly expiresAt: string
  }[]
}

/** A user’s open sessions. `GET /api/v1/users/{id}/sessions` */
export function listUserSessions(
  client: Client,
  input: ListUserSessionsInput,
  options?: CallOptions,
): Promise<ListUserSessionsAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/users/{id}/sessions', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface ListUsersInput {
  readonly query?: {
    readonly cursor?: string
    readonly limit?: number
    readonly text?: string
    readonly role?:
      | 'dealer'
      | 'merchant-user'
      | 'tiancai-org'
      | 'gen3-operator'
      | 'credit-auditor'
      | 'fund-router'
      | 'lending-auditor'
      | 'finance-ops'
      | 'channel'
      | 'investor'
      | 'super-investor'
      | 'p2p-admin'
      | 'car-owner'
      | 'underwriter'
      | 'admin'
      | 'auditor'
  }
}

export type ListUsersAnswer = {
  readonly items: readonly {
    /** UUID in lower case */
    readonly id: string
    readonly username: string
    readonly displayName: string
    readonly roles: readonly (
      | 'dealer'
      | 'merchant-user'
      | 'tiancai-org'
      | 'gen3-operator'
      | 'credit-auditor'
      | 'fund-router'
      | 'lending-auditor'
      | 'finance-ops'
      | 'channel'
      | 'investor'
      | 'super-investor'
      | 'p2p-admin'
      | 'car-owner'
      | 'underwriter'
      | 'admin'
      | 'auditor'
    )[]
    readonly party: {
      readonly kind: 'dealer' | 'organisation' | 'merchant' | 'channel' | 'investor' | 'funder'
      readonly code: string
    } | null
    readonly disabled: boolean
    readonly mustChangePassword: boolean
    readonly totpRequired: boolean
    readonly totpEnrolled: boolean
    readonly version: number
    /** RFC 3339 */
    readonly createdAt: string
    /** RFC 3339 */
    readonly updatedAt: string
  }[]
  readonly nextCursor: string | null
}

/** Users by name; text finds a part of either name. `GET /api/v1/users` */
export function listUsers(
  client: Client,
  input: ListUsersInput = {},
  options?: CallOptions,
): Promise<ListUsersAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/users', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface RemoveUserTotpInput {
  readonly params: {
    /** UUID in lower case */
    readonly id: string
  }
}

export type RemoveUserTotpAnswer = {
  /** UUID in lower case */
  readonly id: string
}

/** For somebody who lost the phone. `DELETE /api/v1/users/{id}/totp` */
export function removeUserTotp(
  client: Client,
  input: RemoveUserTotpInput,
  options?: CallOptions,
): Promise<RemoveUserTotpAnswer> {
  return client.call(
    { method: 'DELETE', path: '/api/v1/users/{id}/totp', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export interface ResetPasswordInput {
  readonly params: {
    /** UUID in lower case */
    readonly id: string
  }
  readonly body: {
    /** generated and answered once when missing; changed at the next sign-in */
    readonly password?: string
  }
}

export type ResetPasswordAnswer = {
  /** the generated password, shown once; null when one was given */
  readonly password: string | null
}

/** A new first password; all sessions of the user end and a lock is lifted. `POST /api/v1/users/{id}/password` */
export function resetPassword(
  client: Client,
  input: ResetPasswordInput,
  options?: CallOptions,
): Promise<ResetPasswordAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/users/{id}/password', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export interface UpdateUserInput {
  readonly params: {
    /** UUID in lower case */
    readonly id: string
  }
  readonly body: {
    readonly expectedVersion: number
    readonly displayName?: string
    readonly roles?: readonly (
      | 'dealer'
      | 'merchant-user'
      | 'tiancai-org'
      | 'gen3-operator'
      | 'credit-auditor'
      | 'fund-router'
      | 'lending-auditor'
      | 'finance-ops'
      | 'channel'
      | 'investor'
      | 'super-investor'
      | 'p2p-admin'
      | 'car-owner'
      | 'underwriter'
      | 'admin'
      | 'auditor'
    )[]
    readonly party?: {
      readonly kind: 'dealer' | 'organisation' | 'merchant' | 'channel' | 'investor' | 'funder'
      readonly code: string
    } | null
    readonly disabled?: boolean
    readonly totpRequired?: boolean
  }
}

export type UpdateUserAnswer = {
  /** UUID in lower case */
  readonly id: string
  readonly username: string
  readonly displayName: string
  readonly roles: readonly (
    | 'dealer'
    | 'merchant-user'
    | 'tiancai-org'
    | 'gen3-operator'
    | 'credit-auditor'
    | 'fund-router'
    | 'lending-auditor'
    | 'finance-ops'
    | 'channel'
    | 'investor'
    | 'super-investor'
    | 'p2p-admin'
    | 'car-owner'
    | 'underwriter'
    | 'admin'
    | 'auditor'
  )[]
  readonly party: {
    readonly kind: 'dealer' | 'organisation' | 'merchant' | 'channel' | 'investor' | 'funder'
    readonly code: string
  } | null
  readonly disabled: boolean
  readonly mustChangePassword: boolean
  readonly totpRequired: boolean
  readonly totpEnrolled: boolean
  readonly version: number
  /** RFC 3339 */
  readonly createdAt: string
  /** RFC 3339 */
  readonly updatedAt: string
}

/** Changes what is named; a disabled user is signed out at once. `PATCH /api/v1/users/{id}` */
export function updateUser(
  client: Client,
  input: UpdateUserInput,
  options?: CallOptions,
): Promise<UpdateUserAnswer> {
  return client.call(
    { method: 'PATCH', path: '/api/v1/users/{id}', sends: 'json', answers: 'json' },
    input,
    options,
  )
}
