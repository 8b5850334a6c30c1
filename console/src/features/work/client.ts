/** The work list as the server tells it. */
import { command } from '../../api.ts'

export interface WorkItem {
  readonly machine: string
  readonly orderNo: string
  readonly state: number
  readonly stateName: string
  readonly stateNameEn: string
  readonly since: string
  readonly roles: readonly string[]
  /** Null: no limit is set. */
  readonly limitAt: string | null
  readonly late: boolean
  readonly mayTake: boolean
  readonly taken: { readonly name: string; readonly mine: boolean; readonly until: string } | null
}

/** What shows something else after an order was taken or given back. */
export const staleAfter = [['list', '/work'], ['badges']] as const

const address = ({ machine, orderNo }: WorkItem): string =>
  `/work/${encodeURIComponent(machine)}/${encodeURIComponent(orderNo)}`

export const take = (item: WorkItem, idempotencyKey: string) =>
  command<WorkItem>({ path: `${address(item)}/take`, idempotencyKey })

export const release = (item: WorkItem, idempotencyKey: string) =>
  command<unknown>({ path: `${address(item)}/release`, idempotencyKey })

export const takeNext = (idempotencyKey: string) =>
  command<WorkItem>({ path: '/work/next', body: {}, idempotencyKey })
