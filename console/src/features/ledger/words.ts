import { featureWords } from '../../i18n/feature-words.ts'
import { wordsEn } from './words-en.ts'
import { wordsZh } from './words-zh.ts'

export const words = featureWords<typeof wordsEn>({ name: 'ledger', zh: wordsZh, en: wordsEn })
