/** What a list can be asked for, and the SQL condition that each question stands for. */
import { isUuid } from '../id/index.ts'
import { assert } from '../problem/index.ts'
import { sql, type Sql } from './sql.ts'

export type ColumnType = 'text' | 'integer' | 'bigint' | 'timestamptz' | 'uuid' | 'bytea'

/** A filter that a list offers. Columns are names in the list's own table. */
export type Filter = AnyOfFilter | RangeFilter | PrefixFilter | ThroughFilter

/** One value or several. */
export interface AnyOfFilter {
  readonly kind: 'any-of'
  readonly column: string
  readonly type: ColumnType
}

/** `from` belongs to the range; `to` belongs to it unless the range is half open, as time is. */
export interface RangeFilter {
  readonly kind: 'range'
  readonly column: string
  readonly type: ColumnType
  readonly halfOpen?: true
  /** Columns that are never smaller than this one: who is created later is also updated later. */
  readonly neverBelow?: readonly string[]
}

/** Text that begins so. Its column compares by bytes (`collate "C"`). */
export interface PrefixFilter {
  readonly kind: 'prefix'
  readonly column: string
  /** What the beginning says about range filters: an order number carries its day. */
  readonly implies?: (beginning: string) => Readonly<Record<string, Range>>
}

/** Rows that another table of the same schema names for a value: a person's orders. */
export interface ThroughFilter {
  readonly kind: 'through'
  readonly type: ColumnType
  /** A condition on the list's table. */
  readonly condition: (value: Value) => Sql
}

export type Value = string | number | bigint | Readonly<Date> | Buffer

export interface Range {
  readonly from?: Value | undefined
  readonly to?: Value | undefined
}

/** By the filter's name: a list for any-of, a range, the beginning of a text, one value. */
export type FilterValues = Readonly<Record<string, readonly Value[] | Range | Value | undefined>>

/** A filter with what was asked of it. */
export type Asked =
  | { readonly name: string; readonly filter: AnyOfFilter; readonly values: readonly Value[] }
  | AskedRange
  | { readonly name: string; readonly filter: PrefixFilter; readonly beginning: string }
  | { readonly name: string; readonly filter: ThroughFilter; readonly value: Value }

export interface AskedRange {
  readonly name: string
  readonly filter: RangeFilter
  readonly range: Range
}

/** An any-of takes so many values; the schema of the route says so to callers. */
export const filterValuesMax = 100

/** Pairs declared filters with given values; a value of the wrong shape is the caller's bug. */
export function asked(
  filters: Readonly<Record<string, Filter>>,
  given: FilterValues,
): readonly Asked[] {
  const pairs = Object.entries(given).flatMap(([name, value]): Asked[] => {
    if (value === undefined) return []
    const filter = filters[name]
    assert(filter, `the list has no filter ${name}`)
    return [pair(name, filter, value)]
  })
  return withImplied(filters, pairs)
}

function pair(name: string, filter: Filter, value: Given): Asked {
  assert(fits(filter, value), `${name} is no value for a filter of the kind ${filter.kind}`)
  // `fits` has just looked at what the type system cannot follow from one variable to another.
  switch (filter.kind) {
    case 'any-of':
      return { name, filter, values: [...new Set(value as readonly Value[])] }
    case 'range':
      return { name, filter, range: value as Range }
    case 'prefix':
      return { name, filter, beginning: value as string }
    case 'through':
      return { name, filter, value: value as Value }
  }
}

type Given = readonly Value[] | Range | Value

/** Whether a value has the shape and the type that the filter takes. */
export function fits(filter: Filter, value: unknown): boolean {
  switch (filter.kind) {
    case 'any-of':
      return (
        Array.isArray(value) &&
        value.length <= filterValuesMax &&
        value.every((each) => hasType(filter.type, each))
      )
    case 'range':
      return (
        typeof value === 'object' &&
        value !== null &&
        Object.entries(value).every(
          ([side, each]) =>
            (side === 'from' || side === 'to') &&
            (each === undefined || hasType(filter.type, each)),
        )
      )
    case 'prefix':
      return hasType('text', value)
    case 'through':
      return hasType(filter.type, value)
  }
}

