/** Orders that wait, read through a machine's binding: those that wait longest first. */
import { inScope, type Actor } from '../auth/index.ts'
import type { Instant } from '../clock/index.ts'
import { sql, type Reader, type Sql, type Tx } from '../db/index.ts'
import { bucketOf } from '../id/index.ts'
import type { Stop } from './awaited.ts'
import { namesOf, type Binding, type BoundNames, type OrderKey } from './binding.ts'

export interface WaitingRow extends OrderKey {
  readonly number: string
  readonly definition: string
  readonly state: number
  readonly version: number
  readonly since: Instant
}

/** Where a page begins: behind this order. */
export interface Behind {
  readonly since: Instant
  /** Undefined: behind everything of that moment. Empty: with everything of that moment. */
  readonly id: string | undefined
}

export interface WaitingQuery {
  readonly stops: readonly Stop[]
  readonly actor: Actor
  readonly behind?: Behind | undefined
  readonly limit: number
}

const columnsOf = (names: BoundNames): Sql => sql`
  o.${names.bucket} as bucket, o.${names.id}::text as id, o.${names.number}::text as number,
  o.${names.definition} as definition, o.${names.state} as state, o.${names.version} as version,
  o.${names.stateSince} as since`

/** Only what the actor may see: the one rule of kernel/auth. */
function scopeOf(names: BoundNames, actor: Actor): Sql {
  const columns = Object.entries(names.parties).map(([kind, column]) => [kind, sql`o.${column}`])
  return inScope(actor, Object.fromEntries(columns) as BoundNames['parties'])
}

const stopsAsRows = (stops: readonly Stop[]): Sql => sql`
  unnest(${stops.map(({ version }) => version)}::text[],
         ${stops.map(({ state }) => state)}::integer[]) as stop (version, state)`

/** One walk along the index for each stop, each no longer than the page. */
export async function waitingRows(
  reader: Reader,
  binding: Binding,
  { stops, actor, behind, limit }: WaitingQuery,
): Promise<readonly WaitingRow[]> {
  if (stops.length === 0) return []
  const names = namesOf(binding)
  return await reader.rows<WaitingRow>(sql`
    select o.bucket, o.id, o.number, o.definition, o.state, o.version, o.since
      from ${stopsAsRows(stops)}
     cross join lateral (
       select ${columnsOf(names)}, o.${names.id} as key
         from ${names.orders} as o
        where o.${names.definition} = stop.version and o.${names.state} = stop.state
          and ${scopeOf(names, actor)} ${beyond(names, behind)}
        order by o.${names.stateSince}, o.${names.id}
        limit ${limit}) as o
     order by o.since, o.key
     limit ${limit}`)
}

function beyond(names: BoundNames, behind: Behind | undefined): Sql {
  if (behind === undefined) return sql``
  const { since, id } = behind
  if (id === undefined) return sql`and o.${names.stateSince} > ${since}`
  if (id === '') return sql`and o.${names.stateSince} >= ${since}`
  return sql`and (o.${names.stateSince}, o.${names.id}) > (${since}, ${id}::${names.idType})`
}

/** How many wait in each stop since before its moment, each counted up to `most`. */
export async function countWaiting(
  reader: Reader,
  binding: Binding,
  query: {
    readonly stops: readonly (Stop & { readonly before?: Instant })[]
    readonly actor: Actor
    readonly most: number
  },
): Promise<number> {
  const { stops, actor, most } = query
  if (stops.length === 0) return 0
  const names = namesOf(binding)
  const row = await reader.row<{ orders: number }>(sql`
    select coalesce(sum(o.orders), 0)::integer as orders
      from unnest(${stops.map(({ version }) => version)}::text[],
                  ${stops.map(({ state }) => state)}::integer[],
                  ${stops.map(({ before }) => before ?? null)}::timestamptz[])
             as stop (version, state, before)
     cross join lateral (
       select count(*) as orders from (
         select 1 from ${names.orders} as o
          where o.${names.definition} = stop.version and o.${names.state} = stop.state
            and (stop.before is null or o.${names.stateSince} < stop.before)
            and ${scopeOf(names, actor)}
          limit ${most}) as counted) as o`)
  return row?.orders ?? 0
}

/** These orders, when they are the actor's to see. */
export async function rowsByKey(
  reader: Reader,
  binding: Binding,
  keys: readonly OrderKey[],
  actor: Actor,
): Promise<readonly WaitingRow[]> {
  if (keys.length === 0) return []
  const names = namesOf(binding)
  return await reader.rows<WaitingRow>(sql`
    select ${columnsOf(names)} from ${names.orders} as o
     where o.${names.bucket} = any(${[...new Set(keys.map(({ bucket }) => bucket))]}::smallint[])
       and o.${names.id} = any(${keys.map(({ id }) => id)}::${names.idType}[])
       and ${scopeOf(names, actor)}`)
}

/** The order of this number; it cannot move on before the transaction ends. */
export async function holdRow(
  tx: Tx,
  binding: Binding,
  number: string,
  actor: Actor,
): Promise<WaitingRow | undefined> {
  const names = namesOf(binding)
  return await tx.row<WaitingRow>(sql`
    select ${columnsOf(names)} from ${names.orders} as o
     where o.${names.bucket} = ${bucketOf(number)} and o.${names.number} = ${number}
       and ${scopeOf(names, actor)}
       for share`)
}
