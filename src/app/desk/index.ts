/** HTTP of the kernel's own things. */
import { approvalLimitKind } from '#kernel/auth'
import type { ProposalKind } from '#kernel/auth'
import type { Route } from '#kernel/http'
import { publishKind } from '#kernel/lifecycle'
import type { Kernel } from '#kernel/module'
import { modules } from '../modules.ts'
import { authRoutes } from './auth.ts'
import { lifecycleRoutes } from './lifecycles.ts'
import { proposalRoutes } from './proposals.ts'

export const proposalKinds = (kernel: Kernel): readonly ProposalKind[] => [
  publishKind,
  approvalLimitKind,
  ...modules.flatMap((module) => module.proposalKinds(kernel)),
]

export const deskRoutes = (kernel: Kernel): readonly Route[] => [
  ...authRoutes(kernel),
  ...proposalRoutes(kernel, proposalKinds(kernel)),
  ...lifecycleRoutes(
    kernel,
    modules.flatMap(({ lifecycles }) => lifecycles),
  ),
]
