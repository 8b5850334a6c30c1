/** What the colours and signs mean; only what is in the picture. */
import { RightCircleOutlined, RollbackOutlined } from '@ant-design/icons'
import { useFeatureWords } from '../../../i18n/index.ts'
import { minuteText } from '../../../shared/moment.ts'
import type { Finding } from '../client.ts'
import { hasMark, type Marks } from '../difference.ts'
import { words } from '../words.ts'
import { MarkSign } from './Arrows.tsx'
import { Badge } from './Badge.tsx'
import type { Layout } from './layout.ts'

interface Props {
  readonly layout: Layout
  readonly findings: readonly Finding[]
  readonly marks: Marks | undefined
  readonly asOf: string | undefined
}

export function Legend({ layout: { boxes }, findings, marks, asOf }: Props) {
  const { t, language } = useFeatureWords(words)
  const severities = (['error', 'warning'] as const).filter((severity) =>
    findings.some((one) => one.severity === severity),
  )
  const changes = (['added', 'removed', 'changed'] as const).filter((mark) => hasMark(marks, mark))
  return (
    <ul className="graph-legend" aria-label={t('graph.legend')}>
      {(['document', 'amendment'] as const).map((origin) => (
        <li key={origin}>
          <svg width="34" height="12" aria-hidden="true">
            <path d="M1 6 H32" className={`arrow arrow-${origin}`} />
          </svg>
          {t(`graph.${origin}`)}
        </li>
      ))}
      {boxes.some(({ state }) => state.terminal) ? (
        <li>
          <span className="legend-terminal" aria-hidden="true" /> {t('graph.terminal')}
        </li>
      ) : null}
      {boxes.some(({ exits }) => exits.length > 0) ? (
        <li>
          <RightCircleOutlined aria-hidden="true" /> {t('graph.exit')}
        </li>
      ) : null}
      {boxes.some(({ returns }) => returns.length > 0) ? (
        <li>
          <RollbackOutlined aria-hidden="true" /> {t('graph.return')}
        </li>
      ) : null}
      {severities.map((severity) => (
        <li key={severity}>
          <Badge severity={severity} /> {t(`graph.${severity}`)}
        </li>
      ))}
      {changes.map((mark) => (
        <li key={mark}>
          <MarkSign mark={mark} title={t(mark)} /> {t(mark)}
        </li>
      ))}
      {asOf === undefined ? null : (
        <li>
          {t('graph.share')} · {t('graph.asOf', { at: minuteText(asOf, language) })}
        </li>
      )}
    </ul>
  )
}
