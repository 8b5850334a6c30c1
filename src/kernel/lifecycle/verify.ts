/** Recomputes every order from its history, and names the first one that does not fit. */
import { sql, type Database, type Reader } from '../db/index.ts'
import { bucketCount } from '../id/index.ts'
import { byId, namesOf, type Binding } from './binding.ts'
import type { Definition } from './definition.ts'
import { migrationEvent } from './migration.ts'
import { definitionsIn } from './store.ts'
import { misfit, type HistoryFault, type KeptEvent, type KeptOrder } from './walk.ts'

/** Rows of one query; one order's history is held in memory whole. */
const pageRowsMax = 5_000

/**
 * Every order's history is contiguous from 1, begins with its birth, follows the rows of the
 * version that the order kept at that moment, and ends at the order's state, version and subsystem
 * fields; every history has its order. Answers the first that does not fit, or undefined. One
 * snapshot, streamed bucket by bucket; `onProgress` is told how many orders were seen.
 */
export async function verifyHistory(
  database: Database,
  binding: Binding,
  onProgress: (orders: number) => void = () => undefined,
): Promise<HistoryFault | undefined> {
  const definitions = definitionsIn(database)
  return await database.snapshot(async (reader) => {
    const known = new Map<string, Definition | undefined>()
    const versionOf = async (version: string): Promise<void> => {
      if (known.has(version)) return
      known.set(version, await definitions.find(reader, binding.machine, version))
    }
    let seen = 0
    for (let bucket = 0; bucket < bucketCount; bucket++) {
      for await (const { order, events } of ordersWithEvents(reader, binding, bucket)) {
        for (const version of versionsIn(order, events)) await versionOf(version)
        const fault = misfit(order, events, known)
        if (fault !== undefined) return fault
        seen += 1
      }
      onProgress(seen)
    }
    return undefined
  })
}

function versionsIn(order: KeptOrder | undefined, events: readonly KeptEvent[]): readonly string[] {
  const migrations = events.filter((event) => event.event === migrationEvent)
  const versions = migrations.flatMap(({ fromVersion, toVersion }) => [fromVersion, toVersion])
  return [order?.definition, ...versions].filter((version) => typeof version === 'string')
}

interface Together {
  readonly order: KeptOrder | undefined
  readonly events: readonly KeptEvent[]
}

/** Both tables walked side by side in the order of ids; a history without an order comes too. */
async function* ordersWithEvents(
  reader: Reader,
  binding: Binding,
  bucket: number,
): AsyncGenerator<Together> {
  const events = histories(reader, binding, bucket)
  let head = await events.next()
  for await (const order of orders(reader, binding, bucket)) {
    while (!head.done && byId(head.value[0]?.orderId ?? '', order.id) < 0) {
      yield { order: undefined, events: head.value }
      head = await events.next()
    }
    const own = !head.done && head.value[0]?.orderId === order.id ? head.value : []
    yield { order, events: own }
    if (own.length > 0) head = await events.next()
  }
  for (; !head.done; head = await events.next()) yield { order: undefined, events: head.value }
}

async function* orders(
  reader: Reader,
  binding: Binding,
  bucket: number,
): AsyncGenerator<KeptOrder> {
  const names = namesOf(binding)
  const fields = names.fields.map((field) => sql`, ${field}`)
  let after: string | null = null
  for (;;) {
    const page: readonly KeptRow[] = await reader.rows<KeptRow>(sql`
      select ${names.id}::text as id, ${names.state} as state, ${names.version} as version,
             ${names.definition} as definition, ${names.stateSince} as since,
             array[null::integer ${sql.join(fields, sql``)}] as fields
        from ${names.orders}
       where ${names.bucket} = ${bucket}
         and (${after}::text is null or ${names.id} > ${after}::${names.idType})
       order by ${names.id}
       limit ${pageRowsMax}`)
    yield* page.map((row) => keptOrder(binding, row))
    after = page.at(-1)?.id ?? null
    if (page.length < pageRowsMax) return
  }
}

type KeptRow = Omit<KeptOrder, 'fields'> & { readonly fields: readonly (number | null)[] }

/** The array begins with a null, so that it has a type where a table has no such field. */
const keptOrder = (binding: Binding, row: KeptRow): KeptOrder => ({
  ...row,
  fields: Object.fromEntries(
    binding.orders.fields.map((name, at) => [name, row.fields[at + 1] ?? null]),
  ),
})

/** All rows of one order together, order after order. */
async function* histories(
  reader: Reader,
  binding: Binding,
  bucket: number,
): AsyncGenerator<readonly KeptEvent[]> {
  let events: KeptEvent[] = []
  for await (const event of historyRows(reader, binding, bucket)) {
    if (events.length > 0 && events[0]?.orderId !== event.orderId) {
      yield events
      events = []
    }
    events.push(event)
  }
  if (events.length > 0) yield events
}

async function* historyRows(
  reader: Reader,
  binding: Binding,
  bucket: number,
): AsyncGenerator<KeptEvent> {
  const { history, idType } = namesOf(binding)
  let after: KeptEvent | undefined
  for (;;) {
    const page: readonly KeptEvent[] = await reader.rows<KeptEvent>(sql`
      select order_id::text as order_id, seq, event, from_state as "from", to_state as "to",
             occurred_at as at,
             case when event = ${migrationEvent} then payload ->> 'fromVersion' end as from_version,
             case when event = ${migrationEvent} then payload ->> 'toVersion' end as to_version
        from ${history}
       where bucket = ${bucket}
         and (${after?.orderId ?? null}::text is null
              or (order_id, seq) > (${after?.orderId ?? null}::${idType}, ${after?.seq ?? 0}))
       order by order_id, seq
       limit ${pageRowsMax}`)
    yield* page
    after = page.at(-1)
    if (page.length < pageRowsMax) return
  }
}
