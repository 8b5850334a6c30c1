/** Words for refusals of this product, of buttons and of answers. */
import { Refusal } from '../../api.ts'
import { problemText, useWords } from '../../i18n/index.ts'
import type { Move } from '../lifecycles/client.ts'
import { useProduct } from './product.ts'
import { reasonText, type Reason } from './reason.ts'

export function useReason(currency: string) {
  const { language, words } = useWords()
  const product = useProduct().useGuardText()
  const guardText = (guard: string, facts: object): string | undefined =>
    product(guard, { ...facts }, currency)
  return {
    ofMove: (reason: Reason | null, row?: Pick<Move, 'roles'>): string =>
      reasonText(reason, row, { language, words, guardText }),
    /** What went wrong with a write; a guard speaks the product's words. */
    ofError: (error: unknown): string => {
      if (!(error instanceof Refusal)) return problemText(words, error)
      const { guard } = error.problem
      const said = typeof guard === 'string' ? guardText(guard, error.problem) : undefined
      return said ?? problemText(words, error)
    },
  }
}
