/**
 * The work list: orders that wait for somebody's role, of every machine, those that wait longest
 * first; and taking one, so that two people do not work on the same.
 */
import { hasRole, subjectOf, type Actor } from '../auth/index.ts'
import type { Instant } from '../clock/index.ts'
import { sql, type Database, type Reader, type Tx } from '../db/index.ts'
import type { Parameters } from '../parameter/index.ts'
import { accept, assert, refuse, type Result } from '../problem/index.ts'
import {
  assignmentsBy,
  assignmentsOf,
  removeAssignment,
  writeAssignment,
  type Assignment,
} from './assignment.ts'
import {
  limitOf,
  stopsOf,
  takeMinutesName,
  waitLimitsName,
  type Stop,
  type WaitLimits,
} from './awaited.ts'
import type { Binding } from './binding.ts'
import { stateOf, type Definition, type State } from './definition.ts'
import { definitionsIn } from './store.ts'
import { countWaiting, holdRow, rowsByKey, waitingRows, type WaitingRow } from './work-rows.ts'
import { afterWorkingMinutes, beforeWorkingMinutes } from './working-time.ts'

export interface WorkRooms {
  readonly database: Database
  readonly parameters: Parameters
  readonly bindings: readonly Binding[]
}

export interface WaitingOrder {
  readonly machine: string
  readonly orderNo: string
  readonly id: string
  /** The machine's version that the order keeps. */
  readonly definition: string
  readonly version: number
  readonly state: State
  readonly since: Instant
  /** The roles that can lead it on. */
  readonly roles: readonly string[]
  /** By when somebody should have done so; null where no limit is set. */
  readonly limitAt: Instant | null
  readonly late: boolean
  readonly taken: Assignment | undefined
  /** Whether the actor has one of the roles. */
  readonly mayTake: boolean
}

/** Where a page of the list begins: behind this order. */
export interface WorkPosition {
  readonly since: Instant
  readonly machine: string
  readonly id: string
}

export interface WorkQuery {
  readonly actor: Actor
  readonly at: Instant
  readonly machine?: string | undefined
  /** Instead of the actor's own roles; only administrators and auditors may look at others. */
  readonly role?: string | undefined
  readonly behind?: WorkPosition | undefined
  readonly limit: number
}

/** What a machine's list is drawn from: its stops with their limits. */
interface Bench {
  readonly binding: Binding
  readonly stops: readonly Stop[]
  readonly definitions: ReadonlyMap<string, Definition>
  readonly limits: WaitLimits
}

const overseers = ['admin', 'auditor'] as const

/** Undefined is every role: who oversees the house sees all that waits. */
function rolesOf({ actor, role }: WorkQuery): readonly string[] | undefined {
  const oversees = actor.party === undefined && hasRole(actor, overseers)
  if (role !== undefined) {
    return oversees || actor.roles.some((own) => own === role) ? [role] : []
  }
  return oversees ? undefined : actor.roles
}

async function benchOf(
  { database, parameters }: WorkRooms,
  reader: Reader,
  binding: Binding,
  { roles, at }: { readonly roles: readonly string[] | undefined; readonly at: Instant },
): Promise<Bench> {
  const { machine } = binding
  const published = await reader.rows<{ version: string }>(
    sql`select version from lifecycle.publication where machine = ${machine} order by version`,
    'lifecycle.versions',
  )
  const found = await Promise.all(
    published.map(({ version }) => definitionsIn(database).pinned(reader, machine, version)),
  )
  const limits = await parameters.value(reader, waitLimitsName(machine), at)
  return {
    binding,
    stops: found.flatMap((definition) => stopsOf(definition, roles)),
    definitions: new Map(found.map((definition) => [definition.version, definition])),
    // It was checked against the schema that goes by this name.
    limits: limits as WaitLimits,
  }
}

const benches = (rooms: WorkRooms, reader: Reader, query: WorkQuery): Promise<readonly Bench[]> =>
  Promise.all(
    rooms.bindings
      .filter(({ machine }) => query.machine === undefined || machine === query.machine)
      .map((binding) => benchOf(rooms, reader, binding, { roles: rolesOf(query), at: query.at })),
  )

const byAge = (a: WaitingOrder, b: WaitingOrder): number =>
  a.since.getTime() - b.since.getTime() ||
  Number(a.machine > b.machine) - Number(a.machine < b.machine) ||
  Number(a.id > b.id) - Number(a.id < b.id)

