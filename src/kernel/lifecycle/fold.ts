/**
 * Prepared figures: history rows are folded portion by portion, each exactly once, with the place
 * up to which they are folded in the same transaction. Whoever dies in between has folded nothing.
 *
 * Rows are read in the order of the transactions that wrote them, and only up to the oldest one
 * that still runs: below it everything is decided, so nothing that commits late is passed over. A
 * transaction that runs long makes the figures older, never wrong.
 */
import { businessDate, type Instant } from '../clock/index.ts'
import { sql, type Database, type Reader, type Sql, type Tx } from '../db/index.ts'
import { forgetExpired } from './assignment.ts'
import { namesOf, type Binding } from './binding.ts'
import { addFigures, pruneFigures } from './figure-rows.ts'
import { migrationEvent } from './migration.ts'
import { tally, type FoldedRow } from './tally.ts'
import { workZone } from './working-time.ts'

/** Rows of one transaction: some hundred milliseconds. */
const portionRows = 10_000
const expiredMax = 5_000

/** How far a machine is folded. */
export interface Watermark {
  /** The transaction and the row up to which all is folded; `0` and the lowest id: nothing. */
  readonly writtenBy: string
  readonly lastId: string
  readonly rowsFolded: bigint
  /** The figures are those of this moment; null until everything was folded once. */
  readonly asOf: Instant | null
}

interface FoldState extends Watermark {
  readonly prunedOn: string | null
}

const nothing: FoldState = {
  writtenBy: '0',
  lastId: '00000000-0000-0000-0000-000000000000',
  rowsFolded: 0n,
  asOf: null,
  prunedOn: null,
}

export async function readWatermark(reader: Reader, machine: string): Promise<FoldState> {
  const row = await reader.row<FoldState>(
    sql`
      select written_by::text as written_by, last_id::text as last_id, rows_folded, as_of, pruned_on
        from lifecycle.fold where machine = ${machine}`,
    'lifecycle.watermark',
  )
  return row ?? nothing
}

/**
 * Folds what is new, a portion in a transaction; answers how many rows. Any number of processes may
 * do this at the same time: one of them folds a portion, the others find it folded.
 */
export async function foldOnce(
  database: Database,
  binding: Binding,
  now: () => Instant,
): Promise<number> {
  let folded = 0
  for (;;) {
    const portion = await database.transaction((tx) => foldPortion(tx, binding, now()))
    folded += portion.rows
    if (portion.drained) return folded
  }
}

interface Portion {
  readonly rows: number
  readonly drained: boolean
}

async function foldPortion(tx: Tx, binding: Binding, at: Instant): Promise<Portion> {
  const { machine } = binding
  const before = await readWatermark(tx, machine)
  const rows = await newRows(tx, binding, before)
  const drained = rows.length < portionRows
  const last = rows.at(-1)
  if (last === undefined && isFresh(before, at)) return { rows: 0, drained }
  const after: FoldState = {
    writtenBy: last?.writtenBy ?? before.writtenBy,
    lastId: last?.id ?? before.lastId,
    rowsFolded: before.rowsFolded + BigInt(rows.length),
    asOf: drained ? at : before.asOf,
    prunedOn: businessDate(at, workZone),
  }
  // Somebody else folded this portion in the meantime: that is as good.
  if (!(await moveWatermark(tx, machine, before, after))) return { rows: 0, drained: true }
  await addFigures(tx, machine, tally(rows), at)
  if (before.prunedOn !== after.prunedOn) {
    await pruneFigures(tx, machine, at)
    await forgetExpired(tx, at, expiredMax)
  }
  return { rows: rows.length, drained }
}

/** Figures without a change are said to be as of now at most this often. */
const freshMs = 10_000

const isFresh = ({ asOf }: FoldState, at: Instant): boolean =>
  asOf !== null && Math.abs(at.getTime() - asOf.getTime()) < freshMs

