import { useFeatureWords } from '../../i18n/index.ts'
import { CodeTag } from '../../shared/CodeTag.tsx'
import type { ProposalState } from './client.ts'
import { words } from './words.ts'

const tones = { pending: 'warn', approved: 'good', rejected: 'bad' } as const

export function StateMark({ state }: { readonly state: ProposalState }) {
  const { t } = useFeatureWords(words)
  return <CodeTag tone={tones[state]}>{t(`states.${state}`)}</CodeTag>
}