/** Orders that wait for one of the actor's roles, those that wait longest first. */
export async function listWork(
  rooms: WorkRooms,
  reader: Reader,
  query: WorkQuery,
): Promise<readonly WaitingOrder[]> {
  const all = await benches(rooms, reader, query)
  const found = await Promise.all(
    all.map(async (bench) => {
      const behind = behindFor(bench.binding.machine, query.behind)
      const wanted = { stops: bench.stops, actor: query.actor, behind, limit: query.limit }
      return await shown(reader, bench, await waitingRows(reader, bench.binding, wanted), query)
    }),
  )
  return found.flat().toSorted(byAge).slice(0, query.limit)
}

/** Of one moment, machines come in the order of their names. */
function behindFor(machine: string, position: WorkPosition | undefined) {
  if (position === undefined) return undefined
  const { since, id } = position
  if (machine === position.machine) return { since, id }
  return { since, id: machine > position.machine ? '' : undefined }
}

/** What the actor has taken and still waits, those that wait longest first. */
export async function listTaken(
  rooms: WorkRooms,
  reader: Reader,
  query: WorkQuery,
): Promise<readonly WaitingOrder[]> {
  const mine = await assignmentsBy(reader, subjectOf(query.actor), query.at)
  const all = await benches(rooms, reader, query)
  const found = await Promise.all(
    all.map(async (bench) => {
      const keys = mine.filter(({ machine }) => machine === bench.binding.machine)
      const rows = await rowsByKey(reader, bench.binding, keys, query.actor)
      const open = rows.filter((row) => stopFor(bench, row) !== undefined)
      return await shown(reader, bench, open, query)
    }),
  )
  const own = subjectOf(query.actor)
  return found
    .flat()
    .filter(({ taken }) => taken?.takenBy === own)
    .toSorted(byAge)
    .slice(0, query.limit)
}

const stopFor = ({ stops }: Bench, row: WaitingRow): Stop | undefined =>
  stops.find(({ version, state }) => version === row.definition && state === row.state)

async function shown(
  reader: Reader,
  bench: Bench,
  rows: readonly WaitingRow[],
  { actor, at }: WorkQuery,
): Promise<readonly WaitingOrder[]> {
  const { machine } = bench.binding
  const known = await assignmentsOf(reader, machine, rows, at)
  const taken = new Map(known.map((assignment) => [assignment.id, assignment]))
  return rows.map((row) => {
    const stop = stopFor(bench, row)
    const definition = bench.definitions.get(row.definition)
    const state = definition && stateOf(definition, row.state)
    assert(stop && state, `order ${row.number} stands in a state of its version`)
    return waitingOrder(bench, { row, stop, state, taken: taken.get(row.id) }, { actor, at })
  })
}

interface Found {
  readonly row: WaitingRow
  readonly stop: Stop
  readonly state: State
  readonly taken: Assignment | undefined
}

function waitingOrder(
  { binding, limits }: Bench,
  { row, stop, state, taken }: Found,
  { actor, at }: { readonly actor: Actor; readonly at: Instant },
): WaitingOrder {
  const minutes = limitOf(limits, stop)
  const limitAt = minutes === undefined ? null : afterWorkingMinutes(row.since, minutes)
  return {
    machine: binding.machine,
    orderNo: row.number,
    id: row.id,
    definition: row.definition,
    version: row.version,
    state,
    since: row.since,
    roles: stop.roles,
    limitAt,
    late: limitAt !== null && limitAt < at,
    taken: taken?.stateSince.getTime() === row.since.getTime() ? taken : undefined,
    mayTake: stop.roles.some((role) => actor.roles.some((own) => own === role)),
  }
}

/** Counted up to so many for each state: more than that is "very many". */
export const countedMax = 1_000

