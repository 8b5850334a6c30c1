/** The list's filters, sort and page: in the address, so that a reload or a link shows the same. */
import { minorOf, type Minor } from '../../shared/amount.ts'

export const sorts = ['-created', 'created', '-updated', 'updated', '-amount', 'amount'] as const
export type Sort = (typeof sorts)[number]

/** Exactly what `GET /auto-loan/orders` takes. */
export interface ListQuery {
  readonly state?: readonly number[]
  readonly dealerId?: string
  readonly funderId?: string
  readonly productId?: string
  readonly createdFrom?: string
  readonly createdTo?: string
  readonly amountFrom?: Minor
  readonly amountTo?: Minor
  readonly orderNo?: string
  readonly phone?: string
  readonly idNumber?: string
  readonly sort?: Sort
  readonly cursor?: string
  readonly limit: number
}

/** Personal numbers stay out of addresses, which browsers, proxies and logs keep. */
export interface PersonFilter {
  readonly phone?: string
  readonly idNumber?: string
}

/** What the filter form holds; amounts as a person types them. */
export interface FilterFields extends PersonFilter {
  readonly state?: readonly number[] | undefined
  readonly dealerId?: string | undefined
  readonly funderId?: string | undefined
  readonly productId?: string | undefined
  readonly createdFrom?: string | undefined
  readonly createdTo?: string | undefined
  readonly amountFrom?: string | undefined
  readonly amountTo?: string | undefined
  readonly orderNo?: string | undefined
}

export const pageSize = 50
const exponent = 2

const texts = [
  'dealerId',
  'funderId',
  'productId',
  'createdFrom',
  'createdTo',
  'amountFrom',
  'amountTo',
  'orderNo',
] as const

export function fieldsOfSearch(search: URLSearchParams, person: PersonFilter): FilterFields {
  const states = search.getAll('state').filter((code) => /^\d{1,6}$/u.test(code))
  const given = texts.map((name): [string, string | undefined] => [
    name,
    search.get(name) ?? undefined,
  ])
  return {
    ...Object.fromEntries(given.filter(([, value]) => value !== undefined)),
    ...(states.length === 0 ? {} : { state: states.map(Number) }),
    ...person,
  }
}

/** The address of a fresh first page with these filters. */
export function searchOfFields(fields: FilterFields, sort: Sort): URLSearchParams {
  const search = new URLSearchParams()
  for (const code of fields.state ?? []) search.append('state', String(code))
  for (const name of texts) {
    const value = fields[name]?.trim()
    if (value) search.set(name, value)
  }
  if (sort !== '-created') search.set('sort', sort)
  return search
}

export function sortOfSearch(search: URLSearchParams): Sort {
  const asked = search.get('sort')
  return sorts.find((sort) => sort === asked) ?? '-created'
}

export const personOf = (fields: FilterFields): PersonFilter => ({
  ...(fields.phone?.trim() ? { phone: fields.phone.trim() } : {}),
  ...(fields.idNumber?.trim() ? { idNumber: fields.idNumber.trim() } : {}),
})

/** A cursor carries filter and sort, so it travels alone. */
export function queryOf(search: URLSearchParams, person: PersonFilter): ListQuery {
  const cursor = search.get('cursor')
  if (cursor !== null) return { cursor, limit: pageSize }
  const { amountFrom, amountTo, createdFrom, createdTo, ...fields } = fieldsOfSearch(search, person)
  return withoutAbsent({
    ...fields,
    createdFrom: dayStart(createdFrom, 0),
    createdTo: dayStart(createdTo, 1),
    amountFrom: amountFrom === undefined ? undefined : minorOf(amountFrom, exponent),
    amountTo: amountTo === undefined ? undefined : minorOf(amountTo, exponent),
    sort: sortOfSearch(search),
    limit: pageSize,
  })
}

/** A day of the business zone as the instant it begins, or the one after it begins. */
function dayStart(day: string | undefined, daysAfter: 0 | 1): string | undefined {
  if (day === undefined || !/^\d{4}-\d{2}-\d{2}$/u.test(day)) return undefined
  const start = new Date(`${day}T00:00:00+08:00`)
  if (Number.isNaN(start.getTime())) return undefined
  start.setUTCDate(start.getUTCDate() + daysAfter)
  return start.toISOString()
}

type Present<T> = { readonly [K in keyof T]: Exclude<T[K], undefined> }

// Absent and undefined differ under exactOptionalPropertyTypes; here they are made the same.
const withoutAbsent = <T extends object>(given: T): Present<T> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Present<T>

export const isFiltered = (fields: FilterFields): boolean => Object.keys(fields).length > 0