const integerMax = 2 ** 31
const bigintMax = 2n ** 63n

/** Whether PostgreSQL takes the value for a column of this type. */
export function hasType(type: ColumnType, value: unknown): value is Value {
  switch (type) {
    case 'text':
      return typeof value === 'string' && !value.includes('\0')
    case 'integer':
      return Number.isInteger(value) && Math.abs(Number(value)) < integerMax
    case 'bigint':
      return typeof value === 'bigint' && value < bigintMax && value > -bigintMax
    case 'timestamptz':
      return value instanceof Date && !Number.isNaN(value.getTime())
    case 'uuid':
      return typeof value === 'string' && isUuid(value)
    case 'bytea':
      return Buffer.isBuffer(value)
  }
}

/** Beginnings narrow the ranges that they imply. */
function withImplied(
  filters: Readonly<Record<string, Filter>>,
  pairs: readonly Asked[],
): readonly Asked[] {
  const implied = pairs.flatMap((each) =>
    'beginning' in each ? Object.entries(each.filter.implies?.(each.beginning) ?? {}) : [],
  )
  let narrowed = pairs
  for (const [name, range] of implied) {
    const filter = filters[name]
    assert(filter?.kind === 'range', `a beginning implies a range, and ${name} is none`)
    const before = narrowed.find((each) => each.name === name)
    const both = before && 'range' in before ? overlap(before.range, range) : range
    narrowed = [...narrowed.filter((each) => each !== before), { name, filter, range: both }]
  }
  return narrowed
}

const overlap = (a: Range, b: Range): Range => ({
  from: a.from === undefined || (b.from !== undefined && b.from > a.from) ? b.from : a.from,
  to: a.to === undefined || (b.to !== undefined && b.to < a.to) ? b.to : a.to,
})

/** All that was asked, as conditions on the table. */
export const conditions = (questions: readonly Asked[]): readonly Sql[] =>
  questions.flatMap((question) => conditionsOf(question))

function conditionsOf(question: Asked): readonly Sql[] {
  if ('values' in question) return [anyOf(question.filter, question.values)]
  if ('range' in question) return within(question.filter, question.range)
  if ('beginning' in question) return beginsWith(question.filter.column, question.beginning)
  return [question.filter.condition(question.value)]
}

function anyOf({ column, type }: AnyOfFilter, values: readonly Value[]): Sql {
  if (values.length === 1) return equals(column, type, values[0] ?? null)
  return sql`${sql.raw(column)} = any(${values}::${sql.raw(type)}[])`
}

export const equals = (column: string, type: ColumnType, value: Value | null): Sql =>
  value === null
    ? sql`${sql.raw(column)} is null`
    : sql`${sql.raw(column)} = ${value}::${sql.raw(type)}`

function within(filter: RangeFilter, { from, to }: Range): readonly Sql[] {
  const [column, type] = [sql.raw(filter.column), sql.raw(filter.type)]
  const end = sql.raw(filter.halfOpen ? '<' : '<=')
  return [
    ...(from === undefined ? [] : [sql`${column} >= ${from}::${type}`]),
    ...(to === undefined ? [] : [sql`${column} ${end} ${to}::${type}`]),
  ]
}

/** What ranges say about the column of the sort: a walk along it can begin there. */
export const implied = (questions: readonly Asked[], sortColumn: string): readonly Sql[] =>
  questions.flatMap((each) => {
    if (!('range' in each) || each.range.from === undefined) return []
    if (!each.filter.neverBelow?.includes(sortColumn)) return []
    return [sql`${sql.raw(sortColumn)} >= ${each.range.from}::${sql.raw(each.filter.type)}`]
  })

/** The same range with an end that belongs to it. */
export function lastIncluded({ filter, range }: AskedRange): Range {
  const { from, to } = range
  return filter.halfOpen && to instanceof Date ? { from, to: new Date(to.getTime() - 1) } : range
}

/** No text in UTF-8 sorts behind this one. */
const lastCharacter = '\u{10FFFF}'

const beginsWith = (column: string, beginning: string): readonly Sql[] => [
  sql`${sql.raw(column)} >= ${beginning}`,
  sql`${sql.raw(column)} < ${beginning + lastCharacter}`,
]
