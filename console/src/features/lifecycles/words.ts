/** The words of the lifecycles' pages. */
import { featureWords } from '../../i18n/feature-words.ts'
import { en } from './words-en.ts'
import { zh } from './words-zh.ts'

export const words = featureWords<typeof en>({ name: 'lifecycles', zh, en })
