/** How much each role may approve, changed by maker-checker itself. */
import { sql, type Reader, type Tx } from '../db/index.ts'
import type { Instant } from '../clock/index.ts'
import { refuse, type Refused } from '../problem/index.ts'
import type { Actor, Role } from './actor.ts'

export interface ApprovalLimit {
  readonly kind: string
  readonly role: Role
  readonly currency: string
  readonly amountMax: bigint
  readonly updatedAt: Instant
}

export const listApprovalLimits = (reader: Reader): Promise<readonly ApprovalLimit[]> =>
  reader.rows<ApprovalLimit>(sql`
    select kind, role, currency, amount_max, updated_at from auth.approval_limit
     order by kind, role, currency`)

/** An `amountMax` of null lifts the limit. */
export async function setApprovalLimit(
  tx: Tx,
  limit: Omit<ApprovalLimit, 'amountMax'> & { readonly amountMax: bigint | null },
): Promise<void> {
  const { kind, role, currency, amountMax, updatedAt } = limit
  if (amountMax === null) {
    await tx.run(sql`
      delete from auth.approval_limit
       where kind = ${kind} and role = ${role} and currency = ${currency}`)
    return
  }
  await tx.run(sql`
    insert into auth.approval_limit (kind, role, currency, amount_max, updated_at)
    values (${kind}, ${role}, ${currency}, ${amountMax}, ${updatedAt})
    on conflict (kind, role, currency) do update
       set amount_max = excluded.amount_max, updated_at = excluded.updated_at`)
}

interface Approving {
  readonly kind: string
  readonly amount: bigint | null
  readonly currency: string | null
}

/** Refused when none of the roles with which the actor approves reaches the amount. */
export async function overLimit(
  reader: Reader,
  { kind, amount, currency }: Approving,
  { actor, checkers }: { readonly actor: Actor; readonly checkers: readonly Role[] },
): Promise<Refused<'over_limit'> | undefined> {
  if (amount === null || currency === null) return undefined
  const approving = checkers.filter((role) => actor.roles.includes(role))
  const limits = await reader.rows<{ role: string; amountMax: bigint }>(sql`
    select role, amount_max from auth.approval_limit
     where kind = ${kind} and currency = ${currency} and role = any(${approving}::text[])`)
  const unlimited = approving.some((role) => !limits.some((limit) => limit.role === role))
  if (unlimited || limits.some(({ amountMax }) => amountMax >= amount)) return undefined
  const most = limits.reduce((top, { amountMax }) => (amountMax > top ? amountMax : top), 0n)
  const detail = `You may approve up to ${most} ${currency} in minor units; this is ${amount}.`
  return refuse('over_limit', detail, { amountMax: String(most), amount: String(amount), currency })
}
