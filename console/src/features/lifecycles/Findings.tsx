/** What lint found in a version, with the row it concerns one click away. */
import { useFeatureWords, wordOf } from '../../i18n/index.ts'
import { Blank } from '../../layout/states.tsx'
import { CodeTag } from '../../shared/CodeTag.tsx'
import type { Column } from '../../shared/list/columns.ts'
import { ListTable } from '../../shared/list/ListTable.tsx'
import '../../shared/list/list.css'
import type { Finding, Move, Rows, State } from './client.ts'
import { rowOf } from './findings.ts'
import { words } from './words.ts'

interface Props {
  readonly rows: Rows
  readonly findings: readonly Finding[]
  readonly onShow?: (row: State | Move) => void
}

export function Findings({ rows, findings, onShow }: Props) {
  const { t } = useFeatureWords(words)
  const columns = useColumns()
  if (findings.length === 0) {
    return <Blank title={t('findings.none')} hint={t('findings.noneHint')} />
  }
  const worstFirst = findings.toSorted((a, b) => a.severity.localeCompare(b.severity))
  return (
    <ListTable<Finding>
      label={t('tabs.findings')}
      columns={columns}
      rows={worstFirst}
      rowKey={({ code, subject, place, version }) =>
        `${version} ${code} ${subject} ${place.file} ${place.line}`
      }
      rowClass={({ severity }) => `finding-row-${severity}`}
      onOpen={
        onShow &&
        ((finding) => {
          const row = rowOf(rows, finding)
          if (row !== undefined) onShow(row)
        })
      }
    />
  )
}

function useColumns(): readonly Column<Finding>[] {
  const { t, language, words: table } = useFeatureWords(words)
  return [
    {
      key: 'code',
      title: t('row.findings'),
      render: ({ code }) => wordOf(table.findings.codes, code),
    },
    {
      key: 'severity',
      title: t('findings.severity'),
      phone: 'end',
      render: ({ severity }) => (
        <span className="nowrap">
          <CodeTag tone={severity === 'error' ? 'bad' : 'warn'}>
            {t(`findings.${severity}`)}
          </CodeTag>
        </span>
      ),
    },
    {
      key: 'message',
      title: t('findings.message'),
      render: ({ message }) => message[language],
    },
    {
      key: 'subject',
      title: t('findings.subject'),
      render: ({ subject }) => <code>{subject}</code>,
    },
    {
      key: 'place',
      title: t('findings.place'),
      render: ({ place }) => (place.file === '' ? '—' : t('panel.line', { ...place })),
    },
  ]
}
