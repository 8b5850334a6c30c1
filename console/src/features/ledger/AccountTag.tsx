/** An account's status and a journal's kind, as words with a colour. */
import { useFeatureWords } from '../../i18n/index.ts'
import { CodeTag, type Tone } from '../../shared/CodeTag.tsx'
import type { AccountStatus, Hold, JournalKind } from './client.ts'
import { words } from './words.ts'

const statusTones: Readonly<Record<AccountStatus, Tone>> = {
  normal: 'good',
  frozen: 'warn',
  closed: 'calm',
}

export function StatusTag({ status }: { readonly status: AccountStatus }) {
  const { t } = useFeatureWords(words)
  return <CodeTag tone={statusTones[status]}>{t(`statuses.${status}`)}</CodeTag>
}

const kindTones: Readonly<Record<JournalKind, Tone>> = {
  post: 'water',
  hold: 'blue',
  post_hold: 'water',
  void_hold: 'calm',
  reverse: 'plum',
}

export function KindTag({ kind }: { readonly kind: JournalKind }) {
  const { t } = useFeatureWords(words)
  return <CodeTag tone={kindTones[kind]}>{t(`kinds.${kind}`)}</CodeTag>
}

const holdTones: Readonly<Record<Hold['status'], Tone>> = {
  open: 'blue',
  posted: 'good',
  voided: 'calm',
  expired: 'warn',
}

export function HoldTag({ status }: Pick<Hold, 'status'>) {
  const { t } = useFeatureWords(words)
  return <CodeTag tone={holdTones[status]}>{t(`account.holdStatuses.${status}`)}</CodeTag>
}
