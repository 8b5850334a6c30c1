/** HTTP of the ledger, as the surfaces promise it; and what it brings to the house besides. */
import type { ProposalKind } from '#kernel/auth'
import type { Route } from '#kernel/http'
import type { Cron, Task } from '#kernel/jobs'
import {
  adjustmentKind,
  ledgerCrons,
  ledgerTasks,
  periodCloseKind,
  periodReopenKind,
} from '#kernel/ledger'
import type { Kernel } from '#kernel/module'
import { accountRoutes } from './ledger-accounts.ts'
import { adjustment } from './ledger-adjustments.ts'
import { chartRoutes } from './ledger-chart.ts'
import { holdRoutes } from './ledger-holds.ts'
import { journalLists } from './ledger-journal-lists.ts'
import { journalRoutes } from './ledger-journals.ts'
import { openingRoutes } from './ledger-openings.ts'
import { periodRoutes } from './ledger-periods.ts'
import { ledgerZone } from './ledger-shape.ts'
import { trialRoutes } from './ledger-trial.ts'
import { verificationRoutes } from './ledger-verification.ts'

type Rooms = Pick<Kernel, 'database' | 'clock'>

export const ledgerRoutes = (kernel: Rooms): readonly Route[] => [
  ...accountRoutes(kernel),
  ...journalRoutes(kernel),
  ...holdRoutes(kernel),
  ...journalLists(kernel),
  ...chartRoutes(kernel),
  ...trialRoutes(kernel),
  adjustment(kernel),
  ...periodRoutes(kernel),
  ...openingRoutes(kernel),
  ...verificationRoutes(kernel),
]

export const ledgerKinds = ({ clock }: Rooms): readonly ProposalKind[] => [
  adjustmentKind({ clock, zone: ledgerZone }),
  periodCloseKind(ledgerZone),
  periodReopenKind(ledgerZone),
]

/** Releases expired holds, ends closings, and verifies the books each night. */
export const ledgerWork = (kernel: Rooms): readonly Cron[] =>
  ledgerCrons({ ...kernel, zone: ledgerZone })

/** Verifies the books when somebody asks for it. */
export const ledgerJobs = (kernel: Rooms): readonly Task[] => ledgerTasks(kernel)
