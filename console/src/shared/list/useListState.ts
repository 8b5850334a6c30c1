/** A list's filters, sort and page in the address, and the rows that belong to them. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate, useSearchParams } from 'react-router'
import { read, type Query } from '../../api.ts'
import {
  fieldsOfSearch,
  hiddenOf,
  searchOfFields,
  sortOfSearch,
  type AnyFields,
  type FieldKinds,
  type Fields,
  type Hidden,
  type ListDefinition,
} from './state.ts'

/** Kept with the entry of the browser's history: which page this is, and whose number is sought. */
interface EntryState {
  readonly page?: number
  readonly hidden?: Hidden
}

/** What the parts of a list page need to know of it, whatever its fields are. */
export interface AnyList {
  readonly name: string
  readonly fields: AnyFields
  readonly isFiltered: boolean
  readonly sort: string | undefined
  readonly sorts: readonly string[]
  readonly pageSize: number
  readonly cursor: string | undefined
  /** 1 is the first; a link into the middle of a list counts from there. */
  readonly page: number
  /** The address of the first page without its `?`: what a saved view keeps. */
  readonly search: string
  readonly showFields: (fields: AnyFields) => void
  readonly showSort: (sort: string) => void
  readonly showSearch: (search: string) => void
  readonly next: (cursor: string) => void
  readonly previous: () => void
  readonly first: () => void
}

export interface ListState<S extends FieldKinds> extends AnyList {
  readonly fields: Fields<S> & AnyFields
}

const pageSizeUsual = 50

export function useListState<const S extends FieldKinds>(
  definition: ListDefinition<S>,
): ListState<S> {
  const { name, fields: kinds, sorts = [], pageSize = pageSizeUsual } = definition
  const [search, setSearch] = useSearchParams()
  const navigate = useNavigate()
  const { state } = useLocation()
  // Only this hook writes the state of a list's history entries.
  const entry = (state ?? {}) as EntryState
  const fields = fieldsOfSearch(kinds, search, entry.hidden ?? {})
  const sort = sortOfSearch(sorts, search)
  const usual = sorts[0]
  const cursor = search.get('cursor') ?? undefined

  function show(next: AnyFields, by: string | undefined): void {
    setSearch(searchOfFields(kinds, next, { sort: by, usual }, search), {
      state: { hidden: hiddenOf(kinds, next) },
    })
  }

  function turn(to: string | undefined, page: number): void {
    const address = new URLSearchParams(search)
    if (to === undefined) address.delete('cursor')
    else address.set('cursor', to)
    setSearch(address, { state: { ...entry, page } })
  }

  const page = entry.page ?? 1
  return {
    name,
    // Read by the kinds that the definition names.
    fields: fields as Fields<S> & AnyFields,
    isFiltered: Object.keys(fields).length > 0,
    sort,
    sorts,
    pageSize,
    cursor,
    page,
    search: searchOfFields(kinds, fields, { sort, usual }).toString(),
    showFields: (next) => show(next, sort),
    showSort: (by) => show(fields, by),
    showSearch: (text) => setSearch(new URLSearchParams(text), { state: {} }),
    next: (to) => turn(to, page + 1),
    previous: () => void navigate(-1),
    first: () => turn(undefined, 1),
  }
}

export interface Page<Row> {
  readonly items: readonly Row[]
  readonly nextCursor?: string | null
}

/** What a list page shows: an answer of react-query, and what was asked, for an export. */
export interface ListRows<Row> {
  readonly data: Page<Row> | undefined
  readonly error: unknown
  readonly isError: boolean
  readonly isFetching: boolean
  readonly isPlaceholderData: boolean
  readonly refetch: () => unknown
  /** The filters as the server takes them, without page and limit. */
  readonly asked: Query
}

interface RowsOptions<L extends AnyList> {
  readonly path: string
  /** From what stands in the address to what the server takes; left out: the same. */
  readonly ask?: (fields: L['fields']) => Query
  readonly refetchMs?: number
}

export function useListRows<Row, L extends AnyList = AnyList>(
  list: L,
  { path, ask, refetchMs }: RowsOptions<L>,
): ListRows<Row> {
  const filters = ask === undefined ? list.fields : ask(list.fields)
  const asked = list.sort === undefined ? filters : { ...filters, sort: list.sort }
  // A cursor carries filter and sort, so it travels alone.
  const page = list.cursor === undefined ? asked : { cursor: list.cursor }
  const query = { ...page, limit: list.pageSize }
  const rows = useQuery({
    queryKey: ['list', path, query],
    queryFn: () => read<Page<Row>>(path, query),
    // The old page stays in sight, dimmed, until the new one is there.
    placeholderData: keepPreviousData,
    refetchInterval: refetchMs ?? false,
  })
  return { ...rows, asked }
}
