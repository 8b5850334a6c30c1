/** Walks one order's history from birth to now, and says where it leaves the path. Pure. */
import type { Instant } from '../clock/index.ts'
import type { Definition } from './definition.ts'
import { stateOf } from './definition.ts'
import { migrationEvent } from './migration.ts'

export interface KeptOrder {
  readonly id: string
  readonly state: number
  readonly version: number
  readonly definition: string
  /** When it came into its state, as the order says. */
  readonly since: Instant
  readonly fields: Readonly<Record<string, number | null>>
}

export interface KeptEvent {
  readonly orderId: string
  readonly seq: number
  readonly event: string
  readonly from: number
  readonly to: number
  readonly at: Instant
  /** Only of a migration. */
  readonly fromVersion: string | null
  readonly toVersion: string | null
}

export interface HistoryFault {
  readonly orderId: string
  /** The history row that does not fit; 0 when it is the order itself. */
  readonly seq: number
  readonly detail: string
}

interface Path {
  state: number | undefined
  since: Instant | undefined
  version: string
  readonly fields: Map<string, number>
}

/** The first thing that does not fit, or undefined. */
export function misfit(
  order: KeptOrder | undefined,
  events: readonly KeptEvent[],
  definitions: ReadonlyMap<string, Definition | undefined>,
): HistoryFault | undefined {
  const orderId = order?.id ?? events[0]?.orderId ?? ''
  if (order === undefined) return { orderId, seq: 1, detail: 'has a history but is no order' }
  if (events.length === 0) return { orderId, seq: 0, detail: 'has no history' }
  const first = events.find((event) => event.fromVersion !== null)
  const path: Path = {
    state: undefined,
    since: undefined,
    version: first?.fromVersion ?? order.definition,
    fields: new Map(),
  }
  for (const [at, event] of events.entries()) {
    const expected = at + 1
    if (event.seq !== expected) {
      return { orderId, seq: event.seq, detail: `row ${expected} of the history is missing` }
    }
    const detail = step(path, event, definitions)
    if (detail !== undefined) return { orderId, seq: event.seq, detail }
    if (at === 0 || event.from !== event.to) path.since = event.at
  }
  const detail = endOf(path, order, events.length)
  return detail === undefined ? undefined : { orderId, seq: 0, detail }
}

/** Follows one event; answers what is wrong with it. */
function step(
  path: Path,
  event: KeptEvent,
  definitions: ReadonlyMap<string, Definition | undefined>,
): string | undefined {
  const definition = definitions.get(path.version)
  if (definition === undefined) return `version ${path.version} was never published`
  if (path.state !== undefined && path.state !== event.from) {
    return `${event.event} starts from ${event.from}, but the order was in ${path.state}`
  }
  if (event.event === migrationEvent) return migrated(path, event, definitions)
  const birth = path.state === undefined
  const move = definition.moves.find(
    (row) => row.event === event.event && row.from === event.from && row.to === event.to,
  )
  if (move === undefined || (move.initial === true) !== birth || move.kind === 'probe') {
    const row = `${event.from} ${event.event} ${event.to}`
    return birth ? `${row} creates no order` : `version ${path.version} has no move ${row}`
  }
  path.state = event.to
  const own = move.kind === 'transition' ? stateOf(definition, event.to)?.subsystem : undefined
  if (own !== undefined) path.fields.set(own, event.to)
  for (const field of move.mirrors) path.fields.set(field, event.to)
  return undefined
}

function migrated(
  path: Path,
  event: KeptEvent,
  definitions: ReadonlyMap<string, Definition | undefined>,
): string | undefined {
  if (event.fromVersion !== path.version) {
    return `it was migrated from version ${event.fromVersion}, but it kept ${path.version}`
  }
  const target = definitions.get(event.toVersion ?? '')
  if (target === undefined) return `version ${event.toVersion} was never published`
  const state = stateOf(target, event.to)
  if (state === undefined) return `version ${event.toVersion} has no state ${event.to}`
  if (event.from !== event.to && state.subsystem !== undefined) {
    path.fields.set(state.subsystem, event.to)
  }
  path.state = event.to
  path.version = target.version
  return undefined
}

/** Where the history ends, the order must stand. */
function endOf(path: Path, order: KeptOrder, count: number): string | undefined {
  if (path.state !== order.state) return `is in ${order.state}, its history ends in ${path.state}`
  if (count !== order.version) return `has version ${order.version}, but ${count} history rows`
  if (path.version !== order.definition) {
    return `keeps version ${order.definition}, but its history ends in ${path.version}`
  }
  if (path.since?.getTime() !== order.since.getTime()) {
    const [says, was] = [order.since.toISOString(), path.since?.toISOString()]
    return `says it came there at ${says}, its history says ${was}`
  }
  const wrong = Object.entries(order.fields).find(
    ([name, value]) => value !== (path.fields.get(name) ?? null),
  )
  if (wrong === undefined) return undefined
  const [name, value] = wrong
  return `${name} is ${value}, its history says ${path.fields.get(name) ?? null}`
}
