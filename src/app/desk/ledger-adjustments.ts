/** Manual adjustments (调账): proposed by one person, posted when a second has approved. */
import { Type } from 'typebox'
import { businessDate } from '#kernel/clock'
import { command, Day, PositiveMinor, type Route } from '#kernel/http'
import { proposeAdjustment } from '#kernel/ledger'
import type { Kernel } from '#kernel/module'
import { accept } from '#kernel/problem'
import { AccountNo, base, ledgerZone, minorOf, writers } from './ledger-shape.ts'
import { Prose, strict, Uuid } from './shape.ts'

type Rooms = Pick<Kernel, 'clock'>

const shared = { tag: 'ledger' }
const reasonMax = 500

export const Proposed = Type.Object({ proposalId: Uuid })

export const adjustment = ({ clock }: Rooms): Route =>
  command({
    ...shared,
    access: writers,
    path: `${base}/adjustments`,
    operationId: 'proposeAdjustment',
    summary: 'proposes a manual journal; it is posted when a second person has approved it',
    body: Type.Object(
      {
        transfers: Type.Array(
          Type.Object({ debit: AccountNo, credit: AccountNo, amount: PositiveMinor }, strict),
          { minItems: 1, maxItems: 100 },
        ),
        effectiveDate: Type.Optional(Day),
        reason: Prose(reasonMax),
      },
      strict,
    ),
    answer: Proposed,
    status: 202,
    problems: ['account_not_found', 'same_account', 'actor_not_allowed'],
    each: async (tx, { body, ...deed }) => {
      const { effectiveDate = businessDate(clock.now(), ledgerZone), reason } = body
      const transfers = body.transfers.map((leg) => ({ ...leg, amount: minorOf(leg.amount) }))
      const made = await proposeAdjustment(tx, { transfers, effectiveDate, reason }, deed)
      return made.ok ? accept({ proposalId: made.value.id }) : made
    },
  })
