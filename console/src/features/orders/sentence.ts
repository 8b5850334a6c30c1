/** Why an order stands where it stands and what it waits for, in one sentence. Pure. */
import type { Values, WordPath } from '../../i18n/feature-words.ts'
import type { Language } from '../../shared/amount.ts'
import type { Awaited, AwaitedMove, Entrance, Waiting } from './client.ts'
import { marks } from './marks.ts'
import type { Reason } from './reason.ts'
import type { words } from './words.ts'

type Path = WordPath<(typeof words)['zh']>

export interface Telling {
  readonly language: Language
  readonly t: (path: Path, values?: Values) => string
  readonly minute: (at: string) => string
  readonly role: (role: string) => string
  readonly event: (event: string) => string
  readonly reason: (reason: Reason) => string
  readonly isBirth: (event: string) => boolean
}

export function sentenceOf({ entered, waitsFor }: Waiting, telling: Telling): string {
  const { t } = telling
  const now = waitsFor.length === 0 ? [t('now.ended')] : told(waitsFor, telling)
  const parts = [...(entered === null ? [] : [entrance(entered, telling)]), ...now]
  return capital(`${parts.join(marks[telling.language].next)}${marks[telling.language].end}`)
}

/** A partner's answer makes everything else wait; the rest is told together. */
function told(waitsFor: readonly Awaited[], telling: Telling): readonly string[] {
  const answers = waitsFor.filter(({ kind }) => kind === 'answer')
  const shown = answers.length > 0 ? answers : waitsFor
  return shown.map((awaited) => clause(awaited, telling))
}

function clause(awaited: Awaited, telling: Telling): string {
  const { t, minute, role, language } = telling
  switch (awaited.kind) {
    case 'answer': {
      const { partner, since, asked: count, askedAgainAt } = awaited
      const again = askedAgainAt === null ? '' : t('now.again', { at: minute(askedAgainAt) })
      return t('now.answer', { partner, since: minute(since), count, again })
    }
    case 'people': {
      const roles = awaited.roles.map(role).join(marks[language].list)
      return t('now.people', { roles, moves: movesText(awaited.moves, telling) })
    }
    case 'timer': {
      const label = language === 'zh' ? awaited.label : awaited.labelEn
      return t('now.timer', { at: minute(awaited.at), move: marks[language].quote(label) })
    }
    case 'system':
      return t('now.system', { moves: movesText(awaited.moves, telling) })
  }
}

function movesText(moves: readonly AwaitedMove[], { t, language, reason }: Telling): string {
  const named = moves.map((move) => {
    const label = language === 'zh' ? move.label : move.labelEn
    const unmet = move.unmet === null ? '' : t('now.unmet', { why: reason(move.unmet) })
    return `${marks[language].quote(label)}${unmet}`
  })
  return named.join(t('now.or'))
}

function entrance({ event, actor, actorSystem, at }: Entrance, telling: Telling): string {
  const { t, minute } = telling
  const who = actorText({ actor, actorSystem }, t('now.system_actor'))
  const when = minute(at)
  if (telling.isBirth(event)) return t('now.born', { at: when, who })
  return t('now.entered', { at: when, who, event: telling.event(event) })
}

/** People and partners by their name; jobs and the engine are the system. */
export const actorText = (
  { actor, actorSystem }: Pick<Entrance, 'actor' | 'actorSystem'>,
  system: string,
): string => (isSystem(actorSystem) ? system : actor)

export const isSystem = (actorSystem: string): boolean =>
  actorSystem === 'job' || actorSystem === 'engine'

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
