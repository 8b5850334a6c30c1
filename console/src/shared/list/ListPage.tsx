/**
 * A list page: head, filters, rows, pages. A feature brings its query, its columns and its filters:
 *
 *     const list = useListState({ name: 'alarms', fields: { state: 'one' } })
 *     const rows = useListRows<Alarm>(list, { path: '/alarms' })
 *     <ListPage title={…} list={list} rows={rows} columns={…} rowKey={…} to={…} filters={…} />
 */
import type { ReactNode } from 'react'
import { PageHead } from '../../layout/PageHead.tsx'
import { ListFilters, type Filter } from './ListFilters.tsx'
import { ListRowsCard, type ListRowsProps } from './ListRowsCard.tsx'

interface Props<Row> extends Omit<ListRowsProps<Row>, 'label'> {
  readonly title: string
  readonly note?: ReactNode
  readonly filters?: readonly Filter[]
  /** Buttons at the end of the page's head. */
  readonly end?: ReactNode
  /** What stands between the filters and the rows. */
  readonly children?: ReactNode
}

export function ListPage<Row>({ title, note, filters = [], end, children, ...rows }: Props<Row>) {
  return (
    <>
      <PageHead title={title} note={note} end={end} />
      {filters.length === 0 ? null : <ListFilters list={rows.list} filters={filters} />}
      {children}
      <ListRowsCard {...rows} label={title} />
    </>
  )
}
