/** The card of a list: its tools, its rows in whatever state they are, its pages. */
import { Select } from 'antd'
import type { ReactNode } from 'react'
import { useWords } from '../../i18n/index.ts'
import { Blank, Failed } from '../../layout/states.tsx'
import { usePhone } from '../usePhone.ts'
import { ColumnChoice } from './ColumnChoice.tsx'
import { shownColumns, type Column } from './columns.ts'
import { ExportButton } from './ExportButton.tsx'
import { ListTable, type TableProps } from './ListTable.tsx'
import { Pages } from './Pages.tsx'
import { useListSettings } from './settings.ts'
import { columnOfSort } from './state.ts'
import type { AnyList, ListRows } from './useListState.ts'
import { Views } from './Views.tsx'
import './list.css'

export interface ListRowsProps<Row> extends TableProps<Row> {
  readonly list: AnyList
  readonly rows: ListRows<Row>
  readonly empty?: { readonly title: string; readonly hint?: string; readonly way?: ReactNode }
  /** The registered source of exports behind this list; left out: nothing to export. */
  readonly exportSource?: string | undefined
}

export function ListRowsCard<Row>(props: ListRowsProps<Row>) {
  const { list, rows, columns, exportSource, label } = props
  const phone = usePhone()
  const chosen = useListSettings(list.name).data?.columns
  return (
    <section className="card list" aria-label={label} aria-busy={rows.isFetching}>
      <div className="list-tools">
        {phone && list.sorts.length > 1 ? <SortChoice list={list} columns={columns} /> : null}
        <div className="list-tools-end">
          <Views list={list} />
          {phone ? null : <ColumnChoice list={list.name} columns={columns} />}
          {exportSource === undefined ? null : (
            <ExportButton source={exportSource} query={rows.asked} />
          )}
        </div>
      </div>
      <Body {...props} columns={shownColumns(columns, chosen)} />
      <Pages list={list} next={rows.data?.nextCursor} />
    </section>
  )
}

function Body<Row>({ list, rows, empty, ...table }: ListRowsProps<Row>) {
  const { t } = useWords()
  if (rows.isError) return <Failed error={rows.error} retry={rows.refetch} />
  if (rows.data === undefined) return <Waiting />
  if (rows.data.items.length === 0 && list.isFiltered) {
    return <Blank title={t('list.noneFiltered')} hint={t('list.noneFilteredHint')} />
  }
  if (rows.data.items.length === 0) {
    return (
      <Blank title={empty?.title ?? t('list.none')} hint={empty?.hint}>
        {empty?.way}
      </Blank>
    )
  }
  return (
    <ListTable
      {...table}
      rows={rows.data.items}
      dimmed={rows.isPlaceholderData}
      sort={list.sort}
      sorts={list.sorts}
      onSort={list.showSort}
    />
  )
}

const linesShown = 8

/** Lines where rows will be, so that the page does not jump. */
function Waiting() {
  const { t } = useWords()
  return (
    <div className="list-waiting" role="status" aria-label={t('common.loading')}>
      {Array.from({ length: linesShown }, (_, line) => (
        <span key={line} className="shimmer" />
      ))}
    </div>
  )
}

interface SortProps {
  readonly list: AnyList
  readonly columns: readonly Pick<Column<never>, 'sort' | 'title'>[]
}

/** On a phone there is no head to click. */
function SortChoice({ list, columns }: SortProps) {
  const { t } = useWords()
  const options = list.sorts.map((sort) => {
    const column = columns.find(({ sort: by }) => by === columnOfSort(sort))
    const down = sort.startsWith('-')
    return {
      value: sort,
      label: `${column?.title ?? columnOfSort(sort)} ${down ? '↓' : '↑'}`,
    }
  })
  return (
    <Select
      size="small"
      aria-label={t('list.sort')}
      value={list.sort ?? null}
      options={options}
      onChange={(sort) => {
        if (sort !== null) list.showSort(sort)
      }}
      popupMatchSelectWidth={false}
    />
  )
}
