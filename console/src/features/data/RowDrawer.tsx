/** One row, whole: every column, where it leads, and who leads here. */
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useFeatureWords } from '../../i18n/index.ts'
import { Failed, Loading } from '../../layout/states.tsx'
import { ReasonModal } from '../../shared/ReasonModal.tsx'
import {
  relationAddress,
  unmask,
  useRow,
  valuesOf,
  type ColumnDescription,
  type Relation,
  type TableDescription,
  type TableRow,
} from './client.ts'
import { cellText, relationOf } from './useColumns.tsx'
import { words } from './words.ts'

interface Props {
  readonly table: TableDescription
  readonly rowKey: string
  readonly onClose: () => void
}

export function RowDrawer({ table, rowKey, onClose }: Props) {
  const { t } = useFeatureWords(words)
  const row = useRow(table, rowKey)
  return (
    <Drawer open size="min(620px, 100vw)" title={t('row')} onClose={onClose}>
      {row.isPending ? <Loading /> : null}
      {row.isError ? <Failed error={row.error} retry={row.refetch} /> : null}
      {row.data === undefined ? null : <Whole table={table} row={row.data} />}
    </Drawer>
  )
}

interface WholeProps {
  readonly table: TableDescription
  readonly row: TableRow
}

function Whole({ table, row }: WholeProps) {
  const { t } = useFeatureWords(words)
  const values = valuesOf(table, row)
  return (
    <>
      <dl className="data-row">
        {table.details.map((column) => (
          <div key={column.name}>
            <dt>
              <code>{column.name}</code>
              <span className="soft data-type">{column.type}</span>
            </dt>
            <dd className="figure">
              <Value table={table} row={row} column={column} values={values} />
            </dd>
          </div>
        ))}
      </dl>
      <Relations title={t('refersTo')} relations={table.refersTo} values={values} />
      <Relations title={t('referredBy')} relations={table.referredBy} values={values} />
    </>
  )
}

type Values = Readonly<Record<string, string | null>>

interface ValueProps extends WholeProps {
  readonly column: ColumnDescription
  readonly values: Values
}

function Value({ table, row, column, values }: ValueProps) {
  const { t } = useFeatureWords(words)
  if (column.care === 'hidden') return <span className="soft">{t('hidden')}</span>
  const cell = values[column.name] ?? null
  if (cell === null) return <span className="soft">{t('nothing')}</span>
  if (column.care === 'masked')
    return <Masked table={table} row={row} column={column} cell={cell} />
  if (column.type === 'json' || column.type === 'jsonb') {
    return <pre className="data-json">{prettyJson(cell)}</pre>
  }
  const relation = relationOf(table, column.name)
  const address = relation === undefined ? undefined : relationAddress(relation, values)
  const text = cellText(column, cell) ?? ''
  return address === undefined ? text : <Link to={address}>{text}</Link>
}

function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2)
  } catch {
    // It was cut because it is too long: shown as it came.
    return text
  }
}

interface MaskedProps extends WholeProps {
  readonly column: ColumnDescription
  readonly cell: string
}

/** In clear until the drawer is closed. */
function Masked({ table, row, column, cell }: MaskedProps) {
  const { t } = useFeatureWords(words)
  const [asking, setAsking] = useState(false)
  const [clear, setClear] = useState<string | null>()
  if (clear !== undefined) return <mark className="data-clear">{clear ?? t('nothing')}</mark>
  const title = t('unmaskColumn', { column: column.name })
  return (
    <>
      {cell}{' '}
      {table.mayUnmask ? (
        <Button type="link" size="small" aria-label={title} onClick={() => setAsking(true)}>
          {t('unmask')}
        </Button>
      ) : (
        <span className="soft">{t('masked')}</span>
      )}
      {asking ? (
        <ReasonModal<{ readonly value: string | null }>
          form={`unmask ${table.schema}.${table.table} ${row.key} ${column.name}`}
          title={title}
          send={(reason, key) =>
            unmask({ at: table, key: row.key, column: column.name, reason }, key)
          }
          onDone={({ value }) => setClear(value)}
          onClose={() => setAsking(false)}
        >
          <p>{t('unmaskWhy')}</p>
        </ReasonModal>
      ) : null}
    </>
  )
}

interface RelationsProps {
  readonly title: string
  readonly relations: readonly Relation[]
  readonly values: Values
}

function Relations({ title, relations, values }: RelationsProps) {
  const { t } = useFeatureWords(words)
  const ways = relations.flatMap((relation) => {
    const to = relationAddress(relation, values)
    return to === undefined ? [] : [{ to, name: `${relation.schema}.${relation.table}` }]
  })
  if (ways.length === 0) return null
  return (
    <>
      <h3 className="data-relations-head">{title}</h3>
      <ul className="data-relations">
        {ways.map(({ to, name }) => (
          <li key={to}>
            <Link to={to} aria-label={t('follow', { table: name })}>
              <code>{name}</code>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
