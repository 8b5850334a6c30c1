/** Every parameter, by module; there are few, so they are searched on the page. */
import { SearchOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { useSearchParams } from 'react-router'
import { useFeatureWords, wordOf } from '../../i18n/index.ts'
import { PageHead } from '../../layout/PageHead.tsx'
import { Blank, Failed, Loading } from '../../layout/states.tsx'
import { path } from '../../path.ts'
import { Card } from '../../layout/Card.tsx'
import type { Column } from '../../shared/list/columns.ts'
import { ListTable } from '../../shared/list/ListTable.tsx'
import { minuteText } from '../../shared/moment.ts'
import { useParameters, type Parameter } from './client.ts'
import { ParameterText } from './ParameterText.tsx'
import { moduleOf } from './value.ts'
import { words } from './words.ts'
import './parameters.css'

export function ParameterList() {
  const { t, words: texts } = useFeatureWords(words)
  const [search, setSearch] = useSearchParams()
  const sought = search.get('text') ?? ''
  const parameters = useParameters()
  const columns = useColumns()
  if (parameters.isPending) return <Loading />
  if (parameters.isError) return <Failed error={parameters.error} retry={parameters.refetch} />
  const found = parameters.data.filter((parameter) => fits(parameter, sought))
  const modules = Map.groupBy(found, ({ name }) => moduleOf(name))
  return (
    <>
      <PageHead title={t('title')} note={t('note')} />
      <Input
        className="parameter-search"
        data-search=""
        type="search"
        prefix={<SearchOutlined />}
        aria-label={t('search')}
        placeholder={t('searchHint')}
        value={sought}
        onChange={({ target }) => {
          setSearch(target.value === '' ? {} : { text: target.value }, { replace: true })
        }}
      />
      {found.length === 0 ? <Blank title={t('none')} hint={t('noneHint')} /> : null}
      {[...modules].map(([module, items]) => (
        <Card key={module} title={wordOf(texts.modules, module)} flush>
          <ListTable<Parameter>
            label={wordOf(texts.modules, module)}
            columns={columns}
            rows={items}
            rowKey={({ name }) => name}
            to={({ name }) => path.parameter(name)}
          />
        </Card>
      ))}
    </>
  )
}

const fits = ({ name, title }: Parameter, sought: string): boolean =>
  [name, title.zh, title.en].some((text) => text.toLowerCase().includes(sought.toLowerCase()))

function useColumns(): readonly Column<Parameter>[] {
  const { t, language } = useFeatureWords(words)
  return [
    {
      key: 'name',
      title: t('name'),
      render: ({ name, title }) => (
        <>
          {title[language]}
          <br />
          <code className="soft parameter-code">{name}</code>
        </>
      ),
    },
    {
      key: 'value',
      title: t('value'),
      render: (parameter) => <ParameterText value={parameter.value} parameter={parameter} />,
    },
    {
      key: 'since',
      title: t('since'),
      render: ({ effectiveFrom }) => (
        <span className="nowrap">
          {effectiveFrom === null ? t('always') : minuteText(effectiveFrom, language)}
        </span>
      ),
    },
    {
      key: 'next',
      title: t('next'),
      render: (parameter) =>
        parameter.next === null ? (
          <span className="soft">—</span>
        ) : (
          <>
            <ParameterText value={parameter.next.value} parameter={parameter} />
            <br />
            <span className="soft nowrap">
              {t('nextAt', { at: minuteText(parameter.next.effectiveFrom, language) })}
            </span>
          </>
        ),
    },
    {
      key: 'version',
      title: t('version'),
      align: 'right',
      render: ({ version }) => version,
    },
  ]
}
