/** Why a move is refused, in the reader's language. Pure. */
import type { Language } from '../../shared/amount.ts'
import type { Words } from '../../i18n/zh.ts'
import { wordOf } from '../../i18n/index.ts'
import type { Move } from '../lifecycles/client.ts'

/** What a guard measured: amounts in minor units, names, codes. */
export type ReasonFacts = Readonly<Record<string, unknown>>

/** Why a move is not possible now. */
export interface Reason {
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly guard?: string
  readonly facts?: ReasonFacts
}

export interface Reading {
  readonly language: Language
  readonly words: Words
  /** The product's words for a guard. */
  readonly guardText: (guard: string, facts: ReasonFacts) => string | undefined
}

/** `row` is the definition's own row of the move: it names the roles. */
export function reasonText(
  reason: Reason | null,
  row: Pick<Move, 'roles'> | undefined,
  { language, words, guardText }: Reading,
): string {
  if (reason === null) return ''
  if (reason.code === 'actor_not_allowed' && row) return roleText(row.roles, { language, words })
  const said = reason.guard === undefined ? undefined : guardText(reason.guard, reason.facts ?? {})
  return said ?? reason[language]
}

function roleText(
  roles: readonly string[],
  { language, words }: Pick<Reading, 'language' | 'words'>,
): string {
  const people = roles.filter((role) => role !== 'system')
  if (people.length === 0) return words.order.onlySystem
  const named = people.map((role) => wordOf(words.roles, role))
  return `${words.order.needsRole}${named.join(language === 'zh' ? '、' : ', ')}`
}
