/** HTTP of the ledger, as the surfaces promise it; and what it brings to the house besides. */
import type { ProposalKind } from '#kernel/auth'
import type { Route } from '#kernel/http'
import type { Cron } from '#kernel/jobs'
import { adjustmentKind, ledgerCrons, periodCloseKind } from '#kernel/ledger'
import type { Kernel } from '#kernel/module'
import { accountRoutes } from './ledger-accounts.ts'
import { bookRoutes } from './ledger-books.ts'
import { holdRoutes } from './ledger-holds.ts'
import { journalRoutes } from './ledger-journals.ts'
import { ledgerZone } from './ledger-shape.ts'

type Rooms = Pick<Kernel, 'database' | 'clock'>

export const ledgerRoutes = (kernel: Rooms): readonly Route[] => [
  ...accountRoutes(kernel),
  ...journalRoutes(kernel),
  ...holdRoutes(kernel),
  ...bookRoutes(kernel),
]

export const ledgerKinds = ({ clock }: Rooms): readonly ProposalKind[] => [
  adjustmentKind({ clock, zone: ledgerZone }),
  periodCloseKind(ledgerZone),
]

/** Releases expired holds, ends closings, and verifies the books each night. */
export const ledgerWork = (kernel: Rooms): readonly Cron[] =>
  ledgerCrons({ ...kernel, zone: ledgerZone })
