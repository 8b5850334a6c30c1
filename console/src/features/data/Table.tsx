/** One table: its rows filtered by column, sorted, opened, and taken into a spreadsheet. */
import { useLocation, useParams, useSearchParams } from 'react-router'
import { useFeatureWords } from '../../i18n/index.ts'
import { PageHead } from '../../layout/PageHead.tsx'
import { Blank, Failed, Loading } from '../../layout/states.tsx'
import { path } from '../../path.ts'
import { ListRowsCard } from '../../shared/list/ListRowsCard.tsx'
import { useListRows, useListState } from '../../shared/list/useListState.ts'
import { Conditions } from './Conditions.tsx'
import { RowDrawer } from './RowDrawer.tsx'
import { Structure } from './Structure.tsx'
import { meaningOf } from './Tables.tsx'
import { tablePath, useTable, type TableDescription, type TableRow } from './client.ts'
import { useColumns } from './useColumns.tsx'
import { words } from './words.ts'
import './data.css'

export function Table() {
  const { t } = useFeatureWords(words)
  const { schema = '', table = '' } = useParams()
  const described = useTable(schema, table)
  const back = { to: path.data(), label: t('back') }
  if (described.data !== undefined) {
    // Another table is another list: nothing of the one before is kept.
    return <Described key={`${schema}.${table}`} table={described.data} back={back} />
  }
  return (
    <>
      <PageHead title={`${schema}.${table}`} figure back={back} />
      {described.isPending ? <Loading /> : null}
      {described.isError ? <Failed error={described.error} retry={described.refetch} /> : null}
    </>
  )
}

interface Props {
  readonly table: TableDescription
  readonly back: { readonly to: string; readonly label: string }
}

function Described({ table, back }: Props) {
  const { t, language } = useFeatureWords(words)
  const name = `${table.schema}.${table.table}`
  const meaning = meaningOf(table, language)
  return (
    <>
      <PageHead
        title={name}
        figure
        back={back}
        {...(meaning === '' ? {} : { note: meaning })}
        end={<Structure table={table} />}
      />
      {table.key.length === 0 ? <Blank title={t('keyless')} /> : <Rows table={table} name={name} />}
    </>
  )
}

interface RowsProps {
  readonly table: TableDescription
  readonly name: string
}

function Rows({ table, name }: RowsProps) {
  const { t } = useFeatureWords(words)
  const [opened, open] = useOpened()
  const list = useListState({
    name: `data.${name}`,
    fields: { filter: 'many' },
    sorts: sortsOf(table),
  })
  const rows = useListRows<TableRow, typeof list>(list, {
    path: `${tablePath(table.schema, table.table)}/rows`,
  })
  return (
    <>
      <Conditions table={table} list={list} />
      <ListRowsCard<TableRow>
        label={name}
        list={list}
        rows={rows}
        columns={useColumns(table)}
        rowKey={({ key }) => key}
        onOpen={({ key }) => open(key)}
        empty={{ title: t('empty') }}
        exportSource={`data.${name}`}
      />
      {opened === undefined ? null : (
        <RowDrawer table={table} rowKey={opened} onClose={() => open(undefined)} />
      )}
    </>
  )
}

/** Along the key first; then every column both ways. */
function sortsOf({ key, details }: TableDescription): readonly string[] {
  const [first = ''] = key
  const others = details.filter(({ sortable, name }) => sortable && name !== first)
  return [first, ...others.map(({ name }) => name)].flatMap((name) => [name, `-${name}`])
}

/** Which row is open stands in the address: it can be sent to a colleague. */
function useOpened(): [string | undefined, (key: string | undefined) => void] {
  const [search, setSearch] = useSearchParams()
  const { state } = useLocation()
  function open(key: string | undefined): void {
    const next = new URLSearchParams(search)
    if (key === undefined) next.delete('row')
    else next.set('row', key)
    // The page of the list stays as it is.
    setSearch(next, { replace: true, preventScrollReset: true, state })
  }
  return [search.get('row') ?? undefined, open]
}
