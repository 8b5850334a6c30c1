import { useFeatureWords, wordOf } from '../../i18n/index.ts'
import type { Origin } from './client.ts'
import { words } from './words.ts'

interface Props {
  readonly origin: Origin
  readonly amended: readonly string[]
}

/** Who says so: the document, or an amendment; and what an amendment added to a document's row. */
export function OriginMark({ origin, amended }: Props) {
  const { t, words: table, language } = useFeatureWords(words)
  if (origin === 'amendment') {
    return <span className="origin-amendment">{t('row.amendment')}</span>
  }
  const what = amended.map((name) => wordOf(table.row.attributes, name))
  const title = t('row.amended', { what: what.join(language === 'zh' ? '、' : ', ') })
  return (
    <span className="origin-document">
      {t('row.document')}
      {amended.length === 0 ? null : (
        <abbr title={title} className="origin-added">
          +{amended.length}
        </abbr>
      )}
    </span>
  )
}
