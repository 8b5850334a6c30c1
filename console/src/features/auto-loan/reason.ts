/** Why a move is refused: a wrong role by the roles' names, anything else as the server says it. */
import type { Language } from '../../shared/amount.ts'
import type { Words } from '../../i18n/zh.ts'
import { wordOf } from '../../i18n/index.ts'
import type { Move } from '../lifecycles/client.ts'
import type { OfferedMove } from './client.ts'

interface Reading {
  readonly language: Language
  readonly words: Words
}

/** `row` is the definition's own row of the move: it names the roles. */
export function reasonText(
  { reason }: Pick<OfferedMove, 'reason'>,
  row: Pick<Move, 'roles'> | undefined,
  { language, words }: Reading,
): string {
  if (reason === null) return ''
  if (reason.code !== 'actor_not_allowed' || !row) return reason[language]
  const people = row.roles.filter((role) => role !== 'system')
  if (people.length === 0) return words.order.onlySystem
  const named = people.map((role) => wordOf(words.roles, role))
  return `${words.order.needsRole}${named.join(language === 'zh' ? '、' : ', ')}`
}
