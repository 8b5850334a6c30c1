/** Changing a parameter: one person proposes, another approves; it holds from a given moment. */
import { record } from '../audit/index.ts'
import {
  hasRole,
  propose,
  subjectOf,
  type Deed,
  type Proposal,
  type ProposalKind,
  type Role,
} from '../auth/index.ts'
import type { Instant } from '../clock/index.ts'
import type { Reader, Tx } from '../db/index.ts'
import { accept, refuse, type Json, type Result } from '../problem/index.ts'
import { findParameter, type KnownParameters } from './definition.ts'
import { insertChange, valuesAt } from './values.ts'

export interface ChangeWanted {
  readonly name: string
  readonly value: Json
  /** From when it holds; from its approval when left out, or when approval comes later. */
  readonly effectiveFrom?: Instant | undefined
  readonly reason: string
}

export type ChangeRefusal =
  | 'parameter_not_found'
  | 'parameter_value_invalid'
  | 'effective_date_past'
  | 'actor_not_allowed'

/** Each parameter names its own people; the kind as a whole is open to all of them. */
export function changeKind(known: KnownParameters): ProposalKind {
  const roles = (which: 'makers' | 'checkers'): readonly Role[] => [
    ...new Set([...known.values()].flatMap(({ definition }) => definition[which])),
  ]
  return {
    kind: 'parameter.change',
    title: { zh: '修改参数', en: 'Change a parameter' },
    makers: roles('makers'),
    checkers: roles('checkers'),
    checkersOf: ({ payload }) => known.get(decode(payload).name)?.definition.checkers,
    before: (reader, proposal) => before(reader, known, proposal),
    apply: (tx, proposal, checker) => apply(tx, known, proposal, checker),
  }
}

export async function proposeChange(
  tx: Tx,
  known: KnownParameters,
  { name, value, effectiveFrom, reason }: ChangeWanted,
  deed: Deed,
): Promise<Result<Proposal, ChangeRefusal>> {
  const found = findParameter(known, name)
  if (!found.ok) return found
  const { definition, check } = found.value
  const refused = notAllowed('propose', definition.makers, deed) ?? check(value)
  if (refused) return refused
  if (effectiveFrom !== undefined && effectiveFrom < deed.at) {
    return refuse(
      'effective_date_past',
      `${name} cannot change from ${effectiveFrom.toISOString()} on: what was decided with it ` +
        `stays as it was. Choose a moment to come, or leave it out for the moment of approval.`,
    )
  }
  const payload = { name, value, effectiveFrom: effectiveFrom?.toISOString() ?? null }
  const draft = { kind: changeKind(known), subject: `parameter:${name}`, payload, reason }
  return await propose(tx, draft, deed)
}

function notAllowed(verb: string, roles: readonly Role[], { actor }: Deed) {
  if (hasRole(actor, roles)) return undefined
  const detail = `To ${verb} this change needs one of the roles ${roles.join(', ')}.`
  return refuse('actor_not_allowed', detail, { roles })
}

/** What `proposeChange` wrote. */
interface Payload {
  readonly name: string
  readonly value: Json
  readonly effectiveFrom: string | null
}

/** Only proposeChange makes proposals of this kind. */
const decode = (payload: Json): Payload => payload as unknown as Payload

/** The value that the proposed one would follow. */
async function before(
  reader: Reader,
  known: KnownParameters,
  { payload, madeAt }: Proposal,
): Promise<Json> {
  const { name, effectiveFrom } = decode(payload)
  const from = effectiveFrom === null ? madeAt : new Date(effectiveFrom)
  const [held] = await valuesAt(reader, [name], from)
  return {
    name,
    value: held?.value ?? known.get(name)?.definition.initial ?? null,
    effectiveFrom: held?.effectiveFrom.toISOString() ?? null,
  }
}

async function apply(
  tx: Tx,
  known: KnownParameters,
  proposal: Proposal,
  checker: Deed,
): Promise<Result<Json, ChangeRefusal>> {
  const { name, value, effectiveFrom } = decode(proposal.payload)
  const found = findParameter(known, name)
  if (!found.ok) return found
  const { definition, check } = found.value
  // The definition may have changed since: a value is checked again where it is written.
  const refused = notAllowed('approve', definition.checkers, checker) ?? check(value)
  if (refused) return refused
  const { at, actor, requestId } = checker
  const from = effectiveFrom === null || new Date(effectiveFrom) < at ? at : new Date(effectiveFrom)
  const [before] = await valuesAt(tx, [name], from)
  const version = await insertChange(tx, {
    name,
    value,
    effectiveFrom: from,
    changedAt: at,
    maker: proposal.makerName,
    checker: actor.name,
    reason: proposal.reason,
    proposalId: proposal.id,
  })
  const after = { value, version, effectiveFrom: from.toISOString() }
  await record(tx, [
    {
      at,
      actor: subjectOf(actor),
      action: 'parameter.change',
      subject: `parameter:${name}`,
      before: { value: before?.value ?? definition.initial, version: before?.version ?? 0 },
      after,
      reason: proposal.reason,
      requestId,
    },
  ])
  return accept(after)
}
