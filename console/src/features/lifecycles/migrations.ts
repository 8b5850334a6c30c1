/** Rehearsals and migrations as the server tells them. */
import { useQuery } from '@tanstack/react-query'
import { command, read } from '../../api.ts'

export interface Rehearsal {
  readonly orders: number
  readonly refusedOrders: number
  readonly states: readonly RehearsedState[]
}

export interface RehearsedState {
  readonly state: number
  /** Null: there is no counterpart, and its orders are refused. */
  readonly target: number | null
  readonly orders: number
}

export interface RefusedOrder {
  readonly bucket: number
  readonly id: string
  readonly orderNo: string
  readonly state: number
}

export interface Migration {
  readonly id: string
  readonly fromVersion: string
  readonly toVersion: string
  readonly mapping: Readonly<Record<string, number>>
  readonly state: 'queued' | 'running' | 'done' | 'refused' | 'failed'
  readonly ordersTotal: number
  readonly ordersDone: number
  readonly ordersLeft: number
  readonly detail: string | null
  readonly queuedAt: string
  readonly endedAt: string | null
}

/** From which version to which, and states whose codes differ: `10010=10020,10050=40010`. */
export interface Plan {
  readonly from: string
  readonly to: string
  readonly map: string
}

const machinePath = (machine: string): string => `/lifecycles/${encodeURIComponent(machine)}`

export const rehearsalPath = (machine: string): string => `${machinePath(machine)}/rehearsal`

export const useRehearsal = (machine: string, plan: Plan | undefined) =>
  useQuery({
    queryKey: ['lifecycle-rehearsal', machine, plan],
    queryFn: () => read<Rehearsal>(rehearsalPath(machine), { ...plan }),
    enabled: plan !== undefined,
    // Orders move on while somebody thinks.
    staleTime: 0,
  })

const busyMs = 1_500

export const useMigrations = (machine: string) =>
  useQuery({
    queryKey: ['lifecycle-migrations', machine],
    queryFn: async () =>
      (await read<{ items: readonly Migration[] }>(`${machinePath(machine)}/migrations`)).items,
    refetchInterval: ({ state }) =>
      state.data?.some((one) => one.state === 'queued' || one.state === 'running') === true
        ? busyMs
        : false,
  })

export const proposeMigration = (
  machine: string,
  body: Plan & { readonly reason: string },
  idempotencyKey: string,
) => command({ path: `${machinePath(machine)}/migrations`, body, idempotencyKey })

export type Mapping = ReadonlyMap<number, number>

export function mappingOf(map: string): Mapping {
  const pairs = map.split(',').map((pair) => pair.split('=').map(Number))
  return new Map(
    pairs.flatMap(([old, fresh]) =>
      old !== undefined && fresh !== undefined && Number.isInteger(old) && Number.isInteger(fresh)
        ? [[old, fresh] as const]
        : [],
    ),
  )
}

export const mapText = (mapping: Mapping): string =>
  [...mapping]
    .toSorted(([a], [b]) => a - b)
    .map(([old, fresh]) => `${old}=${fresh}`)
    .join(',')

/** The same mapping with one state mapped to another; undefined takes it out. */
export function mapped(map: string, state: number, target: number | undefined): string {
  const others = [...mappingOf(map)].filter(([old]) => old !== state)
  return mapText(new Map(target === undefined ? others : [...others, [state, target]]))
}

export const percentOf = ({ ordersDone, ordersTotal }: Migration): number =>
  ordersTotal === 0 ? 100 : Math.min(100, Math.floor((ordersDone / ordersTotal) * 100))
