/** HTTP of the kernel's own things. */
import { approvalLimitKind, type ProposalKind } from '#kernel/auth'
import type { Route } from '#kernel/http'
import { publishKind } from '#kernel/lifecycle'
import type { Kernel } from '#kernel/module'
import { modules } from '../modules.ts'
import { auditRoutes } from './audit.ts'
import { alarmRoutes } from './alarms.ts'
import { authRoutes } from './auth.ts'
import { lifecycleRoutes } from './lifecycles.ts'
import { jobsRoutes } from './jobs.ts'
import { parameterRoutes } from './parameters.ts'
import { partnerCallRoutes } from './partner-calls.ts'
import { proposalRoutes } from './proposals.ts'

export const proposalKinds = (kernel: Kernel): readonly ProposalKind[] => [
  publishKind,
  approvalLimitKind,
  kernel.parameters.kind,
  ...modules.flatMap((module) => module.proposalKinds(kernel)),
]

export const deskRoutes = (kernel: Kernel): readonly Route[] => [
  ...authRoutes(kernel),
  ...auditRoutes(kernel),
  ...parameterRoutes(kernel),
  ...jobsRoutes(kernel),
  ...alarmRoutes(kernel),
  ...partnerCallRoutes(kernel),
  ...proposalRoutes(kernel, proposalKinds(kernel)),
  ...lifecycleRoutes(
    kernel,
    modules.flatMap(({ lifecycles }) => lifecycles),
  ),
]
