/** What a list shows, as its address says it: a reload or a link shows the same. */

/**
 * `one` value, `many` values, or one that is `hidden`: personal numbers stay out of addresses,
 * which browsers, proxies and logs keep; they travel with the entry of the browser's history.
 */
export type FieldKind = 'one' | 'many' | 'hidden'
export type FieldKinds = Readonly<Record<string, FieldKind>>

type FieldValue<K> = K extends 'many' ? readonly string[] : string
export type Fields<S extends FieldKinds> = {
  readonly [K in keyof S]?: FieldValue<S[K]> | undefined
}

export interface ListDefinition<S extends FieldKinds> {
  /** Under this name the server keeps a person's views and columns: `auto-loan.orders`. */
  readonly name: string
  readonly fields: S
  /** `-created` is the column `created`, the greatest first. The first sort is the usual one. */
  readonly sorts?: readonly string[]
  readonly pageSize?: number
}

export type AnyFields = Readonly<Record<string, string | readonly string[] | undefined>>
export type Hidden = Readonly<Record<string, string>>

const textLengthMax = 200
const valuesMax = 100

export function fieldsOfSearch(
  kinds: FieldKinds,
  search: URLSearchParams,
  hidden: Hidden,
): AnyFields {
  const entries = Object.entries(kinds).map(
    ([name, kind]) => [name, valueOf(kind, name, search, hidden)] as const,
  )
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function valueOf(
  kind: FieldKind,
  name: string,
  search: URLSearchParams,
  hidden: Hidden,
): string | readonly string[] | undefined {
  if (kind === 'hidden') return hidden[name]
  if (kind === 'one') return search.get(name)?.slice(0, textLengthMax) || undefined
  const values = search.getAll(name).filter(Boolean).slice(0, valuesMax)
  return values.length === 0 ? undefined : values
}

/** The address of a fresh first page with these filters; parameters of others stay as they are. */
export function searchOfFields(
  kinds: FieldKinds,
  fields: AnyFields,
  given: { readonly sort?: string | undefined; readonly usual?: string | undefined },
  others: URLSearchParams = new URLSearchParams(),
): URLSearchParams {
  const search = new URLSearchParams(
    [...others].filter(([name]) => kinds[name] === undefined && !ours.has(name)),
  )
  for (const [name, kind] of Object.entries(kinds)) {
    if (kind === 'hidden') continue
    const value = fields[name] ?? []
    for (const one of typeof value === 'string' ? [value] : value) {
      if (one.trim() !== '') search.append(name, one.trim())
    }
  }
  if (given.sort !== undefined && given.sort !== given.usual) search.set('sort', given.sort)
  return search
}

const ours = new Set(['sort', 'cursor'])

export function hiddenOf(kinds: FieldKinds, fields: AnyFields): Hidden {
  const entries = Object.entries(kinds).flatMap(([name, kind]): [string, string][] => {
    const value = fields[name]
    return kind === 'hidden' && typeof value === 'string' && value.trim() !== ''
      ? [[name, value.trim()]]
      : []
  })
  return Object.fromEntries(entries)
}

/** A sort that this list does not know is the usual one. */
export const sortOfSearch = (
  sorts: readonly string[],
  search: URLSearchParams,
): string | undefined => sorts.find((sort) => sort === search.get('sort')) ?? sorts[0]

export const columnOfSort = (sort: string): string => sort.replace(/^-/u, '')

/** What a click on a column's head asks for: the other way round, if it is sorted by already. */
export function nextSort(
  sorts: readonly string[],
  column: string,
  current: string | undefined,
): string | undefined {
  const ways = sorts.filter((sort) => columnOfSort(sort) === column)
  return ways.find((sort) => sort !== current) ?? ways[0]
}
