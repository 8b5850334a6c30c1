/**
 * Lists that stay fast at a million rows: a product declares what its list can be asked for and
 * which indexes it has; the SQL, the pages and the cursors are made here.
 */
import { accept, assert, refuse, type Result } from '../problem/index.ts'
import type { Reader } from './database.ts'
import { readCursor, sameFilters, writeCursor } from './listing-cursor.ts'
import { asked, type Filter, type FilterValues, type Value } from './listing-filter.ts'
import { findPage, type Lead, type Question, type Sort } from './listing-plan.ts'
import { camel, sql, type Sql } from './sql.ts'

export interface ListingDefinition {
  /** `auto-loan.orders`: cursors of another list are refused. */
  readonly name: string
  /** With its schema. */
  readonly table: string
  readonly columns: readonly string[]
  /** The primary key; its last column is unique by itself and orders rows of one sort value. */
  readonly key: readonly string[]
  readonly filters: Readonly<Record<string, Filter>>
  /** Sort columns are never null. */
  readonly sorts: Readonly<Record<string, Sort>>
  /** Families of indexes, the most selective first; the last one serves a list without filters. */
  readonly leads: readonly Lead[]
}

export interface ListRequest {
  readonly filters?: FilterValues
  /** `created`, or `-created` for the newest first; a cursor brings its own. */
  readonly sort?: string
  readonly cursor?: string
  readonly limit: number
}

export interface Scope {
  /** `inScope` of kernel/auth: whose rows the caller may see. */
  readonly condition: Sql
  /** The same as filters where it can be said so, that the right index is chosen. */
  readonly filters?: FilterValues
}

export interface ListPage<Row> {
  readonly items: readonly Row[]
  readonly nextCursor: string | undefined
}

export const listLimitMax = 200

/** One page. Refuses `cursor_invalid`: mangled, or of another list, filter or sort. */
export async function listPage<Row extends object>(
  reader: Reader,
  definition: ListingDefinition,
  request: ListRequest,
  scope: Scope,
): Promise<Result<ListPage<Row>, 'cursor_invalid'>> {
  const { limit } = request
  assert(limit >= 1 && limit <= listLimitMax, `a page has 1 to ${listLimitMax} rows, not ${limit}`)
  const start = startOf(definition, request)
  if (!start.ok) return start
  const { filters, sort, after } = start.value
  const found = await findPage<Row>(reader, {
    ...definition,
    ...sortOf(definition, sort),
    asked: asked(definition.filters, { ...scope.filters, ...filters }),
    always: [scope.condition, ...(after ? [behind(definition, sort, after)] : [])],
    rowsMax: limit + 1,
  })
  const items = found.slice(0, limit)
  const last = found.length > limit ? items.at(-1) : undefined
  const nextCursor = last && writeCursor({
    list: definition.name,
    sort,
    filters,
    after: positionOf(definition, sort, last),
  })
  return accept({ items, nextCursor })
}
