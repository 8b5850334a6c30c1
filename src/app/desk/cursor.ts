/**
 * Cursors of the desk's short lists: where the page ended, and the filter that it belongs to. It is
 * held against the schemas of the list, since a caller can write one by hand.
 */
import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { accept, refuse, type Refused, type Result } from '#kernel/problem'

export interface ListShape<Query extends TSchema> {
  /** A cursor of another list is refused. */
  readonly name: string
  /** What the route takes: the filter, `cursor` and `limit`. */
  readonly query: Query
  /** The key of the last item of a page. */
  readonly after: TSchema
}

interface Asked {
  readonly cursor?: string
  readonly limit?: number
}

export interface PageStart<Query> {
  readonly list: string
  readonly filter: Omit<Query, 'cursor' | 'limit'>
  readonly after: string | undefined
  readonly limit: number
}

const limitUsual = 50

/** Where the asked page begins. A cursor comes with its own filter, and with no other. */
export function startOfPage<Query extends TSchema>(
  list: ListShape<Query>,
  query: Static<Query> & Asked,
): Result<PageStart<Static<Query>>, 'cursor_invalid'> {
  const { cursor, limit = limitUsual, ...filter } = query
  const start = { list: list.name, limit }
  // What remains without cursor and limit is the filter.
  const asked = filter as PageStart<Static<Query>>['filter']
  if (cursor === undefined) return accept({ ...start, filter: asked, after: undefined })
  const kept = decoded(cursor)
  const fits =
    kept?.[0] === list.name && Value.Check(list.query, kept[1]) && Value.Check(list.after, kept[2])
  if (!fits) return wrong('This is no cursor of this list: begin without one.')
  const others = Object.keys(filter).length > 0
  if (others && JSON.stringify(kept[1]) !== JSON.stringify(filter)) {
    return wrong('The cursor belongs to another filter: send it alone.')
  }
  // Both were held against the list's own schemas just now.
  return accept({ ...start, filter: kept[1] as typeof asked, after: kept[2] as string })
}

const wrong = (detail: string): Refused<'cursor_invalid'> => refuse('cursor_invalid', detail)

/** Of `limit + 1` items the page; the one too many says that there is a next one. */
export function endOfPage<Query, Item, Shown>(
  start: PageStart<Query>,
  found: readonly Item[],
  { keyOf, show }: { keyOf: (item: Item) => string; show: (item: Item) => Shown },
): { items: Shown[]; nextCursor: string | null } {
  const items = found.slice(0, start.limit)
  const last = items.at(-1)
  const more = found.length > start.limit && last !== undefined
  return {
    items: items.map(show),
    nextCursor: more ? pageCursor(start, keyOf(last)) : null,
  }
}

/** For a list that knows by itself where its next page begins. */
export const pageCursor = <Query>(start: PageStart<Query>, after: string): string =>
  encoded([start.list, start.filter, after])

type Kept = readonly [list: unknown, filter: unknown, after: unknown]

const encoded = (kept: Kept): string => Buffer.from(JSON.stringify(kept)).toString('base64url')

function decoded(text: string): Kept | undefined {
  try {
    const kept: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    return Array.isArray(kept) && kept.length === 3 ? [kept[0], kept[1], kept[2]] : undefined
  } catch {
    // Not JSON: a mangled cursor, which is what the caller is told.
    return undefined
  }
}
