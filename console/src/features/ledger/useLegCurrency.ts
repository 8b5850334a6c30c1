/** The currency of an account that was chosen: known from what the choice was made of. */
import { useQueryClient } from '@tanstack/react-query'
import { useCurrencies } from '../../shared/useAmount.ts'
import type { Account } from './client.ts'

interface Answer {
  readonly items: readonly Account[]
}

const exponentUsual = 2

export function useLegCurrency() {
  const queries = useQueryClient()
  const currencies = useCurrencies()
  const currencyOf = (accountNo: unknown): string | undefined =>
    queries
      .getQueriesData<Answer>({ queryKey: ['ledger', 'choice'] })
      .flatMap(([, answer]) => answer?.items ?? [])
      .find((account) => account.accountNo === accountNo)?.currency
  const exponentOf = (accountNo: unknown): number =>
    currencies.get(currencyOf(accountNo) ?? '')?.exponent ?? exponentUsual
  return { currencyOf, exponentOf }
}
