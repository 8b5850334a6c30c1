/** How a version comes into force: proposed by one person, published by another; or shipped. */
import { personOf, type ProposalKind } from '../auth/index.ts'
import type { Instant } from '../clock/index.ts'
import type { Tx } from '../db/index.ts'
import { accept, refuse, type Json, type Result } from '../problem/index.ts'
import type { Definition } from './definition.ts'
import {
  isPublished,
  publish,
  retire,
  saveDraft,
  type PublishRefusal,
  type SourceDigest,
} from './store.ts'

/** What is proposed: a draft that was imported before. */
export interface PublicationProposal {
  readonly machine: string
  readonly version: string
  readonly hash: string
  readonly takesNewOrders: boolean
}

/** `lifecycle.publish`: on approval by a second administrator the draft becomes immutable. */
export const publishKind: ProposalKind = {
  kind: 'lifecycle.publish',
  title: { zh: '发布状态机版本', en: 'Publish a lifecycle version' },
  makers: ['admin'],
  checkers: ['admin'],
  async apply(tx, proposal, checker) {
    const wanted = decodeProposal(proposal.payload)
    if (!wanted.ok) return wanted
    const maker = `user:${proposal.makerId}`
    const people = { maker, checker: `user:${personOf(checker.actor)}` }
    const published = await publish(tx, { ...wanted.value, ...people }, checker.at)
    return published.ok ? accept({ ...wanted.value }) : published
  },
}

/** `lifecycle.retire`: on approval by a second administrator the version takes no new orders. */
export const retireKind: ProposalKind = {
  kind: 'lifecycle.retire',
  title: { zh: '停用状态机版本', en: 'Retire a lifecycle version' },
  makers: ['admin'],
  checkers: ['admin'],
  async apply(tx, proposal, checker) {
    const [machine, version] = ['machine', 'version'].map((name) =>
      String(Reflect.get(Object(proposal.payload), name)),
    )
    const wanted = { machine: machine ?? '', version: version ?? '' }
    const by = `user:${personOf(checker.actor)}`
    const retired = await retire(tx, { ...wanted, by }, checker.at)
    return retired.ok ? accept(wanted) : retired
  },
}

/** Refusal: `definition_not_found` when the payload names no draft. */
export function decodeProposal(payload: Json): Result<PublicationProposal, 'definition_not_found'> {
  const members = new Map(Object.entries(Object(payload)))
  const [machine, version, digest] = ['machine', 'version', 'hash'].map((name) => members.get(name))
  const takesNewOrders = members.get('takesNewOrders') === true
  if (typeof machine === 'string' && typeof version === 'string' && typeof digest === 'string') {
    return accept({ machine, version, hash: digest, takesNewOrders })
  }
  return refuse('definition_not_found', 'a proposal names machine, version and hash of a draft')
}

export interface ShippedDefinition {
  readonly definition: Definition
  readonly sources: readonly SourceDigest[]
  readonly takesNewOrders: boolean
}

/**
 * Puts the definitions in force that come with the program: reviewed and released by the project,
 * so that maker and checker are `release:author` and `release:reviewer`. Call it at every start, in
 * the order given; what is there already stays as it is. Refusals: `definition_has_errors`, and
 * `definition_published` when a version was shipped before with another content.
 */
export async function installShipped(
  tx: Tx,
  shipped: readonly ShippedDefinition[],
  now: Instant,
): Promise<Result<null, 'definition_has_errors' | PublishRefusal>> {
  for (const { definition, sources, takesNewOrders } of shipped) {
    const saved = await saveDraft(tx, { definition, sources, by: 'release:author' }, now)
    if (!saved.ok) return saved
    const { machine, version } = definition
    const people = { maker: 'release:author', checker: 'release:reviewer' }
    const publication = { machine, version, hash: saved.value, takesNewOrders, ...people }
    const published = await publish(tx, publication, now)
    if (!published.ok && !(await isPublished(tx, publication))) return published
  }
  return accept(null)
}
