/**
 * Whose data: the one rule by which a dealer, organisation, merchant, channel, investor or funder
 * sees only its own rows. It is a condition of the query, so that a list, a count and a single row
 * agree, and somebody else's row is as absent as one that does not exist.
 */
import { sql, type Sql } from '../db/index.ts'
import type { Actor, PartyKind } from './actor.ts'

/**
 * A condition for `where`: true for the house's own staff, `column = code` for a party, and false
 * for a party of a kind that the table has no column for.
 */
export function inScope(actor: Actor, columns: Partial<Record<PartyKind, Sql>>): Sql {
  const { party } = actor
  if (party === undefined) return isOutsider(actor) ? sql`false` : sql`true`
  const column = columns[party.kind]
  return column === undefined ? sql`false` : sql`${column} = ${party.code}`
}

/**
 * A car owner has no back-office party; what is its own is asked by its person, not by this
 * rule.
 */
const isOutsider = (actor: Actor): boolean =>
  actor.roles.length === 0 || actor.roles.every((role) => role === 'car-owner')
