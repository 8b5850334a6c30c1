/**
 * Who does something: a person, a program with a key, a partner that called us, or we ourselves.
 */

/** Source: specification chapter 0, item 9; `auditor` reads everything and writes nothing. */
export const roles = [
  'dealer',
  'merchant-user',
  'tiancai-org',
  'gen3-operator',
  'credit-auditor',
  'fund-router',
  'lending-auditor',
  'finance-ops',
  'channel',
  'investor',
  'super-investor',
  'p2p-admin',
  'car-owner',
  'underwriter',
  'admin',
  'auditor',
] as const

export type Role = (typeof roles)[number]

export const isRole = (text: string): text is Role => roles.some((role) => role === text)

export const partyKinds = [
  'dealer',
  'organisation',
  'merchant',
  'channel',
  'investor',
  'funder',
] as const

export type PartyKind = (typeof partyKinds)[number]

export const isPartyKind = (text: string): text is PartyKind =>
  partyKinds.some((kind) => kind === text)

/** Somebody outside the house on whose behalf a user works: it sees only what is its own. */
export interface Party {
  readonly kind: PartyKind
  /** The party's own number, as orders and accounts carry it. */
  readonly code: string
}

export interface Actor {
  readonly kind: 'user' | 'api-key' | 'partner' | 'system'
  readonly id: string
  /** What history and audit rows show. */
  readonly name: string
  readonly roles: readonly (Role | 'system')[]
  /** Undefined is the house's own staff, which sees all. */
  readonly party: Party | undefined
  /** What an API key may be used for; a person has no such limit. */
  readonly scopes?: readonly string[]
  /** The person whose key it is. */
  readonly ownerId?: string
}

/** The person behind an actor: with a key and a password one is still the same person. */
export const personOf = (actor: Actor): string => actor.ownerId ?? actor.id

/** The house itself: the engine, a job, a timer. `name` says which. */
export const systemActor = (name: string): Actor => ({
  kind: 'system',
  id: `system:${name}`,
  name,
  roles: ['system'],
  party: undefined,
})

/** A partner whose signed callback was verified. It moves an order as `system` does. */
export const partnerActor = (code: string): Actor => ({
  kind: 'partner',
  id: `partner:${code}`,
  name: code,
  roles: ['system'],
  party: undefined,
})

/** Whether the actor has at least one of these roles. */
export const hasRole = (actor: Actor, wanted: readonly (Role | 'system')[]): boolean =>
  wanted.some((role) => actor.roles.includes(role))

/** How an actor is named as the subject or author of an audit row: `user:0190…`. */
export const subjectOf = (actor: Actor): string =>
  actor.id.includes(':') ? actor.id : `${actor.kind}:${actor.id}`
