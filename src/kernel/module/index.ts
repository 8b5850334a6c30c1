/** What every module's index.ts exports: its tables, refusals, parameters, routes and reactions. */
import type { Auth, ProposalKind } from '../auth/index.ts'
import type { Clock } from '../clock/index.ts'
import type { Config } from '../config/index.ts'
import type { Browsing, Database, Numbers, Schema } from '../db/index.ts'
import type { Files } from '../file/index.ts'
import type { Route } from '../http/index.ts'
import type { Cron, Jobs, Subscription, Task } from '../jobs/index.ts'
import type { AccountType } from '../ledger/index.ts'
import type { Binding, ShippedDefinition } from '../lifecycle/index.ts'
import type { Log } from '../log/index.ts'
import type { ParameterDefinition, Parameters } from '../parameter/index.ts'
import type { Partners } from '../partner/index.ts'
import type { ProblemTable } from '../problem/index.ts'
import type { Secrets } from '../secret/index.ts'
import type { ExportSource } from './export.ts'

export {
  ExportStopped,
  exportZone,
  type ExportLanguage,
  type ExportRequest,
  type ExportRows,
  type ExportSource,
} from './export.ts'

/** What a running process offers to its modules. */
export interface Kernel {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly database: Database
  /** Looking at tables, for the one place that may look at all of them. */
  readonly browsing: Browsing
  readonly numbers: Numbers
  readonly secrets: Secrets
  readonly auth: Auth
  readonly parameters: Parameters
  readonly jobs: Jobs
  readonly files: Files
  readonly partners: Partners
}

/** Something that `liushui verify` found not to be as it must be. */
export interface Fault {
  readonly module: string
  readonly subject: string
  readonly detail: string
}

export interface Module {
  readonly name: string
  readonly schema: Schema
  readonly problems: ProblemTable
  /** Types of ledger accounts that it opens. */
  readonly accountTypes?: readonly AccountType[]
  readonly parameters: readonly ParameterDefinition[]
  /** Order tables that follow a lifecycle. */
  readonly lifecycles: readonly Binding[]
  /** Conditions that a definition of these may name; left out: any name will do. */
  readonly guards?: readonly string[]
  /** The definitions that come with the program, oldest first. */
  readonly shipped: () => Promise<readonly ShippedDefinition[]>
  readonly proposalKinds: (kernel: Kernel) => readonly ProposalKind[]
  readonly routes: (kernel: Kernel) => readonly Route[]
  readonly tasks: (kernel: Kernel) => readonly Task[]
  readonly crons: (kernel: Kernel) => readonly Cron[]
  readonly subscriptions: (kernel: Kernel) => readonly Subscription[]
  /** Its lists that can be had as a file. */
  readonly exports?: (kernel: Kernel) => readonly ExportSource[]
  /** Recomputes what the module can prove of its own rows; the first fault it finds, or none. */
  readonly verify: (
    kernel: Kernel,
    onProgress?: (rowsSeen: number) => void,
  ) => Promise<Fault | undefined>
}
