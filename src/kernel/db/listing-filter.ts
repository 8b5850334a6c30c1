/** What a list can be asked for, and the SQL condition that each question stands for. */
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
  | { readonly name: string; readonly filter: RangeFilter; readonly range: Range }
  | { readonly name: string; readonly filter: PrefixFilter; readonly beginning: string }
  | { readonly name: string; readonly filter: ThroughFilter; readonly value: Value }

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

function pair(name: string, filter: Filter, value: readonly Value[] | Range | Value): Asked {
  switch (filter.kind) {
    case 'any-of': {
      const values = [...new Set(isList(value) ? value : isRange(value) ? [] : [value])]
      assert(!isRange(value) && values.length <= filterValuesMax, `${name}: a list of values`)
      return { name, filter, values }
    }
    case 'range':
      assert(isRange(value), `${name}: a range`)
      return { name, filter, range: value }
    case 'prefix':
      assert(typeof value === 'string', `${name}: a text`)
      return { name, filter, beginning: value }
    case 'through':
      assert(!isList(value) && !isRange(value), `${name}: one value`)
      return { name, filter, value }
  }
}

type Given = readonly Value[] | Range | Value

const isList = (value: Given): value is readonly Value[] => Array.isArray(value)

const isRange = (value: Given): value is Range =>
  typeof value === 'object' &&
  !isList(value) &&
  !(value instanceof Date) &&
  !Buffer.isBuffer(value)

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
  const type = sql.raw(filter.type)
  const found: Sql[] = []
  if (from !== undefined) {
    for (const column of [filter.column, ...(filter.neverBelow ?? [])]) {
      found.push(sql`${sql.raw(column)} >= ${from}::${type}`)
    }
  }
  const end = sql.raw(filter.halfOpen ? '<' : '<=')
  if (to !== undefined) found.push(sql`${sql.raw(filter.column)} ${end} ${to}::${type}`)
  return found
}

/** No text in UTF-8 sorts behind this one. */
const lastCharacter = '\u{10FFFF}'

const beginsWith = (column: string, beginning: string): readonly Sql[] => [
  sql`${sql.raw(column)} >= ${beginning}`,
  sql`${sql.raw(column)} < ${beginning + lastCharacter}`,
]
