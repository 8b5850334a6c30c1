/** Agreed migrations at rest: one row each, counted up by the job that does it. */
import type { Instant } from '../clock/index.ts'
import { sql, type Reader, type Tx } from '../db/index.ts'
import { accept, refuse, type Result } from '../problem/index.ts'

export type MigrationState = 'queued' | 'running' | 'done' | 'refused' | 'failed'

export interface StoredMigration {
  readonly id: string
  readonly machine: string
  readonly fromVersion: string
  readonly toVersion: string
  readonly mapping: Readonly<Record<number, number>>
  readonly state: MigrationState
  readonly ordersTotal: number
  readonly ordersDone: number
  readonly ordersLeft: number
  readonly detail: string | null
  readonly maker: string
  readonly checker: string
  readonly queuedAt: Instant
  readonly startedAt: Instant | null
  readonly endedAt: Instant | null
}

export interface MigrationToAdd {
  readonly id: string
  readonly machine: string
  readonly from: string
  readonly to: string
  readonly mapping: Readonly<Record<number, number>>
  readonly orders: number
  readonly maker: string
  readonly checker: string
}

const columns = sql`id, machine, from_version, to_version, mapping, state, orders_total,
  orders_done, orders_left, detail, maker, checker, queued_at, started_at, ended_at`

/** Refusal: `migration_running` while another one of the machine has not ended. */
export async function addMigration(
  tx: Tx,
  given: MigrationToAdd,
  now: Instant,
): Promise<Result<null, 'migration_running'>> {
  const { id, machine, from, to, mapping, orders, maker, checker } = given
  const written = await tx.run(sql`
    insert into lifecycle.migration
      (id, machine, from_version, to_version, mapping, state, orders_total, orders_done,
       orders_left, maker, checker, queued_at)
    values (${id}, ${machine}, ${from}, ${to}, ${JSON.stringify(mapping)}::jsonb, 'queued',
            ${orders}, 0, 0, ${maker}, ${checker}, ${now})
    on conflict (machine) where state in ('queued', 'running') do nothing`)
  if (written === 1) return accept(null)
  return refuse('migration_running', `orders of ${machine} are being migrated; wait for the end`)
}

/** Undefined when it has ended: the job was repeated for nothing. */
export async function beginMigration(
  tx: Tx,
  id: string,
  now: Instant,
): Promise<StoredMigration | undefined> {
  const [begun] = await tx.rows<StoredMigration>(sql`
    update lifecycle.migration
       set state = 'running', started_at = coalesce(started_at, ${now}::timestamptz),
           ended_at = null, detail = null
     where id = ${id} and state in ('queued', 'running', 'failed')
    returning ${columns}`)
  return begun
}

export async function countMigrated(tx: Tx, id: string, orders: number): Promise<void> {
  await tx.run(sql`
    update lifecycle.migration set orders_done = orders_done + ${orders} where id = ${id}`)
}

type Ending =
  | { readonly state: 'done'; readonly left: number }
  | { readonly state: 'refused' | 'failed'; readonly detail: string }

export async function endMigration(tx: Tx, id: string, how: Ending, now: Instant): Promise<void> {
  const left = how.state === 'done' ? how.left : 0
  const detail = how.state === 'done' ? null : how.detail
  await tx.run(sql`
    update lifecycle.migration
       set state = ${how.state}, orders_left = ${left}, detail = ${detail}, ended_at = ${now}
     where id = ${id} and state = 'running'`)
}

const listMax = 50

/** Migrations of one machine, the newest first; at most 50. */
export async function listMigrations(
  reader: Reader,
  machine: string,
): Promise<readonly StoredMigration[]> {
  return await reader.rows<StoredMigration>(sql`
    select ${columns} from lifecycle.migration
     where machine = ${machine} order by queued_at desc, id desc limit ${listMax}`)
}
