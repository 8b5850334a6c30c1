import { useFeatureWords } from '../../i18n/index.ts'
import { CodeTag } from '../../shared/CodeTag.tsx'
import type { Version } from './client.ts'
import { words } from './words.ts'

const tones = { draft: 'warn', published: 'good', retired: 'calm' } as const

/** Where a version stands, and whether new orders are born with it. */
export function VersionTags({ version }: { readonly version: Version }) {
  const { t } = useFeatureWords(words)
  return (
    <span className="version-tags nowrap">
      <CodeTag tone={tones[version.state]}>{t(version.state)}</CodeTag>
      {version.current ? <CodeTag tone="water">{t('current')}</CodeTag> : null}
    </span>
  )
}
