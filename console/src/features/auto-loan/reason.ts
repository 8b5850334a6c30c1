/** Why a move is refused, as the server says it, with roles by their names. */
import type { Language } from '../../shared/amount.ts'
import type { Reason } from './client.ts'

export function reasonText(
  reason: Reason | null,
  language: Language,
  roles: Readonly<Record<string, string>>,
): string {
  if (reason === null) return ''
  const text = reason[language].replaceAll(/[a-z0-9]+(?:-[a-z0-9]+)*/gu, (word) =>
    Object.hasOwn(roles, word) ? (roles[word] ?? word) : word,
  )
  return text.charAt(0).toUpperCase() + text.slice(1)
}
