/** Tables as the server shows them: read only. */
import { useQuery } from '@tanstack/react-query'
import { command, read } from '../../api.ts'
import { path } from '../../path.ts'

export interface TableSummary {
  readonly schema: string
  readonly table: string
  readonly comment: string | null
  readonly rows: number | null
  readonly columns: number
}

export type Guardian = 'login' | 'role' | 'program'

export const operators = [
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
export type Operator = (typeof operators)[number]

export interface ColumnDescription {
  readonly name: string
  readonly type: string
  readonly nullable: boolean
  readonly care: 'open' | 'masked' | 'hidden'
  readonly key: number | null
  readonly indexed: boolean
  readonly sortable: boolean
  readonly operators: readonly Operator[]
}

export interface Relation {
  readonly schema: string
  readonly table: string
  readonly match: readonly { readonly here: string; readonly there: string }[]
}

export interface TableDescription extends TableSummary {
  readonly details: readonly ColumnDescription[]
  readonly key: readonly string[]
  readonly refersTo: readonly Relation[]
  readonly referredBy: readonly Relation[]
  readonly mayUnmask: boolean
}

export interface TableRow {
  readonly key: string
  /** In the order of the columns. */
  readonly cells: readonly (string | null)[]
}

export const tablePath = (schema: string, table: string): string =>
  `/data/tables/${encodeURIComponent(schema)}/${encodeURIComponent(table)}`

export const useTables = () =>
  useQuery({
    queryKey: ['data-tables'],
    queryFn: () => read<{ items: readonly TableSummary[]; guardian: Guardian }>('/data/tables'),
  })

export const useTable = (schema: string, table: string) =>
  useQuery({
    queryKey: ['data-table', schema, table],
    queryFn: () => read<TableDescription>(tablePath(schema, table)),
  })

export const useRow = ({ schema, table }: TableSummary, key: string) =>
  useQuery({
    queryKey: ['data-row', schema, table, key],
    queryFn: () => read<TableRow>(`${tablePath(schema, table)}/rows/${encodeURIComponent(key)}`),
  })

interface Unmasking {
  readonly at: TableSummary
  readonly key: string
  readonly column: string
  readonly reason: string
}

export const unmask = (
  { at: { schema, table }, key, column, reason }: Unmasking,
  idempotencyKey: string,
) =>
  command<{ readonly value: string | null }>({
    path: `${tablePath(schema, table)}/rows/${encodeURIComponent(key)}/unmask`,
    body: { column, reason },
    idempotencyKey,
  })

/** A condition as it stands in the address. */
export const filterText = (column: string, operator: Operator, value: string): string =>
  `${column}:${operator}:${value}`

export interface Condition {
  readonly column: string
  readonly operator: Operator
  readonly value: string
}

export function conditionOf(text: string): Condition | undefined {
  const [column = '', word = '', ...value] = text.split(':')
  const operator = operators.find((one) => one === word)
  return operator === undefined ? undefined : { column, operator, value: value.join(':') }
}

export const takesValue = (operator: Operator): boolean =>
  operator !== 'null' && operator !== 'notnull'

/** Values by the names of their columns. */
export const valuesOf = (
  { details }: Pick<TableDescription, 'details'>,
  { cells }: TableRow,
): Readonly<Record<string, string | null>> =>
  Object.fromEntries(details.map(({ name }, at) => [name, cells[at] ?? null]))

/** Where a relation leads from this row; nowhere when a part of it is empty. */
export function relationAddress(
  { schema, table, match }: Relation,
  values: Readonly<Record<string, string | null>>,
): string | undefined {
  const search = new URLSearchParams()
  for (const { here, there } of match) {
    const value = values[here]
    if (value === null || value === undefined) return undefined
    search.append('filter', filterText(there, 'eq', value))
  }
  return `${path.dataTable(schema, table)}?${search.toString()}`
}
