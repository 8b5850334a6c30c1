/** The clock of a demo: how late it is there, and how far it is moved forward. */
import { useFeatureWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { CommandButton } from '../../shared/CommandButton.tsx'
import { durationText, minuteText } from '../../shared/moment.ts'
import { clockKey, moveClock, useClock } from './client.ts'
import { words } from './words.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

const moves = [
  { word: 'minute', count: 5, ms: 5 * minuteMs },
  { word: 'minute', count: 30, ms: 30 * minuteMs },
  { word: 'hour', count: 2, ms: 2 * hourMs },
  { word: 'hour', count: 6, ms: 6 * hourMs },
  { word: 'day', count: 1, ms: dayMs },
  { word: 'day', count: 7, ms: 7 * dayMs },
  { word: 'day', count: 30, ms: 30 * dayMs },
] as const

export function ClockCard() {
  const { t, language } = useFeatureWords(words)
  const clock = useClock().data
  if (clock === undefined) return null
  const { now, aheadMs } = clock
  return (
    <Card title={t('clock.title')}>
      <p className="sandbox-now">
        <span className="soft">{t('clock.now')}</span>
        <strong className="figure">{minuteText(now, language)}</strong>
        <span className="soft">
          {aheadMs === 0
            ? t('clock.real')
            : t('clock.ahead', { much: durationText(aheadMs, language) })}
        </span>
      </p>
      <div className="sandbox-moves" role="group" aria-label={t('clock.move')}>
        <span className="soft">{t('clock.move')}</span>
        {moves.map(({ word, count, ms }) => (
          <CommandButton
            key={ms}
            form={`move clock ${ms}`}
            send={(key) => moveClock(ms, key)}
            done={t('clock.moved')}
            // Whatever is shown may look different at that time.
            stale={[clockKey, []]}
            look={{ size: 'small' }}
          >
            {`+${t(`clock.moves.${word}`, { count })}`}
          </CommandButton>
        ))}
      </div>
      <p className="soft">{t('clock.why')}</p>
    </Card>
  )
}
