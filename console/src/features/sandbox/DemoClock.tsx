/** On every page while the clock of a demo is ahead: nobody takes its time for the real one. */
import { ClockCircleOutlined } from '@ant-design/icons'
import { useFeatureWords } from '../../i18n/index.ts'
import { minuteText } from '../../shared/moment.ts'
import { useClock } from './client.ts'
import { words } from './words.ts'
import './demo-clock.css'

export function DemoClock() {
  const { t, language } = useFeatureWords(words)
  const clock = useClock().data
  if (clock === undefined || clock.aheadMs === 0) return null
  return (
    <p className="demo-clock figure" role="status">
      <ClockCircleOutlined /> {t('clock.banner', { at: minuteText(clock.now, language) })}
    </p>
  )
}

/** Whether this house is a demo, with partners that are simulated and a clock that can be moved. */
export const useDemo = (): boolean => useClock().data?.movable === true