/** Orders that wait for the actor's own roles; or, with `late`, for anybody and for too long. */
export async function countWork(
  rooms: WorkRooms,
  reader: Reader,
  query: Omit<WorkQuery, 'limit'> & { readonly late?: boolean; readonly most: number },
): Promise<number> {
  const { actor, at, late = false, most } = query
  const roles = late ? undefined : actor.roles
  const counts = await Promise.all(
    rooms.bindings
      .filter(({ machine }) => query.machine === undefined || machine === query.machine)
      .map(async (binding) => {
        const bench = await benchOf(rooms, reader, binding, { roles, at })
        const stops = late ? lateStops(bench, at) : bench.stops
        return await countWaiting(reader, binding, { stops, actor, most })
      }),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}

const lateStops = ({ stops, limits }: Bench, at: Instant) =>
  stops.flatMap((stop) => {
    const minutes = limitOf(limits, stop)
    return minutes === undefined ? [] : [{ ...stop, before: beforeWorkingMinutes(at, minutes) }]
  })

export type TakeRefusal = 'work_not_found' | 'work_taken'

const notFound = (orderNo: string) =>
  refuse('work_not_found', `${orderNo} does not wait for you: it is not there, or has moved on.`)

interface Taken {
  readonly machine: string
  readonly orderNo: string
  readonly actor: Actor
  readonly at: Instant
}

/**
 * Takes an order, or holds it longer. Refusals: `work_not_found` (it does not wait for one of the
 * actor's roles, or is not the actor's to see), `work_taken` (facts takenByName, until).
 */
export async function takeWork(
  rooms: WorkRooms,
  tx: Tx,
  { machine, orderNo, actor, at }: Taken,
): Promise<Result<WaitingOrder, TakeRefusal>> {
  const binding = rooms.bindings.find((each) => each.machine === machine)
  if (binding === undefined) return notFound(orderNo)
  const bench = await benchOf(rooms, tx, binding, { roles: actor.roles, at })
  const row = await holdRow(tx, binding, orderNo, actor)
  if (row === undefined || stopFor(bench, row) === undefined) return notFound(orderNo)
  const minutes = Number(await rooms.parameters.value(tx, takeMinutesName(machine), at))
  const expiresAt = new Date(at.getTime() + minutes * 60_000)
  const { bucket, id, since: stateSince } = row
  const written = await writeAssignment(tx, {
    bucket,
    id,
    machine,
    stateSince,
    actor,
    at,
    expiresAt,
  })
  const [order] = await shown(tx, bench, [row], { actor, at, limit: 1 })
  assert(order, 'a row that was found is shown')
  if (written) return accept(order)
  const { takenByName = '', expiresAt: until } = order.taken ?? {}
  return refuse('work_taken', `${takenByName} works on ${orderNo}.`, {
    takenByName,
    until: until?.toISOString() ?? null,
  })
}

const nextPage = 50
/** Pages of taken orders that are passed over before it is said that nothing is free. */
const nextPagesMax = 20

/**
 * Takes the order that waits longest and that nobody works on. Two at once get two different ones.
 * Refusal: `work_empty`.
 */
export async function takeNext(
  rooms: WorkRooms,
  tx: Tx,
  query: Pick<WorkQuery, 'actor' | 'at' | 'machine' | 'role'>,
): Promise<Result<WaitingOrder, 'work_empty'>> {
  let behind: WorkPosition | undefined
  for (let page = 0; page < nextPagesMax; page++) {
    const found = await listWork(rooms, tx, { ...query, behind, limit: nextPage })
    for (const { machine, orderNo } of found.filter(isFree)) {
      const taken = await takeWork(rooms, tx, { ...query, machine, orderNo })
      if (taken.ok) return taken
    }
    const last = found.at(-1)
    if (last === undefined || found.length < nextPage) break
    behind = last
  }
  return refuse('work_empty', 'Nothing waits for you that nobody works on.')
}

const isFree = ({ mayTake, taken }: WaitingOrder): boolean => mayTake && taken === undefined

/**
 * Gives an order back; an administrator may do it for somebody else. Refusals: `work_not_found`,
 * `work_not_yours`.
 */
export async function releaseWork(
  rooms: WorkRooms,
  tx: Tx,
  { machine, orderNo, actor, at }: Taken,
): Promise<Result<null, 'work_not_found' | 'work_not_yours'>> {
  const binding = rooms.bindings.find((each) => each.machine === machine)
  const row = binding && (await holdRow(tx, binding, orderNo, actor))
  if (row === undefined) return notFound(orderNo)
  const [held] = await assignmentsOf(tx, machine, [row], at)
  const own = held?.takenBy === subjectOf(actor) || hasRole(actor, ['admin'])
  if (held === undefined || !own) {
    const who = held === undefined ? 'Nobody' : held.takenByName
    return refuse('work_not_yours', `${who} works on ${orderNo}: there is nothing of yours.`)
  }
  await removeAssignment(tx, machine, row)
  return accept(null)
}
