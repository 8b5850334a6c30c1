/** The name of an account type in the reader's language, or its code while it is not known. */
import { useWords } from '../../i18n/index.ts'
import { useChart } from './client.ts'

export function useTypeName(): (accountType: string) => string {
  const { language } = useWords()
  const chart = useChart().data
  return (accountType) => {
    const found = chart?.find((type) => type.accountType === accountType)
    if (found === undefined) return accountType
    return language === 'zh' ? found.nameZh : found.nameEn
  }
}
