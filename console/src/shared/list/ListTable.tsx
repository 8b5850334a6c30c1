/** The rows of a list: a table, and on a phone one card for each. */
import { CaretDownOutlined, CaretUpOutlined } from '@ant-design/icons'
import type { MouseEvent, ReactNode } from 'react'
import { Link } from 'react-router'
import { usePhone } from '../usePhone.ts'
import type { Column } from './columns.ts'
import { columnOfSort, nextSort } from './state.ts'
import { useWide } from './useWide.ts'
import './list.css'

export interface TableProps<Row> {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rowKey: (row: Row) => string
  /** Where a row leads. */
  readonly to?: ((row: Row) => string | undefined) | undefined
  /** Or what it opens on the same page. */
  readonly onOpen?: ((row: Row) => void) | undefined
  readonly rowClass?: ((row: Row) => string | undefined) | undefined
}

interface Sorting {
  readonly sort?: string | undefined
  readonly sorts?: readonly string[]
  readonly onSort?: (sort: string) => void
}

interface Props<Row> extends TableProps<Row>, Sorting {
  readonly rows: readonly Row[]
  readonly dimmed?: boolean
}

export function ListTable<Row>(props: Props<Row>) {
  const phone = usePhone()
  return phone ? <Cards {...props} /> : <Rows {...props} />
}

function Rows<Row>(props: Props<Row>) {
  const { label, columns, rows, rowKey, rowClass, dimmed = false } = props
  const [frame, wide] = useWide()
  return (
    <div
      ref={frame}
      className={wide ? 'list-frame list-frame-wide' : 'list-frame'}
      // A table that is wider than its card is pushed by keys too.
      {...(wide ? { tabIndex: 0, role: 'region', 'aria-label': label } : {})}
    >
      <table className={dimmed ? 'list-table dimmed' : 'list-table'} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.key} column={column} {...props} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className={rowClass?.(row)} onClick={openByClick}>
              {columns.map((column, index) => (
                <td key={column.key} className={sideOf(column)}>
                  {index === 0 ? <Name row={row} column={column} {...props} /> : column.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const sideOf = ({ align }: { readonly align?: 'right' }): string =>
  align === 'right' ? 'to-right figure' : 'figure'

interface HeadProps<Row> extends Sorting {
  readonly column: Column<Row>
}

function Head<Row>({ column, sort, sorts = [], onSort }: HeadProps<Row>) {
  const { title, width, sort: by } = column
  const style = width === undefined ? {} : { width }
  const next = by === undefined ? undefined : nextSort(sorts, by, sort)
  if (next === undefined) {
    return (
      <th scope="col" className={sideOf(column)} style={style}>
        {title}
      </th>
    )
  }
  const isSorted = sort !== undefined && columnOfSort(sort) === by
  const down = isSorted && sort.startsWith('-')
  const order = down ? 'descending' : 'ascending'
  return (
    <th scope="col" className={sideOf(column)} style={style} aria-sort={isSorted ? order : 'none'}>
      <button type="button" className="list-sort" onClick={() => onSort?.(next)}>
        {title}
        <span className={isSorted ? 'list-sort-mark' : 'list-sort-mark list-sort-idle'}>
          {isSorted && !down ? <CaretUpOutlined /> : <CaretDownOutlined />}
        </span>
      </button>
    </th>
  )
}

interface NameProps<Row> extends Pick<TableProps<Row>, 'to' | 'onOpen'> {
  readonly row: Row
  readonly column: Column<Row>
}

/** The first column names the row and opens it; `j` and `k` walk along these. */
function Name<Row>({ row, column, to, onOpen }: NameProps<Row>): ReactNode {
  const address = to?.(row)
  if (address !== undefined) {
    return (
      <Link to={address} className="row-name" data-row="">
        {column.render(row)}
      </Link>
    )
  }
  if (onOpen === undefined) return column.render(row)
  return (
    <button type="button" className="row-name" data-row="" onClick={() => onOpen(row)}>
      {column.render(row)}
    </button>
  )
}

/** A click anywhere on a row opens it, unless it meant something else or marked a text. */
function openByClick({ target, currentTarget }: MouseEvent<HTMLElement>): void {
  const meant = target instanceof Element && target.closest('a, button, input, label, [role]')
  const marked = window.getSelection()?.isCollapsed === false
  if (meant || marked) return
  currentTarget.querySelector<HTMLElement>('[data-row]')?.click()
}

function Cards<Row>(props: Props<Row>) {
  const { label, columns, rows, rowKey, rowClass, dimmed = false } = props
  const [name, ...others] = columns
  if (name === undefined) return null
  const end = others.filter(({ phone }) => phone === 'end')
  const lines = others.filter(({ phone }) => phone === undefined || phone === 'line')
  const titles = others.filter(({ phone }) => phone === 'title')
  return (
    <ul className={dimmed ? 'list-cards dimmed' : 'list-cards'} aria-label={label}>
      {rows.map((row) => (
        <li key={rowKey(row)} className={rowClass?.(row)} onClick={openByClick}>
          <div className="list-card-head">
            <Name row={row} column={name} {...props} />
            {titles.map((column) => (
              <span key={column.key}>{column.render(row)}</span>
            ))}
            <span className="list-card-end figure">
              {end.map((column) => (
                <span key={column.key}>{column.render(row)}</span>
              ))}
            </span>
          </div>
          <dl className="list-card-lines">
            {lines.map((column) => (
              <div key={column.key}>
                <dt>{column.title}</dt>
                <dd className="figure">{column.render(row)}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  )
}
