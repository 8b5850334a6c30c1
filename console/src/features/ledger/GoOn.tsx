/**
 * A page of what is rare may be empty though older rows were not looked at: the server looks at so
 * many at a time, and this says so instead of "nothing found".
 */
import { Button } from 'antd'
import { useFeatureWords } from '../../i18n/index.ts'
import type { AnyList, ListRows } from '../../shared/list/useListState.ts'
import { words } from './words.ts'
import './ledger.css'

interface Props {
  readonly list: AnyList
  readonly rows: ListRows<unknown>
}

export function GoOn({ list, rows }: Props) {
  const { t } = useFeatureWords(words)
  const next = rows.data?.nextCursor
  if (!next || rows.data?.items.length !== 0) return null
  return (
    <div className="card ledger-note" role="status">
      {t('journals.goOn')}
      <Button size="small" onClick={() => list.next(next)}>
        {t('journals.goOnNext')}
      </Button>
    </div>
  )
}
