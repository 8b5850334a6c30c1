/** Users and roles as the server tells them. */
import { useQuery } from '@tanstack/react-query'
import { command, read } from '../../api.ts'
import type { Language } from '../../shared/amount.ts'

export interface Party {
  readonly kind: string
  readonly code: string
}

export interface User {
  readonly id: string
  readonly username: string
  readonly displayName: string
  readonly roles: readonly string[]
  readonly party: Party | null
  readonly disabled: boolean
  readonly mustChangePassword: boolean
  readonly totpRequired: boolean
  readonly totpEnrolled: boolean
  readonly version: number
  readonly createdAt: string
  readonly updatedAt: string
}

export interface UserSession {
  readonly id: string
  readonly userAgent: string
  readonly address: string
  readonly createdAt: string
  readonly seenAt: string
}

export interface UserForm {
  readonly username: string
  readonly displayName: string
  readonly roles: readonly string[]
  readonly partyKind: string
  readonly partyCode?: string
  readonly totpRequired?: boolean
}

export const partyKinds = [
  'none',
  'dealer',
  'organisation',
  'merchant',
  'channel',
  'investor',
  'funder',
] as const

export const partyOf = ({ partyKind, partyCode = '' }: UserForm): Party | null =>
  partyKind === 'none' ? null : { kind: partyKind, code: partyCode.trim() }

export const userKey = (id: string) => ['user', id] as const

export const useUser = (id: string) =>
  useQuery({
    queryKey: userKey(id),
    queryFn: () => read<User>(`/users/${encodeURIComponent(id)}`),
  })

export const useUserSessions = (id: string) =>
  useQuery({
    queryKey: [...userKey(id), 'sessions'],
    queryFn: async () =>
      (await read<{ items: readonly UserSession[] }>(`/users/${id}/sessions`)).items,
  })

export const createUser = (form: UserForm, idempotencyKey: string) => {
  const { username, displayName, roles } = form
  const body = { username, displayName, roles, party: partyOf(form) }
  return command<{ user: User; password: string | null }>({ path: '/users', body, idempotencyKey })
}

export const changeUser = (
  { id, version }: User,
  change: Readonly<Record<string, unknown>>,
  idempotencyKey: string,
) => {
  const body = { expectedVersion: version, ...change }
  return command<User>({ method: 'PATCH', path: `/users/${id}`, body, idempotencyKey })
}

export const resetPassword = (id: string, idempotencyKey: string) =>
  command<{ password: string | null }>({ path: `/users/${id}/password`, body: {}, idempotencyKey })

export const removeTotp = (id: string, idempotencyKey: string) =>
  command({ method: 'DELETE', path: `/users/${id}/totp`, idempotencyKey })

export const endSession = (id: string, sessionId: string, idempotencyKey: string) =>
  command({ method: 'DELETE', path: `/users/${id}/sessions/${sessionId}`, idempotencyKey })

type Titles = Readonly<Record<Language, string>>

export interface RoleView {
  readonly role: string
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
    readonly title: Titles
  }[]
  readonly proposes: readonly { readonly kind: string; readonly title: Titles }[]
  readonly decides: readonly { readonly kind: string; readonly title: Titles }[]
}

export const useRoles = () =>
  useQuery({
    queryKey: ['roles'],
    queryFn: async () => (await read<{ items: readonly RoleView[] }>('/roles')).items,
  })
