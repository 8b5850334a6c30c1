/** What may be asked of a column, as text: parsed by its type, and turned into a condition. */
import { isBusinessDate } from '#kernel/clock'
import { sql, type Sql } from '#kernel/db'
import { accept, all, refuse, type Refused, type Result } from '#kernel/problem'
import type { ColumnDescription, TableDescription } from './data-catalog.ts'
import { momentOf } from './moment.ts'

export const filterOperators = [
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'prefix',
  'contains',
  'null',
  'notnull',
] as const
export type FilterOperator = (typeof filterOperators)[number]

export type FilterRefusal = 'data_filter_invalid'

const comparing = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'] as const
const signs = { eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=' } as const

/** What a column of this type can be asked, beside whether it is empty. */
export function operatorsOf({ type, nullable, care }: ColumnDescription): FilterOperator[] {
  const empty = nullable ? (['null', 'notnull'] as const) : []
  if (care === 'hidden') return []
  // What is masked must not be found by guessing at it.
  if (care === 'masked') return [...empty]
  if (isText(type)) return [...comparing, 'prefix', 'contains', ...empty]
  if (isArray(type) || isJson(type)) return ['contains', ...empty]
  if (type === 'boolean') return ['eq', 'ne', ...empty]
  if (parsers[type] || numeric.test(type)) return [...comparing, ...empty]
  return ['eq', 'ne', ...empty]
}

const isText = (type: string): boolean => type === 'text' || type.startsWith('character')
const isArray = (type: string): boolean => type.endsWith('[]')
export const isJson = (type: string): boolean => type === 'json' || type === 'jsonb'
export const isMoment = (type: string): boolean => type === 'timestamp with time zone'
const numeric = /^(?:smallint|integer|bigint|numeric.*)$/u

/** All conditions of `column:operator:value`, joined by and. */
export function conditionsOf(
  table: Pick<TableDescription, 'details'>,
  filters: readonly string[],
): Result<readonly Sql[], FilterRefusal> {
  return all(filters.map((filter) => conditionOf(table, filter)))
}

function conditionOf(
  { details }: Pick<TableDescription, 'details'>,
  filter: string,
): Result<Sql, FilterRefusal> {
  const [name = '', word = '', ...rest] = filter.split(':')
  const column = details.find((one) => one.name === name)
  if (column === undefined) return wrong(filter, 'there is no such column')
  const operator = operatorsOf(column).find((one) => one === word)
  if (operator === undefined) {
    const may = operatorsOf(column).join(', ') || 'nothing'
    return wrong(filter, `${name} can be asked ${may}`)
  }
  const at = sql.ref(name)
  if (operator === 'null') return accept(sql`${at} is null`)
  if (operator === 'notnull') return accept(sql`${at} is not null`)
  const value = parsed(column.type, rest.join(':'))
  if (value === undefined) return wrong(filter, `"${rest.join(':')}" is no ${column.type}`)
  return accept(asked({ at, type: column.type, operator, value }))
}

const wrong = (filter: string, why: string): Refused<FilterRefusal> =>
  refuse('data_filter_invalid', `The filter ${filter.slice(0, 100)} cannot be asked: ${why}.`, {
    filter,
  })

interface Asking {
  readonly at: Sql
  readonly type: string
  readonly operator: Exclude<FilterOperator, 'null' | 'notnull'>
  readonly value: string
}

function asked({ at, type, operator, value }: Asking): Sql {
  if (operator === 'prefix') return sql`${at} like ${`${escaped(value)}%`}`
  if (operator !== 'contains') {
    return sql`${at} ${sql.raw(signs[operator])} ${value}::${sql.raw(castOf(type))}`
  }
  if (isArray(type)) return sql`${value}::${sql.raw(type.slice(0, -2))} = any(${at})`
  return sql`${at}::text ilike ${`%${escaped(value)}%`}`
}

const escaped = (text: string): string => text.replaceAll(/[\\%_]/gu, String.raw`\$&`)

const castOf = (type: string): string => type.replace(/\(.*\)/u, '')

const whole =
  (bits: bigint) =>
  (text: string): string | undefined => {
    if (!/^-?\d{1,19}$/u.test(text)) return undefined
    const [value, limit] = [BigInt(text), 2n ** (bits - 1n)]
    return value >= -limit && value < limit ? text : undefined
  }

/** A day, or a moment as people and PostgreSQL write it. */
const momentPattern =
  /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d(?::\d\d)?)?)?$/u
const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu

/** Texts that PostgreSQL will take for a value of the type. */
const parsers: Readonly<Record<string, (text: string) => string | undefined>> = {
  smallint: whole(16n),
  integer: whole(32n),
  bigint: whole(64n),
  boolean: (text) => (text === 'true' || text === 'false' ? text : undefined),
  uuid: (text) => (uuidPattern.test(text) ? text : undefined),
  date: (text) => (isBusinessDate(text) ? text : undefined),
  'timestamp with time zone': (text) => (momentPattern.test(text) ? utc(text) : undefined),
  xid8: (text) => (/^\d{1,19}$/u.test(text) ? text : undefined),
  bytea: (text) => (/^(?:[0-9a-f]{2}){1,100}$/iu.test(text) ? String.raw`\x${text}` : undefined),
}

/** Without a zone it is UTC, as the table shows it. */
function utc(text: string): string | undefined {
  const [day = '', ...time] = text.split(/[T ]/u)
  const [clock = '00:00', zone = 'Z'] = time.join('').split(/(?=[Z+-])/u)
  const whole = `${day}T${clock || '00:00'}${zone.length === 3 ? `${zone}:00` : zone}`
  return isBusinessDate(day) && !Number.isNaN(momentOf(whole).getTime()) ? whole : undefined
}

/** Whether PostgreSQL will take the text for a value of the type: a caller may have written it. */
export const fitsType = (type: string, text: string): boolean =>
  type === 'bytea' ? /^\\x[0-9a-f]*$/u.test(text) : parsed(type, text) !== undefined

const textMax = 500

function parsed(type: string, text: string): string | undefined {
  if (type.startsWith('numeric'))
    return /^-?\d{1,40}(?:\.\d{1,20})?$/u.test(text) ? text : undefined
  if (isArray(type)) return parsed(type.slice(0, -2), text)
  const parse = parsers[type]
  if (parse) return parse(text)
  return text.length <= textMax ? text : undefined
}
