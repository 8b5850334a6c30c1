import { ExclamationCircleFilled, WarningFilled } from '@ant-design/icons'
import { useFeatureWords } from '../../../i18n/index.ts'
import type { Finding } from '../client.ts'
import { words } from '../words.ts'

interface Props {
  readonly severity: Finding['severity'] | undefined
}

/** A finding at its place: another shape for an error than for a warning. */
export function Badge({ severity }: Props) {
  const { t } = useFeatureWords(words)
  if (severity === undefined) return null
  const title = t(severity === 'error' ? 'findings.error' : 'findings.warning')
  const Sign = severity === 'error' ? ExclamationCircleFilled : WarningFilled
  return (
    <span
      className={`finding-badge finding-${severity}`}
      role="img"
      aria-label={title}
      title={title}
    >
      <Sign aria-hidden="true" />
    </span>
  )
}
