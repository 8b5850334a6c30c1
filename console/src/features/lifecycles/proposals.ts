/** What waits for a second person about a version, and what can be proposed. */
import { useQuery } from '@tanstack/react-query'
import { command, read } from '../../api.ts'
import { machinePath, type Version } from './client.ts'

/** As the server tells a proposal; only what these pages show. */
export interface Proposal {
  readonly id: string
  readonly kind: string
  readonly payload: unknown
  readonly reason: string
  readonly makerName: string
  readonly madeAt: string
  readonly mine: boolean
  readonly mayDecide: boolean
}

const proposalsKey = ['lifecycle-proposals'] as const

/** What is asked again when something was proposed or decided. */
export const staleAfter = [
  proposalsKey,
  ['lifecycles'],
  ['lifecycle'],
  ['lifecycle-migrations'],
  ['list'],
] as const

export const usePending = (machine: string, version: string) =>
  useQuery({
    queryKey: [...proposalsKey, machine, version],
    queryFn: async () => {
      const query = { subject: `lifecycle:${machine}:${version}`, state: 'pending' }
      return (await read<{ items: readonly Proposal[] }>('/proposals', query)).items
    },
  })

type Named = Pick<Version, 'machine' | 'version'>

interface Wanted {
  readonly hash: string
  readonly takesNewOrders: boolean
  readonly reason: string
}

export const proposeVersion = ({ machine, version }: Named, body: Wanted, idempotencyKey: string) =>
  command({ path: `${machinePath(machine, version)}/publish`, body, idempotencyKey })

export const proposeRetirement = (
  { machine, version }: Named,
  reason: string,
  idempotencyKey: string,
) => command({ path: `${machinePath(machine, version)}/retire`, body: { reason }, idempotencyKey })

export type Verb = 'approve' | 'reject'

export const decide = (id: string, verb: Verb, comment: string, idempotencyKey: string) =>
  command({
    path: `/proposals/${encodeURIComponent(id)}/${verb}`,
    body: { comment },
    idempotencyKey,
  })
