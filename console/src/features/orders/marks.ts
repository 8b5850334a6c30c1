/** Punctuation of both languages. */
export const marks = {
  zh: { quote: (text: string) => `「${text}」`, list: '、', next: '；', end: '。' },
  en: { quote: (text: string) => `“${text}”`, list: ', ', next: '; ', end: '.' },
} as const
