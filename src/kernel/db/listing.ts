/**
 * Lists that stay fast at a million rows: a product declares what its list can be asked for and
 * which indexes it has; the SQL, the pages and the cursors are made here.
 */
import { accept, assert, refuse, type Result } from '../problem/index.ts'
import type { Reader } from './database.ts'
import { readCursor, sameFilters, writeCursor, type Cursor } from './listing-cursor.ts'
import {
  asked,
  fits,
  hasType,
  type Filter,
  type FilterValues,
  type Value,
} from './listing-filter.ts'
import { findPage, type Lead, type Sort } from './listing-plan.ts'
import { camel, sql, type Sql } from './sql.ts'

export type { Filter, FilterValues, Range, Value } from './listing-filter.ts'
export type { Lead } from './listing-plan.ts'

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
  return accept({ items, nextCursor: last && cursorBehind(definition, { sort, filters }, last) })
}

/** The cursor of the page that begins behind a row, which has the sort's column and the id. */
export function cursorBehind(
  definition: ListingDefinition,
  { sort, filters }: { readonly sort: string; readonly filters: FilterValues },
  row: object,
): string {
  const after = positionOf(definition, sort, row)
  return writeCursor({ list: definition.name, sort, filters, after })
}

interface Start {
  readonly sort: string
  readonly filters: FilterValues
  /** Sort value and id of the row before the page. */
  readonly after: readonly [Value, string] | undefined
}

/**
 * Where to begin: a cursor stands for its filter and sort, and may be sent with or without them.
 */
function startOf(
  definition: ListingDefinition,
  request: ListRequest,
): Result<Start, 'cursor_invalid'> {
  const { filters = {}, sort = Object.keys(definition.sorts)[0] ?? '' } = request
  if (request.cursor === undefined) return accept({ sort, filters, after: undefined })
  const cursor = readCursor(request.cursor)
  if (cursor === undefined || !belongs(definition, cursor)) {
    return refuse('cursor_invalid', 'this is no nextCursor of this list: begin without a cursor')
  }
  const otherSort = request.sort !== undefined && request.sort !== cursor.sort
  const otherFilters = !sameFilters(filters, {}) && !sameFilters(filters, cursor.filters)
  if (otherSort || otherFilters) {
    return refuse(
      'cursor_invalid',
      'the cursor belongs to another filter or sort: send those it was given for, or no cursor',
    )
  }
  return accept(cursor)
}

/** A cursor that some other list made, or somebody who can compute a checksum. */
function belongs(definition: ListingDefinition, cursor: Cursor): boolean {
  const sort = definition.sorts[nameOf(cursor.sort)]
  if (cursor.list !== definition.name || sort === undefined) return false
  const [value, id] = cursor.after
  if (!hasType(sort.type, value) || !hasType('uuid', id)) return false
  return Object.entries(cursor.filters).every(([name, given]) => {
    const filter = definition.filters[name]
    return filter !== undefined && fits(filter, given)
  })
}

const isDescending = (sort: string): boolean => sort.startsWith('-')
const nameOf = (sort: string): string => (isDescending(sort) ? sort.slice(1) : sort)

function sortOf(definition: ListingDefinition, text: string): { sort: Sort; descending: boolean } {
  const sort = definition.sorts[nameOf(text)]
  assert(sort, `${definition.name} has no sort ${text}`)
  return { sort, descending: isDescending(text) }
}

/** Rows behind the position, in the direction of the sort. */
function behind(definition: ListingDefinition, text: string, after: readonly [Value, string]): Sql {
  const { sort, descending } = sortOf(definition, text)
  const columns = sql.raw(`(${sort.column}, ${definition.key.at(-1)})`)
  const direction = sql.raw(descending ? '<' : '>')
  return sql`${columns} ${direction} (${after[0]}::${sql.raw(sort.type)}, ${after[1]}::uuid)`
}

function positionOf(definition: ListingDefinition, text: string, row: object): Cursor['after'] {
  const { sort } = sortOf(definition, text)
  const values = new Map<string, unknown>(Object.entries(row))
  const value = values.get(camel(sort.column))
  const id = values.get(camel(definition.key.at(-1) ?? ''))
  assert(hasType(sort.type, value) && typeof id === 'string', 'a list shows its sort and its id')
  return [value, id]
}