async function moveWatermark(
  tx: Tx,
  machine: string,
  before: FoldState,
  after: FoldState,
): Promise<boolean> {
  await tx.run(sql`
    insert into lifecycle.fold (machine, written_by, last_id, rows_folded)
    values (${machine}, ${nothing.writtenBy}::xid8, ${nothing.lastId}::uuid, 0)
    on conflict (machine) do nothing`)
  const moved = await tx.run(
    sql`
      update lifecycle.fold
         set written_by = ${after.writtenBy}::xid8, last_id = ${after.lastId}::uuid,
             rows_folded = ${after.rowsFolded}, as_of = ${after.asOf}, pruned_on = ${after.prunedOn}
       where machine = ${machine} and written_by = ${before.writtenBy}::xid8
         and last_id = ${before.lastId}::uuid and rows_folded = ${before.rowsFolded}`,
    'lifecycle.move-watermark',
  )
  return moved === 1
}

interface ReadRow extends FoldedRow {
  readonly id: string
  readonly writtenBy: string
}

/** Behind the watermark, below the oldest transaction that still runs. */
const newRows = (reader: Reader, binding: Binding, after: Watermark): Promise<readonly ReadRow[]> =>
  historyRows(reader, binding, {
    condition: sql`
      (written_by, id) > (${after.writtenBy}::xid8, ${after.lastId}::uuid)
        and written_by < pg_snapshot_xmin(pg_current_snapshot())`,
    limit: portionRows,
  })

/** All rows up to the watermark, portion by portion: to prove the figures. */
export async function* foldedRows(
  reader: Reader,
  binding: Binding,
  upTo: Watermark,
): AsyncGenerator<readonly FoldedRow[]> {
  let after: Watermark = nothing
  for (;;) {
    const rows: readonly ReadRow[] = await historyRows(reader, binding, {
      condition: sql`
        (written_by, id) > (${after.writtenBy}::xid8, ${after.lastId}::uuid)
          and (written_by, id) <= (${upTo.writtenBy}::xid8, ${upTo.lastId}::uuid)`,
      limit: portionRows,
    })
    yield rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < portionRows) return
    after = { ...after, writtenBy: last.writtenBy, lastId: last.id }
  }
}

/**
 * Each row with what the order's other rows say of it: the version that it kept then, when it had
 * come into the state that it leaves, and whether it was in the other one before.
 */
async function historyRows(
  reader: Reader,
  binding: Binding,
  { condition, limit }: { readonly condition: Sql; readonly limit: number },
): Promise<readonly ReadRow[]> {
  const names = namesOf(binding)
  return await reader.rows<ReadRow>(
    sql`
      select h.id::text as id, h.written_by::text as written_by, h.seq, h.event,
             h.from_state as "from", h.to_state as "to", h.occurred_at as at,
             coalesce(migrated.version, o.${names.definition}, '') as version,
             case when h.event = ${migrationEvent} then h.payload ->> 'toVersion' end as to_version,
             entered.at as entered_at,
             (h.seq = 1 or h.from_state <> h.to_state) and not exists (
               select 1 from ${names.history} as p
                where p.bucket = h.bucket and p.order_id = h.order_id and p.seq < h.seq
                  and p.to_state = h.to_state) as first
        from (
          select bucket, id, order_id, seq, event, from_state, to_state, occurred_at, written_by,
                 case when event = ${migrationEvent} then payload end as payload
            from ${names.history}
           where ${condition}
           order by written_by, id
           limit ${limit}) as h
        left join ${names.orders} as o
          on o.${names.bucket} = h.bucket and o.${names.id} = h.order_id
        left join lateral (
          select m.payload ->> 'fromVersion' as version
            from ${names.history} as m
           where m.bucket = h.bucket and m.order_id = h.order_id and m.seq >= h.seq
             and m.event = ${migrationEvent}
           order by m.seq
           limit 1) as migrated on true
        left join lateral (
          select p.occurred_at as at
            from ${names.history} as p
           where p.bucket = h.bucket and p.order_id = h.order_id and p.seq < h.seq
             and h.from_state <> h.to_state and (p.seq = 1 or p.from_state <> p.to_state)
           order by p.seq desc
           limit 1) as entered on true
       order by h.written_by, h.id`,
  )
}
