import { useFeatureWords, useWords, wordOf } from '../../i18n/index.ts'
import { CodeTag } from '../../shared/CodeTag.tsx'
import type { User } from './client.ts'
import { words } from './words.ts'
import './users.css'

export function RoleTags({ roles }: { readonly roles: readonly string[] }) {
  const shared = useWords()
  return (
    <span className="user-tags">
      {roles.map((role) => (
        <CodeTag key={role} tone="water">
          {wordOf(shared.words.roles, role)}
        </CodeTag>
      ))}
    </span>
  )
}

export function UserState({ user }: { readonly user: User }) {
  const { t } = useFeatureWords(words)
  if (user.disabled) return <CodeTag tone="bad">{t('disabled')}</CodeTag>
  if (user.mustChangePassword) return <CodeTag tone="warn">{t('firstPassword')}</CodeTag>
  return <CodeTag tone="good">{t('active')}</CodeTag>
}
