/** Before and after, side by side: added, removed and changed by colour, mark and word. */
import { useState } from 'react'
import { Button } from 'antd'
import { useFeatureWords } from '../../i18n/index.ts'
import { differences, isChange, type Difference } from './difference.ts'
import { words } from './words.ts'
import './diff.css'

interface Props {
  readonly label: string
  readonly before: unknown
  readonly after: unknown
}

export function Diff({ label, before, after }: Props) {
  const { t } = useFeatureWords(words)
  const [whole, setWhole] = useState(false)
  const all = differences(before, after)
  const changed = all.filter(isChange)
  const rows = whole || changed.length === 0 ? all : changed
  if (all.length === 0) return <p className="soft">{t('diff.nothing')}</p>
  return (
    <div className="diff">
      <div className="diff-frame">
        <table className="diff-table" aria-label={label}>
          <thead>
            <tr>
              <th scope="col">{t('diff.field')}</th>
              <th scope="col">{t('diff.before')}</th>
              <th scope="col">{t('diff.after')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.path.join(' ')} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      {changed.length === 0 || changed.length === all.length ? null : (
        <Button type="link" size="small" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? t('diff.onlyChanges') : t('diff.all', { count: all.length })}
        </Button>
      )}
    </div>
  )
}

const marks = { added: '+', removed: '−', changed: '~', same: '' } as const

function Row({ row }: { readonly row: Difference }) {
  const { t } = useFeatureWords(words)
  const { path, kind, before, after } = row
  return (
    <tr className={`diff-${kind}`}>
      <th scope="row">
        <span className="diff-mark" role="img" aria-label={t(`diff.${kind}`)}>
          {marks[kind]}
        </span>
        {path.length === 0 ? t('diff.whole') : path.join(' › ')}
      </th>
      <td>{before === undefined ? <span className="soft">—</span> : <code>{before}</code>}</td>
      <td>{after === undefined ? <span className="soft">—</span> : <code>{after}</code>}</td>
    </tr>
  )
}
