/** Who I am, and how I come and go. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { act, command, read, Refusal, rememberCsrfToken } from '../../api.ts'

export interface Me {
  readonly id: string
  readonly name: string
  readonly displayName: string
  readonly roles: readonly string[]
  readonly party: { readonly kind: string; readonly code: string } | null
  readonly mustChangePassword: boolean
  /** The account must have a second factor, and has none yet. */
  readonly needsTotp: boolean
  readonly totpEnrolled: boolean
  readonly csrfToken: string | null
}

export interface Credentials {
  readonly username: string
  readonly password: string
  readonly totp?: string
}

export const meKey = ['me'] as const

/** The cookie itself cannot be seen by a script: this says whether asking makes sense. */
const traceName = 'liushui.signed-in'

/** `null` is nobody: not signed in is an answer, not a failure. */
async function me(): Promise<Me | null> {
  if (localStorage.getItem(traceName) === null) return null
  try {
    const answer = await read<Me>('/auth/me')
    rememberCsrfToken(answer.csrfToken ?? undefined)
    return answer
  } catch (error) {
    if (!(error instanceof Refusal) || error.problem.code !== 'unauthenticated') throw error
    localStorage.removeItem(traceName)
    return null
  }
}

export const useMe = () => useQuery({ queryKey: meKey, queryFn: me, staleTime: 60_000 })

export function useSignIn() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (credentials: Credentials) => {
      const idempotencyKey = crypto.randomUUID()
      await command({ path: '/auth/login', body: credentials, idempotencyKey })
      localStorage.setItem(traceName, 'yes')
      // What somebody else saw in this browser before is not shown to the next person.
      queries.clear()
      return queries.fetchQuery({ queryKey: meKey, queryFn: me })
    },
  })
}

export function useSignOut() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => act({ path: '/auth/logout', idempotencyKey: crypto.randomUUID() }),
    onSuccess: () => {
      rememberCsrfToken(undefined)
      localStorage.removeItem(traceName)
      queries.setQueryData(meKey, null)
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== meKey[0] })
    },
  })
}

export interface PasswordChange {
  readonly currentPassword: string
  readonly newPassword: string
}

export function useChangePassword() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: PasswordChange) =>
      act({ path: '/auth/password', body, idempotencyKey: crypto.randomUUID() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: meKey }),
  })
}

export interface OpenSession {
  readonly id: string
  readonly userAgent: string
  readonly address: string
  readonly createdAt: string
  readonly seenAt: string
  readonly current: boolean
}

export const useSessions = () =>
  useQuery({
    queryKey: ['sessions'],
    queryFn: async () => (await read<{ items: readonly OpenSession[] }>('/auth/sessions')).items,
  })

export function useEndSession() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => {
      const idempotencyKey = crypto.randomUUID()
      return command({ method: 'DELETE', path: `/auth/sessions/${id}`, idempotencyKey })
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  })
}

export interface TotpSecret {
  readonly secret: string
  readonly uri: string
}

export const useEnrolTotp = () =>
  useMutation({
    mutationFn: () =>
      command<TotpSecret>({ path: '/auth/totp', idempotencyKey: crypto.randomUUID() }),
  })

export function useConfirmTotp() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (totp: string) => {
      const idempotencyKey = crypto.randomUUID()
      return command({ path: '/auth/totp/confirm', body: { totp }, idempotencyKey })
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: meKey }),
  })
}

export function useDisableTotp() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (password: string) => {
      const idempotencyKey = crypto.randomUUID()
      return act({ path: '/auth/totp/disable', body: { password }, idempotencyKey })
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: meKey }),
  })
}
