/** A person of the back office, and the rules of who may be what. Pure. */
import type { Instant } from '../clock/index.ts'
import type { Id } from '../id/index.ts'
import { refuse, type Refused } from '../problem/index.ts'
import { isPartyKind, isRole, type Party, type PartyKind, type Role } from './actor.ts'

export interface User {
  readonly id: Id<'user'>
  /** Lower case; it never changes. */
  readonly username: string
  readonly displayName: string
  readonly roles: readonly Role[]
  readonly party: Party | undefined
  readonly mustChangePassword: boolean
  /** An administrator demands a second factor of this user. */
  readonly totpRequired: boolean
  readonly totpEnrolled: boolean
  readonly disabledAt: Instant | null
  readonly version: number
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

/** A row of auth.user_account, as the queries of this folder select it. */
export interface UserRow {
  readonly id: Id<'user'>
  readonly username: string
  readonly displayName: string
  readonly roles: readonly string[]
  readonly partyKind: string | null
  readonly partyCode: string | null
  readonly mustChangePassword: boolean
  readonly totpRequired: boolean
  readonly totpEnrolled: boolean
  readonly disabledAt: Date | null
  readonly version: number
  readonly createdAt: Date
  readonly updatedAt: Date
}

export function userOf({ partyKind, partyCode, ...row }: UserRow): User {
  return { ...row, roles: row.roles.filter(isRole), party: partyOf(partyKind, partyCode) }
}

export const partyOf = (kind: string | null, code: string | null): Party | undefined =>
  kind !== null && code !== null && isPartyKind(kind) ? { kind, code } : undefined

/** Roles that belong to somebody outside the house: without its party it would see everybody's. */
const partyOfRole: Partial<Record<Role, PartyKind>> = {
  dealer: 'dealer',
  'merchant-user': 'merchant',
  'tiancai-org': 'organisation',
  channel: 'channel',
  investor: 'investor',
  'super-investor': 'investor',
}

const usernamePattern = /^[a-z0-9][a-z0-9._@-]{1,62}$/u

export interface Person {
  readonly username: string
  readonly roles: readonly Role[]
  readonly party: Party | undefined
}

/** Why there cannot be such a user, or undefined when there can. */
export function userFault({ username, roles, party }: Person): Refused<'user_invalid'> | undefined {
  const fault = (detail: string) => refuse('user_invalid', detail)
  if (!usernamePattern.test(username)) {
    return fault('A username has 2 to 63 of a-z 0-9 . _ @ - and starts with a letter or digit.')
  }
  if (roles.length === 0) return fault('A user has at least one role.')
  if (new Set(roles).size < roles.length) return fault('A role is named only once.')
  if (roles.includes('auditor') && (roles.length > 1 || party !== undefined)) {
    return fault('An auditor reads everything and writes nothing: no other role, and no party.')
  }
  for (const role of roles) {
    const needed = partyOfRole[role]
    if (needed !== undefined && party?.kind !== needed) {
      return fault(`The role ${role} needs a party of kind ${needed}: whose data it may see.`)
    }
  }
  return undefined
}
