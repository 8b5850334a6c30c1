// Made by `npm run generate` from docs/generated/openapi.json. Do not edit.
import type { CallOptions, Client } from '../client.ts'

export interface ChangePasswordInput {
  readonly body: {
    readonly currentPassword: string
    readonly newPassword: string
  }
}

export type ChangePasswordAnswer = undefined

/** Changes one’s own password and ends all other sessions. `POST /api/v1/auth/password` */
export function changePassword(
  client: Client,
  input: ChangePasswordInput,
  options?: CallOptions,
): Promise<ChangePasswordAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/auth/password', sends: 'json', answers: 'nothing' },
    input,
    options,
  )
}

export interface ConfirmTotpInput {
  readonly body: {
    /** six digits of the app */
    readonly totp: string
  }
}

export type ConfirmTotpAnswer = {
  readonly totpEnrolled: true
}

/** Proves with a first code that the app has the secret. `POST /api/v1/auth/totp/confirm` */
export function confirmTotp(
  client: Client,
  input: ConfirmTotpInput,
  options?: CallOptions,
): Promise<ConfirmTotpAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/auth/totp/confirm', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export interface DisableTotpInput {
  readonly body: {
    readonly password: string
  }
}

export type DisableTotpAnswer = undefined

/** Gives up the second factor; takes the password again. `POST /api/v1/auth/totp/disable` */
export function disableTotp(
  client: Client,
  input: DisableTotpInput,
  options?: CallOptions,
): Promise<DisableTotpAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/auth/totp/disable', sends: 'json', answers: 'nothing' },
    input,
    options,
  )
}

export interface EndMySessionInput {
  readonly params: {
    /** UUID in lower case */
    readonly id: string
  }
}

export type EndMySessionAnswer = {
  /** UUID in lower case */
  readonly id: string
}

/** Ends one of one’s own sessions, at once. `DELETE /api/v1/auth/sessions/{id}` */
export function endMySession(
  client: Client,
  input: EndMySessionInput,
  options?: CallOptions,
): Promise<EndMySessionAnswer> {
  return client.call(
    { method: 'DELETE', path: '/api/v1/auth/sessions/{id}', sends: 'nothing', answers: 'json' },
    input,
    options,
  )
}

export type EnrolTotpAnswer = {
  readonly secret: string
  readonly uri: string
}

/** Begins a second factor; it counts once its first code was confirmed. `POST /api/v1/auth/totp` */
export function enrolTotp(client: Client, options?: CallOptions): Promise<EnrolTotpAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/auth/totp', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}

export type ListMySessionsAnswer = {
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
    readonly current: boolean
  }[]
}

/** One’s own open sessions. `GET /api/v1/auth/sessions` */
export function listMySessions(
  client: Client,
  options?: CallOptions,
): Promise<ListMySessionsAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/auth/sessions', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}

export interface SignInInput {
  readonly body: {
    readonly username: string
    readonly password: string
    /** six digits of the app */
    readonly totp?: string
  }
}

export type SignInAnswer = {
  /** for Authorization: Bearer */
  readonly token: string
  /** for X-CSRF-Token, where the cookie is used */
  readonly csrfToken: string
  /** RFC 3339 */
  readonly expiresAt: string
  readonly mustChangePassword: boolean
  readonly needsTotp: boolean
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
}

/** Opens a session: a bearer token, and the same as a cookie for the console. `POST /api/v1/auth/login` */
export function signIn(
  client: Client,
  input: SignInInput,
  options?: CallOptions,
): Promise<SignInAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/auth/login', sends: 'json', answers: 'json' },
    input,
    options,
  )
}

export type SignOutAnswer = undefined

/** Ends this session. `POST /api/v1/auth/logout` */
export function signOut(client: Client, options?: CallOptions): Promise<SignOutAnswer> {
  return client.call(
    { method: 'POST', path: '/api/v1/auth/logout', sends: 'nothing', answers: 'nothing' },
    {},
    options,
  )
}

export type WhoAmIAnswer = {
  readonly kind: 'user' | 'api-key'
  /** UUID in lower case */
  readonly id: string
  readonly name: string
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
  readonly scopes: readonly string[] | null
  readonly mustChangePassword: boolean
  readonly needsTotp: boolean
  readonly totpEnrolled: boolean
  readonly csrfToken: string | null
}

/** Who is signed in, and what the console needs to know of it. `GET /api/v1/auth/me` */
export function whoAmI(client: Client, options?: CallOptions): Promise<WhoAmIAnswer> {
  return client.call(
    { method: 'GET', path: '/api/v1/auth/me', sends: 'nothing', answers: 'json' },
    {},
    options,
  )
}
