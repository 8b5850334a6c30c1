/** Both languages; the choice is kept in this browser and shows in the document's `lang`. */
import { createInstance } from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import { Refusal } from '../api.ts'
import type { Language } from '../shared/amount.ts'
import { en } from './en.ts'
import type { FeatureWords, Values, WordPath, WordTree } from './feature-words.ts'
import { zh, type Words } from './zh.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof zh }
  }
}

const words: Readonly<Record<Language, Words>> = { zh, en }
const choiceName = 'liushui.language'

function chosen(): Language {
  const kept = localStorage.getItem(choiceName)
  if (kept === 'zh' || kept === 'en') return kept
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

const i18n = createInstance()

function announce(language: string): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
}

export async function startWords(): Promise<void> {
  i18n.on('languageChanged', announce)
  await i18n.use(initReactI18next).init({
    lng: chosen(),
    fallbackLng: 'zh',
    resources: { zh: { translation: zh }, en: { translation: en } },
    interpolation: { escapeValue: false },
  })
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(choiceName, language)
  await i18n.changeLanguage(language)
}

const languageOf = (name: string): Language => (name === 'en' ? 'en' : 'zh')

/** The words that every page shares, with the page's language. */
export function useWords() {
  const { t, i18n: current } = useTranslation()
  const language = languageOf(current.language)
  return { t, language, words: words[language] }
}

/** The words of one feature: they arrive with its first screen, not with the first page. */
export function useFeatureWords<W extends WordTree>(table: FeatureWords<W>) {
  const { i18n: current } = useTranslation()
  const language = languageOf(current.language)
  if (!current.hasResourceBundle(language, table.name)) {
    current.addResourceBundle(language, table.name, table[language])
  }
  const t = (key: WordPath<W>, values: Values = {}): string => {
    const text: unknown = current.t(`${table.name}:${key}` as never, values as never)
    return typeof text === 'string' ? text : key
  }
  return { t, language, words: table[language] }
}

/** The text behind a key that the server names, or the key itself where we have no word for it. */
export const wordOf = (table: Readonly<Record<string, string>>, key: string): string =>
  table[key] ?? key

/** What went wrong, in the reader's language; the server's own sentence where we have none. */
export function problemText(table: Words, error: unknown): string {
  if (!(error instanceof Refusal)) return table.common.unanswered
  const { code, detail } = error.problem
  const known: Readonly<Record<string, string>> = table.problems
  const words = known[code]
  if (words === undefined) return detail
  // Which condition does not hold is only in the server's own sentence.
  return code === 'guard_failed' ? `${words}: ${detail}` : words
}
