/**
 * A migration that two people agree on. It is rehearsed when it is proposed and again when it is
 * approved; a job then does it, batch by batch, and counts in the same transactions.
 */
import { personOf, type ProposalKind } from '../auth/index.ts'
import type { Database, Reader, Tx } from '../db/index.ts'
import { enqueue, type JobContext, type Task } from '../jobs/index.ts'
import { accept, assert, refuse, type Json, type Result } from '../problem/index.ts'
import type { Binding } from './binding.ts'
import {
  migrateOrders,
  rehearse,
  refusalOf,
  type MigrationPlan,
  type Rehearsal,
} from './migration.ts'
import {
  addMigration,
  beginMigration,
  countMigrated,
  endMigration,
  type StoredMigration,
} from './migration-store.ts'
import { definitionsIn } from './store.ts'

/** Where migrations happen: the definitions' database, and the orders that follow them. */
export interface MigrationPlace {
  readonly database: Database
  readonly bindings: readonly Binding[]
}

/** What is wanted, as a proposal carries it. */
export interface MigrationWanted {
  readonly machine: string
  readonly from: string
  readonly to: string
  /** State in the old version → state in the new one, where the codes differ. */
  readonly mapping: Readonly<Record<number, number>>
}

export interface PlannedMigration {
  readonly binding: Binding
  readonly plan: MigrationPlan
}

/** Refusal: `definition_not_found` for a version that is not published, or without orders. */
export async function planMigration(
  { database, bindings }: MigrationPlace,
  reader: Reader,
  { machine, from, to, mapping }: MigrationWanted,
): Promise<Result<PlannedMigration, 'definition_not_found'>> {
  const binding = bindings.find((one) => one.machine === machine)
  if (binding === undefined) {
    return refuse('definition_not_found', `no orders follow the machine ${machine}`)
  }
  const definitions = definitionsIn(database)
  const [old, fresh] = [
    await definitions.find(reader, machine, from),
    await definitions.find(reader, machine, to),
  ]
  if (old !== undefined && fresh !== undefined) {
    return accept({ binding, plan: { from: old, to: fresh, mapping } })
  }
  const missing = old === undefined ? from : to
  return refuse('definition_not_found', `version ${missing} of ${machine} is not published`)
}

/** What a proposal shows of its rehearsal: everything but the single orders. */
export const rehearsalFigures = ({ orders, refusedOrders, states }: Rehearsal) => ({
  orders,
  refusedOrders,
  states: states.map((row) => ({ ...row, target: row.target ?? null })),
})

const refusedNamedMax = 100
const task = 'lifecycle.migrate'

/** `lifecycle.migrate`: on approval by a second administrator a job begins to move the orders. */
export const migrateKind = (place: MigrationPlace): ProposalKind => ({
  kind: task,
  title: { zh: '迁移在途订单', en: 'Migrate running orders' },
  makers: ['admin'],
  checkers: ['admin'],
  async apply(tx, proposal, checker) {
    const wanted = decodeMigration(proposal.payload)
    const planned = await planMigration(place, tx, wanted)
    if (!planned.ok) return planned
    const { binding, plan } = planned.value
    const rehearsal = await rehearse(tx, binding, plan, { limit: refusedNamedMax })
    if (rehearsal.refusedOrders > 0) return refusalOf(rehearsal, plan)
    const people = {
      maker: `user:${proposal.makerId}`,
      checker: `user:${personOf(checker.actor)}`,
    }
    const order = { ...wanted, ...people, id: proposal.id, orders: rehearsal.orders }
    const added = await addMigration(tx, order, checker.at)
    if (!added.ok) return added
    await enqueue(tx, [{ task, payload: { id: proposal.id }, key: proposal.id }])
    return accept({ orders: rehearsal.orders })
  },
})

/** A proposal of this kind was written by `proposeMigration`'s route, from a checked body. */
function decodeMigration(payload: Json): MigrationWanted {
  const wanted = payload as unknown as MigrationWanted
  assert(typeof wanted.machine === 'string', 'a proposal to migrate names its machine')
  return wanted
}

const attemptsMax = 8

/** Does what was approved; after a crash it goes on where it stopped. */
export const migrationTasks = (place: MigrationPlace): readonly Task[] => [
  {
    name: task,
    attemptsMax,
    async run(payload, context) {
      const id: unknown = Reflect.get(Object(payload), 'id')
      assert(typeof id === 'string', 'a job of this task names its migration')
      const begun = await place.database.transaction((tx) => beginMigration(tx, id, context.now()))
      if (begun !== undefined) await runMigration(place, begun, context)
    },
  },
]

async function runMigration(
  place: MigrationPlace,
  migration: StoredMigration,
  context: JobContext,
): Promise<void> {
  const { id } = migration
  const end = (tx: Tx, how: Parameters<typeof endMigration>[2]) =>
    endMigration(tx, id, how, context.now())
  try {
    const outcome = await migrated(place, migration, context)
    await place.database.transaction((tx) => end(tx, outcome))
  } catch (problem) {
    // Is there another attempt? Else nobody may believe that it still runs.
    if (context.attempt >= attemptsMax) {
      const detail = problem instanceof Error ? problem.message : 'failed'
      await place.database.transaction((tx) => end(tx, { state: 'failed', detail }))
    }
    throw problem
  }
}

async function migrated(
  place: MigrationPlace,
  migration: StoredMigration,
  { now }: JobContext,
): Promise<Parameters<typeof endMigration>[2]> {
  const { id, machine, fromVersion: from, toVersion: to, mapping, maker } = migration
  const planned = await planMigration(place, place.database, { machine, from, to, mapping })
  if (!planned.ok) return { state: 'refused', detail: planned.problem.detail }
  const { binding, plan } = planned.value
  const done = await migrateOrders(place.database, binding, {
    plan,
    actor: maker,
    actorSystem: 'job',
    requestId: `migrate:${id}`,
    now,
    onBatch: (tx, orders) => countMigrated(tx, id, orders),
  })
  if (!done.ok) return { state: 'refused', detail: done.problem.detail }
  return { state: 'done', left: done.value.left.length }
}
