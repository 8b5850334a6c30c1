/** HTTP of the kernel's own things. */
import { approvalLimitKind, type ProposalKind } from '#kernel/auth'
import type { Route } from '#kernel/http'
import type { Cron, Round, Task } from '#kernel/jobs'
import type { Kernel } from '#kernel/module'
import type { ParameterDefinition } from '#kernel/parameter'
import { modules } from '../modules.ts'
import { auditCrons, auditRoutes, auditTasks } from './audit.ts'
import { alarmRoutes } from './alarms.ts'
import { authRoutes } from './auth.ts'
import { badgeRoutes } from './badges.ts'
import { dataFamily } from './data-export.ts'
import { dataRoutes } from './data.ts'
import { exportCrons, exportDays, exportTasks } from './export-job.ts'
import { sourcesOf } from './export-sources.ts'
import { exportRoutes } from './exports.ts'
import { ledgerJobs, ledgerKinds, ledgerRoutes, ledgerWork } from './ledger.ts'
import { lifecycleKinds, lifecycleRoutes, lifecycleTasks } from './lifecycles.ts'
import { currencyRoutes } from './currencies.ts'
import { jobsRoutes } from './jobs.ts'
import { parameterRoutes } from './parameters.ts'
import { partnerCallRoutes } from './partner-calls.ts'
import { peopleRoutes } from './people.ts'
import { proposalRoutes } from './proposals.ts'
import { roleRoutes } from './roles.ts'
import { sandboxRoutes } from './sandbox.ts'
import { viewRoutes } from './views.ts'
import { figureRounds, figureRoutes } from './figures.ts'
import { workRoutes } from './work.ts'

export { resumeDemoClock } from './demo-clock.ts'
export { dataProblems } from './data.ts'
export { openNamedTable } from './data-export.ts'
export { exportProblems } from './exports.ts'
export { sandboxProblems } from './sandbox.ts'
export { deskSchema } from './schema.ts'
export { viewProblems } from './views.ts'

/** Business values of the desk itself. */
export const deskParameters: readonly ParameterDefinition[] = [exportDays]

/** Lists that have a name, and every table. */
const sources = (kernel: Kernel) => sourcesOf(kernel, [dataFamily(kernel.browsing)])

/** Conditions that the product behind a machine decides. */
const guardsOf = (machine: string) =>
  modules.find(({ lifecycles }) => lifecycles.some((one) => one.machine === machine))?.guards

/** Order tables that follow a lifecycle. */
const bindings = () => modules.flatMap(({ lifecycles }) => lifecycles)

export const proposalKinds = (kernel: Kernel): readonly ProposalKind[] => [
  ...lifecycleKinds(kernel, bindings()),
  approvalLimitKind,
  kernel.parameters.kind,
  ...ledgerKinds(kernel),
  ...modules.flatMap((module) => module.proposalKinds(kernel)),
]

/** What the kernel's own things do by themselves. */
export const deskCrons = (kernel: Kernel): readonly Cron[] => [
  ...ledgerWork(kernel),
  ...auditCrons(kernel),
  ...exportCrons(kernel),
]

/** What is looked at every few seconds. */
export const deskRounds = (kernel: Kernel): readonly Round[] => figureRounds(kernel, bindings())

/** What they do when they are asked to. */
export const deskTasks = (kernel: Kernel): readonly Task[] => [
  ...auditTasks(kernel),
  ...exportTasks(kernel, sources(kernel)),
  ...ledgerJobs(kernel),
  ...lifecycleTasks(kernel, bindings()),
]

/** All routes of the house, and the one that tells what they mean for each role. */
export function withRoles(kernel: Kernel, routes: readonly Route[]): readonly Route[] {
  return [...routes, ...roleRoutes(kernel, { routes, kinds: proposalKinds(kernel) })]
}

export const deskRoutes = (kernel: Kernel): readonly Route[] => [
  ...authRoutes(kernel),
  ...auditRoutes(kernel),
  ...currencyRoutes(),
  ...viewRoutes(kernel),
  ...exportRoutes(kernel, sources(kernel)),
  ...dataRoutes(kernel),
  ...parameterRoutes(kernel),
  ...jobsRoutes(kernel),
  ...alarmRoutes(kernel),
  ...partnerCallRoutes(kernel),
  ...ledgerRoutes(kernel),
  ...sandboxRoutes(kernel),
  ...peopleRoutes(kernel),
  ...proposalRoutes(kernel, proposalKinds(kernel)),
  ...lifecycleRoutes({ ...kernel, bindings: bindings(), guardsOf }),
  ...figureRoutes(kernel, bindings()),
  ...workRoutes(kernel, bindings()),
  ...badgeRoutes(kernel, { bindings: bindings(), kinds: proposalKinds(kernel) }),
]
