/** Cursors only lead forward; the way back is the browser's own history. */
import { Button } from 'antd'
import { useWords } from '../../i18n/index.ts'
import type { AnyList } from './useListState.ts'

interface Props {
  readonly list: AnyList
  readonly next: string | null | undefined
}

export function Pages({ list, next }: Props) {
  const { t } = useWords()
  const { page, cursor } = list
  const linked = page === 1 && cursor !== undefined
  if (page === 1 && !linked && !next) return null
  return (
    <nav className="pages" aria-label={t('list.pages')}>
      {page > 1 ? <Button onClick={list.previous}>{t('list.previous')}</Button> : null}
      {linked || page > 2 ? <Button onClick={list.first}>{t('list.first')}</Button> : null}
      <span className="soft figure">{t('list.page', { page })}</span>
      <Button disabled={!next} onClick={() => list.next(next ?? '')}>
        {t('list.next')}
      </Button>
    </nav>
  )
}
