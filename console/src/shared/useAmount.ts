/** Amounts with their currency, in the reader's language. */
import { useQuery } from '@tanstack/react-query'
import { read } from '../api.ts'
import { useWords } from '../i18n/index.ts'
import { amountText, type Currency, type Minor } from './amount.ts'

/** Exponents are the server's: IDR has none here, whatever ISO says. */
export function useCurrencies(): ReadonlyMap<string, Currency> {
  const currencies = useQuery({
    queryKey: ['currencies'],
    queryFn: async () => (await read<{ items: readonly Currency[] }>('/currencies')).items,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return new Map(currencies.data?.map((currency) => [currency.code, currency]))
}

/** Until the exponents are known an amount is not shown: a wrong comma would be a lie. */
export function useAmount(): (minor: Minor, code: string) => string {
  const { language } = useWords()
  const currencies = useCurrencies()
  return (minor, code) => {
    const currency = currencies.get(code)
    return currency ? amountText(minor, currency, language) : '…'
  }
}
