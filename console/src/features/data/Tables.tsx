/** Every table, by its module: found by its name or by what it holds. */
import { SearchOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { Link, useSearchParams } from 'react-router'
import { useFeatureWords } from '../../i18n/index.ts'
import { PageHead } from '../../layout/PageHead.tsx'
import { Blank, Failed, Loading } from '../../layout/states.tsx'
import { path } from '../../path.ts'
import { CodeTag } from '../../shared/CodeTag.tsx'
import { useTables, type TableSummary } from './client.ts'
import { chineseNames } from './table-names.ts'
import { words } from './words.ts'
import './data.css'

export function Tables() {
  const { t, language } = useFeatureWords(words)
  const tables = useTables()
  const [search, setSearch] = useSearchParams()
  const sought = search.get('q') ?? ''
  const meaning = (table: TableSummary) => meaningOf(table, language)
  return (
    <>
      <PageHead
        title={t('title')}
        note={t('note')}
        tags={
          tables.data === undefined ? null : (
            <CodeTag tone={tables.data.guardian === 'program' ? 'warn' : 'good'}>
              {t(`guardian.${tables.data.guardian}`)}
            </CodeTag>
          )
        }
      />
      <Input
        className="data-search"
        data-search=""
        allowClear
        prefix={<SearchOutlined />}
        aria-label={t('search')}
        placeholder={t('searchHint')}
        value={sought}
        onChange={({ target }) =>
          setSearch(target.value === '' ? {} : { q: target.value }, { replace: true })
        }
      />
      {tables.isPending ? <Loading /> : null}
      {tables.isError ? <Failed error={tables.error} retry={tables.refetch} /> : null}
      {tables.data === undefined ? null : (
        <Groups tables={found(tables.data.items, sought, meaning)} meaning={meaning} />
      )}
    </>
  )
}

/** In Chinese the name of the thing; in English what the migration says above the table. */
export const meaningOf = ({ schema, table, comment }: TableSummary, language: 'zh' | 'en') =>
  language === 'zh' ? (chineseNames[`${schema}.${table}`] ?? '') : (comment ?? '')

function found(
  tables: readonly TableSummary[],
  sought: string,
  meaning: (table: TableSummary) => string,
): readonly TableSummary[] {
  const parts = sought.toLowerCase().split(/\s+/u).filter(Boolean)
  return tables.filter((table) => {
    const text = `${table.schema}.${table.table} ${meaning(table)}`.toLowerCase()
    return parts.every((part) => text.includes(part))
  })
}

/** The rest stands on the table's own page. */
const firstSentence = (text: string): string => /^.*?[.:;](?= |$)/u.exec(text)?.[0] ?? text

interface GroupsProps {
  readonly tables: readonly TableSummary[]
  readonly meaning: (table: TableSummary) => string
}

function Groups({ tables, meaning }: GroupsProps) {
  const { t } = useFeatureWords(words)
  if (tables.length === 0) return <Blank title={t('none')} />
  const schemas = [...new Set(tables.map(({ schema }) => schema))]
  return (
    <div className="data-groups">
      {schemas.map((schema) => (
        <section key={schema} className="card" aria-labelledby={`schema-${schema}`}>
          <div className="card-head">
            <h2 id={`schema-${schema}`}>
              <code>{schema}</code>
            </h2>
          </div>
          <ul className="data-tables">
            {tables
              .filter((table) => table.schema === schema)
              .map((table) => (
                <li key={table.table}>
                  <Link
                    to={path.dataTable(schema, table.table)}
                    className="row-name data-table-name"
                    data-row=""
                  >
                    {table.table}
                  </Link>
                  <Rows rows={table.rows} />
                  <span className="data-meaning soft" translate="no">
                    {firstSentence(meaning(table))}
                  </span>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function Rows({ rows }: { readonly rows: number | null }) {
  const { t, language } = useFeatureWords(words)
  // A small table that was never counted: a number would be a guess.
  if (rows === null) return null
  return (
    <span className="soft figure data-rows" title={t('rowsHint')}>
      {t('rows', { rows: rows.toLocaleString(language) })}
    </span>
  )
}
