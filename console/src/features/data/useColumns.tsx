/** The columns of a table as the list shows them: moments, codes, links along relations. */
import { Link } from 'react-router'
import { useFeatureWords } from '../../i18n/index.ts'
import type { Column } from '../../shared/list/columns.ts'
import {
  relationAddress,
  valuesOf,
  type ColumnDescription,
  type Relation,
  type TableDescription,
  type TableRow,
} from './client.ts'
import { words } from './words.ts'

const shownUsually = 9

export function useColumns(table: TableDescription): readonly Column<TableRow>[] {
  const { t } = useFeatureWords(words)
  const seen = orderedColumns(table)
  return seen.map((column, at) => ({
    key: column.name,
    title: column.name,
    ...(column.sortable ? { sort: column.name } : {}),
    ...(isNumber(column.type) ? { align: 'right' as const } : {}),
    spare: at >= shownUsually,
    render: (row: TableRow) => {
      const values = valuesOf(table, row)
      const relation = relationOf(table, column.name)
      const address =
        at === 0 || relation === undefined ? undefined : relationAddress(relation, values)
      const text = cellText(column, values[column.name] ?? null)
      if (text === undefined) return <span className="soft">{at === 0 ? t('nothing') : '—'}</span>
      return address === undefined ? <Cell text={text} /> : <Link to={address}>{text}</Link>
    },
  }))
}

/** What tells a row best stands first: a number that people know, before buckets and ids. */
function orderedColumns({ details }: TableDescription): readonly ColumnDescription[] {
  const seen = details.filter(({ care }) => care !== 'hidden')
  const names = ['order_no', 'account_no', 'biz_no', 'username', 'code', 'name', 'machine']
  const best = names.flatMap((name) => seen.find((column) => column.name === name) ?? [])[0]
  const first = best ?? seen.find(({ key, name }) => key !== null && name !== 'bucket') ?? seen[0]
  return first === undefined ? [] : [first, ...seen.filter((column) => column !== first)]
}

/** The relation whose last part this column is: the bucket before it leads nowhere by itself. */
export const relationOf = ({ refersTo }: TableDescription, name: string): Relation | undefined =>
  refersTo.find(({ match }) => match.at(-1)?.here === name)

export const isNumber = (type: string): boolean =>
  /^(?:smallint|integer|bigint|numeric.*)$/u.test(type)

/** `2026-01-05 02:00:00.123`: as it lies in the table, in UTC. */
export function cellText({ type }: ColumnDescription, cell: string | null): string | undefined {
  if (cell === null || cell === '') return undefined
  if (type !== 'timestamp with time zone') return cell
  return cell.replace('T', ' ').replace(/(?:\.000000|000)?Z$/u, '')
}

const shownLengthMax = 48

const Cell = ({ text }: { readonly text: string }) =>
  text.length > shownLengthMax ? (
    <span title={text}>{`${text.slice(0, shownLengthMax)}…`}</span>
  ) : (
    text
  )
