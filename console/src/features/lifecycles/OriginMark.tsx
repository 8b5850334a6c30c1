import { useWords } from '../../i18n/index.ts'
import type { Origin } from './client.ts'

interface Props {
  readonly origin: Origin
  readonly amended: readonly string[]
}

/** Who says so: the document, or an amendment; and what an amendment added to a document's row. */
export function OriginMark({ origin, amended }: Props) {
  const { t } = useWords()
  if (origin === 'amendment') {
    return <span className="origin-amendment">{t('lifecycles.amendment')}</span>
  }
  const title = t('lifecycles.amended', { what: amended.join(', ') })
  return (
    <span className="origin-document">
      {t('lifecycles.document')}
      {amended.length === 0 ? null : (
        <abbr title={title} className="origin-added">
          +{amended.length}
        </abbr>
      )}
    </span>
  )
}
