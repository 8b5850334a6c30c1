import { useFeatureWords } from '../../i18n/index.ts'
import { durationOf } from './figures.ts'
import { words } from './words.ts'

/** How long orders stay, in the reader's words. */
export function Duration({ seconds }: { readonly seconds: number | null }) {
  const { t } = useFeatureWords(words)
  if (seconds === null) return <span className="soft">{t('time.unknown')}</span>
  const { unit, count } = durationOf(seconds)
  return <span className="nowrap">{t(`time.${unit}`, { count })}</span>
}
