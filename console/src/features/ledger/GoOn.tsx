/**
 * A page of what is rare may be empty though older rows were not looked at: the server looks at so
 * many at a time, and this says so instead of "nothing found".
 */
import { Alert, Button } from 'antd'
import { useFeatureWords } from '../../i18n/index.ts'
import type { AnyList, ListRows } from '../../shared/list/useListState.ts'
import { words } from './words.ts'

interface Props {
  readonly list: AnyList
  readonly rows: ListRows<unknown>
}

export function GoOn({ list, rows }: Props) {
  const { t } = useFeatureWords(words)
  const next = rows.data?.nextCursor
  if (!next || rows.data?.items.length !== 0) return null
  return (
    <Alert
      className="ledger-go-on"
      type="info"
      title={t('journals.goOn')}
      action={
        <Button size="small" onClick={() => list.next(next)}>
          {t('journals.goOnNext')}
        </Button>
      }
    />
  )
}
